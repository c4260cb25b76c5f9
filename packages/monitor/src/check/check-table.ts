/** What was read of a table → its checks. */
import type { QueryRows } from "@tsmodel/dashboards";
import type { CheckKind } from "../config/monitoring-spec.ts";
import { coarsen } from "../detect/coarsen.ts";
import { isSparse } from "../detect/seasonal-robust.ts";
import type { Grain, Point } from "../detect/series.ts";
import { seriesId, type History, type HistoryPoint, type StoredPoint } from "../history/points.ts";
import { addBuckets, bucketOf, inferGrain, lastCompleteBucket, listBuckets } from "../table/buckets.ts";
import type { TableColumn } from "../table/columns.ts";
import type { TablePlan } from "../table/plan-table.ts";
import { mixSql } from "../table/profile-sql.ts";
import type { MetricSeries, Profile } from "../table/read-profile.ts";
import { createCheck, type Check, type CheckSubject } from "./check.ts";
import { checkFreshness } from "./check-freshness.ts";
import { checkMix, type CategoryCounts } from "./check-mix.ts";
import { checkSchema } from "./check-schema.ts";
import { formatMetric } from "./format-value.ts";
import { checkSeries, type WatchedSeries } from "./watched-series.ts";

export interface TableReading {
  readonly plan: TablePlan;
  readonly profile?: Profile;
  /** Rows of `mixSql` by column. */
  readonly mixes: { readonly [column: string]: QueryRows };
}

export interface TableResult {
  readonly checks: readonly Check[];
  readonly points: readonly HistoryPoint[];
}

const WORDS: { readonly [metric: string]: string } = {
  null_share: "nulls",
  distinct_count: "distinct values",
  min: "minimum",
  max: "maximum",
  mean: "mean",
};

export function checkTable(
  given: TableReading,
  history: History,
  baseline: readonly TableColumn[] | undefined,
): TableResult {
  const { plan } = given;
  const counted = history.get(seriesId({ node: plan.target.node, metric: "row_count" })) ?? [];
  const reading = withoutRows(given) ? refill(given, counted) : given;
  const { severity } = plan.settings;
  const schema =
    severity.schema === "none"
      ? []
      : checkSchema(subjectOf(plan, "schema", "schema"), severity.schema, baseline, plan.columns);
  const judged = watchTable(reading).map((series) => checkSeries(series, history));
  const mixes = checkMixes(reading, history);
  return {
    checks: [
      ...freshness(reading, counted.length > 0),
      ...judged.map(({ check }) => check),
      ...schema,
      ...mixes.checks,
      ...missingColumns(plan),
    ],
    points: [...judged.flatMap(({ points }) => points), ...mixes.points],
  };
}

const withoutRows = ({ plan, profile }: TableReading): boolean =>
  plan.time !== undefined && profile !== undefined && profile.buckets.length === 0;

/** A table that had rows and has none: they are missing in the periods since, and in the last one at least. */
function refill(reading: TableReading, counted: readonly StoredPoint[]): TableReading {
  const { plan, profile } = reading;
  const last = counted.at(-1);
  if (profile === undefined || last === undefined) return reading;
  const grain = plan.settings.grain ?? inferGrain(counted.map(({ bucket }) => bucket));
  const complete = lastCompleteBucket(plan.asOf, grain, plan.settings.wait);
  const next = addBuckets(last.bucket, grain, 1);
  const point = { bucket: next <= complete ? next : complete, value: 0 };
  const series = profile.series.map((each) =>
    each.metric === "row_count" ? { ...each, points: [point] } : each,
  );
  return { ...reading, profile: { ...profile, grain, series } };
}

function subjectOf({ target }: TablePlan, kind: CheckKind, rest: string): CheckSubject {
  return { node: target.node, nodeName: target.name, kind, name: `${target.name}.${rest}`, at: target.at };
}

/** Periods of a table without time are days on which it was looked at. */
const grainOf = ({ time }: TablePlan, profile: Profile): Grain =>
  time === undefined ? "day" : profile.grain;

