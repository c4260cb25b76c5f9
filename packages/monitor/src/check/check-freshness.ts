/** How old the newest row is: against fixed limits, and against the gaps that there were so far. */
import type { Grain } from "../detect/series.ts";
import { quantile } from "../detect/statistics.ts";
import { addBuckets, bucketOf, listBuckets, nameBucket } from "../table/buckets.ts";
import { createCheck, type Check, type CheckSubject, type LiveSeverity } from "./check.ts";
import { formatAge } from "./format-value.ts";

export interface FreshnessInput {
  readonly subject: CheckSubject;
  /** As the database writes it: a date, or an instant without zone in UTC, or with one. */
  readonly newest: string | undefined;
  /** Whether earlier runs saw rows. */
  readonly hadRows?: boolean;
  readonly grain: Grain;
  /** Periods with rows, ascending. */
  readonly buckets: readonly string[];
  readonly asOf: Date;
  /** Hours. */
  readonly warnAfter?: number;
  readonly errorAfter?: number;
  /** Of a gap that was never this long. */
  readonly severity: LiveSeverity;
  /** Periods that may be missing more than usual. */
  readonly wait: number;
  readonly query?: string;
  readonly lookAt?: string;
}

const HOUR = 3_600_000;
/** Gaps needed to learn from. */
const LEAST_GAPS = 13;

export function checkFreshness(input: FreshnessInput): Check {
  const { subject, newest, asOf, warnAfter, errorAfter, query, lookAt } = input;
  if (newest === undefined)
    return input.hadRows === true
      ? createCheck(subject, { status: input.severity, message: "there are no rows any more", query, lookAt })
      : createCheck(subject, { status: "no-data", message: "no rows yet", query, lookAt });
  const age = (asOf.getTime() - readInstant(newest).getTime()) / HOUR;
  const known = { value: age, method: "limit", query, lookAt };
  const head = `newest row is ${formatAge(age)} old (${newest.slice(0, 16)})`;
  if (errorAfter !== undefined && age > errorAfter)
    return createCheck(subject, {
      ...known,
      status: "error",
      high: errorAfter,
      message: `${head}, the limit is ${formatAge(errorAfter)}`,
    });
  if (warnAfter !== undefined && age > warnAfter)
    return createCheck(subject, {
      ...known,
      status: "warn",
      high: warnAfter,
      message: `${head}, the limit is ${formatAge(warnAfter)}`,
    });
  if (warnAfter !== undefined || errorAfter !== undefined)
    return createCheck(subject, { ...known, status: "pass", high: errorAfter ?? warnAfter, message: head });
  return checkGap(input, head, age);
}

/**
 * Gaps are counted in periods: 1 is a row in every period. The gap under way runs to the period that holds `asOf`, which
 * is not over, and is a finding when it is longer than the 99th percentile of those before.
 */
function checkGap(
  { subject, grain, buckets, asOf, severity, wait, query, lookAt }: FreshnessInput,
  head: string,
  age: number,
): Check {
  const gaps = buckets.slice(1).map((bucket, index) => countPeriods(buckets[index]!, bucket, grain));
  const known = { value: age, points: gaps.length, method: "gap-p99", query, lookAt };
  if (gaps.length < LEAST_GAPS)
    return createCheck(subject, {
      ...known,
      status: "learning",
      message: `${head}; ${buckets.length} periods with rows known, ${LEAST_GAPS + 1} are needed`,
    });
  const usual = quantile(gaps, 0.99);
  const last = buckets.at(-1)!;
  const gap = countPeriods(last, bucketOf(asOf, grain), grain);
  if (gap <= usual + wait) return createCheck(subject, { ...known, status: "pass", message: head });
  const unit = (count: number): string => `${count} ${grain}${count === 1 ? "" : "s"}`;
  return createCheck(subject, {
    ...known,
    status: severity,
    bucket: last,
    message: `no rows since ${nameBucket(last, grain)}; so far they came every ${usual === 1 ? grain : unit(usual)}`,
  });
}

const countPeriods = (from: string, to: string, grain: Grain): number =>
  to <= from ? 0 : listBuckets(addBuckets(from, grain, 1), to, grain).length;

/** Text without a zone is UTC. */
export function readInstant(text: string): Date {
  const iso = text.trim().replace(" ", "T");
  const zoned = /[zZ]|[+-]\d\d(:?\d\d)?$/.test(iso.slice(10))
    ? iso.replace(/([+-]\d\d)$/, "$1:00")
    : iso.length <= 10
      ? `${iso}T00:00:00Z`
      : `${iso}Z`;
  return new Date(zoned);
}
