/** Rows of a profile query → series by metric. */
import type { QueryRows } from "@tsmodel/dashboards";
import type { Grain, Point, SeriesKind } from "../detect/series.ts";
import { inferGrain } from "./buckets.ts";
import type { TableColumn } from "./columns.ts";

export interface MetricSeries {
  /** Absent for the table itself. */
  readonly column?: string;
  /** e.g. "row_count", "null_share" */
  readonly metric: string;
  readonly kind: SeriesKind;
  readonly points: readonly Point[];
}

export interface Profile {
  readonly grain: Grain;
  /** Periods that have rows, ascending; one named "all" of a table without time. */
  readonly buckets: readonly string[];
  /** The time of the newest row, as the database writes it; undefined without rows or time. */
  readonly newest?: string;
  readonly rowCount: number;
  /** No period has more than one row: a mean is the row's own value. */
  readonly isSingle: boolean;
  readonly series: readonly MetricSeries[];
}

/** Of a single row, its value says it all. */
const OF_MANY = new Set(["u", "a", "z"]);

/** Share of different values from which on a column is a key. */
const KEY = 0.9;

const METRICS: readonly (readonly [letter: string, metric: string, kind: SeriesKind])[] = [
  ["u", "distinct_count", "count"],
  ["a", "min", "minimum"],
  ["z", "max", "maximum"],
  ["m", "mean", "level"],
];

/** `grain`: the one asked for; undefined lets days tell it. */
export function readProfile(
  { columns: names, rows }: QueryRows,
  columns: readonly TableColumn[],
  grain: Grain | undefined,
): Profile {
  const cell = (row: (typeof rows)[number], name: string): number | null => {
    const value = row[names.indexOf(name)] ?? null;
    return value === null ? null : Number(value);
  };
  const filled = rows.filter((row) => row[0] !== null);
  const buckets = filled.map((row) => String(row[0]).slice(0, grain === "hour" ? 16 : 10));
  const counts = filled.map((row) => cell(row, "n")!);
  const pointsOf = (read: (row: (typeof rows)[number], index: number) => number | null): Point[] =>
    filled.flatMap((row, index) => {
      const value = read(row, index);
      return value === null || !Number.isFinite(value) ? [] : [{ bucket: buckets[index]!, value }];
    });
  const isSingle = counts.every((count) => count <= 1);
  /** Nearly each row has its own value: counting those is counting rows. */
  const isKey = (index: number): boolean => {
    const known = filled.filter((row) => (cell(row, `c${index}`) ?? 0) > 1);
    return known.length > 0 && known.every((row) => cell(row, `u${index}`)! >= KEY * cell(row, `c${index}`)!);
  };
  const newest = filled
    .map((row) => row[names.indexOf("newest")])
    .findLast((value) => typeof value === "string");
  return {
    grain: grain ?? inferGrain(buckets),
    buckets,
    newest: newest === undefined ? undefined : String(newest),
    rowCount: counts.reduce((sum, count) => sum + count, 0),
    isSingle,
    series: [
      { metric: "row_count", kind: "count", points: pointsOf((row) => cell(row, "n")) },
      ...columns.flatMap(({ name: column }, index): MetricSeries[] => [
        {
          column,
          metric: "null_share",
          kind: "share",
          points: pointsOf((row, at) =>
            counts[at] === 0 ? null : 1 - cell(row, `c${index}`)! / counts[at]!,
          ),
        },
        ...METRICS.filter(([letter]) => letter !== "u" || !isKey(index))
          .filter(([letter]) => names.includes(`${letter}${index}`) && (!isSingle || !OF_MANY.has(letter)))
          .map(([letter, metric, kind]): MetricSeries => ({
            column,
            metric,
            kind,
            points: pointsOf((row) => cell(row, `${letter}${index}`)),
          })),
      ]),
    ],
  };
}
