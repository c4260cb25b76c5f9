/** What a measure did between the last complete period and the one before. */
import {
  aggregate,
  readCube,
  sentence,
  type Cube,
  type Dashboard,
  type Group,
  type Measure,
  type Query,
  type SqlDialect,
} from "@tsmodel/dashboards";
import { findBrokenLines, type BrokenLine } from "../check/broken-lines.ts";
import { measureName, measurePoints, rulesOf, type QueryReading } from "../check/check-measures.ts";
import type { MeasureSettings } from "../config/monitoring.ts";
import { judgeSeries } from "../detect/seasonal-robust.ts";
import type { Judgement, Point } from "../detect/series.ts";
import { addBuckets, lastCompleteBucket } from "../table/buckets.ts";
import { splitRatio, splitSum, type Contribution, type SegmentParts } from "./contributions.ts";

export interface BrokenRule extends Omit<BrokenLine, "kind"> {
  readonly kind: BrokenLine["kind"] | "limit";
}

export interface Split {
  /** Column. */
  readonly dimension: string;
  /** In words. */
  readonly label: string;
  readonly contributions: readonly Contribution[];
}

export interface Movement {
  /** "exec.weeks.wau" */
  readonly name: string;
  readonly dashboard: Dashboard;
  readonly query: Query;
  readonly measure: Measure;
  readonly settings: MeasureSettings;
  /** Starts of the periods. */
  readonly period: string;
  readonly previous: string;
  readonly before: number;
  readonly after: number;
  readonly change: number;
  /** Of `before`; undefined where that is zero. */
  readonly relative?: number;
  readonly direction: "better" | "worse" | "neutral" | "same";
  /** What its own past says of it; undefined while learning. */
  readonly usual?: Judgement;
  /** How many earlier periods in a row were all higher, or all lower. */
  readonly lowestOf: number;
  readonly highestOf: number;
  readonly broken: readonly BrokenRule[];
  readonly splits: readonly Split[];
  /** The split whose first segment moved the total most. */
  readonly driver?: Split;
  /** Why there is no split. */
  readonly unsplit?: string;
  /** The query's SQL after its templates were rendered. */
  readonly source: string;
  readonly dialect: SqlDialect;
  /** Other dashboards' names of the same figure. */
  readonly also: readonly string[];
}

export interface ExplainInput {
  readonly reading: QueryReading;
  readonly source: string;
  readonly dialect: SqlDialect;
}

export function findMovements({ reading, source, dialect }: ExplainInput): Movement[] {
  const { query, dashboard, rows, book } = reading;
  if (query.time === undefined) return [];
  const cube = readCube(query, rows, book);
  return query.measures.flatMap((measure) => {
    const settings = reading.settingsOf(measure.name);
    const grain = query.grain ?? "day";
    const last = lastCompleteBucket(reading.asOf, grain, settings.wait);
    const points = measurePoints(cube, measure).filter(({ bucket }) => bucket <= last);
    const now = points.at(-1);
    if (now === undefined) return [];
    const previous = addBuckets(now.bucket, grain, -1);
    const before = points.find(({ bucket }) => bucket === previous);
    if (before === undefined) return [];
    const splits = splitMovement(cube, query, measure, previous, now.bucket);
    const change = now.value - before.value;
    const judged = judgeSeries(points, rulesOf(query, measure, settings, points)).at(-1)!;
    return [
      {
        name: measureName(dashboard, query, measure),
        dashboard,
        query,
        measure,
        settings,
        period: now.bucket,
        previous,
        before: before.value,
        after: now.value,
        change,
        relative: before.value === 0 ? undefined : change / Math.abs(before.value),
        direction:
          change === 0
            ? "same"
            : measure.good === "neither"
              ? "neutral"
              : change > 0 === (measure.good === "up")
                ? "better"
                : "worse",
        usual: judged.status === "learning" ? undefined : judged,
        lowestOf: countBack(points, (value) => value > now.value),
        highestOf: countBack(points, (value) => value < now.value),
        broken: [
          ...findBrokenLines(dashboard, query, measure, now.value),
          ...brokenLimits(now.value, settings),
        ],
        splits: typeof splits === "string" ? [] : splits,
        driver: typeof splits === "string" ? undefined : findDriver(splits, change),
        unsplit: typeof splits === "string" ? splits : undefined,
        source,
        dialect,
        also: [],
      } satisfies Movement,
    ];
  });
}