/** The limits that are set, and the gaps that were usual so far: a warning where there are limits too. */
function freshness({ plan, profile }: TableReading, hadRows: boolean): Check[] {
  const { settings, target, time, asOf } = plan;
  if (profile === undefined || time === undefined || settings.severity.freshness === "none") return [];
  const [warnAfter, errorAfter] = [
    settings.warnAfter ?? target.warnAfter,
    settings.errorAfter ?? target.errorAfter,
  ];
  const input = {
    newest: profile.newest,
    hadRows,
    grain: profile.grain,
    buckets: profile.buckets,
    asOf,
    severity: settings.severity.freshness,
    wait: settings.wait,
    query: plan.sql,
    lookAt: settings.lookAt,
  };
  const subject = subjectOf(plan, "freshness", "freshness");
  const limited = checkFreshness({ ...input, subject, warnAfter, errorAfter });
  if ((warnAfter === undefined && errorAfter === undefined) || profile.newest === undefined) return [limited];
  return [
    limited,
    checkFreshness({ ...input, subject: subjectOf(plan, "freshness", "freshness_gap"), severity: "warn" }),
  ];
}

/** Series of rows and of columns, complete periods only. */
export function watchTable({ plan, profile }: TableReading): WatchedSeries[] {
  if (profile === undefined) return [];
  return profile.series.flatMap((series) => {
    const watched = toWatched(series, plan, profile);
    if (watched === undefined) return [];
    const { points, rules } = watched;
    const length = series.metric === "row_count" && plan.time !== undefined ? COARSE[rules.grain] : undefined;
    const isThin = length !== undefined && isSparse(points.slice(-42).map(({ value }) => value));
    return isThin ? [watched, byLonger(watched, length)] : [watched];
  });
}

/** Periods that are added up where one alone has too few rows. */
const COARSE: { readonly [grain in Grain]?: number } = { hour: 24, day: 7 };

function toWatched(
  { column, metric, kind, points }: MetricSeries,
  plan: TablePlan,
  profile: Profile,
): WatchedSeries | undefined {
  const { settings, asOf, time } = plan;
  const check = column === undefined ? "volume" : "columns";
  const severity = settings.severity[check];
  if (severity === "none") return undefined;
  const grain = grainOf(plan, profile);
  const name = column === undefined ? metric : `${column}.${metric}`;
  const complete =
    time === undefined
      ? points.map(({ value }) => ({ bucket: bucketOf(asOf, "day"), value }))
      : points.filter(({ bucket }) => bucket <= lastCompleteBucket(asOf, grain, settings.wait));
  return {
    subject: { ...subjectOf(plan, check, column === undefined ? "volume" : name), column, metric },
    label:
      column === undefined
        ? "rows:"
        : profile.isSingle && metric === "mean"
          ? `${column}:`
          : `${column}: ${WORDS[metric]}`,
    points:
      metric === "row_count" && time !== undefined
        ? fillGaps(complete, lastCompleteBucket(asOf, grain, settings.wait), grain)
        : complete,
    rules: {
      kind,
      grain,
      season: settings.season,
      minChange: settings.minChange,
      ceiling: kind === "share" ? 1 : undefined,
    },
    since: settings.since,
    severity,
    limit: settings.limits[name],
    isStored: true,
    isWhole: time === undefined,
    query: plan.sql,
    lookAt: settings.lookAt,
    format: (value) => formatMetric(metric, value),
  };
}

/** A period without rows has none: zero, from the first period with rows to the last that is over. */
function fillGaps(points: readonly Point[], last: string, grain: Grain): Point[] {
  if (points.length === 0) return [];
  const known = new Map(points.map(({ bucket, value }) => [bucket, value]));
  return listBuckets(points[0]!.bucket, last, grain).map((bucket) => ({
    bucket,
    value: known.get(bucket) ?? 0,
  }));
}

const byLonger = (series: WatchedSeries, length: number): WatchedSeries => {
  const unit = `${length}_${series.rules.grain}s`;
  return {
    ...series,
    subject: { ...series.subject, name: `${series.subject.name}_${unit}`, metric: `row_count_${unit}` },
    label: `rows of ${unit.replace("_", " ")}:`,
    points: coarsen(series.points, length),
    rules: { ...series.rules, season: "none" },
    limit: undefined,
    // Each run cuts the sums elsewhere: nothing to remember.
    isStored: false,
  };
};

