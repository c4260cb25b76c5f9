/**
 * What a YAML mapping may hold, as data: dbt's "unparsed" classes in short. A shape that is not open has no other
 * keys; in an open one they are kept, and the likely misspellings among them are warned about.
 */
import { PyDict, PyFloat } from "@tsmodel/jinja";
import { isYamlObject } from "../../project/yaml-value.ts";
import { PyDate } from "../../template/python/date.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import { strOf } from "../python-text.ts";

export type Check =
  | "any"
  | "text"
  | "text?"
  | "boolean"
  | "boolean?"
  | "integer?"
  | "number?"
  | "mapping"
  | "mapping?"
  | "version"
  | "version?"
  | "date?"
  | { readonly list: Check; readonly nullable?: boolean }
  | { readonly anyOf: readonly Check[]; readonly words: string }
  | { readonly oneOf: readonly string[]; readonly nullable?: boolean; readonly anyCase?: boolean }
  | Shape;

export interface Shape {
  readonly keys: { readonly [key: string]: Check };
  readonly required: readonly string[];
  readonly open: boolean;
  readonly nullable?: boolean;
}

export function shape(
  keys: { readonly [key: string]: Check },
  options: {
    readonly required?: readonly string[];
    readonly open?: boolean;
    readonly nullable?: boolean;
  } = {},
): Shape {
  return { keys, required: options.required ?? [], open: options.open ?? false, nullable: options.nullable };
}

export type ShapePath = readonly (string | number)[];

export interface ShapeProblem {
  readonly path: ShapePath;
  /** Whether the key at the path is wrong, or its value. */
  readonly what: "key" | "value";
  readonly text: string;
  readonly nearest?: string;
}

/** The first thing that does not fit; undefined when all does. */
export function findShapeProblem(value: unknown, check: Check): ShapeProblem | undefined {
  return problemAt(value, check, []);
}

function problemAt(value: unknown, check: Check, path: ShapePath): ShapeProblem | undefined {
  if (typeof check === "string")
    return fitsWord(value, check) ? undefined : wrongType(value, WORDS[check], path);
  if ("keys" in check) return mappingProblem(value, check, path);
  if ("list" in check) return listProblem(value, check, path);
  if ("oneOf" in check) {
    const word = check.anyCase && typeof value === "string" ? value.toLowerCase() : value;
    if ((value === null && check.nullable) || check.oneOf.includes(word as string)) return undefined;
    return {
      ...wrongType(value, `one of ${check.oneOf.join(", ")}`, path),
      nearest: typeof value === "string" ? findNearestName(value, check.oneOf) : undefined,
    };
  }
  return check.anyOf.some((one) => problemAt(value, one, path) === undefined)
    ? undefined
    : anyOfProblem(value, check, path);
}

/** Of several ways to be right, the one that the value seems to have tried. */
function anyOfProblem(
  value: unknown,
  check: { readonly anyOf: readonly Check[]; readonly words: string },
  path: ShapePath,
): ShapeProblem {
  const tried = check.anyOf.find(
    (one) =>
      typeof one === "object" &&
      (("keys" in one && isYamlObject(value)) || ("list" in one && Array.isArray(value))),
  );
  return (tried && problemAt(value, tried, path)) ?? wrongType(value, check.words, path);
}

function mappingProblem(value: unknown, check: Shape, path: ShapePath): ShapeProblem | undefined {
  if (value === null && check.nullable) return undefined;
  if (!isYamlObject(value)) return wrongType(value, "a mapping", path);
  for (const key of check.required) {
    if (!Object.hasOwn(value, key)) return { path, what: "value", text: `'${key}' is missing` };
  }
  for (const key in value) {
    const inner = check.keys[key];
    if (inner === undefined) {
      if (!check.open) return unexpected(key, check, path);
    } else {
      const problem = inner === "any" ? undefined : problemAt(value[key], inner, [...path, key]);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

function unexpected(key: string, check: Shape, path: ShapePath): ShapeProblem {
  return {
    path: [...path, key],
    what: "key",
    text: `there is no key '${key}'`,
    nearest: findNearestName(key, Object.keys(check.keys)),
  };
}

function listProblem(
  value: unknown,
  check: { readonly list: Check; readonly nullable?: boolean },
  path: ShapePath,
): ShapeProblem | undefined {
  if (value === null && check.nullable) return undefined;
  if (!Array.isArray(value)) return wrongType(value, "a list", path);
  for (const [index, item] of value.entries()) {
    const problem = problemAt(item, check.list, [...path, index]);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function wrongType(value: unknown, expected: string, path: ShapePath): ShapeProblem {
  const text = strOf(value);
  const shown = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return {
    path,
    what: "value",
    text: `${path.length === 0 ? "" : `'${path.at(-1)}' `}takes ${expected}, but got ${value === null ? "nothing" : shown}`,
  };
}

type Word = Extract<Check, string>;

function fitsWord(value: unknown, check: Word): boolean {
  if (value === null) return check === "any" || check.endsWith("?");
  switch (check) {
    case "any":
      return true;
    case "text":
    case "text?":
      return typeof value === "string" || value instanceof PyDate;
    case "boolean":
    case "boolean?":
      return typeof value === "boolean";
    case "integer?":
      return Number.isInteger(value) || typeof value === "bigint" || value instanceof PyFloat;
    case "number?":
      return typeof value === "number" || typeof value === "bigint" || value instanceof PyFloat;
    case "mapping":
    case "mapping?":
      return isYamlObject(value) || value instanceof PyDict;
    case "version":
    case "version?":
      return typeof value === "string" || typeof value === "number" || value instanceof PyFloat;
    case "date?":
      return typeof value === "string" || value instanceof PyDate;
  }
}

const WORDS: { readonly [word in Word]: string } = {
  any: "anything",
  text: "text",
  "text?": "text",
  boolean: "true or false",
  "boolean?": "true or false",
  "integer?": "a whole number",
  "number?": "a number",
  mapping: "a mapping",
  "mapping?": "a mapping",
  version: "a number or text",
  "version?": "a number or text",
  "date?": "a date",
};

export interface UnknownKey {
  readonly path: ShapePath;
  readonly key: string;
  readonly nearest: string;
}

/** Keys of open shapes that are likely misspelt: unknown, and near to a known one that is not there. */
export function findMisspelledKeys(value: unknown, check: Check, path: ShapePath = []): UnknownKey[] {
  if (typeof check === "string" || "oneOf" in check) return [];
  if ("anyOf" in check)
    return check.anyOf.flatMap((one) =>
      problemAt(value, one, path) === undefined ? findMisspelledKeys(value, one, path) : [],
    );
  if ("list" in check)
    return Array.isArray(value)
      ? value.flatMap((item, index) => findMisspelledKeys(item, check.list, [...path, index]))
      : [];
  return isYamlObject(value) ? misspelledIn(value, check, path) : [];
}

function misspelledIn(
  value: { readonly [key: string]: unknown },
  check: Shape,
  path: ShapePath,
): UnknownKey[] {
  const found: UnknownKey[] = [];
  for (const key in value) {
    const inner = check.keys[key];
    if (inner !== undefined) {
      if (typeof inner === "object") found.push(...findMisspelledKeys(value[key], inner, [...path, key]));
    } else {
      const nearest = findNearestName(
        key,
        Object.keys(check.keys).filter((known) => !Object.hasOwn(value, known)),
      );
      if (nearest !== undefined) found.push({ path: [...path, key], key, nearest });
    }
  }
  return found;
}
