/** strptime: what each directive accepts, and how the parts found make a date and a time. */
import { pyRepr } from "@tsmodel/jinja";
import { fromOrdinal, ordinalOfIsoWeek, toOrdinal, weekdayOf } from "./calendar.ts";
import { valueError } from "./function.ts";
import { monthNames, type TimeFields, weekdayNames } from "./strftime.ts";

const short = (names: readonly string[]): string[] => names.map((name) => name.slice(0, 3));
/** Longest first, so that "September" is not taken for "Sep". */
const anyOf = (names: readonly string[]): string => [...names].sort((a, b) => b.length - a.length).join("|");

const patterns: { readonly [letter: string]: string } = {
  a: anyOf(short(weekdayNames)),
  A: anyOf(weekdayNames),
  b: anyOf(short(monthNames)),
  B: anyOf(monthNames),
  d: "3[01]|[12]\\d|0[1-9]|[1-9]| [1-9]",
  f: "[0-9]{1,6}",
  G: "\\d{4}",
  H: "2[0-3]|[01]\\d|\\d",
  I: "1[0-2]|0[1-9]|[1-9]",
  j: "36[0-6]|3[0-5]\\d|[12]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]",
  m: "1[0-2]|0[1-9]|[1-9]",
  M: "[0-5]\\d|\\d",
  p: "am|pm",
  S: "6[01]|[0-5]\\d|\\d",
  u: "[1-7]",
  U: "5[0-3]|[0-4]\\d|\\d",
  V: "5[0-3]|0[1-9]|[1-4]\\d|\\d",
  w: "[0-6]",
  W: "5[0-3]|[0-4]\\d|\\d",
  y: "\\d\\d",
  Y: "\\d{4}",
  z: "[-+]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|Z",
  Z: "utc|gmt",
};
const composed: { readonly [letter: string]: string } = {
  c: "%a %b %d %H:%M:%S %Y",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
};

/** @throws JinjaError ValueError, worded as Python's */
export function strptime(text: string, format: string): TimeFields {
  const { pattern, letters } = compileFormat(format);
  const match = pattern.exec(text);
  if (match === null) throw valueError(`time data ${pyRepr(text)} does not match format ${pyRepr(format)}`);
  if (match[0].length < text.length)
    throw valueError(`unconverted data remains: ${text.slice(match[0].length)}`);
  const parts = new Map(letters.map((letter, index) => [letter, match[index + 1]!]));
  return resolveParts(parts, text);
}

function compileFormat(format: string): { pattern: RegExp; letters: string[] } {
  const letters: string[] = [];
  const expanded = format.replace(/%([cxX])/g, (_, letter: string) => composed[letter]!);
  const source = expanded.replace(
    /%(.?)|(\s+)|([\\.^$*+?{}[\]|()])/gs,
    (_, letter?: string, blank?: string, special?: string) => {
      if (blank !== undefined) return "\\s+";
      if (special !== undefined) return `\\${special}`;
      if (letter === "%") return "%";
      if (letter === undefined || letter === "") throw valueError(`stray % in format ${pyRepr(format)}`);
      if (!Object.hasOwn(patterns, letter))
        throw valueError(`'${letter}' is a bad directive in format ${pyRepr(format)}`);
      if (letters.includes(letter))
        throw valueError(`redefinition of group name '${letter}' in format ${pyRepr(format)}`);
      letters.push(letter);
      return `(${patterns[letter]})`;
    },
  );
  return { pattern: new RegExp(`^${source}`, "i"), letters };
}

function resolveParts(parts: ReadonlyMap<string, string>, text: string): TimeFields {
  const number = (letter: string): number | undefined =>
    parts.has(letter) ? Number(parts.get(letter)) : undefined;
  const date = resolveDate(parts, number, text);
  const zone = parts.get("z");
  return {
    ...date,
    hour: resolveHour(number, parts.get("p")),
    minute: number("M") ?? 0,
    second: number("S") ?? 0,
    microsecond: Number((parts.get("f") ?? "0").padEnd(6, "0")),
    offset: zone === undefined ? null : parseOffset(zone),
    zoneName: parts.get("Z") ?? null,
  };
}

type NumberOf = (letter: string) => number | undefined;

