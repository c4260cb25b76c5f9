/**
 * What an unquoted YAML scalar is, by the implicit resolvers of PyYAML's SafeLoader (YAML 1.1 with its own quirks):
 * `yes` is true, `017` is fifteen, `1e3` and `0o17` are text, `12:30` is 750.
 */
import { PyFloat } from "@tsmodel/jinja";
import type { YamlValue } from "../yaml-value.ts";
import { dateFromYaml } from "../yaml-date.ts";

/** A scalar that matches a type but has no value of it ("2024-13-01"), or has a type that no value can have ("="). */
export class ScalarError extends Error {}

const words: ReadonlyMap<string, boolean | null> = new Map([
  ...spellings("yes", true),
  ...spellings("no", false),
  ...spellings("true", true),
  ...spellings("false", false),
  ...spellings("on", true),
  ...spellings("off", false),
  ...spellings("null", null),
  ["~", null],
  ["", null],
]);

function spellings<T>(word: string, value: T): (readonly [string, T])[] {
  return [word, word[0]!.toUpperCase() + word.slice(1), word.toUpperCase()].map(
    (spelling) => [spelling, value] as const,
  );
}

const floatPattern =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const intPattern =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const timestampPattern =
  /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$/;

/** @throws ScalarError */
export function resolvePlainScalar(text: string): YamlValue {
  const first = text.charCodeAt(0);
  // Everything but words of at most five letters and what starts with a digit, a sign or a dot is text.
  if (isNumeric(first)) return resolveNumeric(text);
  if (text.length <= 5) {
    const word = words.get(text);
    if (word !== undefined) return word;
    if (text === "=") throw new ScalarError('"=" alone has a meaning of its own in YAML: put it in quotes');
    if (text === "<<") throw new ScalarError('"<<" merges mappings and can only be a key: put it in quotes');
  }
  return text;
}

function isNumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46;
}

function resolveNumeric(text: string): YamlValue {
  if (floatPattern.test(text)) return parseFloatScalar(text);
  if (intPattern.test(text)) return parseIntScalar(text);
  return timestampPattern.test(text) ? parseTimestamp(text) : text;
}

/** What an explicit tag makes of a scalar; undefined for tags that are not known. @throws ScalarError */
export function resolveTaggedScalar(tag: string, text: string): { readonly value: YamlValue } | undefined {
  switch (tag) {
    case "tag:yaml.org,2002:str":
      return { value: text };
    case "tag:yaml.org,2002:null":
      return { value: null };
    case "tag:yaml.org,2002:bool":
      return { value: taggedBool(text) };
    case "tag:yaml.org,2002:int":
      return { value: parseIntScalar(text) };
    case "tag:yaml.org,2002:float":
      return { value: parseFloatScalar(text) };
    case "tag:yaml.org,2002:timestamp":
      return { value: parseTimestamp(text) };
    default:
      return undefined;
  }
}

function taggedBool(text: string): boolean {
  const value = words.get(text.toLowerCase());
  if (typeof value !== "boolean") throw new ScalarError(`"${text}" is not true or false`);
  return value;
}

/** Plain number where that says it all, PyFloat where a plain number would read as an integer. */
function float(value: number): number | PyFloat {
  return Number.isInteger(value) ? new PyFloat(value) : value;
}

function parseFloatScalar(source: string): number | PyFloat {
  const text = source.replace(/_/g, "").toLowerCase();
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = text.replace(/^[-+]/, "");
  if (digits === ".inf") return sign * Infinity;
  if (digits === ".nan") return NaN;
  const value = digits.includes(":") ? sexagesimal(digits) : Number(digits);
  if (digits === "" || Number.isNaN(value)) throw new ScalarError(`"${source}" is not a number`);
  return float(sign * value);
}

function sexagesimal(digits: string): number {
  return digits.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

function parseIntScalar(source: string): number | bigint {
  const text = source.replace(/_/g, "");
  const negative = text.startsWith("-");
  const digits = text.replace(/^[-+]/, "");
  const value = parseMagnitude(digits);
  if (value === undefined) throw new ScalarError(`"${source}" is not a whole number`);
  const signed = negative ? -value : value;
  return signed >= Number.MIN_SAFE_INTEGER && signed <= Number.MAX_SAFE_INTEGER ? Number(signed) : signed;
}

function parseMagnitude(digits: string): bigint | undefined {
  if (/^0$|^[1-9][0-9]*$|^0b[01]+$|^0x[0-9a-fA-F]+$/.test(digits)) return BigInt(digits);
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits.slice(1)}`);
  if (/^[0-9]+(?::[0-9]+)+$/.test(digits))
    return digits.split(":").reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  return undefined;
}

const timestampParts =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?(?:[ \t]*(Z|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?)?$/;

function parseTimestamp(text: string): YamlValue {
  const match = timestampParts.exec(text);
  if (match === null) throw new ScalarError(`"${text}" is not a date`);
  const [, year, month, day, hour, minute, second, fraction, zone, sign, zoneHour, zoneMinute] = match;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  if (!isDate(date.year, date.month, date.day)) throw new ScalarError(`there is no date "${text}"`);
  if (hour === undefined) return dateFromYaml(date);
  const time = { hour: Number(hour), minute: Number(minute), second: Number(second) };
  if (time.hour > 23 || time.minute > 59 || time.second > 59)
    throw new ScalarError(`there is no time "${text}"`);
  const microsecond = Number((fraction ?? "").slice(0, 6).padEnd(6, "0"));
  const offset = (Number(zoneHour ?? 0) * 60 + Number(zoneMinute ?? 0)) * (sign === "-" ? -1 : 1);
  if (Math.abs(offset) >= 24 * 60) throw new ScalarError(`the time zone of "${text}" is a day or more away`);
  return dateFromYaml({ ...date, ...time, microsecond, offsetMinutes: zone === undefined ? null : offset });
}

function isDate(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!;
}
