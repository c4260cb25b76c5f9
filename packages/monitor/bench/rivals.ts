/** Detectors that other tools use, for comparison: each says for every point whether it would have raised an alarm. */
import { judgeSeries } from "../src/detect/seasonal-robust.ts";
import type { Point } from "../src/detect/series.ts";
import { median, medianDeviation } from "../src/detect/statistics.ts";

export interface Rival {
  readonly name: string;
  readonly flags: (points: readonly Point[]) => boolean[];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Sample standard deviation. */
function deviation(values: readonly number[]): number {
  const center = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1));
}

/** |z| > 3 over 14 days, at least 7 of them; `inclusive`: the day itself is one of the 14. */
function zScore(points: readonly Point[], inclusive: boolean): boolean[] {
  const values = points.map(({ value }) => value);
  return values.map((value, index) => {
    const window = values.slice(Math.max(0, index - (inclusive ? 13 : 14)), index + (inclusive ? 1 : 0));
    if (window.length < 7) return false;
    const spread = deviation(window);
    return spread > 0 && Math.abs(value - mean(window)) / spread > 3;
  });
}

/** Iglewicz and Hoaglin's modified z: 0.6745 · |x − median| / MAD > 3.5 over the 28 days before. */
function modifiedZ(points: readonly Point[]): boolean[] {
  const values = points.map(({ value }) => value);
  return values.map((value, index) => {
    const window = values.slice(Math.max(0, index - 28), index);
    if (window.length < 7) return false;
    const spread = medianDeviation(window);
    return spread > 0 && (0.6745 * Math.abs(value - median(window))) / spread > 3.5;
  });
}

export const RIVALS: readonly Rival[] = [
  { name: "z incl. current", flags: (points) => zScore(points, true) },
  { name: "z excl.", flags: (points) => zScore(points, false) },
  { name: "MAD 3.5 (28 d)", flags: modifiedZ },
  {
    name: "seasonal-robust",
    flags: (points) =>
      judgeSeries(points, { kind: "count", grain: "day", season: "weekly", minChange: 0.25 }).map(
        ({ status }) => status === "flagged",
      ),
  },
];
