/** Python's json.dumps, and plain JSON data from and to values. */

import { raise } from "../error.ts";
import { order } from "./compare.ts";
import { PyDict } from "./data/dict.ts";
import { floatRepr } from "./number/float-text.ts";
import { PySet } from "./data/set.ts";
import { asString } from "./text.ts";
import { pyTypeName } from "./type-name.ts";
import type { Value } from "./data/values.ts";
import { PyFloat, PyObject, Tuple, Undefined } from "./data/values.ts";

export interface JsonOptions {
  readonly sortKeys?: boolean;
  /** Spaces per level; one line without it. */
  readonly indent?: number | null;
}

/** `json.dumps(value, sort_keys=…, indent=…)`. @throws JinjaError TypeError */
export function jsonDumps(value: Value, options: JsonOptions = {}): string {
  return dump(value, options, 0);
}

function dump(value: Value, options: JsonOptions, level: number): string {
  const text = asString(value);
  if (text !== undefined) return jsonString(text);
  switch (typeof value) {
    case "number":
    case "bigint":
      return String(value);
    case "boolean":
      return value ? "true" : "false";
  }
  if (value === null) return "null";
  if (value instanceof PyFloat) return jsonFloat(value.n);
  if (Array.isArray(value)) return dumpList(value, options, level);
  if (value instanceof Tuple) return dumpList(value.items, options, level);
  if (value instanceof PyDict) return dumpDict(value, options, level);
  return raise("TypeError", `Object of type ${pyTypeName(value)} is not JSON serializable`);
}

function jsonString(text: string): string {
  return JSON.stringify(text).replace(/[\x7f-\uffff]/g, (unit) =>
    unit === "\x7f" ? unit : "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0"),
  );
}

function jsonFloat(n: number): string {
  if (Number.isNaN(n)) return "NaN";
  return Number.isFinite(n) ? floatRepr(n) : n > 0 ? "Infinity" : "-Infinity";
}

function wrap(
  open: string,
  close: string,
  parts: readonly string[],
  options: JsonOptions,
  level: number,
): string {
  if (parts.length === 0) return open + close;
  if (options.indent == null) return open + parts.join(", ") + close;
  const line = "\n" + " ".repeat(options.indent * (level + 1));
  return open + line + parts.join("," + line) + "\n" + " ".repeat(options.indent * level) + close;
}

function dumpList(items: readonly Value[], options: JsonOptions, level: number): string {
  return wrap(
    "[",
    "]",
    items.map((item) => dump(item, options, level + 1)),
    options,
    level,
  );
}

function dumpDict(dict: PyDict, options: JsonOptions, level: number): string {
  const entries = dict.entries();
  if (options.sortKeys === true) entries.sort((a, b) => order(a[0], b[0], "<"));
  const parts = entries.map(([key, value]) => `${dumpKey(key)}: ${dump(value, options, level + 1)}`);
  return wrap("{", "}", parts, options, level);
}

function dumpKey(key: Value): string {
  const text = asString(key);
  if (text !== undefined) return jsonString(text);
  if (
    key === null ||
    typeof key === "boolean" ||
    typeof key === "number" ||
    typeof key === "bigint" ||
    key instanceof PyFloat
  ) {
    return `"${dump(key, {}, 0)}"`;
  }
  return raise("TypeError", `keys must be str, int, float, bool or None, not ${pyTypeName(key)}`);
}

/** Plain JSON data to values: whole numbers are ints, others floats; missing is None. */
export function toValue(json: unknown): Value {
  switch (typeof json) {
    case "string":
    case "boolean":
    case "bigint":
      return json;
    case "number":
      return Number.isSafeInteger(json) ? json + 0 : new PyFloat(json);
    case "undefined":
      return null;
    case "function":
      return json as Value;
    default:
      return json === null ? null : toContainer(json as object);
  }
}

function toContainer(json: object): Value {
  if (Array.isArray(json)) return json.map(toValue);
  if (isValueObject(json)) return json;
  const dict = new PyDict();
  for (const [key, value] of json instanceof Map ? json : Object.entries(json))
    dict.set(toValue(key), toValue(value));
  return dict;
}

function isValueObject(json: object): json is PyDict | PySet | PyFloat | Tuple | PyObject {
  return (
    json instanceof PyDict ||
    json instanceof PySet ||
    json instanceof PyFloat ||
    json instanceof Tuple ||
    json instanceof PyObject
  );
}

/** Values to what JSON.stringify prints: dicts to objects with text keys, tuples and sets to arrays, undefined to null. */
export function fromValue(value: Value): unknown {
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  const text = asString(value);
  if (text !== undefined) return text;
  if (value instanceof PyFloat) return value.n;
  if (Array.isArray(value)) return value.map(fromValue);
  if (value instanceof Tuple) return value.items.map(fromValue);
  if (value instanceof PySet) return value.values().map(fromValue);
  if (value instanceof PyDict) return fromDict(value);
  if (value instanceof Undefined) return null;
  if (value instanceof PyObject)
    return value.pyIter === undefined ? value.pyStr() : Array.from(value.pyIter(), fromValue);
  return String(value);
}

function fromDict(dict: PyDict): unknown {
  const entries = dict.entries().map(([key, value]) => {
    const name = fromValue(key);
    return [typeof name === "string" ? name : JSON.stringify(name), fromValue(value)] as const;
  });
  return Object.fromEntries(entries);
}

const unsafeInHtml: Record<string, string> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "'": "\\u0027",
};

/** JSON that may stand inside HTML, as the `tojson` filter makes it. */
export function htmlSafeJson(value: Value, indent: number | null): string {
  return jsonDumps(value, { sortKeys: true, indent }).replace(
    /[<>&']/g,
    (character) => unsafeInHtml[character] as string,
  );
}
