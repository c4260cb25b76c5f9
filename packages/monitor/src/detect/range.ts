/**
 * The rule for series that have no expectation worth the name: sparse counts, minima and maxima. What was seen lately is
 * a range; half of its width more on either side, and at least one for counts, is still normal.
 */
import type { Judgement, SeriesRules } from "./series.ts";
import { median } from "./statistics.ts";

/** Points looked back at. */
export const RANGE_WINDOW = 42;

export function judgeRange(
  value: number,
  history: readonly number[],
  { kind, minChange }: Pick<SeriesRules, "kind" | "minChange">,
): Omit<Judgement, "bucket" | "value" | "points"> {
  const [least, most] = [Math.min(...history), Math.max(...history)];
  const margin = Math.max(
    (most - least) / 2,
    kind === "count" ? 1 : Math.max(Math.abs(least), Math.abs(most)) * minChange,
  );
  const low = least >= 0 ? Math.max(0, least - margin) : least - margin;
  const high = most + margin;
  return {
    status: value < low || value > high ? "flagged" : "pass",
    expected: median(history),
    low,
    high,
    method: "range",
  };
}
