/** Measures of dashboards → their checks. */
import {
  aggregate,
  evaluate,
  isAdditive,
  readCube,
  type CategoryBook,
  type Cube,
  type Dashboard,
  type Measure,
  type Query,
  type QueryRows,
} from "@tsmodel/dashboards";
import type { MeasureSettings } from "../config/monitoring.ts";
import type { Point, SeriesKind, SeriesRules } from "../detect/series.ts";
import type { History } from "../history/points.ts";
import { lastCompleteBucket, whenBucket } from "../table/buckets.ts";
import { findBrokenLines } from "./broken-lines.ts";
import { createCheck, type Check, type CheckSubject, type FilePlace } from "./check.ts";
import type { TableResult } from "./check-table.ts";
import { writeNumber } from "./format-value.ts";
import { checkSeries, type WatchedSeries } from "./watched-series.ts";

export interface QueryReading {
  readonly dashboard: Dashboard;
  readonly query: Query;
  readonly rows: QueryRows;
  readonly book: CategoryBook;
  readonly asOf: Date;
  /** The SQL that gave the rows. */
  readonly sql: string;
  /** Where the dashboard has each measure. */
  readonly placeOf: (measure: string) => FilePlace;
  readonly settingsOf: (measure: string) => MeasureSettings;
}

/** "exec.weeks.wau" */
export const measureName = ({ key }: Dashboard, query: Query, measure: Measure): string =>
  `${key}.${query.name}.${measure.name}`;

/** Queries without time have no past to be held against. */
export function checkMeasures(reading: QueryReading, history: History): TableResult {
  const judged = watchMeasures(reading).map((series) => checkSeries(series, history));
  const lines =
    reading.query.time === undefined
      ? []
      : reading.query.measures.flatMap((measure) => checkLines(reading, measure));
  return {
    checks: [...judged.map(({ check }) => check), ...lines],
    points: judged.flatMap(({ points }) => points),
  };
}

export function watchMeasures(reading: QueryReading): WatchedSeries[] {
  const { query, rows, book } = reading;
  if (query.time === undefined) return [];
  const cube = readCube(query, rows, book);
  return query.measures.flatMap((measure) => {
    const settings = reading.settingsOf(measure.name);
    if (settings.severity.metrics === "none") return [];
    const segments = settings.by.flatMap((column) => {
      const dimension = cube.dimensions.findIndex((each) => each.column === column);
      return (cube.dimensions[dimension]?.values ?? []).map(({ value, label }) => ({ column, value, label }));
    });
    return [
      watch(reading, cube, measure, settings),
      ...segments.map((segment) => watch(reading, cube, measure, settings, segment)),
    ];
  });
}

interface Segment {
  readonly column: string;
  readonly value: string | null;
  readonly label: string;
}

function watch(
  reading: QueryReading,
  cube: Cube,
  measure: Measure,
  settings: MeasureSettings,
  segment?: Segment,
): WatchedSeries {
  const { query, dashboard, asOf, sql } = reading;
  const grain = query.grain ?? "day";
  const last = lastCompleteBucket(asOf, grain, settings.wait);
  const dims = segment === undefined ? undefined : { [segment.column]: segment.value ?? "(none)" };
  const points = measurePoints(cube, measure, segment).filter(({ bucket }) => bucket <= last);
  const suffix = segment === undefined ? "" : `[${segment.column}=${segment.value ?? "(none)"}]`;
  return {
    subject: {
      ...subjectOf(reading, measure, settings, suffix),
      metric: `${query.name}.${measure.name}`,
      dims,
    },
    label: segment === undefined ? measure.label : `${measure.label}, ${segment.label}:`,
    points,
    rules: rulesOf(query, measure, settings, points),
    since: settings.since,
    severity: settings.severity.metrics as "warn" | "error",
    limit: segment === undefined ? { min: settings.min, max: settings.max } : undefined,
    isStored: true,
    query: sql,
    lookAt: settings.lookAt,
    format: (value) => writeNumber(value, measure.format, dashboard.locale),
  };
}

