/**
 * Why a total moved, by segment: parts that add up to the change of the total exactly (to the last bits of a float).
 *
 * A sum: each segment's own change. A ratio R = scale · ΣN / ΣD is the mean of the segments' rates r = scale · N / D with
 * their shares w = D / ΣD as weights, and its change comes apart into
 *
 *   rate  (w₀ + w₁) / 2 · (r₁ − r₀)               what happened inside the segment
 *   mix   (w₁ − w₀) · ((r₀ + r₁) / 2 − (R₀ + R₁) / 2)   that it weighs more or less than before
 *
 * (the symmetric form of the decomposition of Kitagawa, 1955; taking the mean of R off the mix changes no sum, as shares
 * add up to 1). A segment that is there in one period only has one rate: all of it is mix.
 */
export interface SegmentParts {
  readonly segment: string | null;
  readonly label: string;
  readonly before: Parts;
  readonly after: Parts;
}

/** Absent rows are zero. */
export interface Parts {
  readonly numerator: number;
  /** Of ratios. */
  readonly denominator?: number;
}

export interface Contribution {
  readonly segment: string | null;
  readonly label: string;
  /** The segment's own figure; null where it has none. */
  readonly before: number | null;
  readonly after: number | null;
  /** Adds up over segments to the change of the total. */
  readonly contribution: number;
  /** Of ratios; together they are `contribution`. */
  readonly rate?: number;
  readonly mix?: number;
  /** Of ratios: the segment's part of the denominator, 0 to 1. */
  readonly shareBefore?: number;
  readonly shareAfter?: number;
}

/** Largest first, whatever the sign; equal ones in their order. */
const byWeight = (contributions: Contribution[]): Contribution[] =>
  contributions.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));

export function splitSum(segments: readonly SegmentParts[], scale: number): Contribution[] {
  return byWeight(
    segments.map(({ segment, label, before, after }) => ({
      segment,
      label,
      before: before.numerator * scale,
      after: after.numerator * scale,
      contribution: (after.numerator - before.numerator) * scale,
    })),
  );
}

/** Undefined where the ratio itself has no value in one of the periods. */
export function splitRatio(segments: readonly SegmentParts[], scale: number): Contribution[] | undefined {
  const total = (pick: (segment: SegmentParts) => number): number =>
    segments.reduce((sum, segment) => sum + pick(segment), 0);
  const [below0, below1] = [
    total(({ before }) => before.denominator ?? 0),
    total(({ after }) => after.denominator ?? 0),
  ];
  if (below0 === 0 || below1 === 0) return undefined;
  const mean =
    (scale *
      (total(({ before }) => before.numerator) / below0 + total(({ after }) => after.numerator) / below1)) /
    2;
  return byWeight(
    segments.map(({ segment, label, before, after }) => {
      const [w0, w1] = [(before.denominator ?? 0) / below0, (after.denominator ?? 0) / below1];
      const own0 = w0 === 0 ? null : (scale * before.numerator) / before.denominator!;
      const own1 = w1 === 0 ? null : (scale * after.numerator) / after.denominator!;
      const [r0, r1] = [own0 ?? own1 ?? mean, own1 ?? own0 ?? mean];
      const rate = ((w0 + w1) / 2) * (r1 - r0);
      const mix = (w1 - w0) * ((r0 + r1) / 2 - mean);
      return {
        segment,
        label,
        before: own0,
        after: own1,
        contribution: rate + mix,
        rate,
        mix,
        shareBefore: w0,
        shareAfter: w1,
      };
    }),
  );
}
