/**
 * The rule for series that have no expectation worth the name: sparse counts, minima and maxima. What was seen lately is
 * a range; half of its width more on either side, and at least one for counts, is still normal. No count at all is odd where there
 * always was one.
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
  // None at all is under the range of counts that never were none.
  const floor = kind === "count" && least > 0 ? 1 : 0;
  const low = kind === "maximum" ? undefined : least >= 0 ? Math.max(floor, least - margin) : least - margin;
  const high = kind === "minimum" ? undefined : most + margin;
  const isOutside = (low !== undefined && value < low) || (high !== undefined && value > high);
  return { status: isOutside ? "flagged" : "pass", expected: median(history), low, high, method: "range" };
}
