/** A number by period: what detectors judge. */
import type { Grain as DateGrain } from "@tsmodel/dashboards";

export type Grain = DateGrain | "hour";

export interface Point {
  /** Start of the period: "2026-02-16", with grain hour "2026-02-16 13:00". */
  readonly bucket: string;
  readonly value: number;
}

/** weekly: weekdays of days, hours of the week of hours. Periods from a week on have no season. */
export type Season = "weekly" | "day-of-month" | "none";

/**
 * count: never negative and adds up, as rows; may be sparse. level: any other size, as a mean. share: a part of a whole,
 * which moves by points and not by factors.
 * minimum, maximum: of a period's rows; they have a range and no expectation, and are odd on their own side only.
 */
export type SeriesKind = "count" | "level" | "share" | "minimum" | "maximum";

export interface SeriesRules {
  readonly kind: SeriesKind;
  readonly grain: Grain;
  readonly season: Season;
  /** Least relative change that counts, 0.25 for a quarter. */
  readonly minChange: number;
  /** Highest value there can be: 1 or 100 of shares. */
  readonly ceiling?: number;
}

/** What a detector says of one point, and from what. */
export interface Judgement {
  readonly bucket: string;
  readonly value: number;
  readonly status: "pass" | "flagged" | "learning";
  /** Absent while learning. */
  readonly expected?: number;
  readonly low?: number;
  readonly high?: number;
  /** Distance from what was expected, in scales; absent for ranges. */
  readonly score?: number;
  /** Points it was judged by. */
  readonly points: number;
  readonly method: "seasonal-robust" | "range";
}

const DAY = 86_400_000;

/** Periods with the same slot are compared with each other. */
export function slotOf(bucket: string, grain: Grain, season: Season): number {
  if (season === "none") return 0;
  if (season === "day-of-month") return Number(bucket.slice(8, 10));
  const weekday = (Math.floor(Date.parse(`${bucket.slice(0, 10)}T00:00:00Z`) / DAY) + 3) % 7;
  if (grain === "day") return weekday;
  return grain === "hour" ? weekday * 24 + Number(bucket.slice(11, 13)) : 0;
}
