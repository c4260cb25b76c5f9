import type { Value } from "@tsmodel/jinja";
import { asString, PyFloat, PyObject, pyTypeName, Tuple } from "@tsmodel/jinja";
import { toIntValue } from "./decimal.ts";
import { findNumber, typeError } from "./function.ts";

/** Python's `a + b` for what iterators add up. @throws JinjaError TypeError */
export function addValues(a: Value, b: Value): Value {
  const [left, right] = [findNumber(a), findNumber(b)];
  if (left !== undefined && right !== undefined) {
    if (a instanceof PyFloat || b instanceof PyFloat) return new PyFloat(left + right);
    return toIntValue(toBigInt(a, left) + toBigInt(b, right));
  }
  const [first, second] = [asString(a), asString(b)];
  if (first !== undefined && second !== undefined) return first + second;
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (a instanceof Tuple && b instanceof Tuple) return new Tuple([...a.items, ...b.items]);
  const own = a instanceof PyObject ? a.pyBinary?.("+", b, false) : undefined;
  const sum = own ?? (b instanceof PyObject ? b.pyBinary?.("+", a, true) : undefined);
  if (sum === undefined)
    throw typeError(`unsupported operand type(s) for +: '${pyTypeName(a)}' and '${pyTypeName(b)}'`);
  return sum;
}

function toBigInt(value: Value, number: number): bigint {
  return typeof value === "bigint" ? value : BigInt(number);
}
