/** Keys that are no texts: YAML 1.1 reads `on:`, `yes:`, `1:` as other values, which dbt refuses where it knows the keys. */
import { PyDict, PyFloat } from "@tsmodel/jinja";
import type { Location } from "../errors/location.ts";
import { fail, type TsmodelError } from "../errors/tsmodel-error.ts";
import { LineIndex } from "../util/text-position.ts";
import type { YamlDocument } from "./read-yaml.ts";
import { isYamlObject } from "./yaml-value.ts";

export interface OddKey {
  /** Of the mapping. */
  readonly path: readonly (string | number)[];
  readonly key: unknown;
}

/**
 * How far a value's keys have to be texts: "all" the way down, in the mapping itself and not in what it holds ("own"), or
 * not at all ("none").
 */
export type KeyRule = (key: string, path: readonly (string | number)[]) => "all" | "own" | "none";

/** The first mapping with a key that is no text where it has to be one. */
export function findOddKey(value: unknown, rule: KeyRule, path: readonly (string | number)[] = []): OddKey | undefined {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      if (!holdsKeys(item)) continue;
      const found = findOddKey(item, rule, [...path, index]);
      if (found) return found;
    }
    return undefined;
  }
  if (value instanceof PyDict) return { path, key: value.keys().find((key) => typeof key !== "string") };
  if (!isYamlObject(value)) return undefined;
  for (const key in value) {
    const item: unknown = value[key];
    if (!holdsKeys(item)) continue;
    const depth = rule(key, path);
    if (depth === "none" || (depth === "own" && !(item instanceof PyDict))) continue;
    const found = findOddKey(item, rule, [...path, key]);
    if (found) return found;
  }
  return undefined;
}

/** Most values of a file do not. */
const holdsKeys = (value: unknown): boolean => typeof value === "object" && value !== null;

/** `base` is the path of the value that was searched. */
export function oddKeyError({ path, key }: OddKey, file: string, document: YamlDocument, text: string, base: readonly (string | number)[] = []): TsmodelError {
  const at = keyPlace(document.locate([...base, ...path]), key, text);
  const written = text.split("\n")[at.line - 1]?.slice(at.column - 1, (at.endColumn ?? at.column) - 1) ?? "";
  return fail("yaml-key-type", { file, path: path.map(String), written, value: keyText(key) }, { at: [at] });
}

/** As Python prints it. */
function keyText(key: unknown): string {
  if (key === null || key === undefined) return "None";
  if (typeof key === "boolean") return key ? "True" : "False";
  if (key instanceof PyFloat) return key.n.toFixed(1);
  return String(key);
}

const SPELLINGS: { readonly [text: string]: RegExp } = {
  True: /(?<![\w"'-])(?:yes|true|on|y)(?=\s*:)/gi,
  False: /(?<![\w"'-])(?:no|false|off|n)(?=\s*:)/gi,
  None: /(?<![\w"'-])(?:null|~)(?=\s*:)/gi,
};

/** The key as it is written, in or after the mapping's place. */
function keyPlace(mapping: Location, key: unknown, text: string): Location {
  const lines = new LineIndex(text);
  const start = lines.offset(mapping.line) + mapping.column - 1;
  const pattern = SPELLINGS[keyText(key)] ?? new RegExp(`(?<![\\w"'-])${String(key).replace(/\W/g, "\\$&")}[\\w.]*(?=\\s*:)`, "g");
  pattern.lastIndex = start;
  const match = pattern.exec(text);
  if (match === null) return mapping;
  const { line, column } = lines.at(match.index);
  return { ...mapping, line, column, endColumn: column + match[0].length, ...lines.around(line) };
}
