/** `text % values`: Python's printf-style formatting. */

import { raise } from "../../error.ts";
import { PyDict } from "../data/dict.ts";
import { exponentText, fixedText, generalText, notFinite } from "../number/float-text.ts";
import { characters } from "../iterate.ts";
import { asInt, asNumber, truncate } from "../number/numbers.ts";
import { asString, pyRepr, pyStr } from "../text.ts";
import { pyTypeName } from "../type-name.ts";
import { requireDefined, undefinedError } from "../undefined.ts";
import type { Value } from "../data/values.ts";
import { PyFloat, PyObject, Tuple, Undefined } from "../data/values.ts";

interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly type: string;
}

const conversion = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]?([^]?)/gu;

/** @param escape set for Markup: applied to the text of each %s and %r */
export function percentFormat(
  format: string,
  values: Value,
  escape: ((value: Value) => string) | null = null,
): string {
  return new Formatter(values, escape).run(format);
}

class Formatter {
  private readonly values: Value;
  private readonly escape: ((value: Value) => string) | null;
  private index = 0;

  constructor(values: Value, escape: ((value: Value) => string) | null) {
    this.values = values;
    this.escape = escape;
  }

  run(format: string): string {
    const text = format.replace(conversion, (all, key, flags, width, precision, type, at) => {
      if (type === "") raise("ValueError", "incomplete format");
      if (type === "%") return "%";
      const keyed = key === undefined ? undefined : this.lookup(key);
      const shownWidth = width === "*" ? this.star() : Number(width ?? 0);
      const shownPrecision =
        precision === "*"
          ? this.star()
          : precision === undefined
            ? undefined
            : Number(precision === "" ? 0 : precision);
      const left = shownWidth < 0 ? "-" : "";
      const value = keyed === undefined ? this.take() : keyed;
      const spec = { flags: flags + left, width: Math.abs(shownWidth), precision: shownPrecision, type };
      return this.convert(value, spec, at + all.length - type.length);
    });
    this.checkAllUsed();
    return text;
  }

  private lookup(key: string): Value {
    if (this.values instanceof Undefined) {
      if (this.values.capture) return this.values;
      throw undefinedError(this.values);
    }
    if (Array.isArray(this.values)) raise("TypeError", "list indices must be integers or slices, not str");
    if (this.values instanceof PyDict) return this.values.get(key) ?? raise("KeyError", pyRepr(key));
    if (this.values instanceof PyObject) {
      const value = this.values.pyGetItem(key);
      if (value !== undefined) return value;
    }
    return raise("TypeError", "format requires a mapping");
  }

  private take(): Value {
    if (this.values instanceof Tuple) {
      const value = this.values.items[this.index++];
      return value === undefined ? raise("TypeError", "not enough arguments for format string") : value;
    }
    if (this.index++ > 0) raise("TypeError", "not enough arguments for format string");
    return this.values;
  }

  private star(): number {
    const int = asInt(this.take());
    return int === undefined ? raise("TypeError", "* wants int") : Number(int);
  }

  private checkAllUsed(): void {
    const { values } = this;
    const isMapping = isSubscriptable(values);
    const given = values instanceof Tuple ? values.items.length : isMapping ? 0 : 1;
    if (this.index < given) raise("TypeError", "not all arguments converted during string formatting");
  }

  private convert(value: Value, spec: Conversion, at: number): string {
    switch (spec.type) {
      case "s":
        return padText(this.cut(this.escape === null ? pyStr(value) : this.escape(value), spec), spec);
      case "r":
      case "a":
        return padText(
          this.cut(this.escape === null ? pyRepr(value) : this.escape(pyRepr(value)), spec),
          spec,
        );
      case "c":
        return padText(character(value), spec);
      case "d":
      case "i":
      case "u":
        return padNumber(intText(toInt(value, spec.type, true), 10, spec), spec);
      case "x":
      case "X":
      case "o": {
        const text = intText(toInt(value, spec.type, false), spec.type === "o" ? 8 : 16, spec);
        return padNumber(spec.type === "X" ? text.toUpperCase() : text, spec);
      }
      case "e":
      case "E":
      case "f":
      case "F":
      case "g":
      case "G":
        return padNumber(floatText(toFloat(value), spec), spec);
      default: {
        const code = (spec.type.codePointAt(0) as number).toString(16);
        return raise("ValueError", `unsupported format character '${spec.type}' (0x${code}) at index ${at}`);
      }
    }
  }

