/** Attributes and methods of int, bool and float. */

import { fromBigInt, fromIntegral } from "../number/numbers.ts";
import type { Value } from "../data/values.ts";
import { PyFloat, Tuple } from "../data/values.ts";

/** The attribute of a number; JS undefined when it has none of the name. */
export function numberAttribute(value: number | bigint | boolean | PyFloat, name: string): Value | undefined {
  if (name === "real" || name === "numerator")
    return name === "real" || !(value instanceof PyFloat) ? plain(value) : undefined;
  if (name === "imag") return value instanceof PyFloat ? new PyFloat(0) : 0;
  if (name === "conjugate") return () => plain(value);
  if (value instanceof PyFloat) return floatAttribute(value, name);
  return intAttribute(typeof value === "boolean" ? Number(value) : value, name);
}

function plain(value: number | bigint | boolean | PyFloat): Value {
  return typeof value === "boolean" ? Number(value) : value;
}

function floatAttribute(value: PyFloat, name: string): Value | undefined {
  if (name === "is_integer") return () => Number.isInteger(value.n);
  if (name === "as_integer_ratio") return () => ratio(value.n);
  return undefined;
}

/** The lowest terms of a float: its denominator is a power of two. */
function ratio(n: number): Value {
  let denominator = 1n;
  let numerator = n;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  return new Tuple([fromIntegral(numerator), fromBigInt(denominator)]);
}

function intAttribute(value: number | bigint, name: string): Value | undefined {
  const absolute = value < 0 ? -value : value;
  if (name === "denominator") return 1;
  if (name === "bit_length") return () => (absolute == 0 ? 0 : absolute.toString(2).length);
  if (name === "bit_count") return () => absolute.toString(2).replaceAll("0", "").length;
  if (name === "as_integer_ratio") return () => new Tuple([value, 1]);
  return undefined;
}