function checkMixes({ plan, profile, mixes }: TableReading, history: History): TableResult {
  const { settings, target, asOf, time } = plan;
  const severity = settings.severity.mix;
  if (profile === undefined || severity === "none") return { checks: [], points: [] };
  const grain = grainOf(plan, profile);
  const points: HistoryPoint[] = [];
  const checks = Object.entries(mixes).map(([column, rows]) => {
    const subject = { ...subjectOf(plan, "mix", `${column}.mix`), column, metric: "mix" };
    const read = readMix(rows, time === undefined ? bucketOf(asOf, "day") : undefined);
    const today = time === undefined ? read : [];
    for (const { bucket, counts } of today)
      for (const [value, count] of counts)
        points.push({
          node: target.node,
          column,
          metric: "category_rows",
          dims: { value },
          bucket,
          value: count,
          isTraining: false,
          flagged: false,
        });
    const earlier = time === undefined ? storedMix(target.node, column, history, today[0]?.bucket ?? "") : [];
    const last = lastCompleteBucket(asOf, grain, settings.wait);
    const complete = time === undefined ? [...earlier, ...read] : read.filter(({ bucket }) => bucket <= last);
    const since = complete.filter(({ bucket }) => settings.since === undefined || bucket >= settings.since);
    return checkMix({
      subject,
      periods: since,
      grain,
      severity,
      query: mixSql(plan.request, column),
      lookAt: settings.lookAt,
    });
  });
  return { checks, points };
}

function readMix({ rows }: QueryRows, fixed: string | undefined): CategoryCounts[] {
  const byBucket = new Map<string, Map<string, number>>();
  for (const [bucket, category, count] of rows) {
    const key = fixed ?? String(bucket).slice(0, 16);
    const counts = byBucket.get(key) ?? new Map<string, number>();
    byBucket.set(key, counts);
    const value = category === null ? "(null)" : String(category);
    counts.set(value, (counts.get(value) ?? 0) + Number(count));
  }
  return [...byBucket]
    .map(([bucket, counts]) => ({ bucket, counts }))
    .sort((a, b) => (a.bucket < b.bucket ? -1 : 1));
}

function storedMix(node: string, column: string, history: History, today: string): CategoryCounts[] {
  const prefix = `${[node, column, "category_rows"].join("\u0000")}\u0000`;
  const byBucket = new Map<string, Map<string, number>>();
  for (const [id, points] of history) {
    if (!id.startsWith(prefix)) continue;
    const { value } = JSON.parse(id.slice(prefix.length)) as { value: string };
    for (const point of points) {
      if (point.bucket >= today) continue;
      const counts = byBucket.get(point.bucket) ?? new Map<string, number>();
      byBucket.set(point.bucket, counts);
      counts.set(value, point.value);
    }
  }
  return [...byBucket]
    .map(([bucket, counts]) => ({ bucket, counts }))
    .sort((a, b) => (a.bucket < b.bucket ? -1 : 1));
}

/** What a monitoring file says of columns that are not there cannot hold. */
function missingColumns(plan: TablePlan): Check[] {
  const { columns, mix, limits, at } = plan.settings;
  const named = [columns, mix].flatMap((names) => (Array.isArray(names) ? (names as readonly string[]) : []));
  const limited = Object.keys(limits)
    .filter((metric) => metric !== "row_count")
    .map((metric) => metric.slice(0, metric.lastIndexOf(".")));
  return [...new Set([...named, ...limited])].flatMap((column) => {
    if (plan.columns.some(({ name }) => name === column)) return [];
    const place =
      limits[Object.keys(limits).find((metric) => metric.startsWith(`${column}.`)) ?? ""]?.at ?? at;
    const subject = {
      ...subjectOf(plan, "columns", `${column}.missing`),
      column,
      at: place === undefined ? plan.target.at : { file: place.file, line: place.line },
    };
    return [
      createCheck(subject, {
        status: "error",
        message: `monitoring names the column "${column}", which is not there`,
      }),
    ];
  });
}
