/** Template values inside plain data: made plain before the data is printed as JSON or handed to a driver. */
import { PyDict, PyFloat, fromValue } from "@tsmodel/jinja";
import type { Value } from "@tsmodel/jinja";

/** What a whole float becomes. */
type FloatOf = (value: number) => unknown;

const bare: FloatOf = (value) => value;

/** The same value where it is plain already (nothing is copied), else a copy that is. */
export function plainJson(value: unknown, float: FloatOf = bare): unknown {
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object" || value === null)
    return typeof value === "number" && !Number.isFinite(value) ? null : value;
  if (Array.isArray(value)) return plainList(value, float);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null)
    return plainObject(value as { [key: string]: unknown }, float);
  return plainHost(value, float);
}

function plainList(list: readonly unknown[], float: FloatOf): readonly unknown[] {
  let copy: unknown[] | undefined;
  list.forEach((item, index) => {
    const plain = plainJson(item, float);
    if (plain !== item) (copy ??= [...list])[index] = plain;
  });
  return copy ?? list;
}

function plainObject(object: { readonly [key: string]: unknown }, float: FloatOf): object {
  let copy: { [key: string]: unknown } | undefined;
  for (const key in object) {
    const item = object[key];
    const plain = plainJson(item, float);
    if (plain !== item) (copy ??= { ...object })[key] = plain;
  }
  return copy ?? object;
}

function plainHost(value: object, float: FloatOf): unknown {
  if (value instanceof PyFloat) return float(value.n);
  if (value instanceof PyDict) return plainDict(value, float);
  if (value instanceof Map) return plainJson(Object.fromEntries(value), float);
  if (value instanceof Set) return plainJson([...value], float);
  const host = value as { toJSON?: () => unknown; isoformat?: () => string };
  if (typeof host.toJSON === "function") return host.toJSON();
  return typeof host.isoformat === "function" ? host.isoformat() : plainJson(fromValue(value as Value), float);
}

/** Keys become text as in Python's json: true, null, 1, 2024-01-01. */
function plainDict(dict: PyDict, float: FloatOf): object {
  return Object.fromEntries(dict.entries().map(([key, item]) => [String(plainJson(key)), plainJson(item, float)]));
}
