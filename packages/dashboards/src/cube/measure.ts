/**
 * Measures as written in dashboards: `sum(x)`, `percent(sum(a), sum(b))`, `median(x)`. Each comes apart into parts,
 * what the database computes; parts that add up are added over filters and segments, the others say that they cannot.
 */
export const PART_KINDS = [
  "sum",
  "count",
  "min",
  "max",
  "median",
  "distinct",
  "value",
  "weighted",
  "weight",
] as const;
export type PartKind = (typeof PART_KINDS)[number];

export interface Part {
  readonly kind: PartKind;
  /** Absent for count of rows. */
  readonly column?: string;
  /** weighted: what column is multiplied by before summing; weight: what is summed where column has a value. */
  readonly weight?: string;
}

/** One number made of parts: the part itself, or numerator / denominator times scale. */
export interface Formula {
  readonly numerator: Part;
  readonly denominator?: Part;
  /** 100 for percent. */
  readonly scale: number;
}

/** Whether two values of a part make one: the rest is known only where the database computed it. */
export const isAdditive = (kind: PartKind): boolean =>
  kind !== "median" && kind !== "distinct" && kind !== "value";

export const partKey = (part: Part): string =>
  `${part.kind}(${[part.column, part.weight].filter(Boolean).join(",")})`;

export type ParsedMeasure =
  { readonly formula: Formula } | { readonly problem: string; readonly hint: string };

const HINT =
  "measures are sum, min, max, avg, median, distinct or value of a column, count(), weighted(column, weight), ratio(a, b) and percent(a, b)";

export function parseMeasure(text: string): ParsedMeasure {
  const quotient = /^\s*(ratio|percent)\s*\((.*)\)\s*$/s.exec(text);
  if (quotient === null) return parseSimple(text);
  const sides = splitComma(quotient[2]!);
  if (sides.length !== 2)
    return {
      problem: `${quotient[1]} takes a numerator and a denominator: "${text}"`,
      hint: `e.g. ${quotient[1]}(sum(done), sum(created))`,
    };
  const [numerator, denominator] = [parsePart(sides[0]!), parsePart(sides[1]!)];
  if (typeof numerator === "string") return { problem: numerator, hint: HINT };
  if (typeof denominator === "string") return { problem: denominator, hint: HINT };
  return { formula: { numerator, denominator, scale: quotient[1] === "percent" ? 100 : 1 } };
}

function parseSimple(text: string): ParsedMeasure {
  const call = readCall(text);
  if (call?.name === "avg" && call.args.length === 1) {
    const column = call.args[0]!;
    return {
      formula: { numerator: { kind: "sum", column }, denominator: { kind: "count", column }, scale: 1 },
    };
  }
  if (call?.name === "weighted" && call.args.length === 2) {
    const [column, weight] = call.args as [string, string];
    return {
      formula: {
        numerator: { kind: "weighted", column, weight },
        denominator: { kind: "weight", column, weight },
        scale: 1,
      },
    };
  }
  const part = parsePart(text);
  return typeof part === "string"
    ? { problem: part, hint: HINT }
    : { formula: { numerator: part, scale: 1 } };
}

/** A part, or what is wrong with its text. */
function parsePart(text: string): Part | string {
  const call = readCall(text);
  if (call === undefined) return `"${text.trim()}" is no measure`;
  const kind = PART_KINDS.find((name) => name === call.name && !name.startsWith("weight"));
  if (kind === undefined) return `there is no measure "${call.name}"`;
  if (call.args.length === 0 && kind === "count") return { kind };
  if (call.args.length !== 1) return `${call.name} takes one column: "${text.trim()}"`;
  return { kind, column: call.args[0]! };
}

function readCall(text: string): { readonly name: string; readonly args: readonly string[] } | undefined {
  const match = /^\s*([a-z_]+)\s*\(\s*([\w$]*(?:\s*,\s*[\w$]+)*)\s*\)\s*$/i.exec(text);
  if (match === null) return undefined;
  return {
    name: match[1]!.toLowerCase(),
    args: match[2] === "" ? [] : match[2]!.split(",").map((arg) => arg.trim()),
  };
}

/** At commas outside of parentheses. */
function splitComma(text: string): string[] {
  const pieces: string[] = [];
  let [depth, start] = [0, 0];
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "(") depth++;
    else if (text[index] === ")") depth--;
    else if (text[index] === "," && depth === 0) {
      pieces.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...pieces, text.slice(start)];
}

/** Columns that a formula reads, each once. */
export function columnsOf({ numerator, denominator }: Formula): string[] {
  const parts = denominator === undefined ? [numerator] : [numerator, denominator];
  return [
    ...new Set(parts.flatMap(({ column, weight }) => [column, weight]).filter((name) => name !== undefined)),
  ];
}
