/** Periods of tables. As those of dashboards, with hours. All in UTC. */
import { periods } from "@tsmodel/dashboards";
import type { Grain } from "../detect/series.ts";

const HOUR = 3_600_000;
const toHour = (at: number): string => `${new Date(at).toISOString().slice(0, 13).replace("T", " ")}:00`;
const hourAt = (bucket: string): number =>
  Date.parse(`${bucket.slice(0, 10)}T${bucket.slice(11, 13)}:00:00Z`);

export const addBuckets = (bucket: string, grain: Grain, count: number): string =>
  grain === "hour"
    ? toHour(hourAt(bucket) + count * HOUR)
    : periods.addPeriods(bucket.slice(0, 10), grain, count);

export const bucketOf = (at: Date, grain: Grain): string =>
  grain === "hour"
    ? toHour(Math.floor(at.getTime() / HOUR) * HOUR)
    : periods.periodOf(at.toISOString().slice(0, 10), grain);

/** The last period that is over, less those that are waited for. */
export const lastCompleteBucket = (asOf: Date, grain: Grain, wait: number): string =>
  addBuckets(bucketOf(asOf, grain), grain, -1 - wait);

export function listBuckets(first: string, last: string, grain: Grain): string[] {
  const buckets: string[] = [];
  for (let at = first; at <= last; at = addBuckets(at, grain, 1)) buckets.push(at);
  return buckets;
}

/** Days that are all Mondays are weeks, all firsts of a month months; fewer than three tell nothing. */
export function inferGrain(days: readonly string[]): Grain {
  if (days.length < 3) return "day";
  const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();
  if (days.every((day) => weekday(day) === 1)) return "week";
  return days.every((day) => day.endsWith("-01")) ? "month" : "day";
}

/** "in the week of 16 Feb 2026", "on 16 Feb 2026" */
export const whenBucket = (bucket: string, grain: Grain, locale = "en-GB"): string =>
  `${grain === "day" ? "on" : grain === "hour" ? "at" : "in"} ${nameBucket(bucket, grain, locale)}`;

/** "the week of 16 Feb 2026", "16 Feb 2026", "16 Feb 2026 13:00", "February 2026" */
export function nameBucket(bucket: string, grain: Grain, locale = "en-GB"): string {
  if (grain === "hour") return `${periods.formatDate(bucket.slice(0, 10), locale)} ${bucket.slice(11, 16)}`;
  const text = periods.formatPeriod(bucket, grain, locale);
  return grain === "week" ? `the ${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}
