/** Template values inside plain data: made plain before the data is printed as JSON or handed to a driver. */
import { PyDict, PyFloat, fromValue } from "@tsmodel/jinja";
import type { Value } from "@tsmodel/jinja";

/** The same value where it is plain already (nothing is copied), else a copy that is. */
export function plainJson(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object" || value === null)
    return typeof value === "number" && !Number.isFinite(value) ? null : value;
  if (Array.isArray(value)) return plainList(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null)
    return plainObject(value as { [key: string]: unknown });
  return plainHost(value);
}

function plainList(list: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined;
  list.forEach((item, index) => {
    const plain = plainJson(item);
    if (plain !== item) (copy ??= [...list])[index] = plain;
  });
  return copy ?? list;
}

function plainObject(object: { readonly [key: string]: unknown }): object {
  let copy: { [key: string]: unknown } | undefined;
  for (const key in object) {
    const item = object[key];
    const plain = plainJson(item);
    if (plain !== item) (copy ??= { ...object })[key] = plain;
  }
  return copy ?? object;
}

function plainHost(value: object): unknown {
  if (value instanceof PyFloat) return value.n;
  if (value instanceof PyDict) return plainDict(value);
  if (value instanceof Map) return plainJson(Object.fromEntries(value));
  if (value instanceof Set) return plainJson([...value]);
  const host = value as { toJSON?: () => unknown; isoformat?: () => string };
  if (typeof host.toJSON === "function") return host.toJSON();
  return typeof host.isoformat === "function" ? host.isoformat() : plainJson(fromValue(value as Value));
}

/** Keys become text as in Python's json: true, null, 1, 2024-01-01. */
function plainDict(dict: PyDict): object {
  return Object.fromEntries(dict.entries().map(([key, item]) => [String(plainJson(key)), plainJson(item)]));
}
