/** Python's ==, <, and truth. */

import { raise } from "../error.ts";
import { PyDict } from "./data/dict.ts";
import { PySet } from "./data/set.ts";
import { asInt } from "./number/numbers.ts";
import { asString } from "./text.ts";
import { pyTypeName } from "./type-name.ts";
import { undefinedError } from "./undefined.ts";
import type { Value } from "./data/values.ts";
import { Markup, PyFloat, PyObject, Tuple, Undefined } from "./data/values.ts";

/** `bool(value)` */
export function isTruthy(value: Value): boolean {
  switch (typeof value) {
    case "boolean":
      return value;
    case "string":
      return value !== "";
    case "number":
      return value !== 0;
    case "bigint":
    case "function":
      return true;
  }
  if (value === null || value instanceof Undefined) return false;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof PyDict || value instanceof PySet) return value.size > 0;
  if (value instanceof PyFloat) return value.n !== 0;
  if (value instanceof Tuple) return value.items.length > 0;
  if (value instanceof Markup) return value.text !== "";
  return value.pyBool();
}

/** The number behind an int, bool or float. */
function numeric(value: Value): number | bigint | undefined {
  return value instanceof PyFloat ? value.n : asInt(value);
}

/** `a == b` */
export function pyEquals(a: Value, b: Value): boolean {
  if (typeof a === "string" && typeof b === "string") return a === b;
  const left = numeric(a);
  if (left !== undefined) {
    const right = numeric(b);
    // Loose equality compares bigint with number exactly.
    return right !== undefined ? left == right : b instanceof PyObject && b.pyEquals(a);
  }
  if (a === b) return true;
  return equalObjects(a, b);
}

function equalObjects(a: Value, b: Value): boolean {
  if (b instanceof PyObject && !(a instanceof PyObject)) return b.pyEquals(a);
  if (a instanceof PyObject) return a.pyEquals(b) || (b instanceof PyObject && b.pyEquals(a));
  if (a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && equalItems(a, b);
  if (a instanceof Tuple) return b instanceof Tuple && equalItems(a.items, b.items);
  if (a instanceof PyDict) return b instanceof PyDict && equalDicts(a, b);
  if (a instanceof PySet)
    return b instanceof PySet && a.size === b.size && a.values().every((value) => b.has(value));
  if (a instanceof Undefined) return b instanceof Undefined;
  const left = asString(a);
  return left !== undefined && left === asString(b);
}

/** Identical or equal, as Python's containers compare. */
function same(a: Value, b: Value): boolean {
  return a === b || pyEquals(a, b);
}

function equalItems(a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!same(a[i] as Value, b[i] as Value)) return false;
  return true;
}

function equalDicts(a: PyDict, b: PyDict): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a.entries()) {
    const other = b.get(key);
    if (other === undefined || !same(value, other)) return false;
  }
  return true;
}

export type OrderOperator = "<" | "<=" | ">" | ">=";

/**
 * The order of two values: negative, zero, positive, or NaN when neither is before the other.
 * @throws JinjaError TypeError when they cannot be ordered, naming `operator`
 */
export function order(a: Value, b: Value, operator: OrderOperator): number {
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  const left = numeric(a);
  if (left !== undefined) {
    const right = numeric(b);
    if (right !== undefined) return left < right ? -1 : left > right ? 1 : left == right ? 0 : NaN;
  }
  return orderObjects(a, b, operator);
}

/** By code point. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      // Surrogates stand for code points beyond all other units.
      const isHighX = x >= 0xd800 && x <= 0xdfff;
      const isHighY = y >= 0xd800 && y <= 0xdfff;
      return isHighX === isHighY ? x - y : isHighX ? 1 : -1;
    }
  }
  return a.length - b.length;
}

function orderObjects(a: Value, b: Value, operator: OrderOperator): number {
  if (a instanceof Undefined) throw undefinedError(a);
  if (b instanceof Undefined) throw undefinedError(b);
  if (Array.isArray(a) && Array.isArray(b)) return orderItems(a, b, operator);
  if (a instanceof Tuple && b instanceof Tuple) return orderItems(a.items, b.items, operator);
  if (a instanceof PySet && b instanceof PySet) return orderSets(a, b);
  if (a instanceof PyObject && a.pyCompare !== undefined) {
    const result = a.pyCompare(b);
    if (result !== undefined) return result;
  }
  if (b instanceof PyObject && b.pyCompare !== undefined) {
    const result = b.pyCompare(a);
    if (result !== undefined) return -result;
  }
  const left = asString(a);
  const right = asString(b);
  if (left !== undefined && right !== undefined) return compareText(left, right);
  return raise(
    "TypeError",
    `'${operator}' not supported between instances of '${pyTypeName(a)}' and '${pyTypeName(b)}'`,
  );
}

function orderItems(a: readonly Value[], b: readonly Value[], operator: OrderOperator): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a[i] as Value;
    const y = b[i] as Value;
    if (!same(x, y)) return order(x, y, operator);
  }
  return a.length - b.length;
}

/** Subset order. */
function orderSets(a: PySet, b: PySet): number {
  const isSubset = a.values().every((value) => b.has(value));
  const isSuperset = b.values().every((value) => a.has(value));
  return isSubset ? (isSuperset ? 0 : -1) : isSuperset ? 1 : NaN;
}

/** Negative when a is before b. @throws JinjaError TypeError when they cannot be ordered */
export function pyCompare(a: Value, b: Value): number {
  return order(a, b, "<");
}

/**
 * Python's sorted(): stable, also when descending (which reverses before and after, so that the same pairs are compared).
 * @throws JinjaError TypeError when keys cannot be ordered
 */
export function sortStable<T>(items: T[], keyOf: (item: T) => Value, descending: boolean): T[] {
  if (descending) items.reverse();
  items.sort((a, b) => order(keyOf(a), keyOf(b), "<"));
  return descending ? items.reverse() : items;
}