function countBack(points: readonly Point[], holds: (value: number) => boolean): number {
  const before = points.slice(0, -1).reverse();
  const stop = before.findIndex(({ value }) => !holds(value));
  return stop < 0 ? before.length : stop;
}

const brokenLimits = (value: number, { min, max }: MeasureSettings): BrokenRule[] => [
  ...(min !== undefined && value < min
    ? [{ kind: "limit" as const, label: "monitoring", value: min, side: "below" as const }]
    : []),
  ...(max !== undefined && value > max
    ? [{ kind: "limit" as const, label: "monitoring", value: max, side: "above" as const }]
    : []),
];

const ADDS_UP = new Set(["sum", "count", "weighted", "weight"]);
const WHY_NOT: { readonly [kind in string]?: string } = {
  median: "a median does not add up over segments",
  distinct: "a count of different things does not add up over segments",
  min: "a minimum does not add up over segments",
  max: "a maximum does not add up over segments",
  value: "its query stores the figure itself, not what it is made of",
};

/** By each dimension of the query that has two values or more; or why that cannot be. */
function splitMovement(
  cube: Cube,
  query: Query,
  measure: Measure,
  previous: string,
  period: string,
): readonly Split[] | string {
  const kinds = [measure.numerator, measure.denominator].flatMap((part) =>
    part === undefined ? [] : [query.parts[part]!.kind],
  );
  const fixed = kinds.find((kind) => !ADDS_UP.has(kind));
  if (fixed !== undefined) return WHY_NOT[fixed]!;
  if (cube.dimensions.length === 0) return "its query has no dimensions";
  return cube.dimensions.flatMap(({ column, values }): Split[] => {
    const groups = aggregate(
      cube,
      { from: previous, to: period, chosen: {} },
      { byTime: true, by: [column] },
    );
    const segments = values.flatMap(({ value, label }, key): SegmentParts[] => {
      const at = (time: string): Group | undefined =>
        groups.find((group) => group.keys[0] === key && cube.times[group.time] === time);
      const [before, after] = [at(previous), at(period)];
      if (before === undefined && after === undefined) return [];
      return [{ segment: value, label, before: partsOf(before, measure), after: partsOf(after, measure) }];
    });
    if (segments.length < 2) return [];
    const contributions =
      measure.denominator === undefined
        ? splitSum(segments, measure.scale)
        : splitRatio(segments, measure.scale);
    return contributions === undefined
      ? []
      : [{ dimension: column, label: sentence(column).toLowerCase(), contributions }];
  });
}

function partsOf(group: Group | undefined, { numerator, denominator }: Measure): SegmentParts["before"] {
  const part = (index: number): number => {
    const amount = group?.parts[index];
    return typeof amount === "number" ? amount : 0;
  };
  return {
    numerator: part(numerator),
    denominator: denominator === undefined ? undefined : part(denominator),
  };
}

/** Of the segments that moved the way the total did, the one that moved it most; the first dimension where two are equal. */
function findDriver(splits: readonly Split[], change: number): Split | undefined {
  if (change === 0) return undefined;
  const pull = ({ contributions }: Split): number =>
    Math.max(0, ...contributions.map(({ contribution }) => contribution * Math.sign(change)));
  return splits.reduce<Split | undefined>(
    (best, split) => (pull(split) > (best === undefined ? 0 : pull(best)) ? split : best),
    undefined,
  );
}
