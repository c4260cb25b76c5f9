/** A table → what it is asked. */
import type { FilePlace } from "../check/check.ts";
import type { TableSettings } from "../config/monitoring.ts";
import type { Grain } from "../detect/series.ts";
import { addBuckets, bucketOf } from "./buckets.ts";
import { classOf, findTimeColumn, type TableColumn } from "./columns.ts";
import { profileSql, quote, type ProfileRequest } from "./profile-sql.ts";
import type { Profile } from "./read-profile.ts";

export interface TableTarget {
  /** e.g. "model.shop.orders" */
  readonly node: string;
  /** e.g. "orders", "raw.events" */
  readonly name: string;
  readonly kind: "model" | "source";
  /** What stands behind FROM. */
  readonly relation: string;
  /** Only columns are compared, unless a monitoring file names it: views and sources, which are not ours to scan. */
  readonly isLight: boolean;
  /** Column or SQL of the time, where the project says it. */
  readonly time?: string;
  /** Hours, from the project's own freshness. */
  readonly warnAfter?: number;
  readonly errorAfter?: number;
  readonly at?: FilePlace;
}

export interface TablePlan {
  readonly target: TableTarget;
  readonly settings: TableSettings;
  readonly columns: readonly TableColumn[];
  readonly time?: string;
  /** Columns whose values are looked at. */
  readonly watched: readonly TableColumn[];
  readonly request: ProfileRequest;
  /** Undefined where the columns are all that is looked at. */
  readonly sql?: string;
  readonly asOf: Date;
}

/** Periods looked back at: enough for six cycles and what they are judged by. */
const lookBack = (grain: Grain): number => (grain === "hour" ? 8 * 168 : 200);

export function planTable(
  target: TableTarget,
  settings: TableSettings,
  columns: readonly TableColumn[],
  asOf: Date,
): TablePlan {
  const isLight = target.isLight && settings.at === undefined;
  const time = settings.time ?? target.time ?? (isLight ? undefined : findTimeColumn(columns));
  const grain: Grain = settings.grain ?? "day";
  // Days may turn out to be weeks where the grain is not known yet.
  const count = lookBack(grain) * (settings.grain === undefined ? 7 : 1);
  const from = addBuckets(bucketOf(asOf, grain), grain, -count);
  const chosen = settings.columns ?? (isLight ? "none" : "all");
  const watched = columns.filter(
    ({ name }) => name !== time && (chosen === "all" || (chosen !== "none" && chosen.includes(name))),
  );
  const limited = columns.filter(({ name }) =>
    Object.keys(settings.limits).some((metric) => metric.startsWith(`${name}.`)),
  );
  const asked = [...new Set([...watched, ...limited])];
  const request = {
    relation: target.relation,
    time:
      time === undefined ? undefined : columns.some(({ name }) => name === time) ? quote(time) : `(${time})`,
    grain,
    from: from.length > 10 ? from : `${from} 00:00:00`,
    until: writeInstant(asOf),
    columns: asked,
  };
  const isAsked = !isLight || time !== undefined;
  return {
    target,
    settings,
    columns,
    time,
    watched: asked,
    request,
    sql: isAsked ? profileSql(request) : undefined,
    asOf,
  };
}

const writeInstant = (at: Date): string => at.toISOString().slice(0, 19).replace("T", " ");

/** Values of a column that are watched one by one, at most. */
const FEW = 20;

/** Columns of few values, by what the profile counted; or those that a file names. */
export function chooseMixColumns(
  { settings: { mix }, watched, columns, target, settings }: TablePlan,
  profile: Profile,
): string[] {
  if (mix === "none") return [];
  if (Array.isArray(mix))
    return (mix as readonly string[]).filter((name) => columns.some((column) => column.name === name));
  if (target.isLight && settings.at === undefined) return [];
  return watched
    .filter((column) => ["text", "boolean"].includes(classOf(column)))
    .map(({ name }) => name)
    .filter((name) => {
      const counts =
        profile.series.find(({ column, metric }) => column === name && metric === "distinct_count")?.points ??
        [];
      return counts.length > 0 && counts.every(({ value }) => value <= FEW);
    });
}
