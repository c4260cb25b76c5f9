/** Replacement texts of sub() and expand(): \1, \g<2>, \g<name> and the escapes of characters. */
import { JinjaError } from "@tsmodel/jinja";
import { valueError } from "../python/function.ts";

interface GroupSource {
  group(number: number): string | undefined;
}
interface GroupTable {
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

const escapes: { readonly [letter: string]: string } = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

/** @throws JinjaError ValueError for bad references, IndexError for unknown group names */
export function expandTemplate(template: string, table: GroupTable): (match: GroupSource) => string {
  if (!template.includes("\\")) return () => template;
  const parts: (string | number)[] = [];
  const pattern = /\\(?:g<([^>]*)>|(0[0-7]{0,2}|[1-3][0-7][0-7])|([1-9]\d?)|(.)|$)|[^\\]+/gsu;
  for (const match of template.matchAll(pattern)) parts.push(templatePart(match, table));
  return (match) =>
    parts.map((part) => (typeof part === "number" ? (match.group(part) ?? "") : part)).join("");
}

function templatePart(match: RegExpMatchArray, table: GroupTable): string | number {
  const [whole, named, octal, number, letter] = match;
  const at = match.index ?? 0;
  if (named !== undefined) return namedReference(named, table, at + 3);
  if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
  if (number !== undefined) return checkedReference(Number(number), table, at + 1);
  if (letter !== undefined) {
    if (Object.hasOwn(escapes, letter)) return escapes[letter]!;
    if (letter === "g") throw valueError(`missing < at position ${at + 2}`);
    if (/[A-Za-z]/.test(letter)) throw valueError(`bad escape \\${letter} at position ${at}`);
    return whole;
  }
  if (whole === "\\") throw valueError(`bad escape (end of pattern) at position ${at}`);
  return whole;
}

function namedReference(name: string, table: GroupTable, at: number): number {
  if (/^\d+$/.test(name)) return checkedReference(Number(name), table, at);
  const number = table.groupNames.get(name);
  if (name === "") throw valueError(`missing group name at position ${at}`);
  if (number === undefined) throw new JinjaError("IndexError", `unknown group name '${name}'`);
  return number;
}

function checkedReference(number: number, table: GroupTable, at: number): number {
  if (number > table.groupCount) throw valueError(`invalid group reference ${number} at position ${at}`);
  return number;
}
