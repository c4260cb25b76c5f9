/** A series with all that is needed to judge it and to say the result. */
import type { Judgement, Point, SeriesRules } from "../detect/series.ts";
import { judgeSeries } from "../detect/seasonal-robust.ts";
import { whenBucket } from "../table/buckets.ts";
import { seriesId, type History, type HistoryPoint, type StoredPoint } from "../history/points.ts";
import { createCheck, type Check, type CheckSubject, type LiveSeverity } from "./check.ts";

export interface WatchedSeries {
  readonly subject: CheckSubject & { readonly metric: string };
  /** Opens the message, e.g. "region: null share". */
  readonly label: string;
  /** Complete periods, ascending. */
  readonly points: readonly Point[];
  readonly rules: SeriesRules;
  readonly since?: string;
  readonly severity: LiveSeverity;
  readonly limit?: { readonly min?: number; readonly max?: number };
  /** Whether points are remembered. */
  readonly isStored: boolean;
  /** Of a table without time: what it was on the days on which it was looked at. */
  readonly isWhole?: boolean;
  readonly query?: string;
  readonly lookAt?: string;
  readonly format: (value: number) => string;
}

export interface Judged {
  readonly check: Check;
  readonly points: readonly HistoryPoint[];
}

/** Points remembered at a first run. */
const TRAINING = 60;
/** Nulls of a column that had none: the least share that is a finding. */
const FIRST_NULLS = 0.01;

/** The series with what earlier runs saw before its first point: tables that keep a few days only are learned from too. */
export function withHistory({ subject, points, since }: WatchedSeries, history: History): Point[] {
  const first = points[0]?.bucket;
  const stored = history.get(seriesId(subject)) ?? [];
  const older = stored
    .filter(({ bucket }) => first === undefined || bucket < first)
    .map(({ bucket, value }) => ({ bucket, value }));
  return [...older, ...points].filter(({ bucket }) => since === undefined || bucket >= since);
}

export function judgeWatched(series: WatchedSeries, history: History): readonly Judgement[] {
  return judgeSeries(withHistory(series, history), series.rules).map((judgement) =>
    refine(judgement, series, history),
  );
}

/** A column that never was null is, or a table that had rows has none: what no distance from a median would tell. */
function refine(judgement: Judgement, series: WatchedSeries, history: History): Judgement {
  const { subject } = series;
  if (series.isWhole === true && subject.metric === "row_count" && judgement.value === 0) {
    const before = withHistory(series, history).filter(({ bucket }) => bucket < judgement.bucket);
    const most = Math.max(0, ...before.map(({ value }) => value));
    return most === 0
      ? judgement
      : { ...judgement, status: "flagged", expected: before.at(-1)!.value, low: 1 };
  }
  if (subject.metric !== "null_share" || judgement.status !== "pass" || judgement.value < FIRST_NULLS)
    return judgement;
  const before = withHistory(series, history).filter(({ bucket }) => bucket < judgement.bucket);
  return before.every(({ value }) => value === 0)
    ? { ...judgement, status: "flagged", low: 0, high: 0 }
    : judgement;
}

/** The newest period, or the newest odd one among those that no run has judged yet. */
export function checkSeries(series: WatchedSeries, history: History): Judged {
  const { subject, severity, limit, query, lookAt } = series;
  const judgements = judgeWatched(series, history);
  const last = judgements.at(-1);
  if (last === undefined || series.points.length === 0)
    return {
      check: createCheck(subject, { status: "no-data", message: `${series.label}: no complete period yet` }),
      points: [],
    };
  const stored = history.get(seriesId(subject)) ?? [];
  const judgedUntil = stored.findLast(({ isTraining }) => !isTraining)?.bucket;
  const isNew = ({ bucket }: Judgement): boolean =>
    bucket === last.bucket || (judgedUntil !== undefined && bucket > judgedUntil);
  const shown =
    judgements.findLast((judgement) => isNew(judgement) && judgement.status === "flagged") ?? last;
  const broken = brokenLimit(shown.value, limit);
  const { bucket, value, expected, low, high, score, points, method } = shown;
  const check = createCheck(subject, {
    status:
      broken !== undefined || shown.status === "flagged"
        ? severity
        : shown.status === "learning" && limit === undefined
          ? "learning"
          : "pass",
    message: describe(series, shown, broken),
    bucket,
    value,
    expected,
    low,
    high,
    score,
    points,
    method: broken === undefined ? method : "limit",
    query,
    lookAt,
  });
  return { check, points: series.isStored ? toHistory(subject, judgements, stored, isNew) : [] };
}

const brokenLimit = (value: number, limit: WatchedSeries["limit"]): "min" | "max" | undefined =>
  limit?.min !== undefined && value < limit.min
    ? "min"
    : limit?.max !== undefined && value > limit.max
      ? "max"
      : undefined;

function describe(
  { label, rules: { grain }, format, limit }: WatchedSeries,
  { bucket, value, status, expected, low, high, points }: Judgement,
  broken: "min" | "max" | undefined,
): string {
  const head = `${label} ${format(value)} ${whenBucket(bucket, grain)}`;
  if (broken !== undefined)
    return `${head}, ${broken === "min" ? "below" : "above"} the limit of ${format(limit![broken]!)}`;
  if (status === "learning")
    return `${head}; ${points} earlier ${points === 1 ? "period" : "periods"} known, 14 are needed`;
  if (expected === undefined) return head;
  return `${head}, expected ${describeRange(expected, low, high, format)}`;
}

/** "340 (300 to 390)", "at most 12", "0" */
export function describeRange(
  expected: number,
  low: number | undefined,
  high: number | undefined,
  format: (value: number) => string,
): string {
  if (low === undefined) return `at most ${format(high!)}`;
  if (high === undefined) return `at least ${format(low)}`;
  return low === high ? format(expected) : `${format(expected)} (${format(low)} to ${format(high)})`;
}

function toHistory(
  subject: WatchedSeries["subject"],
  judgements: readonly Judgement[],
  stored: readonly StoredPoint[],
  isNew: (judgement: Judgement) => boolean,
): HistoryPoint[] {
  const { node, column, metric, dims } = subject;
  const known = new Set(stored.map(({ bucket }) => bucket));
  const training =
    stored.length > 0 ? [] : judgements.filter((judgement) => !isNew(judgement)).slice(-TRAINING);
  const write = ({ bucket, value, status }: Judgement, isTraining: boolean): HistoryPoint => ({
    node,
    column,
    metric,
    dims,
    bucket,
    value,
    isTraining,
    flagged: status === "flagged",
  });
  return [
    ...training.map((judgement) => write(judgement, true)),
    ...judgements
      .filter((judgement) => isNew(judgement) && !isUnchanged(judgement, stored, known))
      .map((judgement) => write(judgement, false)),
  ];
}

/** A second run on the same data has nothing to add. */
const isUnchanged = (
  { bucket, value }: Judgement,
  stored: readonly StoredPoint[],
  known: ReadonlySet<string>,
): boolean =>
  known.has(bucket) &&
  stored.some((point) => point.bucket === bucket && point.value === value && !point.isTraining);
