/** Dates with times in the forms of ISO 8601 that the isodate library reads: both parts are needed, with one "T" between. */
import { daysInMonth, fromOrdinal, isoCalendar, maxOrdinal, toOrdinal } from "../python/calendar.ts";
import type { CivilDate } from "../python/calendar.ts";
import { PyDateTime } from "../python/date-time.ts";
import { FixedZone } from "../python/time-zone.ts";
import type { ClockFields } from "../python/time.ts";

/** JS undefined for texts in no such form and for days and times that do not exist. */
export function parseIso8601(text: string): PyDateTime | undefined {
  const parts = text.split("T");
  if (parts.length !== 2) return undefined;
  const date = parseDate(parts[0]!);
  const clock = date === undefined ? undefined : parseClock(parts[1]!);
  return clock === undefined ? undefined : new PyDateTime(date!, clock);
}

const patterns: readonly (readonly [RegExp, (...numbers: number[]) => number | undefined])[] = [
  [/^(\d{4})-(\d\d)-(\d\d)$/, dayOrdinal],
  [/^(\d{4})(\d\d)(\d\d)$/, dayOrdinal],
  [/^(\d{4})-W(\d\d)-(\d)$/, weekOrdinal],
  [/^(\d{4})W(\d\d)(\d)$/, weekOrdinal],
  [/^(\d{4})-(\d{3})$/, yearDayOrdinal],
  [/^(\d{4})(\d{3})$/, yearDayOrdinal],
  [/^(\d{4})-W(\d\d)$/, (year, week) => weekOrdinal(year!, week!, 1)],
  [/^(\d{4})W(\d\d)$/, (year, week) => weekOrdinal(year!, week!, 1)],
  [/^(\d{4})-(\d\d)$/, (year, month) => dayOrdinal(year!, month!, 1)],
  [/^(\d{4})(\d\d)$/, (year, month) => dayOrdinal(year!, month!, 1)],
  [/^(\d{4})$/, (year) => dayOrdinal(year!, 1, 1)],
  [/^(\d\d)$/, (century) => dayOrdinal(century! * 100 + 1, 1, 1)],
];

function parseDate(text: string): CivilDate | undefined {
  for (const [pattern, ordinalOf] of patterns) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const ordinal = ordinalOf(...match.slice(1).map(Number));
    return ordinal === undefined || ordinal < 1 || ordinal > maxOrdinal ? undefined : fromOrdinal(ordinal);
  }
  return undefined;
}

/** A month of 00 counts as the first. */
function dayOrdinal(year: number, month: number, day: number): number | undefined {
  const real = month === 0 ? 1 : month;
  return year < 1 || real > 12 || day < 1 || day > daysInMonth(year, real)
    ? undefined
    : toOrdinal(year, real, day);
}

/** Counted on from the week of January 1st, so numbers beyond the year's weeks run into the next. */
function weekOrdinal(year: number, week: number, weekday: number): number | undefined {
  if (year < 1) return undefined;
  const first = toOrdinal(year, 1, 1);
  const iso = isoCalendar(first, year);
  return first + (week - (iso.week === 1 ? 1 : 0)) * 7 - iso.weekday + (weekday || 1);
}

function yearDayOrdinal(year: number, day: number): number | undefined {
  return year < 1 ? undefined : toOrdinal(year, 1, 1) + day - 1;
}

const zone = "(Z|([-+])(\\d\\d)(?::?(\\d\\d))?)?$";
const clockPatterns: readonly RegExp[] = [
  new RegExp(`^(\\d\\d):(\\d\\d):(\\d\\d(?:[,.]\\d+)?)${zone}`),
  new RegExp(`^(\\d\\d)(\\d\\d)(\\d\\d(?:[,.]\\d+)?)${zone}`),
  new RegExp(`^(\\d\\d):(\\d\\d(?:[,.]\\d+)?)()${zone}`),
  new RegExp(`^(\\d\\d)(\\d\\d(?:[,.]\\d+)?)()${zone}`),
  new RegExp(`^(\\d\\d(?:[,.]\\d+)?)()()${zone}`),
];

/** The least unit may have a fraction, which spills over into the smaller ones; microseconds are cut, not rounded. */
function parseClock(text: string): ClockFields | undefined {
  for (const pattern of clockPatterns) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [hours, minutes, seconds] = [match[1]!, match[2]!, match[3]!];
    const total =
      microsecondsOf(hours, 3_600_000_000n) +
      microsecondsOf(minutes, 60_000_000n) +
      microsecondsOf(seconds, 1_000_000n);
    const inRange =
      Number.parseInt(hours) <= 23 &&
      (minutes === "" || Number.parseInt(minutes) <= 59) &&
      (seconds === "" || Number.parseInt(seconds) <= 59);
    return inRange ? clockOf(Number(total), match[4], match[5], match[6], match[7]) : undefined;
  }
  return undefined;
}

function microsecondsOf(text: string, unit: bigint): bigint {
  if (text === "") return 0n;
  const [whole, fraction = ""] = text.split(/[,.]/);
  return (
    BigInt(whole!) * unit +
    (fraction === "" ? 0n : (BigInt(fraction) * unit) / 10n ** BigInt(fraction.length))
  );
}

function clockOf(
  total: number,
  name: string | undefined,
  sign: string | undefined,
  hours: string | undefined,
  minutes: string | undefined,
): ClockFields | undefined {
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  if (size >= 1440) return undefined;
  const seconds = Math.floor(total / 1_000_000);
  return {
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    microsecond: total % 1_000_000,
    zone: name === undefined ? null : new FixedZone((sign === "-" ? -size : size) * 60_000_000),
    fold: 0,
  };
}
