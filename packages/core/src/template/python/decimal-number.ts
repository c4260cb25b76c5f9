/**
 * Decimal arithmetic on plain data after IBM's General Decimal Arithmetic (https://speleotrove.com/decimal/), the
 * specification behind Python's decimal module; its default context: 28 digits, halves to even.
 */
import { JinjaError } from "@tsmodel/jinja";
import { floatRatio } from "./time-delta.ts";

/** (-1)^negative * digits * 10^exponent, or one of the specials (then digits and exponent are 0). */
export interface DecimalNumber {
  readonly negative: boolean;
  readonly digits: bigint;
  readonly exponent: number;
  readonly special: "Infinity" | "NaN" | null;
}

export type Rounding =
  | "ROUND_HALF_EVEN"
  | "ROUND_HALF_UP"
  | "ROUND_HALF_DOWN"
  | "ROUND_UP"
  | "ROUND_DOWN"
  | "ROUND_CEILING"
  | "ROUND_FLOOR"
  | "ROUND_05UP";

export const precision = 28;

export function finite(negative: boolean, digits: bigint, exponent: number): DecimalNumber {
  return { negative, digits, exponent, special: null };
}
export function infinity(negative: boolean): DecimalNumber {
  return { negative, digits: 0n, exponent: 0, special: "Infinity" };
}
export const notANumber: DecimalNumber = { negative: false, digits: 0n, exponent: 0, special: "NaN" };

export function fromInteger(value: bigint): DecimalNumber {
  return finite(value < 0n, value < 0n ? -value : value, 0);
}

/** Exactly the value of a float, which is a finite decimal fraction. */
export function fromFloat(value: number): DecimalNumber {
  if (Number.isNaN(value)) return notANumber;
  if (!Number.isFinite(value)) return infinity(value < 0);
  const [numerator, denominator] = floatRatio(Math.abs(value));
  const places = denominator.toString(2).length - 1;
  return finite(value < 0 || Object.is(value, -0), numerator * 5n ** BigInt(places), -places);
}

const plainText: RegExp = /^-?\d+(?:\.\d+)?$/;

/** JS undefined for texts that are no decimal number. */
export function parseDecimal(text: string): DecimalNumber | undefined {
  return plainText.test(text) ? parsePlain(text) : parseNotation(text);
}

/** Digits and a point: nearly every number of a query or a file. */
function parsePlain(text: string): DecimalNumber {
  const negative = text.startsWith("-");
  const digits = negative ? text.slice(1) : text;
  const point = digits.indexOf(".");
  if (point < 0) return finite(negative, BigInt(digits), 0);
  return finite(
    negative,
    BigInt(digits.slice(0, point) + digits.slice(point + 1)),
    point + 1 - digits.length,
  );
}

function parseNotation(text: string): DecimalNumber | undefined {
  const match = /^\s*([-+])?(?:(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?|(inf|infinity)|s?nan\d*)\s*$/i.exec(
    toAsciiDigits(text.replaceAll("_", "")),
  );
  if (match === null) return undefined;
  const negative = match[1] === "-";
  if (match[5] !== undefined) return infinity(negative);
  if (match[2] === undefined) return { ...notANumber, negative };
  const whole = match[2] + (match[3] ?? "");
  return whole === ""
    ? undefined
    : finite(negative, BigInt(whole), Number(match[4] ?? 0) - (match[3] ?? "").length);
}

/** Decimal digits of other scripts count, as in Python. */
function toAsciiDigits(text: string): string {
  if (!/[^\x00-\x7f]/.test(text)) return text;
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0)!;
    let zero = code;
    // They come in runs of ten.
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
    return String((code - zero) % 10);
  });
}

export function isZero(x: DecimalNumber): boolean {
  return x.special === null && x.digits === 0n;
}
export function digitCount(x: DecimalNumber): number {
  return x.digits === 0n ? 1 : x.digits.toString().length;
}
/** The exponent of the first digit. */
export function adjusted(x: DecimalNumber): number {
  return x.special !== null ? 0 : x.exponent + digitCount(x) - 1;
}
export function negated(x: DecimalNumber): DecimalNumber {
  return { ...x, negative: !x.negative };
}

