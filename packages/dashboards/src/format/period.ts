/** Periods of time, each named by the date of its first day: "2026-02-16" with grain "week". All in UTC. */

export const GRAINS = ["day", "week", "month", "quarter", "year"] as const;
export type Grain = (typeof GRAINS)[number];

const DAY = 86_400_000;
const toDate = (iso: string): Date => new Date(`${iso}T00:00:00Z`);
const toIso = (date: Date): string => date.toISOString().slice(0, 10);

/** `count` periods later; negative is earlier. */
export function addPeriods(start: string, grain: Grain, count: number): string {
  const date = toDate(start);
  if (grain === "day" || grain === "week")
    return toIso(new Date(date.getTime() + count * DAY * (grain === "week" ? 7 : 1)));
  const months = grain === "month" ? 1 : grain === "quarter" ? 3 : 12;
  date.setUTCMonth(date.getUTCMonth() + count * months);
  return toIso(date);
}

/** The period that holds a date. Weeks begin on Monday. */
export function periodOf(date: string, grain: Grain): string {
  const day = toDate(date);
  if (grain === "day") return date;
  if (grain === "week") return toIso(new Date(day.getTime() - ((day.getUTCDay() + 6) % 7) * DAY));
  const month =
    grain === "month" ? day.getUTCMonth() : grain === "quarter" ? Math.floor(day.getUTCMonth() / 3) * 3 : 0;
  return toIso(new Date(Date.UTC(day.getUTCFullYear(), month, 1)));
}

/** Over by midnight of `asOf`. */
export const isComplete = (start: string, grain: Grain, asOf: string): boolean =>
  addPeriods(start, grain, 1) <= asOf;

export const lastComplete = (grain: Grain, asOf: string): string =>
  addPeriods(periodOf(asOf, grain), grain, -1);

/** Every period from first to last, those without rows too. */
export function listPeriods(first: string, last: string, grain: Grain): string[] {
  const periods: string[] = [];
  for (let at = first; at <= last; at = addPeriods(at, grain, 1)) periods.push(at);
  return periods;
}

const write = (iso: string, locale: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(toDate(iso));

export const formatDate = (iso: string, locale: string): string =>
  write(iso, locale, { day: "numeric", month: "short", year: "numeric" });

/** "16 Feb", "Feb", "Q1", "2026": on an axis, where the year stands below. */
export function formatPeriodShort(start: string, grain: Grain, locale: string): string {
  if (grain === "day" || grain === "week") return write(start, locale, { day: "numeric", month: "short" });
  if (grain === "month") return write(start, locale, { month: "short" });
  return grain === "quarter" ? `Q${toDate(start).getUTCMonth() / 3 + 1}` : start.slice(0, 4);
}

/** "Week of 16 Feb 2026", "February 2026". */
export function formatPeriod(start: string, grain: Grain, locale: string, word?: string): string {
  if (word !== undefined) return `${word} ${formatDate(start, locale)}`;
  if (grain === "day") return formatDate(start, locale);
  if (grain === "week") return `Week of ${formatDate(start, locale)}`;
  if (grain === "month") return write(start, locale, { month: "long", year: "numeric" });
  return grain === "quarter"
    ? `Q${toDate(start).getUTCMonth() / 3 + 1} ${start.slice(0, 4)}`
    : start.slice(0, 4);
}

/** What a filter offers: "all", or the last n complete periods and the one under way. */
export function parseRange(text: string): { readonly count: number; readonly grain: Grain } | undefined {
  const match = /^last-(\d+)-(day|week|month|quarter|year)s?$/.exec(text);
  return match ? { count: Number(match[1]), grain: match[2] as Grain } : undefined;
}

/** First date of a range, or undefined for all. */
export function rangeStart(text: string, asOf: string): string | undefined {
  const range = parseRange(text);
  return range === undefined ? undefined : addPeriods(periodOf(asOf, range.grain), range.grain, -range.count);
}

export function rangeLabel(text: string): string {
  const range = parseRange(text);
  return range === undefined
    ? "All time"
    : `Last ${range.count} ${range.grain}${range.count === 1 ? "" : "s"}`;
}
