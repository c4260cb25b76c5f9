/** agate's column types as dbt sets them up: what each accepts, and what it makes of it. */
import type { Value } from "@tsmodel/jinja";
import { PyFloat, pyRepr, pyStr } from "@tsmodel/jinja";
import { PyDate } from "../python/date.ts";
import { PyDateTime } from "../python/date-time.ts";
import { PyDecimal } from "../python/decimal.ts";
import { fromInteger, multiplyDecimals, parseDecimal } from "../python/decimal-number.ts";
import { daysInMonth } from "../python/calendar.ts";
import { midnight } from "../python/time.ts";
import { parseIso8601 } from "./parse-iso8601.ts";

/** In the order they are tried. */
export const dataTypes = ["Integer", "Number", "Date", "DateTime", "ISODateTime", "Boolean", "Text"] as const;
export type DataType = (typeof dataTypes)[number];

/** What `cast` gives for a value that a type does not accept. */
export const refused: unique symbol = Symbol("refused");
type Cast = Value | typeof refused;

/** A value in a type, or `refused`. */
export function castValue(type: DataType, value: Value): Cast {
  if (value === null) return null;
  return typeof value === "string" ? castText(type, value) : castOther(type, value);
}

function castText(type: DataType, source: string): Cast {
  if (type === "Text") return isNullText(strip(source)) ? null : source;
  if (type === "Integer") return refused;
  const text = strip(type === "Boolean" && source.includes(",") ? source.replaceAll(",", "") : source);
  if (isNullText(text)) return null;
  switch (type) {
    case "Number":
      return parseNumber(text) ?? refused;
    case "Date":
      return parseDate(text) ?? refused;
    case "DateTime":
      return parseDateTime(text) ?? refused;
    case "ISODateTime":
      return parseIso8601(text) ?? refused;
    case "Boolean":
      return parseBoolean(text) ?? refused;
  }
}

function castOther(type: DataType, value: Value): Cast {
  switch (type) {
    case "Integer":
      return isInteger(value) ? value : refused;
    case "Number":
      return toNumber(value) ?? refused;
    case "Date":
      return value instanceof PyDate && !(value instanceof PyDateTime) ? value : refused;
    case "DateTime":
    case "ISODateTime":
      if (value instanceof PyDateTime) return value;
      return value instanceof PyDate ? new PyDateTime(value, midnight) : refused;
    case "Boolean":
      return toBoolean(value) ?? refused;
    case "Text":
      return pyStr(value);
  }
}

export function isInteger(value: Value): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function toNumber(value: Value): PyDecimal | undefined {
  if (value instanceof PyDecimal) return value;
  if (isInteger(value)) return PyDecimal.fromInteger(value);
  return value instanceof PyFloat ? PyDecimal.parse(pyRepr(value)) : undefined;
}

function toBoolean(value: Value): boolean | undefined {
  if (typeof value === "boolean") return value;
  const number = isInteger(value) ? Number(value) : value instanceof PyDecimal ? value.toNumber() : undefined;
  return number === 1 ? true : number === 0 ? false : undefined;
}

function isNullText(text: string): boolean {
  return text === "" || (text.length === 4 && text.toLowerCase() === "null");
}

/** str.strip(); most texts have nothing to strip. */
export function strip(text: string): string {
  const [first, last] = [text.charCodeAt(0), text.charCodeAt(text.length - 1)];
  if (first > 32 && first < 127 && last > 32 && last < 127) return text;
  return text.replace(/^[\s\x1c-\x1f\x85]+(?<!\ufeff)|(?<!\ufeff)[\s\x1c-\x1f\x85]+$/g, "");
}

/** Currency signs that agate takes off both ends, in its order. */
const currencySigns = "؋$ƒ៛¥₡₱£€¢﷼₪₩₭₮₦฿₤₫";
/** At most 28 digits: the context's, so that nothing is rounded. */
const plainNumber: RegExp = /^-?(?=[\d.]{1,28}$)\d+(?:\.\d+)?$/;

/** Percent and currency signs and thousands separators are ignored, `nan` and `inf` are numbers. */
function parseNumber(text: string): PyDecimal | undefined {
  if (plainNumber.test(text)) return new PyDecimal(parseDecimal(text)!);
  let rest = trimCharacter(text, "%");
  const negative = rest.startsWith("-");
  if (negative) rest = rest.slice(1);
  for (const sign of currencySigns) rest = trimCharacter(rest, sign);
  const number = parseDecimal(rest.replaceAll(",", "").replace(/[\x1c-\x1f\x85]/g, " "));
  if (number === undefined) return undefined;
  return new PyDecimal(multiplyDecimals(number, fromInteger(negative ? -1n : 1n)));
}

function trimCharacter(text: string, character: string): string {
  let trimmed = text;
  while (trimmed.startsWith(character)) trimmed = trimmed.slice(character.length);
  while (trimmed.endsWith(character)) trimmed = trimmed.slice(0, -character.length);
  return trimmed;
}

const datePattern: RegExp = /^(\d{4})-(1[0-2]|0[1-9]|[1-9])-(3[01]|[12]\d|0[1-9]|[1-9]| [1-9])$/;
const dateTimePattern: RegExp =
  /^(\d{4})-(1[0-2]|0[1-9]|[1-9])-(3[01]|[12]\d|0[1-9]|[1-9]| [1-9])\s+(2[0-3]|[01]\d|\d):([0-5]\d|\d):([0-5]\d|\d)$/;

/** strptime with "%Y-%m-%d". */
function parseDate(text: string): PyDate | undefined {
  const match = datePattern.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && day <= daysInMonth(year, month) ? new PyDate(year, month, day) : undefined;
}

/** strptime with "%Y-%m-%d %H:%M:%S". */
function parseDateTime(text: string): PyDateTime | undefined {
  const match = dateTimePattern.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || day > daysInMonth(year, month)) return undefined;
  return new PyDateTime(
    { year, month, day },
    { ...midnight, hour: Number(match[4]), minute: Number(match[5]), second: Number(match[6]) },
  );
}

function parseBoolean(text: string): boolean | undefined {
  if (text.length > 5) return undefined;
  const lower = text.toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : undefined;
}
