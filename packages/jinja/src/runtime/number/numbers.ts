/** Ints that stay exact: number while safe, bigint beyond. */

import { raise } from "../../error.ts";
import type { Value } from "../data/values.ts";
import { PyFloat } from "../data/values.ts";

/** An int value from a bigint: a number when it fits. */
export function fromBigInt(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** An int value from an integral float. */
export function fromIntegral(n: number): number | bigint {
  return Number.isSafeInteger(n) ? n + 0 : fromBigInt(BigInt(n));
}

/** The value as int when it is an int or bool, else JS undefined. */
export function asInt(value: Value): number | bigint | undefined {
  switch (typeof value) {
    case "number":
    case "bigint":
      return value;
    case "boolean":
      return value ? 1 : 0;
    default:
      return undefined;
  }
}

/** The value as JS number when it is an int, bool or float, else JS undefined. */
export function asNumber(value: Value): number | undefined {
  switch (typeof value) {
    case "number":
      return value;
    case "bigint":
      return Number(value);
    case "boolean":
      return value ? 1 : 0;
    default:
      return value instanceof PyFloat ? value.n : undefined;
  }
}

/** A small int for counts and indexes; bigints are clamped, which is beyond any length. */
export function asIndex(value: Value): number | undefined {
  const int = asInt(value);
  return typeof int === "bigint" ? (int > 0n ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER) : int;
}

/** Whether an int is beyond what Python counts and indexes with, 63 bits and a sign. */
export function isBeyondIndex(value: Value): boolean {
  return typeof value === "bigint" && (value >= 1n << 63n || value < -(1n << 63n));
}

/** `int(x)` of a float. @throws JinjaError for inf and nan */
export function truncate(n: number): number | bigint {
  if (Number.isNaN(n)) raise("ValueError", "cannot convert float NaN to integer");
  if (!Number.isFinite(n)) raise("OverflowError", "cannot convert float infinity to integer");
  return fromIntegral(Math.trunc(n));
}

const intText = /^[\s\x1c-\x1f\x85]*([+-]?)(.*?)[\s\x1c-\x1f\x85]*$/s;
const prefixes: Partial<Record<number, RegExp>> = { 2: /^0b_?/i, 8: /^0o_?/i, 16: /^0x_?/i };

/** `int(text, base)`; JS undefined when it is no int. */
export function parseInteger(text: string, base: number): number | bigint | undefined {
  const match = intText.exec(text) as RegExpExecArray;
  let digits = asciiDigits(match[2] as string);
  let radix = base;
  if (base === 0) {
    radix = /^0x/i.test(digits) ? 16 : /^0o/i.test(digits) ? 8 : /^0b/i.test(digits) ? 2 : 10;
    if (radix === 10 && /^0[\d_]*[1-9]/.test(digits)) return undefined;
  }
  const prefix = prefixes[radix];
  if (prefix !== undefined) digits = digits.replace(prefix, "");
  if (!/^[0-9a-z]+(?:_[0-9a-z]+)*$/i.test(digits)) return undefined;
  digits = digits.replaceAll("_", "");
  const value = radix === 10 ? parseDecimal(digits) : parseRadix(digits.toLowerCase(), radix);
  if (value === undefined) return undefined;
  return match[1] === "-" ? fromBigInt(-BigInt(value)) : value;
}

function parseDecimal(digits: string): number | bigint | undefined {
  if (!/^\d+$/.test(digits)) return undefined;
  return digits.length < 16 ? Number(digits) : fromBigInt(BigInt(digits));
}

function parseRadix(digits: string, radix: number): number | bigint | undefined {
  let value = 0n;
  for (const digit of digits) {
    const n = digit >= "a" ? digit.charCodeAt(0) - 87 : digit.charCodeAt(0) - 48;
    if (n >= radix) return undefined;
    value = value * BigInt(radix) + BigInt(n);
  }
  return fromBigInt(value);
}

/** Decimal digits of other scripts to ASCII. */
function asciiDigits(text: string): string {
  if (!/[^\x00-\x7f]/.test(text)) return text;
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) as number;
    let zero = code;
    // Decimal digits come in runs of ten that start at a zero.
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
    return String((code - zero) % 10);
  });
}

const floatText = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i;

/** `float(text)`; JS undefined when it is no float. */
export function parseFloatText(text: string): number | undefined {
  const trimmed = asciiDigits(text.replace(/^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/g, ""));
  if (floatText.test(trimmed)) return Number(trimmed.replaceAll("_", ""));
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed);
  if (special === null) return undefined;
  if ((special[2] as string).toLowerCase() === "nan") return NaN;
  return special[1] === "-" ? -Infinity : Infinity;
}