const power10 = (exponent: number): bigint => 10n ** BigInt(exponent);

function signed(x: DecimalNumber): bigint {
  return x.negative ? -x.digits : x.digits;
}

/** Scientific notation where the number is far from 1, plain otherwise. */
export function printDecimal(x: DecimalNumber): string {
  const sign = x.negative ? "-" : "";
  if (x.special !== null) return sign + x.special;
  const digits = x.digits.toString();
  const left = x.exponent + digits.length;
  if (x.exponent <= 0 && left > -6) return sign + placePoint(digits, left);
  const mantissa = placePoint(digits, 1);
  const exponent = left - 1;
  return `${sign}${mantissa}E${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}

/** `digits` with the point after `left` of them. */
function placePoint(digits: string, left: number): string {
  if (left <= 0) return `0.${"0".repeat(-left)}${digits}`;
  return left >= digits.length ? digits.padEnd(left, "0") : `${digits.slice(0, left)}.${digits.slice(left)}`;
}

export function toNumber(x: DecimalNumber): number {
  if (x.special === "NaN") return NaN;
  if (x.special === "Infinity") return x.negative ? -Infinity : Infinity;
  return Number(`${x.negative ? "-" : ""}${x.digits}e${x.exponent}`);
}

/** The whole part, towards zero. @throws JinjaError for specials */
export function truncated(x: DecimalNumber): bigint {
  if (x.special === "NaN") throw new JinjaError("ValueError", "cannot convert NaN to integer");
  if (x.special !== null) throw new JinjaError("OverflowError", "cannot convert Infinity to integer");
  return x.exponent >= 0 ? signed(x) * power10(x.exponent) : signed(x) / power10(-x.exponent);
}

/** Drops the last `count` digits, rounded. */
function dropDigits(x: DecimalNumber, count: number, rounding: Rounding): DecimalNumber {
  const unit = power10(count);
  const kept = x.digits / unit;
  const up = roundsUp(kept, x.digits % unit, unit, x.negative, rounding);
  return finite(x.negative, up ? kept + 1n : kept, x.exponent + count);
}

function roundsUp(kept: bigint, rest: bigint, unit: bigint, negative: boolean, rounding: Rounding): boolean {
  if (rest === 0n) return false;
  const half = rest * 2n - unit;
  switch (rounding) {
    case "ROUND_HALF_EVEN":
      return half > 0n || (half === 0n && kept % 2n === 1n);
    case "ROUND_HALF_UP":
      return half >= 0n;
    case "ROUND_HALF_DOWN":
      return half > 0n;
    case "ROUND_UP":
      return true;
    case "ROUND_DOWN":
      return false;
    case "ROUND_CEILING":
      return !negative;
    case "ROUND_FLOOR":
      return negative;
    case "ROUND_05UP":
      return kept % 5n === 0n;
  }
}

/** Rounds a result to the context's 28 digits. */
export function toContext(x: DecimalNumber): DecimalNumber {
  if (x.special !== null) return x;
  const excess = digitCount(x) - precision;
  if (excess <= 0) return x;
  const rounded = dropDigits(x, excess, "ROUND_HALF_EVEN");
  // 9.99… rounds up to one digit more.
  return digitCount(rounded) > precision ? dropDigits(rounded, 1, "ROUND_HALF_EVEN") : rounded;
}

/** The number with another exponent. @throws JinjaError ValueError when that takes more than 28 digits */
export function rescale(
  x: DecimalNumber,
  exponent: number,
  rounding: Rounding = "ROUND_HALF_EVEN",
): DecimalNumber {
  if (x.exponent >= exponent) return finite(x.negative, x.digits * power10(x.exponent - exponent), exponent);
  return dropDigits(x, exponent - x.exponent, rounding);
}

export function quantize(x: DecimalNumber, exponent: number, rounding: Rounding): DecimalNumber {
  if (x.digits !== 0n && adjusted(x) - exponent + 1 > precision) throw invalidOperation();
  const result = rescale(x, exponent, rounding);
  if (digitCount(result) > precision) throw invalidOperation();
  return result;
}

export function invalidOperation(what: string = "InvalidOperation"): JinjaError {
  return new JinjaError("ValueError", `decimal: [<class 'decimal.${what}'>]`);
}

/** Negative, zero or positive; JS undefined when one is NaN. */
export function compareDecimals(a: DecimalNumber, b: DecimalNumber): number | undefined {
  if (a.special === "NaN" || b.special === "NaN") return undefined;
  if (a.special !== null || b.special !== null) {
    const rank = (x: DecimalNumber): number => (x.special === null ? 0 : x.negative ? -1 : 1);
    return rank(a) - rank(b);
  }
  const exponent = Math.min(a.exponent, b.exponent);
  const difference = signed(rescale(a, exponent)) - signed(rescale(b, exponent));
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function fromSigned(value: bigint, exponent: number, negativeZero: boolean): DecimalNumber {
  return finite(value < 0n || (value === 0n && negativeZero), value < 0n ? -value : value, exponent);
}

/** NaN if either is; else JS undefined. */
function firstNaN(a: DecimalNumber, b: DecimalNumber): DecimalNumber | undefined {
  return a.special === "NaN" ? a : b.special === "NaN" ? b : undefined;
}

export function addDecimals(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
  const nan = firstNaN(a, b);
  if (nan !== undefined) return nan;
  if (a.special !== null || b.special !== null) {
    if (a.special !== null && b.special !== null && a.negative !== b.negative) throw invalidOperation();
    return a.special !== null ? a : b;
  }
  const exponent = Math.min(a.exponent, b.exponent);
  const sum = signed(rescale(a, exponent)) + signed(rescale(b, exponent));
  return toContext(fromSigned(sum, exponent, a.negative && b.negative));
}

export function multiplyDecimals(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
  const nan = firstNaN(a, b);
  if (nan !== undefined) return nan;
  const negative = a.negative !== b.negative;
  if (a.special !== null || b.special !== null) {
    if (isZero(a) || isZero(b)) throw invalidOperation();
    return infinity(negative);
  }
  return toContext(finite(negative, a.digits * b.digits, a.exponent + b.exponent));
}

export function divideDecimals(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
  const nan = firstNaN(a, b);
  if (nan !== undefined) return nan;
  const negative = a.negative !== b.negative;
  if (a.special !== null) {
    if (b.special !== null) throw invalidOperation();
    return infinity(negative);
  }
  if (b.special !== null) return finite(negative, 0n, smallestExponent);
  if (b.digits === 0n) throw a.digits === 0n ? invalidOperation("DivisionUndefined") : divisionByZero();
  const ideal = a.exponent - b.exponent;
  if (a.digits === 0n) return finite(negative, 0n, ideal);
  const shift = Math.max(0, digitCount(b) - digitCount(a) + precision + 1);
  const scaled = a.digits * power10(shift);
  let quotient = scaled / b.digits;
  let exponent = ideal - shift;
  // A remainder counts as more than nothing when the last digit decides about rounding.
  if (scaled % b.digits !== 0n) {
    if (quotient % 5n === 0n) quotient += 1n;
  } else {
    while (exponent < ideal && quotient % 10n === 0n) {
      quotient /= 10n;
      exponent++;
    }
  }
  return toContext(finite(negative, quotient, exponent));
}

function divisionByZero(): JinjaError {
  return new JinjaError("ZeroDivisionError", "[<class 'decimal.DivisionByZero'>]");
}

/** The quotient towards zero or the remainder, which has the sign of `a`. */
export function divideWhole(
  wanted: "quotient" | "remainder",
  a: DecimalNumber,
  b: DecimalNumber,
): DecimalNumber {
  const nan = firstNaN(a, b);
  if (nan !== undefined) return nan;
  const negative = a.negative !== b.negative;
  if (a.special !== null) {
    if (b.special !== null || wanted === "remainder") throw invalidOperation();
    return infinity(negative);
  }
  if (b.special !== null) return wanted === "quotient" ? finite(negative, 0n, 0) : toContext(a);
  if (b.digits === 0n)
    throw a.digits === 0n
      ? invalidOperation("DivisionUndefined")
      : wanted === "remainder"
        ? invalidOperation()
        : divisionByZero();
  const exponent = Math.min(a.exponent, b.exponent);
  const [left, right] = [rescale(a, exponent).digits, rescale(b, exponent).digits];
  const quotient = finite(negative, left / right, 0);
  if (digitCount(quotient) > precision) throw invalidOperation("DivisionImpossible");
  return wanted === "quotient" ? quotient : toContext(finite(a.negative, left % right, exponent));
}

/** Whole exponents only. */
export function powerOf(base: DecimalNumber, exponent: bigint): DecimalNumber {
  if (base.special === "NaN") return base;
  if (exponent === 0n) {
    if (isZero(base)) throw invalidOperation();
    return fromInteger(1n);
  }
  const size = exponent < 0n ? -exponent : exponent;
  const negative = base.negative && size % 2n === 1n;
  if (base.special !== null) return exponent < 0n ? finite(negative, 0n, 0) : infinity(negative);
  if (isZero(base)) return exponent < 0n ? infinity(negative) : finite(negative, 0n, 0);
  if (size > 100_000n) return hugePower(base, negative, exponent);
  const exact = finite(negative, base.digits ** size, base.exponent * Number(size));
  return exponent > 0n ? toContext(exact) : divideDecimals(fromInteger(1n), exact);
}

/** Beyond the range of exponents, except for ones. */
function hugePower(base: DecimalNumber, negative: boolean, exponent: bigint): DecimalNumber {
  const comparison = compareDecimals({ ...base, negative: false }, fromInteger(1n))!;
  if (comparison === 0) return finite(negative, 1n, 0);
  if (comparison > 0 === exponent > 0n) throw invalidOperation("Overflow");
  return finite(negative, 0n, smallestExponent);
}

/** What Python calls Etiny: no number of 28 digits lies closer to zero. */
const smallestExponent = -1_000_026;

export function squareRoot(x: DecimalNumber): DecimalNumber {
  if (x.special === "NaN") return x;
  if (x.negative && !isZero(x)) throw invalidOperation();
  if (x.special !== null) return x;
  const ideal = Math.floor(x.exponent / 2);
  if (isZero(x)) return finite(x.negative, 0n, ideal);
  const odd = Math.abs(x.exponent % 2) === 1;
  let digits = odd ? x.digits * 10n : x.digits;
  let exponent = Math.floor(x.exponent / 2);
  const missing = precision + 2 - Math.ceil(digits.toString().length / 2);
  if (missing > 0) {
    digits *= power10(2 * missing);
    exponent -= missing;
  }
  let root = integerRoot(digits);
  if (root * root !== digits) return toContext(finite(false, root % 5n === 0n ? root + 1n : root, exponent));
  while (exponent < ideal && root % 10n === 0n) {
    root /= 10n;
    exponent++;
  }
  return toContext(finite(false, root, exponent));
}

/** The largest integer whose square is at most `n` (Newton's method). */
function integerRoot(n: bigint): bigint {
  let x = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

/** The same value without trailing zeros. */
export function normalized(x: DecimalNumber): DecimalNumber {
  const rounded = toContext(x);
  if (rounded.special !== null) return rounded;
  if (rounded.digits === 0n) return finite(rounded.negative, 0n, 0);
  let { digits, exponent } = rounded;
  while (digits % 10n === 0n) {
    digits /= 10n;
    exponent++;
  }
  return finite(rounded.negative, digits, exponent);
}
