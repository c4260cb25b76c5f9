/** Python's arithmetic operators. Ints stay exact; floats are boxed. */

import { raise } from "../error.ts";
import { floatPower } from "./number/float-power.ts";
import { toArray } from "./iterate.ts";
import { escapeHtml } from "./string/markup.ts";
import { asIndex, asInt, asNumber, fromBigInt, isBeyondIndex } from "./number/numbers.ts";
import { percentFormat } from "./format/percent-format.ts";
import { PySet } from "./data/set.ts";
import { asString, pyStr } from "./text.ts";
import { pyTypeName } from "./type-name.ts";
import { undefinedError } from "./undefined.ts";
import type { Value } from "./data/values.ts";
import { Markup, PyFloat, PyObject, Tuple, Undefined } from "./data/values.ts";

export function add(a: Value, b: Value): Value {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    return Number.isSafeInteger(sum) ? sum : fromBigInt(BigInt(a) + BigInt(b));
  }
  if (typeof a === "string" && typeof b === "string") return a + b;
  return addSlow(a, b);
}

function addSlow(a: Value, b: Value): Value {
  if (Array.isArray(a)) return Array.isArray(b) ? a.concat(b) : concatenation(a, b, "list");
  if (a instanceof Tuple)
    return b instanceof Tuple ? new Tuple(a.items.concat(b.items)) : concatenation(a, b, "tuple");
  if (a instanceof Markup || b instanceof Markup) {
    const left = asString(a);
    const right = asString(b);
    if (left !== undefined && right !== undefined)
      return new Markup(pyStr(escapeHtml(a)) + pyStr(escapeHtml(b)));
  }
  if (typeof a === "string") return concatenation(a, b, "str");
  return arithmetic("+", a, b);
}

function concatenation(a: Value, b: Value, type: string): Value {
  const reflected = reflect("+", a, b);
  if (reflected !== undefined) return reflected;
  return raise("TypeError", `can only concatenate ${type} (not "${pyTypeName(b)}") to ${type}`);
}

export function subtract(a: Value, b: Value): Value {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    return Number.isSafeInteger(difference) ? difference : fromBigInt(BigInt(a) - BigInt(b));
  }
  if (a instanceof PySet && b instanceof PySet) return new PySet(a.values().filter((value) => !b.has(value)));
  return arithmetic("-", a, b);
}

export function multiply(a: Value, b: Value): Value {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    // Adding zero turns -0, which no int is, into 0.
    return Number.isSafeInteger(product) ? product + 0 : fromBigInt(BigInt(a) * BigInt(b));
  }
  return repeat(a, b) ?? repeat(b, a) ?? arithmetic("*", a, b);
}

/** `sequence * count`, JS undefined when it is not that. */
function repeat(sequence: Value, count: Value): Value | undefined {
  const text = asString(sequence);
  if (text === undefined && !Array.isArray(sequence) && !(sequence instanceof Tuple)) return undefined;
  const times = asIndex(count);
  if (times === undefined) {
    if (count instanceof Undefined && !(sequence instanceof Markup)) throw undefinedError(count);
    const own = count instanceof PyObject ? count.pyBinary?.("*", sequence, true) : undefined;
    if (own !== undefined) return own;
    if (sequence instanceof Markup)
      raise("TypeError", `'${pyTypeName(count)}' object cannot be interpreted as an integer`);
    return raise("TypeError", `can't multiply sequence by non-int of type '${pyTypeName(count)}'`);
  }
  if (isBeyondIndex(count)) raise("OverflowError", "cannot fit 'int' into an index-sized integer");
  const n = Math.max(times, 0);
  if (text !== undefined) {
    if (text.length * n > 500_000_000) raise("OverflowError", "repeated string is too long");
    return sequence instanceof Markup ? new Markup(text.repeat(n)) : text.repeat(n);
  }
  const items = toArray(sequence);
  if (items.length * n > 50_000_000) raise("OverflowError", "repeated list is too long");
  const repeated: Value[] = [];
  for (let i = 0; i < n && items.length > 0; i++) for (const item of items) repeated.push(item);
  return sequence instanceof Tuple ? new Tuple(repeated) : repeated;
}

export function divide(a: Value, b: Value): Value {
  return arithmetic("/", a, b);
}

export function floorDivide(a: Value, b: Value): Value {
  if (typeof a === "number" && typeof b === "number" && b !== 0)
    return Math.floor(a / b) * b === a ? a / b + 0 : exactFloor(a, b);
  return arithmetic("//", a, b);
}

/** Division of large ints may round up to the next whole number, so the floor is taken from the remainder. */
function exactFloor(a: number, b: number): Value {
  return (a - modulo(a, b)) / b + 0;
}

function modulo(a: number, b: number): number {
  const rest = a % b;
  return (rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest) + 0;
}

export function remainder(a: Value, b: Value): Value {
  if (typeof a === "number" && typeof b === "number" && b !== 0) return modulo(a, b);
  if (typeof a === "string") return percentFormat(a, b);
  if (a instanceof Markup) return new Markup(percentFormat(a.text, b, (value) => pyStr(escapeHtml(value))));
  return arithmetic("%", a, b);
}

export function power(a: Value, b: Value): Value {
  return arithmetic("**", a, b);
}

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**";

const operatorNames: Partial<Record<ArithmeticOperator, string>> = { "**": "** or pow()" };

