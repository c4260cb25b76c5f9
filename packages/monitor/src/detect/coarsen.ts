/** Periods → sums of several, counted back from the last: what is sparse by day may be dense by week. */
import type { Point } from "./series.ts";

/** Each sum stands under the first of its periods; those at the beginning that make no whole sum are left out. */
export function coarsen(points: readonly Point[], length: number): Point[] {
  const sums: Point[] = [];
  for (let end = points.length; end >= length; end -= length) {
    const part = points.slice(end - length, end);
    sums.unshift({ bucket: part[0]!.bucket, value: part.reduce((sum, { value }) => sum + value, 0) });
  }
  return sums;
}
