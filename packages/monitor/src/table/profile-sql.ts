/** Questions to a table. ANSI SQL that DuckDB and Postgres both answer. */
import type { Grain } from "../detect/series.ts";
import { classOf, type TableColumn } from "./columns.ts";

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export interface ProfileRequest {
  /** What stands behind FROM. */
  readonly relation: string;
  /** SQL of a row's time. */
  readonly time?: string;
  /** Length of a row's period; days where it is to be found out. */
  readonly grain: Grain;
  /** ISO instant without zone: rows from then on … */
  readonly from: string;
  /** … and up to then. */
  readonly until: string;
  /** Columns whose values are looked at. */
  readonly columns: readonly TableColumn[];
}

/** Columns: bucket (text), n, newest (text), and for each column c0, u0, a0, z0, m0 as far as its type has them. */
export function profileSql({ relation, time, grain, from, until, columns }: ProfileRequest): string {
  const outputs = [
    `${bucketSql(time, grain)} as bucket`,
    "count(*) as n",
    `${time === undefined ? "null" : `cast(max(${time}) as varchar)`} as newest`,
    ...columns.flatMap((column, index) => columnSql(column, index)),
  ];
  return [`select ${outputs.join(",\n  ")}`, `from ${relation}`, ...rangeSql(time, from, until)].join("\n");
}

/** Columns: bucket, category (text), n. */
export function mixSql({ relation, time, grain, from, until }: ProfileRequest, column: string): string {
  return [
    `select ${bucketSql(time, grain)} as bucket, cast(${quote(column)} as varchar) as category, count(*) as n`,
    `from ${relation}`,
    ...rangeSql(time, from, until, ["2"]),
  ].join("\n");
}

const bucketSql = (time: string | undefined, grain: Grain): string =>
  time === undefined
    ? "'all'"
    : `cast(${grain === "hour" ? `date_trunc('hour', ${time})` : `cast(date_trunc('${grain}', ${time}) as date)`} as varchar)`;

function rangeSql(
  time: string | undefined,
  from: string,
  until: string,
  more: readonly string[] = [],
): string[] {
  const groups = [...(time === undefined ? [] : ["1"]), ...more].join(", ");
  const where =
    time === undefined ? [] : [`where ${time} >= timestamp '${from}' and ${time} <= timestamp '${until}'`];
  return [...where, ...(groups === "" ? [] : [`group by ${groups}`, `order by ${groups}`])];
}

function columnSql(column: TableColumn, index: number): string[] {
  const name = quote(column.name);
  const kind = classOf(column);
  return [
    `count(${name}) as c${index}`,
    ...(kind === "other" ? [] : [`count(distinct ${name}) as u${index}`]),
    ...(kind === "number"
      ? [`min(${name}) as a${index}`, `max(${name}) as z${index}`, `avg(${name}) as m${index}`]
      : []),
    ...(kind === "boolean"
      ? [`avg(case when ${name} then 1.0 when not ${name} then 0.0 end) as m${index}`]
      : []),
  ];
}