function resolveHour(number: NumberOf, half: string | undefined): number {
  const twelve = number("I");
  if (twelve === undefined) return number("H") ?? 0;
  return (twelve % 12) + (half?.toLowerCase() === "pm" ? 12 : 0);
}

function resolveDate(
  parts: ReadonlyMap<string, string>,
  number: NumberOf,
  text: string,
): { year: number; month: number; day: number } {
  const twoDigits = number("y");
  const given =
    number("Y") ?? (twoDigits === undefined ? undefined : twoDigits + (twoDigits <= 68 ? 2000 : 1900));
  const weekday = resolveWeekday(parts, number);
  if (number("G") !== undefined || number("V") !== undefined)
    return resolveIsoWeek(number, given, weekday, text);
  const month = number("m") ?? monthFrom(parts);
  const day = number("d");
  // 29 February without a year is a date of 1904, as in Python.
  const year = given ?? (month === 2 && day === 29 ? 1904 : 1900);
  const ordinal =
    dayFromWeek(number, given, weekday) ??
    (number("j") === undefined ? undefined : toOrdinal(year, 1, 1) + number("j")! - 1);
  if (ordinal !== undefined && month === undefined && day === undefined) return fromOrdinal(ordinal);
  const restored = given === undefined && year === 1904 ? 1900 : year;
  return { year: restored, month: month ?? 1, day: day ?? 1 };
}

function monthFrom(parts: ReadonlyMap<string, string>): number | undefined {
  const name = parts.get("b") ?? parts.get("B");
  return name === undefined
    ? undefined
    : monthNames.findIndex((month) => month.toLowerCase().startsWith(name.toLowerCase())) + 1;
}

/** 0 for Monday. */
function resolveWeekday(parts: ReadonlyMap<string, string>, number: NumberOf): number | undefined {
  const name = parts.get("a") ?? parts.get("A");
  if (name !== undefined)
    return weekdayNames.findIndex((weekday) => weekday.toLowerCase().startsWith(name.toLowerCase()));
  if (number("w") !== undefined) return (number("w")! + 6) % 7;
  return number("u") === undefined ? undefined : number("u")! - 1;
}

function resolveIsoWeek(
  number: NumberOf,
  year: number | undefined,
  weekday: number | undefined,
  text: string,
): { year: number; month: number; day: number } {
  const [isoYear, week] = [number("G"), number("V")];
  if (isoYear === undefined) {
    throw valueError(
      "ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive ('%A', '%a', '%w', or '%u').",
    );
  }
  if (week === undefined || weekday === undefined) {
    throw valueError(
      "ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive ('%A', '%a', '%w', or '%u').",
    );
  }
  const ordinal = ordinalOfIsoWeek(isoYear, week, weekday + 1);
  if (ordinal === undefined || year !== undefined)
    throw valueError(`Invalid week: ${week} in ${pyRepr(text)}`);
  return fromOrdinal(ordinal);
}

/** %U and %W: only together with a year and a weekday do they make a date. */
function dayFromWeek(
  number: NumberOf,
  year: number | undefined,
  weekday: number | undefined,
): number | undefined {
  const fromSunday = number("U") !== undefined;
  const week = number("U") ?? number("W");
  if (week === undefined || year === undefined || weekday === undefined) return undefined;
  const start = toOrdinal(year, 1, 1);
  const first = fromSunday ? (weekdayOf(start) + 1) % 7 : weekdayOf(start);
  const inWeek = fromSunday ? (weekday + 1) % 7 : weekday;
  const beforeWeek1 = (7 - first) % 7;
  return week === 0 ? start + inWeek - first : start + beforeWeek1 + 7 * (week - 1) + inWeek;
}

/** "+02:00", "-0530", "+01:00:30.5" or "Z" in microseconds. */
export function parseOffset(text: string): number {
  if (text === "Z" || text === "z") return 0;
  const match = /^([-+])(\d\d):?(\d\d)?:?(\d\d)?(?:[.,](\d{1,6}))?/.exec(text)!;
  const seconds = Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0);
  const size = seconds * 1_000_000 + Number((match[5] ?? "").padEnd(6, "0"));
  return match[1] === "-" ? -size : size;
}