function subjectOf(
  { dashboard, query, placeOf }: QueryReading,
  measure: Measure,
  settings: MeasureSettings,
  suffix: string,
): CheckSubject {
  const at =
    settings.at === undefined ? placeOf(measure.name) : { file: settings.at.file, line: settings.at.line };
  return {
    node: `dashboard.${dashboard.key}`,
    nodeName: dashboard.key,
    kind: "metrics",
    name: `${measureName(dashboard, query, measure)}${suffix}`,
    at,
  };
}

/** The measure by period, over everything or in one segment; periods without a value are left out. */
export function measurePoints(cube: Cube, measure: Measure, segment?: Segment): Point[] {
  const chosen = segment === undefined ? {} : { [segment.column]: [segment.value] };
  return aggregate(cube, { chosen }, { byTime: true, by: [] }).flatMap((group) => {
    const value = evaluate(group, measure);
    return typeof value === "number" ? [{ bucket: cube.times[group.time]!, value }] : [];
  });
}

/** Percentages that never were over 100 cannot be. */
export function rulesOf(
  query: Query,
  measure: Measure,
  { season, minChange }: MeasureSettings,
  points: readonly Point[],
): SeriesRules {
  const kind = kindOf(query, measure);
  const ceiling = kind === "share" && points.every(({ value }) => value <= 100) ? 100 : undefined;
  return { kind, grain: query.grain ?? "day", season, minChange, ceiling };
}

function kindOf(query: Query, { numerator, denominator, format }: Measure): SeriesKind {
  const { kind } = query.parts[numerator]!;
  if (format.style === "percent") return "share";
  const counts = denominator === undefined && (kind === "sum" || kind === "count" || kind === "distinct");
  return counts ? "count" : "level";
}

/** Lines that the dashboard itself draws: the last complete period on the wrong side of an alert, or in a bad band. */
function checkLines(reading: QueryReading, measure: Measure): Check[] {
  const { dashboard, query, rows, book, asOf, sql } = reading;
  const settings = reading.settingsOf(measure.name);
  if (settings.severity.lines === "none") return [];
  const grain = query.grain ?? "day";
  const last = lastCompleteBucket(asOf, grain, settings.wait);
  const point = measurePoints(readCube(query, rows, book), measure).findLast(({ bucket }) => bucket <= last);
  if (point === undefined) return [];
  const subject: CheckSubject = { ...subjectOf(reading, measure, settings, ".line"), kind: "lines" };
  const broken = findBrokenLines(dashboard, query, measure, point.value).filter(
    ({ kind }) => kind !== "goal",
  );
  const write = (value: number): string => writeNumber(value, measure.format, dashboard.locale);
  const head = `${measure.label} ${write(point.value)} ${whenBucket(point.bucket, grain, dashboard.locale)}`;
  const known = {
    bucket: point.bucket,
    value: point.value,
    method: "line",
    query: sql,
    lookAt: settings.lookAt,
  };
  if (broken.length === 0)
    return hasLines(dashboard, query, measure)
      ? [createCheck(subject, { ...known, status: "pass", message: head })]
      : [];
  const words = broken.map(({ kind, label, side, value }) =>
    kind === "alert"
      ? `${side} the line of ${write(value)} ("${label}")`
      : `in the band "${label}", ${side} ${write(value)}`,
  );
  return [
    createCheck(subject, {
      ...known,
      status: settings.severity.lines,
      message: `${head}, ${words.join(" and ")}`,
    }),
  ];
}

const hasLines = ({ tabs }: Dashboard, query: Query, measure: Measure): boolean =>
  tabs.some(({ rows }) =>
    rows.some(({ tiles }) =>
      tiles.some(
        (tile) =>
          ("rules" in tile &&
            tile.query === query.name &&
            tile.measures.includes(measure.name) &&
            tile.rules.some(({ kind }) => kind === "alert")) ||
          ((tile.kind === "number" || tile.kind === "gauge") &&
            tile.query === query.name &&
            tile.measure === measure.name &&
            tile.bands.length > 0),
      ),
    ),
  );

/** Why a measure cannot be added up over segments, if so. */
export const isSplittable = (query: Query, { numerator, denominator }: Measure): boolean =>
  [numerator, denominator].every((part) => part === undefined || isAdditive(query.parts[part]!.kind));
