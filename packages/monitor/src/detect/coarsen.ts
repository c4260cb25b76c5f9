/** Days → sums of seven days, counted back from the last: what is sparse by day may be dense by week. */
import type { Point } from "./series.ts";

const LENGTH = 7;

/** Each sum stands under the first of its days; days at the beginning that make no whole week are left out. */
export function coarsen(points: readonly Point[]): Point[] {
  const weeks: Point[] = [];
  for (let end = points.length; end >= LENGTH; end -= LENGTH) {
    const days = points.slice(end - LENGTH, end);
    weeks.unshift({ bucket: days[0]!.bucket, value: days.reduce((sum, { value }) => sum + value, 0) });
  }
  return weeks;
}
