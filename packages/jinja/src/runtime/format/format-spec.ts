/** Python's format specification mini-language: `format(value, spec)`. */

import { raise } from "../../error.ts";
import { exponentText, fixedText, floatRepr, generalText, notFinite } from "../number/float-text.ts";
import { asInt } from "../number/numbers.ts";
import { asString, pyStr } from "../text.ts";
import { pyReprString } from "../string/string-repr.ts";
import { pyTypeName } from "../type-name.ts";
import { textLength } from "../iterate.ts";
import type { Value } from "../data/values.ts";
import { PyFloat, PyObject } from "../data/values.ts";

export interface FormatSpec {
  readonly fill: string;
  readonly align: "<" | ">" | "=" | "^" | "";
  readonly sign: "+" | "-" | " " | "";
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: "," | "_" | "";
  readonly precision: number | undefined;
  readonly type: string;
  readonly zero: boolean;
}

const pattern = /^(?:([^])?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/u;

function parseSpec(spec: string, value: Value): FormatSpec {
  const match = pattern.exec(spec);
  if (match === null) return raise("ValueError", specProblem(spec, value));
  const zero = match[6] !== undefined;
  const defaultAlign = zero && asString(value) === undefined ? "=" : zero ? "<" : "";
  return {
    fill: match[1] ?? (zero ? "0" : " "),
    align: (match[2] ?? defaultAlign) as FormatSpec["align"],
    sign: (match[3] ?? "") as FormatSpec["sign"],
    alternate: match[5] !== undefined,
    width: Number(match[7] ?? 0),
    grouping: (match[8] ?? "") as FormatSpec["grouping"],
    precision: match[9] === undefined ? undefined : Number(match[9]),
    type: match[10] ?? "",
    zero,
  };
}

function specProblem(spec: string, value: Value): string {
  if (/\.(?!\d)/.test(spec)) return "Format specifier missing precision";
  if (/[,_]{2}/.test(spec)) return "Cannot specify both ',' and '_'.";
  return `Invalid format specifier '${spec}' for object of type '${pyTypeName(value)}'`;
}

/** @throws JinjaError ValueError or TypeError, as Python words them */
export function formatValue(value: Value, spec: string): string {
  const text = asString(value);
  if (spec === "") return text ?? pyStr(value);
  if (value instanceof PyObject && value.pyFormat !== undefined) return value.pyFormat(spec);
  if (text !== undefined) return formatText(text, parseSpec(spec, value), pyTypeName(value));
  const int = asInt(value);
  if (int !== undefined) return formatInt(int, parseSpec(spec, value), value);
  if (value instanceof PyFloat) return formatFloat(value.n, parseSpec(spec, value), "float");
  return raise("TypeError", `unsupported format string passed to ${pyTypeName(value)}.__format__`);
}

function formatText(text: string, spec: FormatSpec, typeName: string): string {
  if (spec.type !== "" && spec.type !== "s") unknownCode(spec.type, typeName);
  if (spec.sign === " ") raise("ValueError", "Space not allowed in string format specifier");
  if (spec.sign !== "") raise("ValueError", "Sign not allowed in string format specifier");
  if (spec.alternate) raise("ValueError", "Alternate form (#) not allowed in string format specifier");
  if (spec.grouping !== "") raise("ValueError", `Cannot specify '${spec.grouping}' with 's'.`);
  if (spec.align === "=") raise("ValueError", "'=' alignment not allowed in string format specifier");
  const shown = spec.precision === undefined ? text : Array.from(text).slice(0, spec.precision).join("");
  return pad(shown, "", spec, "<");
}

function unknownCode(code: string, type: string): never {
  return raise("ValueError", `Unknown format code ${pyReprString(code)} for object of type '${type}'`);
}

function formatInt(value: number | bigint, spec: FormatSpec, original: Value): string {
  if (/^[eEfFgG%]$/.test(spec.type)) return formatFloat(Number(value), spec, "int");
  if (!/^[bcdnoxX]?$/.test(spec.type)) unknownCode(spec.type, pyTypeName(original));
  if (spec.precision !== undefined) raise("ValueError", "Precision not allowed in integer format specifier");
  if (spec.type === "c") {
    if (spec.sign !== "") raise("ValueError", "Sign not allowed with integer format specifier 'c'");
    if (typeof value === "bigint") raise("OverflowError", "Python int too large to convert to C long");
    if (value < 0 || value > 0x10ffff) raise("OverflowError", "%c arg not in range(0x110000)");
    return pad(String.fromCodePoint(Number(value)), "", spec, "<");
  }
  const negative = value < 0;
  const absolute = negative ? -value : value;
  const { digits, prefix } = intDigits(absolute, spec, pyTypeName(original));
  const group = spec.grouping === "" ? 0 : /^[xXob]$/.test(spec.type) ? 4 : 3;
  if (group === 4 && spec.grouping === ",") raise("ValueError", `Cannot specify ',' with '${spec.type}'.`);
  return padNumber(signText(negative, spec) + (spec.alternate ? prefix : ""), digits, "", group, spec);
}

function intDigits(
  value: number | bigint,
  spec: FormatSpec,
  typeName: string,
): { digits: string; prefix: string } {
  switch (spec.type) {
    case "":
    case "d":
    case "n":
      return { digits: value.toString(), prefix: "" };
    case "x":
      return { digits: value.toString(16), prefix: "0x" };
    case "X":
      return { digits: value.toString(16).toUpperCase(), prefix: "0X" };
    case "o":
      return { digits: value.toString(8), prefix: "0o" };
    case "b":
      return { digits: value.toString(2), prefix: "0b" };
    default:
      return unknownCode(spec.type, typeName);
  }
}

function signText(negative: boolean, spec: FormatSpec): string {
  return negative ? "-" : spec.sign === "-" ? "" : spec.sign;
}

function formatFloat(n: number, spec: FormatSpec, typeName: string): string {
  const negative = n < 0 || Object.is(n, -0);
  const body = floatBody(n, spec, typeName);
  const upper = /^[EFGX]$/.test(spec.type) ? body.toUpperCase() : body;
  const split = /^(\d*)(.*)$/s.exec(upper) as RegExpExecArray;
  return padNumber(
    signText(negative, spec),
    split[1] as string,
    split[2] as string,
    spec.grouping === "" ? 0 : 3,
    spec,
  );
}

function floatBody(n: number, spec: FormatSpec, typeName: string): string {
  const { type, precision } = spec;
  const percent = type === "%" ? "%" : "";
  if (!Number.isFinite(n)) return notFinite(Math.abs(n)) + percent;
  switch (type) {
    case "e":
    case "E":
      return withPoint(exponentText(n, precision ?? 6), spec);
    case "f":
    case "F":
      return withPoint(fixedText(n, precision ?? 6), spec);
    case "%":
      return withPoint(fixedText(n * 100, precision ?? 6), spec) + "%";
    case "g":
    case "G":
    case "n":
      return generalText(n, precision ?? 6, spec.alternate);
    case "":
      if (precision === undefined) return floatRepr(Math.abs(n));
      return keepFraction(n, precision);
    default:
      return unknownCode(type, typeName);
  }
}

/** No type but a precision: like "g", with at least one digit after the point. */
function keepFraction(n: number, precision: number): string {
  const text = generalText(n, precision, false);
  if (/[.e]/.test(text)) return text;
  const digits = text.length;
  return digits >= Math.max(precision, 1) && digits > 1
    ? exponentText(n, Math.max(precision, 1) - 1).replace(/\.?0+e/, "e")
    : text + ".0";
}

/** The "#" flag keeps the point. */
function withPoint(text: string, spec: FormatSpec): string {
  if (!spec.alternate || text.includes(".")) return text;
  return text.includes("e") ? text.replace("e", ".e") : text + ".";
}

function groupDigits(digits: string, size: number, separator: string): string {
  let result = digits;
  for (let at = digits.length - size; at > 0; at -= size)
    result = result.slice(0, at) + separator + result.slice(at);
  return result;
}

function padNumber(sign: string, digits: string, rest: string, group: number, spec: FormatSpec): string {
  let whole = digits;
  if (group > 0) {
    if (spec.fill === "0" && spec.align === "=") {
      // Zeros are grouped too, and never lead with a separator.
      const room = spec.width - sign.length - rest.length;
      while (groupDigits(whole, group, spec.grouping).length < room) whole = "0" + whole;
    }
    whole = groupDigits(whole, group, spec.grouping);
  }
  return pad(whole + rest, sign, spec, ">");
}

function pad(text: string, sign: string, spec: FormatSpec, defaultAlign: "<" | ">"): string {
  const missing = spec.width - textLength(text) - sign.length;
  if (missing <= 0) return sign + text;
  const align = spec.align === "" ? defaultAlign : spec.align;
  const left = align === "<" ? 0 : align === "^" ? Math.floor(missing / 2) : missing;
  const before = spec.fill.repeat(left);
  const after = spec.fill.repeat(missing - left);
  return align === "=" ? sign + before + text : before + sign + text + after;
}
