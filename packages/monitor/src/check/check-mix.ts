/** Shares of a column's values: the judged period against those before it. */
import type { Grain } from "../detect/series.ts";
import { whenBucket } from "../table/buckets.ts";
import { createCheck, type Check, type CheckSubject, type LiveSeverity } from "./check.ts";

/** Rows by value, of one period. */
export interface CategoryCounts {
  readonly bucket: string;
  readonly counts: ReadonlyMap<string, number>;
}

export interface MixInput {
  readonly subject: CheckSubject;
  /** Complete periods, ascending. */
  readonly periods: readonly CategoryCounts[];
  readonly grain: Grain;
  readonly severity: LiveSeverity;
  readonly query?: string;
  readonly lookAt?: string;
}

/** Periods that make the baseline, at most. */
const BASELINE = 28;
const LEAST_PERIODS = 4;
/** Rows of a period below which shares say nothing. */
const LEAST_ROWS = 100;
/** The usual reading of PSI: from 0.25 on the population is another one. */
const PSI_LIMIT = 0.25;
const MISSING_SHARE = 0.05;
const NEW_SHARE = 0.01;
const NEW_ROWS = 5;
const EMPTY = 1e-4;

export function checkMix({ subject, periods, grain, severity, query, lookAt }: MixInput): Check {
  const now = periods.at(-1);
  const before = periods.slice(-1 - BASELINE, -1);
  const common = { query, lookAt, bucket: now?.bucket, points: before.length };
  if (now === undefined || before.length < LEAST_PERIODS)
    return createCheck(subject, {
      ...common,
      status: now === undefined ? "no-data" : "learning",
      message: `${before.length} earlier periods known, ${LEAST_PERIODS} are needed`,
    });
  const baseline = addUp(before);
  const [rows, rowsBefore] = [total(now.counts), total(baseline)];
  if (rows === 0 || rowsBefore === 0)
    return createCheck(subject, {
      ...common,
      status: "no-data",
      message: `no rows ${whenBucket(now.bucket, grain)}`,
    });
  const share = (counts: ReadonlyMap<string, number>, value: string, all: number): number =>
    (counts.get(value) ?? 0) / all;
  const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
  const missing = [...baseline.keys()].filter(
    (value) =>
      !now.counts.has(value) &&
      share(baseline, value, rowsBefore) >= MISSING_SHARE &&
      share(baseline, value, rowsBefore) * rows >= NEW_ROWS,
  );
  const fresh = [...now.counts]
    .filter(([value, count]) => !baseline.has(value) && count >= NEW_ROWS && count / rows >= NEW_SHARE)
    .map(([value]) => value);
  const psi = populationStability(now.counts, baseline);
  const limit = psiLimit(new Set([...baseline.keys(), ...now.counts.keys()]).size, rows);
  const where = `${whenBucket(now.bucket, grain)}`;
  const findings = [
    ...missing.map(
      (value) =>
        `"${value}" is missing ${where}, it had ${percent(share(baseline, value, rowsBefore))} of rows`,
    ),
    ...fresh.map(
      (value) => `new value "${value}" ${where} with ${percent(share(now.counts, value, rows))} of rows`,
    ),
    ...(rows >= LEAST_ROWS && psi > limit && missing.length + fresh.length === 0
      ? [
          `${describeShift(now.counts, baseline, percent)} ${where} (PSI ${psi.toFixed(2)}, limit ${limit.toFixed(2)})`,
        ]
      : []),
  ];
  const known = { ...common, value: psi, high: limit, method: "psi" };
  if (findings.length === 0)
    return createCheck(subject, {
      ...known,
      status: "pass",
      message: `shares as before ${where} (PSI ${psi.toFixed(2)})`,
    });
  return createCheck(subject, {
    ...known,
    status: severity,
    message: `${subject.column}: ${findings.join("; ")}`,
  });
}

/** Σ (p − q) · ln(p / q) over values: Kullback and Leibler's divergence both ways. Empty shares stand as 0.01 %. */
export function populationStability(
  now: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, number>,
): number {
  const [rows, rowsBefore] = [total(now), total(before)];
  let sum = 0;
  for (const value of new Set([...now.keys(), ...before.keys()])) {
    const p = Math.max((now.get(value) ?? 0) / rows, EMPTY);
    const q = Math.max((before.get(value) ?? 0) / rowsBefore, EMPTY);
    sum += (p - q) * Math.log(p / q);
  }
  return sum;
}

/** Rows times PSI is about chi-squared with one degree less than values: few rows among many values move by themselves. */
function psiLimit(values: number, rows: number): number {
  const freedom = Math.max(1, values - 1);
  return Math.max(PSI_LIMIT, (freedom + 4 * Math.sqrt(2 * freedom)) / rows);
}

function describeShift(
  now: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, number>,
  percent: (part: number) => string,
): string {
  const [rows, rowsBefore] = [total(now), total(before)];
  const moved = [...new Set([...now.keys(), ...before.keys()])]
    .map((value) => ({
      value,
      from: (before.get(value) ?? 0) / rowsBefore,
      to: (now.get(value) ?? 0) / rows,
    }))
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from))[0]!;
  return `shares moved, "${moved.value}" most: ${percent(moved.to)} of rows, ${percent(moved.from)} before`;
}

const total = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);

function addUp(periods: readonly CategoryCounts[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const { counts } of periods)
    for (const [value, count] of counts) sum.set(value, (sum.get(value) ?? 0) + count);
  return sum;
}
