/**
 * The detector `seasonal-robust`, as section 6 ("Proposed default") of the reference on monitoring defines it:
 *
 *   y         log1p(x) of counts and sizes; x of series that have negative values, and of shares
 *   season    median of the same slot over the last 6 cycles
 *   level     median of the last 7 residuals, a residual being y less its season
 *   expected  season + level
 *   scale     max(1.4826 · MAD(residuals of the last 42 points), 0.03)
 *   flagged   |y − expected| > 4 · scale and the relative change of x is more than 25 %
 *
 * Flagged values stand in the history as what was expected. Under 14 points the status is "learning". Counts that are
 * sparse (median under 20, or more than 30 % zeros) are held against a range instead. The constants were set before
 * results were looked at.
 *
 * Two things the definition leaves open are decided here. Each point's season is taken from the points before it, so
 * residuals are errors of a forecast. And a flagged value is replaced only where its slot has three values or more: the
 * median of fewer follows a single odd one, and history would then be rewritten to it for good.
 */
import { judgeRange, RANGE_WINDOW } from "./range.ts";
import { slotOf, type Judgement, type Point, type SeriesRules } from "./series.ts";
import { median, medianDeviation } from "./statistics.ts";

export const MINIMUM_POINTS = 14;
const CYCLES = 6;
/** Values of a slot from which on its median withstands an odd one. */
const TRUSTED = 3;
const LEVEL_WINDOW = 7;
const SCALE_WINDOW = 42;
const NORMAL = 1.4826;
const FLOOR = 0.03;
const SENSITIVITY = 4;
const SPARSE_MEDIAN = 20;
const SPARSE_ZEROS = 0.3;
/** Of logarithms and back. */
const ROUNDING = 1e-9;

/** Judges every point by those before it. `points` ascend; periods without a value are left out. */
export function judgeSeries(points: readonly Point[], rules: SeriesRules): Judgement[] {
  const signed = points.some(({ value }) => value < 0);
  const isLinear = signed || rules.kind === "share";
  const forward = isLinear ? (x: number): number => x : Math.log1p;
  const back = isLinear ? (y: number): number => y : Math.expm1;
  /** Values as the history keeps them: what was flagged stands as expected. */
  const clean: number[] = [];
  const residuals: number[] = [];
  const slots = new Map<number, number[]>();
  return points.map(({ bucket, value }) => {
    const slot = slotOf(bucket, rules.grain, rules.season);
    const before = slots.get(slot) ?? [];
    slots.set(slot, before);
    const season = before.length === 0 ? undefined : median(before.slice(-CYCLES));
    const level = residuals.length === 0 ? 0 : median(residuals.slice(-LEVEL_WINDOW));
    const judgement = judge();
    const kept = judgement.status === "flagged" && before.length >= TRUSTED ? judgement.expected! : value;
    clean.push(kept);
    before.push(forward(kept));
    if (season !== undefined) residuals.push(forward(kept) - season);
    return judgement;

    function judge(): Judgement {
      const known = { bucket, value, points: clean.length };
      if (
        rules.kind === "minimum" ||
        rules.kind === "maximum" ||
        (rules.kind === "count" && isSparse(clean.slice(-SCALE_WINDOW)))
      )
        return clean.length < MINIMUM_POINTS
          ? { ...known, status: "learning", method: "range" }
          : { ...known, ...judgeRange(value, clean.slice(-RANGE_WINDOW), rules) };
      if (clean.length < MINIMUM_POINTS || season === undefined || residuals.length === 0)
        return { ...known, status: "learning", method: "seasonal-robust" };
      const scale = Math.max(NORMAL * medianDeviation(residuals.slice(-SCALE_WINDOW)), FLOOR);
      const center = season + level;
      const expected = back(center);
      const distance = forward(value) - center;
      const isFar = Math.abs(distance) > SENSITIVITY * scale;
      return {
        ...known,
        status: isFar && relativeChange(value, expected) > rules.minChange + ROUNDING ? "flagged" : "pass",
        expected,
        low: Math.max(
          signed ? -Infinity : 0,
          Math.min(back(center - SENSITIVITY * scale), expected - Math.abs(expected) * rules.minChange),
        ),
        high: Math.min(
          rules.ceiling ?? Infinity,
          Math.max(back(center + SENSITIVITY * scale), expected + Math.abs(expected) * rules.minChange),
        ),
        score: distance / scale,
        method: "seasonal-robust",
      };
    }
  });
}

export const isSparse = (values: readonly number[]): boolean =>
  values.length > 0 &&
  (median(values) < SPARSE_MEDIAN ||
    values.filter((value) => value === 0).length > SPARSE_ZEROS * values.length);

const relativeChange = (value: number, expected: number): number =>
  value === expected ? 0 : expected === 0 ? Infinity : Math.abs(value - expected) / Math.abs(expected);
