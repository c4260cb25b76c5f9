/** format(Decimal, spec): Python's format mini-language for decimals. */
import type { DecimalNumber } from "./decimal-number.ts";
import { adjusted, finite, printDecimal, rescale, toContext } from "./decimal-number.ts";
import { valueError } from "./function.ts";

interface Spec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly width: number;
  readonly grouping: string;
  readonly places: number | undefined;
  readonly type: string;
}

/** @throws JinjaError ValueError for an invalid spec */
export function formatDecimal(value: DecimalNumber, text: string): string {
  const spec = parseSpec(text);
  const sign = value.negative ? "-" : spec.sign === "-" ? "" : spec.sign;
  if (value.special !== null) {
    // Zeros would make no sense in front of words.
    const padding = spec.fill === "0" && spec.align === "=" ? { ...spec, fill: " ", align: ">" } : spec;
    return pad(sign, value.special + (spec.type === "%" ? "%" : ""), padding);
  }
  return pad(sign, group(formatFinite({ ...value, negative: false }, spec), spec), spec);
}

function parseSpec(text: string): Spec {
  const match = /^(?:(.)?([<>=^]))?([-+ ])?#?(0)?(\d+)?(,)?(?:\.(\d+))?([eEfFgGn%])?$/su.exec(text);
  if (match === null) throw valueError("invalid format string");
  const zeros = match[4] !== undefined;
  return {
    fill: match[1] ?? (zeros ? "0" : " "),
    align: match[2] ?? (zeros ? "=" : ">"),
    sign: match[3] ?? "-",
    width: Number(match[5] ?? 0),
    grouping: match[6] ?? "",
    places: match[7] === undefined ? undefined : Number(match[7]),
    type: match[8] ?? "",
  };
}

function formatFinite(value: DecimalNumber, spec: Spec): string {
  const { places, type } = spec;
  switch (type) {
    case "f":
    case "F":
      return plain(places === undefined ? value : rescale(value, -places));
    case "%": {
      const percent = finite(false, value.digits, value.exponent + 2);
      return `${plain(places === undefined ? percent : rescale(percent, -places))}%`;
    }
    case "e":
    case "E":
      return exponential(value, places, type);
    default:
      return general(value, places, type);
  }
}

/** Never with an exponent. */
function plain(value: DecimalNumber): string {
  const digits = value.digits.toString();
  if (value.exponent >= 0) return value.digits === 0n ? "0" : digits + "0".repeat(value.exponent);
  const padded = digits.padStart(1 - value.exponent, "0");
  return `${padded.slice(0, value.exponent)}.${padded.slice(value.exponent)}`;
}

function exponential(value: DecimalNumber, places: number | undefined, letter: string): string {
  const rounded = places === undefined ? value : rescaleDigits(value, places);
  const digits = rounded.digits.toString().padEnd((places ?? 0) + 1, "0");
  const exponent = value.digits === 0n ? value.exponent + (places ?? 0) : adjusted(rounded);
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return `${mantissa}${letter}${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}

function rescaleDigits(value: DecimalNumber, places: number): DecimalNumber {
  if (value.digits === 0n) return value;
  const rounded = rescale(value, adjusted(value) - places);
  return rescale(rounded, adjusted(rounded) - places);
}

function general(value: DecimalNumber, places: number | undefined, type: string): string {
  const digits = Math.max(1, places ?? 0);
  const tooMany = places !== undefined && value.digits.toString().length > digits;
  const rounded = tooMany
    ? rescaleDigits(value, digits - 1)
    : places === undefined
      ? value
      : toContext(value);
  const text = printDecimal(rounded);
  return type === "" || type === "G" ? text : text.replace("E", "e");
}

/** Thousands separators in the whole part; zero padding is grouped too. */
function group(body: string, spec: Spec): string {
  if (spec.grouping === "") return body;
  const match = /^(\d+)(.*)$/s.exec(body);
  if (match === null) return body;
  return match[1]!.replace(/\B(?=(\d{3})+$)/g, spec.grouping) + match[2]!;
}

function pad(sign: string, body: string, spec: Spec): string {
  const missing = spec.width - [...sign].length - [...body].length;
  if (missing <= 0) return sign + body;
  switch (spec.align) {
    case "<":
      return sign + body + spec.fill.repeat(missing);
    case "^": {
      const left = Math.floor(missing / 2);
      return spec.fill.repeat(left) + sign + body + spec.fill.repeat(missing - left);
    }
    case "=":
      return sign + spec.fill.repeat(missing) + body;
    default:
      return spec.fill.repeat(missing) + sign + body;
  }
}