/** Numbers, then what host objects know, then the error Python raises. */
function arithmetic(operator: ArithmeticOperator, a: Value, b: Value): Value {
  const left = asInt(a);
  const right = asInt(b);
  if (left !== undefined && right !== undefined) return intArithmetic(operator, left, right);
  const x = asNumber(a);
  const y = asNumber(b);
  if (x !== undefined && y !== undefined) return floatArithmetic(operator, x, y);
  const reflected = reflect(operator, a, b);
  if (reflected !== undefined) return reflected;
  const name = operatorNames[operator] ?? operator;
  return raise(
    "TypeError",
    `unsupported operand type(s) for ${name}: '${pyTypeName(a)}' and '${pyTypeName(b)}'`,
  );
}

/** What either side makes of the operator; JS undefined when neither knows it. @throws JinjaError for undefined sides */
function reflect(operator: ArithmeticOperator, a: Value, b: Value): Value | undefined {
  if (a instanceof PyObject && a.pyBinary !== undefined) {
    const result = a.pyBinary(operator, b, false);
    if (result !== undefined) return result;
  }
  if (a instanceof Undefined) throw undefinedError(a);
  if (b instanceof Undefined) throw undefinedError(b);
  return b instanceof PyObject ? b.pyBinary?.(operator, a, true) : undefined;
}

function intArithmetic(operator: ArithmeticOperator, a: number | bigint, b: number | bigint): Value {
  switch (operator) {
    case "+":
      return fromBigInt(BigInt(a) + BigInt(b));
    case "-":
      return fromBigInt(BigInt(a) - BigInt(b));
    case "*":
      return fromBigInt(BigInt(a) * BigInt(b));
    case "/":
      if (b == 0) raise("ZeroDivisionError", "division by zero");
      return new PyFloat(trueDivide(a, b));
    case "//":
      if (b == 0) raise("ZeroDivisionError", "integer division or modulo by zero");
      return fromBigInt(floorBigInt(BigInt(a), BigInt(b)));
    case "%": {
      if (b == 0) raise("ZeroDivisionError", "integer modulo by zero");
      const divisor = BigInt(b);
      return fromBigInt(BigInt(a) - floorBigInt(BigInt(a), divisor) * divisor);
    }
    case "**":
      return intPower(a, b);
  }
}

function floorBigInt(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** Correctly rounded quotient of two ints. */
function trueDivide(a: number | bigint, b: number | bigint): number {
  if (typeof a === "number" && typeof b === "number") return a / b;
  const x = BigInt(a);
  const y = BigInt(b);
  const shift = bitLength(y) - bitLength(x) + 66;
  const quotient = shift > 0 ? (x << BigInt(shift)) / y : x / (y << BigInt(-shift));
  const result = Number(quotient) / 2 ** shift;
  if (!Number.isFinite(result)) raise("OverflowError", "integer division result too large for a float");
  return result;
}

function bitLength(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length;
}

function intPower(a: number | bigint, b: number | bigint): Value {
  if (b < 0) {
    if (a == 0) raise("ZeroDivisionError", "0.0 cannot be raised to a negative power");
    return new PyFloat(checkedPower(Number(a), Number(b)));
  }
  const base = BigInt(a);
  if (Number(b) * bitLength(base) > 1_000_000 && base !== 0n && base !== 1n && base !== -1n) {
    raise("OverflowError", "result of ** is too large");
  }
  return fromBigInt(base ** BigInt(b));
}

function floatArithmetic(operator: ArithmeticOperator, a: number, b: number): Value {
  switch (operator) {
    case "+":
      return new PyFloat(a + b);
    case "-":
      return new PyFloat(a - b);
    case "*":
      return new PyFloat(a * b);
    case "/":
      if (b === 0) raise("ZeroDivisionError", "float division by zero");
      return new PyFloat(a / b);
    case "//":
      if (b === 0) raise("ZeroDivisionError", "float floor division by zero");
      return new PyFloat(floatFloorDivide(a, b));
    case "%":
      if (b === 0) raise("ZeroDivisionError", "float modulo");
      return new PyFloat(floatModulo(a, b));
    case "**":
      return new PyFloat(checkedPower(a, b));
  }
}

function floatModulo(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

function floatFloorDivide(a: number, b: number): number {
  const rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0 && rest < 0 !== b < 0) quotient -= 1;
  if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function checkedPower(a: number, b: number): number {
  // IEEE 754 says 1 ** NaN and 1 ** inf are 1, ECMAScript says NaN.
  if (a === 1 || (a === -1 && !Number.isFinite(b) && !Number.isNaN(b))) return 1;
  if (a === 0 && b < 0) raise("ZeroDivisionError", "0.0 cannot be raised to a negative power");
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b)) {
    raise("TypeError", "complex numbers are not supported");
  }
  const result = floatPower(a, b);
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b)) {
    raise("OverflowError", "(34, 'Numerical result out of range')");
  }
  return result;
}

/** `-a` */
export function negate(a: Value): Value {
  if (typeof a === "number") return 0 - a;
  return unary("-", a);
}

/** `+a` */
export function positive(a: Value): Value {
  return typeof a === "number" ? a : unary("+", a);
}

function unary(operator: "+" | "-", a: Value): Value {
  const int = asInt(a);
  if (int !== undefined) return operator === "+" ? int : fromBigInt(-BigInt(int));
  if (a instanceof PyFloat) return operator === "+" ? a : new PyFloat(-a.n);
  if (a instanceof Undefined) throw undefinedError(a);
  const own = a instanceof PyObject ? a.pyUnary?.(operator) : undefined;
  return own ?? raise("TypeError", `bad operand type for unary ${operator}: '${pyTypeName(a)}'`);
}
