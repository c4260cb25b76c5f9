/**
 * Floats as text, the way CPython prints them: shortest repr, and correctly rounded (half to even, on the exact binary
 * value) fixed and exponent forms. JavaScript's toFixed rounds exact halves up and stops at 1e21, so digits are made from
 * the exact value here.
 */

/** `repr(x)`: "1.0", "1e+16", "1e-05", "inf", "nan". */
export function floatRepr(n: number): string {
  if (Number.isInteger(n) && Math.abs(n) < 1e16) return Object.is(n, -0) ? "-0.0" : n + ".0";
  if (!Number.isFinite(n)) return notFinite(n);
  const text = String(n);
  const absolute = Math.abs(n);
  if (absolute >= 1e16 || absolute < 1e-4)
    return pythonExponent(text.includes("e") ? text : n.toExponential());
  return text;
}

/** "nan", "inf" or "-inf". */
export function notFinite(n: number): string {
  return Number.isNaN(n) ? "nan" : n > 0 ? "inf" : "-inf";
}

/** Python writes at least two exponent digits. */
function pythonExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

interface Exact {
  readonly digits: bigint;
  /** Digits after the decimal point. */
  readonly scale: number;
}

const buffer = new DataView(new ArrayBuffer(8));

/** The exact decimal value of a finite, non-negative float. */
function exactDecimal(n: number): Exact {
  buffer.setFloat64(0, n);
  const bits = buffer.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const exponent = (biased === 0 ? 1 : biased) - 1075;
  if (exponent >= 0) return { digits: mantissa << BigInt(exponent), scale: 0 };
  return { digits: mantissa * 5n ** BigInt(-exponent), scale: -exponent };
}

function divideHalfEven(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  const twice = (value % divisor) * 2n;
  return twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** `"%.{precision}f"` of a finite number, without sign. */
export function fixedText(n: number, precision: number): string {
  const { digits, scale } = exactDecimal(Math.abs(n));
  const scaled =
    scale <= precision
      ? digits * 10n ** BigInt(precision - scale)
      : divideHalfEven(digits, 10n ** BigInt(scale - precision));
  const text = scaled.toString().padStart(precision + 1, "0");
  return precision === 0 ? text : text.slice(0, -precision) + "." + text.slice(-precision);
}

/** The first `count` significant digits, rounded, and the exponent of the first one. */
function significantDigits(n: number, count: number): { digits: string; exponent: number } {
  if (n === 0) return { digits: "0".repeat(count), exponent: 0 };
  const { digits, scale } = exactDecimal(Math.abs(n));
  const length = digits.toString().length;
  const exponent = length - 1 - scale;
  const surplus = length - count;
  if (surplus <= 0) return { digits: digits.toString() + "0".repeat(-surplus), exponent };
  const rounded = divideHalfEven(digits, 10n ** BigInt(surplus)).toString();
  return rounded.length > count
    ? { digits: rounded.slice(0, count), exponent: exponent + 1 }
    : { digits: rounded, exponent };
}

/** `"%.{precision}e"` of a finite number, without sign. */
export function exponentText(n: number, precision: number): string {
  const { digits, exponent } = significantDigits(n, precision + 1);
  return joinDigits(digits) + exponentSuffix(exponent);
}

function joinDigits(digits: string): string {
  return digits.length === 1 ? digits : digits.charAt(0) + "." + digits.slice(1);
}

function exponentSuffix(exponent: number): string {
  return "e" + (exponent < 0 ? "-" : "+") + String(Math.abs(exponent)).padStart(2, "0");
}

/** `"%.{precision}g"` of a finite number, without sign; `keepZeros` is the "#" flag. */
export function generalText(n: number, precision: number, keepZeros: boolean): string {
  const count = Math.max(precision, 1);
  const { digits, exponent } = significantDigits(n, count);
  if (exponent < -4 || exponent >= count) {
    const shown = keepZeros ? digits : digits.replace(/0+$/, "") || "0";
    return joinDigits(shown) + exponentSuffix(exponent);
  }
  const text = exponent >= 0 ? insertPoint(digits, exponent + 1) : "0." + "0".repeat(-exponent - 1) + digits;
  return keepZeros || !text.includes(".") ? text : text.replace(/\.?0+$/, "");
}

function insertPoint(digits: string, at: number): string {
  return at >= digits.length ? digits : digits.slice(0, at) + "." + digits.slice(at);
}

/** `round(x, digits)` of a float. */
export function roundFloat(n: number, digits: number): number {
  if (!Number.isFinite(n) || digits > 340) return n;
  const isNegative = n < 0 || Object.is(n, -0);
  if (digits >= 0) return Number((isNegative ? "-" : "") + fixedText(n, digits));
  if (digits < -330) return n * 0;
  const { digits: exact, scale } = exactDecimal(Math.abs(n));
  const unit = 10n ** BigInt(-digits);
  const rounded = divideHalfEven(exact, unit * 10n ** BigInt(scale)) * unit;
  return isNegative ? -Number(rounded) : Number(rounded);
}
