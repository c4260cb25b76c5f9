/** The proleptic Gregorian calendar in whole days; day 1 is 0001-01-01, as Python's ordinals count. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export const maxOrdinal = 3652059;
const epochOrdinal = 719163;

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since the epoch after Howard Hinnant's days_from_civil (http://howardhinnant.github.io/date_algorithms.html). */
export function toOrdinal(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468 + epochOrdinal;
}

export function fromOrdinal(ordinal: number): CivilDate {
  const z = ordinal - epochOrdinal + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const m = Math.floor((5 * dayOfYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * m + 2) / 5) + 1 };
}

/** Days between 1970-01-01 and a day. */
export function daysSinceEpoch(ordinal: number): number {
  return ordinal - epochOrdinal;
}
export function ordinalOfEpochDay(days: number): number {
  return days + epochOrdinal;
}

/** Monday is 0. */
export function weekdayOf(ordinal: number): number {
  return (ordinal + 6) % 7;
}

export function dayOfYear(date: CivilDate): number {
  return toOrdinal(date.year, date.month, date.day) - toOrdinal(date.year, 1, 1) + 1;
}

/** The ordinal of Monday of ISO week 1. */
function isoYearStart(year: number): number {
  const january4 = toOrdinal(year, 1, 4);
  return january4 - weekdayOf(january4);
}

/** ISO 8601: weeks begin on Monday, week 1 holds the year's first Thursday. `weekday` is 1 (Monday) to 7. */
export function isoCalendar(ordinal: number, year: number): { year: number; week: number; weekday: number } {
  let isoYear = year;
  if (ordinal < isoYearStart(year)) isoYear--;
  else if (ordinal >= isoYearStart(year + 1)) isoYear++;
  return {
    year: isoYear,
    week: Math.floor((ordinal - isoYearStart(isoYear)) / 7) + 1,
    weekday: weekdayOf(ordinal) + 1,
  };
}

/** The day of an ISO week; JS undefined when the year has no such week or the weekday is out of range. */
export function ordinalOfIsoWeek(year: number, week: number, weekday: number): number | undefined {
  const start = isoYearStart(year);
  const weeks = (isoYearStart(year + 1) - start) / 7;
  if (week < 1 || week > weeks || weekday < 1 || weekday > 7) return undefined;
  return start + (week - 1) * 7 + weekday - 1;
}

export function pad(value: number, width: number, fill: string = "0"): string {
  return String(value).padStart(width, fill);
}
