/** Filters on numbers. */

import { raise } from "../error.ts";
import { isTruthy } from "../runtime/compare.ts";
import { needIndex } from "../runtime/arguments.ts";
import { fixedText, roundFloat } from "../runtime/number/float-text.ts";
import {
  asInt,
  asNumber,
  fromBigInt,
  parseFloatText,
  parseInteger,
  truncate,
} from "../runtime/number/numbers.ts";
import { divide, multiply, power } from "../runtime/operators.ts";
import type { FilterFunction } from "../runtime/runtime.ts";
import { asString, pyRepr } from "../runtime/text.ts";
import { pyTypeName } from "../runtime/type-name.ts";
import { requireDefined } from "../runtime/undefined.ts";
import type { Value } from "../runtime/data/values.ts";
import { PyFloat, PyObject } from "../runtime/data/values.ts";
import { filter } from "./define.ts";

/** `int(value)`; JS undefined where Python raises TypeError or ValueError. */
export function toInt(value: Value): number | bigint | undefined {
  const int = asInt(value);
  if (int !== undefined) return int;
  if (value instanceof PyFloat) return Number.isNaN(value.n) ? undefined : truncate(value.n);
  const text = asString(value);
  if (text !== undefined) return parseInteger(text, 10);
  requireDefined(value);
  const number = value instanceof PyObject ? value.pyNumber?.() : undefined;
  return number === undefined ? undefined : toInt(number);
}

/** `float(value)`; JS undefined where Python raises TypeError or ValueError. */
export function toFloat(value: Value): number | undefined {
  const n = asNumber(value);
  if (n !== undefined)
    return Number.isFinite(n) || value instanceof PyFloat
      ? n
      : raise("OverflowError", "int too large to convert to float");
  const text = asString(value);
  if (text !== undefined) return parseFloatText(text);
  requireDefined(value);
  const number = value instanceof PyObject ? value.pyNumber?.() : undefined;
  return number === undefined ? undefined : toFloat(number);
}

function intFilter(value: Value, fallback: Value, base: number): Value {
  const text = asString(value);
  const int = text === undefined ? toInt(value) : parseInteger(text, base);
  if (int !== undefined) return int;
  const float = toFloat(value);
  return float === undefined || !Number.isFinite(float) ? fallback : truncate(float);
}

function absolute(value: Value): Value {
  const int = asInt(value);
  if (int !== undefined) return int < 0 ? fromBigInt(-BigInt(int)) : int;
  if (value instanceof PyFloat) return new PyFloat(Math.abs(value.n));
  const own = value instanceof PyObject ? value.pyAbs?.() : undefined;
  return own ?? raise("TypeError", `bad operand type for abs(): '${pyTypeName(value)}'`);
}

/** `round(value, digits)` */
function roundNumber(value: Value, digits: number): Value {
  const int = asInt(value);
  if (int !== undefined) return digits >= 0 ? int : roundInt(BigInt(int), -digits);
  if (value instanceof PyFloat) return new PyFloat(roundFloat(value.n, digits));
  const own = value instanceof PyObject ? value.pyRound?.(digits) : undefined;
  return own ?? raise("TypeError", `type ${pyTypeName(value)} doesn't define __round__ method`);
}

function roundInt(value: bigint, digits: number): Value {
  const unit = 10n ** BigInt(digits);
  const below = ((value % unit) + unit) % unit;
  const floor = value - below;
  const up = below * 2n > unit || (below * 2n === unit && (floor / unit) % 2n !== 0n);
  return fromBigInt(up ? floor + unit : floor);
}

function roundFilter(value: Value, precision: Value, method: Value): Value {
  if (method !== "common" && method !== "ceil" && method !== "floor") {
    raise("FilterArgumentError", "method must be common, ceil or floor");
  }
  if (method === "common") {
    if (precision === null)
      return value instanceof PyFloat ? truncate(roundFloat(value.n, 0)) : roundNumber(value, 0);
    return roundNumber(value, needIndex(precision));
  }
  const scale = power(10, precision);
  const scaled = multiply(value, scale);
  const n =
    (asString(scaled) === undefined ? toFloat(scaled) : undefined) ??
    raise("TypeError", `must be real number, not ${pyTypeName(scaled)}`);
  const whole =
    typeof scaled === "number" || typeof scaled === "bigint"
      ? scaled
      : truncate(method === "ceil" ? Math.ceil(n) : Math.floor(n));
  return divide(whole, scale);
}

const sizes = ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];

function fileSize(value: Value, binary: boolean): string {
  const bytes = toFloat(value);
  if (bytes === undefined) {
    const text = asString(value);
    if (text !== undefined) return raise("ValueError", `could not convert string to float: ${pyRepr(text)}`);
    return raise(
      "TypeError",
      `float() argument must be a string or a real number, not '${pyTypeName(value)}'`,
    );
  }
  const base = binary ? 1024 : 1000;
  if (bytes === 1) return "1 Byte";
  if (bytes < base) return `${truncate(bytes)} Bytes`;
  const index = Math.max(
    0,
    sizes.findIndex((_, i) => bytes < base ** (i + 2)),
  );
  const last = bytes >= base ** (sizes.length + 1) ? sizes.length - 1 : index;
  const unit = sizes[last] as string;
  const name = binary ? unit.charAt(0).toUpperCase() + "iB" : unit;
  return `${fixedText((base * bytes) / base ** (last + 2), 1)} ${name}`;
}

export const numberFilters: readonly [string, FilterFunction][] = [
  filter("abs", { callee: "abs" }, [], (_runtime, value) => absolute(value)),
  filter("int", { callee: "do_int" }, ["default", "base"], (_runtime, value, [fallback = 0, base = 10]) =>
    intFilter(value, fallback, needIndex(base)),
  ),
  filter("float", { callee: "do_float" }, ["default"], (_runtime, value, [fallback = new PyFloat(0)]) => {
    const n = toFloat(value);
    return n === undefined ? fallback : new PyFloat(n);
  }),
  filter(
    "round",
    { callee: "do_round" },
    ["precision", "method"],
    (_runtime, value, [precision = 0, method = "common"]) => roundFilter(value, precision, method),
  ),
  filter("filesizeformat", { callee: "do_filesizeformat" }, ["binary"], (_runtime, value, [binary = false]) =>
    fileSize(value, isTruthy(binary)),
  ),
];