  private cut(text: string, spec: Conversion): string {
    return spec.precision === undefined ? text : characters(text).slice(0, spec.precision).join("");
  }
}

/** What Python takes for a mapping here: everything with items but str and tuple. */
function isSubscriptable(value: Value): boolean {
  if (value instanceof PyObject) return value.pyGetItem !== PyObject.prototype.pyGetItem;
  return value instanceof PyDict || Array.isArray(value) || value instanceof Undefined;
}

function character(value: Value): string {
  const text = asString(value);
  if (text !== undefined && characters(text).length === 1) return text;
  const int = asInt(value);
  if (int === undefined) raise("TypeError", "%c requires int or char");
  if (int < 0 || int > 0x10ffff) raise("OverflowError", "%c arg not in range(0x110000)");
  return String.fromCodePoint(Number(int));
}

function toInt(value: Value, type: string, allowFloat: boolean): number | bigint {
  const int = asInt(value);
  if (int !== undefined) return int;
  if (allowFloat && value instanceof PyFloat) return truncate(value.n);
  const number = allowFloat && value instanceof PyObject ? value.pyNumber?.() : undefined;
  if (number !== undefined) return toInt(number, type, true);
  if (allowFloat) requireDefined(value);
  const wanted = allowFloat ? "a real number" : "an integer";
  return raise("TypeError", `%${type} format: ${wanted} is required, not ${pyTypeName(value)}`);
}

function toFloat(value: Value): number {
  const n = asNumber(value);
  if (n !== undefined) return n;
  requireDefined(value);
  const number = value instanceof PyObject ? value.pyNumber?.() : undefined;
  if (number !== undefined) return toFloat(number);
  return raise("TypeError", `must be real number, not ${pyTypeName(value)}`);
}

function intText(value: number | bigint, radix: number, spec: Conversion): string {
  const negative = value < 0;
  const digits = (negative ? -value : value).toString(radix).padStart(spec.precision ?? 0, "0");
  const prefix = !spec.flags.includes("#") ? "" : radix === 16 ? "0x" : radix === 8 ? "0o" : "";
  return signOf(negative, spec) + prefix + digits;
}

function signOf(negative: boolean, spec: Conversion): string {
  return negative ? "-" : spec.flags.includes("+") ? "+" : spec.flags.includes(" ") ? " " : "";
}

function floatText(n: number, spec: Conversion): string {
  const sign = signOf(n < 0 || Object.is(n, -0), spec);
  const text = Number.isFinite(n) ? finiteText(n, spec) : notFinite(Math.abs(n));
  return sign + (spec.type < "a" ? text.toUpperCase() : text);
}

function finiteText(n: number, spec: Conversion): string {
  const precision = spec.precision ?? 6;
  const keep = spec.flags.includes("#");
  switch (spec.type.toLowerCase()) {
    case "e":
      return keep && precision === 0 ? exponentText(n, 0).replace("e", ".e") : exponentText(n, precision);
    case "f":
      return keep && precision === 0 ? fixedText(n, 0) + "." : fixedText(n, precision);
    default:
      return generalText(n, precision, keep);
  }
}

function padText(text: string, spec: Conversion): string {
  const missing = spec.width - characters(text).length;
  if (missing <= 0) return text;
  return spec.flags.includes("-") ? text + " ".repeat(missing) : " ".repeat(missing) + text;
}

function padNumber(text: string, spec: Conversion): string {
  const missing = spec.width - text.length;
  if (missing <= 0 || spec.flags.includes("-") || !spec.flags.includes("0")) return padText(text, spec);
  const sign = /^[-+ ]?(?:0[xXoO])?/.exec(text)?.[0] ?? "";
  return sign + "0".repeat(missing) + text.slice(sign.length);
}
