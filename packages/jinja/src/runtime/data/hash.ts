/** Hash keys: equal Python values give the same JS Map key (SameValueZero), unequal ones different keys. */

import { JinjaError } from "../../error.ts";
import type { Value } from "./values.ts";
import { Markup, PyFloat, PyObject, Tuple, Undefined } from "./values.ts";

export type HashKey = string | number | bigint | null | object;

const undefinedKey: object = { undefined: true };

/**
 * The Map key of a value. Strings and ints are their own keys, so most dicts need no second table.
 * @throws JinjaError TypeError for lists, dicts and sets
 */
export function hashKey(value: Value): HashKey {
  switch (typeof value) {
    case "string":
      return value.charCodeAt(0) === 0 ? "\0s" + value : value;
    case "number":
    case "bigint":
      return value;
    case "boolean":
      return value ? 1 : 0;
    case "function":
      return value;
  }
  if (value === null) return null;
  if (value instanceof PyFloat) return floatKey(value);
  if (value instanceof Tuple) return "\0t" + tupleKey(value);
  if (value instanceof Markup) return hashKey(value.text);
  if (value instanceof Undefined) return undefinedKey;
  if (value instanceof PyObject) {
    const key = value.pyHashKey();
    return key === undefined ? value : "\0o" + key;
  }
  throw new JinjaError("TypeError", `unhashable type: '${Array.isArray(value) ? "list" : value.pyTypeName}'`);
}

function floatKey(value: PyFloat): HashKey {
  const n = value.n;
  if (Number.isNaN(n)) return value;
  return Number.isInteger(n) && !Number.isSafeInteger(n) ? BigInt(n) : n;
}

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

function identityOf(object: object): number {
  let id = identities.get(object);
  if (id === undefined) identities.set(object, (id = ++lastIdentity));
  return id;
}

function tupleKey(tuple: Tuple): string {
  let key = "";
  for (const item of tuple.items) {
    const part = hashKey(item);
    const text =
      typeof part === "object" && part !== null
        ? `#${identityOf(part)}`
        : typeof part === "function"
          ? `#${identityOf(part)}`
          : String(part);
    key += `${typeof part === "bigint" ? "number" : typeof part}${text.length}:${text}`;
  }
  return key;
}
