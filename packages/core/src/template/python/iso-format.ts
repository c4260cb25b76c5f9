/** fromisoformat of dates, times and both: what Python 3.11 reads of ISO 8601. */
import { pyRepr } from "@tsmodel/jinja";
import type { CivilDate } from "./calendar.ts";
import { daysInMonth, fromOrdinal, ordinalOfIsoWeek } from "./calendar.ts";
import { valueError } from "./function.ts";
import { parseOffset } from "./strptime.ts";

export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** Microseconds; null without a zone. */
  readonly offset: number | null;
}

const datePattern: RegExp = /^(\d{4})(?:-(\d{2})-(\d{2})|(\d{2})(\d{2})|-W(\d{2})(?:-(\d))?|W(\d{2})(\d)?)/;
const timePattern: RegExp =
  /^(\d{2})(?:(?::(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)|(?:(\d{2})(?:(\d{2})(?:[.,](\d+))?)?))?(Z|[-+]\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d{1,6})?)?)?)?$/;

/** @throws JinjaError ValueError */
export function parseIsoDate(text: string): CivilDate {
  const found = readDate(text);
  if (found === undefined || found.length !== text.length) throw invalid(text);
  return found.date;
}

/** @throws JinjaError ValueError */
export function parseIsoTime(text: string): ClockTime {
  const time = readTime(text.startsWith("T") ? text.slice(1) : text);
  if (time === undefined) throw invalid(text);
  return time;
}

/** Date and time with any one character between; a time of midnight when there is none. @throws JinjaError ValueError */
export function parseIsoDateTime(text: string): CivilDate & ClockTime {
  const found = readDate(text);
  if (found === undefined) throw invalid(text);
  const rest = text.slice(found.length);
  const separator = /^./su.exec(rest)?.[0] ?? "";
  const time =
    rest === ""
      ? { hour: 0, minute: 0, second: 0, microsecond: 0, offset: null }
      : readTime(rest.slice(separator.length));
  if (time === undefined) throw invalid(text);
  return { ...found.date, ...time };
}

function invalid(text: string): Error {
  return valueError(`Invalid isoformat string: ${pyRepr(text)}`);
}

function readDate(text: string): { date: CivilDate; length: number } | undefined {
  const match = datePattern.exec(text);
  if (match === null) return undefined;
  const year = Number(match[1]);
  const week = match[6] ?? match[8];
  if (week !== undefined) {
    const ordinal = ordinalOfIsoWeek(year, Number(week), Number(match[7] ?? match[9] ?? 1));
    if (ordinal === undefined) throw valueError(`Invalid week: ${Number(week)}`);
    return { date: fromOrdinal(ordinal), length: match[0].length };
  }
  const date = { year, month: Number(match[2] ?? match[4]), day: Number(match[3] ?? match[5]) };
  checkDate(date.year, date.month, date.day);
  return { date, length: match[0].length };
}

function readTime(text: string): ClockTime | undefined {
  const match = timePattern.exec(text);
  if (match === null) return undefined;
  const time = {
    hour: Number(match[1]),
    minute: Number(match[2] ?? match[5] ?? 0),
    second: Number(match[3] ?? match[6] ?? 0),
    microsecond: Number((match[4] ?? match[7] ?? "").slice(0, 6).padEnd(6, "0")),
    offset: match[8] === undefined ? null : parseOffset(match[8]),
  };
  checkTime(time.hour, time.minute, time.second, time.microsecond);
  if (time.offset !== null && Math.abs(time.offset) >= 86_400_000_000)
    throw valueError("offset must be a timedelta strictly between -24 and 24 hours");
  return time;
}

/** @throws JinjaError ValueError */
export function checkDate(year: number, month: number, day: number): void {
  if (year < 1 || year > 9999) throw valueError(`year ${year} is out of range`);
  if (month < 1 || month > 12) throw valueError("month must be in 1..12");
  if (day < 1 || day > daysInMonth(year, month)) throw valueError("day is out of range for month");
}

/** @throws JinjaError ValueError */
export function checkTime(hour: number, minute: number, second: number, microsecond: number): void {
  if (hour < 0 || hour > 23) throw valueError("hour must be in 0..23");
  if (minute < 0 || minute > 59) throw valueError("minute must be in 0..59");
  if (second < 0 || second > 59) throw valueError("second must be in 0..59");
  if (microsecond < 0 || microsecond > 999_999) throw valueError("microsecond must be in 0..999999");
}
