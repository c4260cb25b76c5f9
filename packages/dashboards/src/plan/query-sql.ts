/** Query → SQL that groups its rows into a cube. ANSI SQL but for date_trunc and median, which DuckDB and Postgres have under two names. */
import { isAdditive, type Part } from "../cube/measure.ts";
import type { Query } from "./plan.ts";

export type SqlDialect = "duckdb" | "postgres";

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** No rows: asked for names and types of a query's columns. `source` is the query's SQL after its templates were rendered. */
export const columnsSql = (source: string): string => `select * from (\n${source}\n) as source limit 0`;

/**
 * Columns: t (text of a date), d0… (dimensions), g0… (1 in rows over all values of the dimension; only where a part does
 * not add up), p0… (parts).
 */
export function cubeSql(query: Query, source: string, dialect: SqlDialect): string {
  const { time, grain, dimensions, parts, where } = query;
  const fixed = dimensions.length > 0 && parts.some(({ kind }) => !isAdditive(kind));
  const columns = [
    ...(time === undefined ? [] : [`cast(date_trunc('${grain}', ${quote(time)}) as date) as t`]),
    ...dimensions.map((column, index) => `${quote(column)} as d${index}`),
    ...parts.map((part, index) => `${partInput(part)} as p${index}`),
  ];
  const keys = [...(time === undefined ? [] : ["t"]), ...dimensions.map((_, index) => `d${index}`)];
  const outputs = [
    ...keys,
    ...(fixed ? dimensions.map((_, index) => `grouping(d${index}) as g${index}`) : []),
    ...parts.map((part, index) => `${partOutput(part, `p${index}`, dialect)} as p${index}`),
  ];
  return [
    `select ${outputs.join(", ")}`,
    `from (\n  select ${columns.join(", ")}\n  from (\n${source}\n  ) as source${where === undefined ? "" : `\n  where ${where}`}\n) as rows_of_query`,
    ...(time === undefined ? [] : ["where t is not null"]),
    ...(keys.length === 0
      ? []
      : [
          `group by ${fixed ? groupingSets(time !== undefined, dimensions.length) : keys.join(", ")}`,
          `order by ${keys.join(", ")}`,
        ]),
  ].join("\n");
}

export function partInput({ kind, column, weight }: Part): string {
  if (kind === "weighted") return `${quote(column!)} * ${quote(weight!)}`;
  if (kind === "weight") return `case when ${quote(column!)} is not null then ${quote(weight!)} end`;
  return column === undefined ? "1" : quote(column);
}

export function partOutput({ kind }: Part, input: string, dialect: SqlDialect): string {
  switch (kind) {
    case "count":
      return `count(${input})`;
    case "distinct":
      return `count(distinct ${input})`;
    case "median":
      return dialect === "duckdb"
        ? `median(${input})`
        : `percentile_cont(0.5) within group (order by ${input})`;
    case "min":
    case "max":
      return `${kind}(${input})`;
    case "value":
      // One row stands behind it, or all agree: otherwise there is no such value.
      return `case when min(${input}) = max(${input}) then min(${input}) end`;
    default:
      return `sum(${input})`;
  }
}

/** Every subset of the dimensions, time always. */
function groupingSets(timed: boolean, count: number): string {
  const sets = Array.from({ length: 2 ** count }, (_, mask) => [
    ...(timed ? ["t"] : []),
    ...Array.from({ length: count }, (_, index) => index)
      .filter((index) => (mask & (1 << index)) === 0)
      .map((index) => `d${index}`),
  ]);
  return `grouping sets (${sets.map((columns) => `(${columns.join(", ")})`).join(", ")})`;
}
