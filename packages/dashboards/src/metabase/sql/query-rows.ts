/** A dashboard's query as a common table expression with Metabase's field filters in it. */
import type { Grain } from "../../format/period.ts";
import type { Filter, Query } from "../../plan/plan.ts";
import type { DesiredTag } from "../desired/desired.ts";
import type { QuerySource, Today } from "../desired/reporting.ts";
import { stableUuid } from "../identity.ts";
import type { FieldBook } from "../server/field-book.ts";
import { MetabaseFailure } from "../server/failure.ts";
import { quote } from "./names.ts";

export interface QueryRows {
  /** "rows_of_query as (…)": the query's rows, with `period` where it has time. */
  readonly cte: string;
  readonly filters: readonly string[];
}

export const PERIOD = "tsmodel_period";

/**
 * A field filter stands for a condition on schema.table.column, so it goes where that table is read under its own name:
 * into the FROM of a query over a model, and into a subquery beside the SQL of any other.
 */
export function queryRows(
  query: Query,
  { table, sql, where, reads }: QuerySource,
  filters: readonly Filter[],
  book: FieldBook,
  dashboard: string,
): QueryRows {
  checkBrackets(`${sql} ${where ?? ""}`, dashboard, query.name);
  const used = filters.filter(({ name }) => query.filters[name] !== undefined);
  const conditions = used.map(({ name }) => {
    if (table !== undefined) return `[[and {{${name}}}]]`;
    const column = query.filters[name]!;
    const from = sourceOf(column, reads, book);
    if (from === undefined) throw filterFailure(dashboard, query.name, name, column);
    const full = `${quote(book.schema)}.${quote(from)}`;
    return `[[and ${quote(column)} in (select ${full}.${quote(column)} from ${full} where {{${name}}})]]`;
  });
  const period = query.time === undefined ? undefined : periodSql(query, reads, book);
  const columns = period === undefined ? "*" : `*, ${period} as ${PERIOD}`;
  const from =
    table === undefined ? `(\n${indent(sql, 4)}\n  ) as source` : `${quote(book.schema)}.${quote(table)}`;
  const lines = [
    `where ${where === undefined ? "true" : `(${where})`}`,
    ...conditions.map((text) => `  ${text}`),
  ];
  return {
    cte: [
      "rows_of_query as (",
      `  select ${columns}`,
      `  from ${from}`,
      ...(where === undefined && conditions.length === 0 ? [] : lines.map((line) => `  ${line}`)),
      ")",
    ].join("\n"),
    filters: used.map(({ name }) => name),
  };
}

/** The tag of each filter that acts on the query. */
export function queryTags(
  query: Query,
  { reads }: QuerySource,
  filters: readonly Filter[],
  book: FieldBook,
  place: { readonly dashboard: string; readonly key: string },
): DesiredTag[] {
  return filters.flatMap(({ name, label, type }) => {
    const column = query.filters[name];
    if (column === undefined) return [];
    const from = sourceOf(column, reads, book);
    if (from === undefined) throw filterFailure(place.dashboard, query.name, name, column);
    return [
      {
        id: stableUuid(`${place.key}/${name}`),
        name,
        label,
        field: book.findField(from, column)!.id,
        widget: type === "date-range" ? ("date/all-options" as const) : ("string/=" as const),
      },
    ];
  });
}

const filterFailure = (dashboard: string, query: string, filter: string, column: string): MetabaseFailure =>
  new MetabaseFailure({ code: "metabase-filter", dashboard, query, filter, column });

const sourceOf = (column: string, reads: readonly string[], book: FieldBook): string | undefined =>
  reads.find((table) => book.findField(table, column) !== undefined);

/** Metabase reads {{x}} as a variable and [[…]] as an optional part, wherever they stand. */
function checkBrackets(sql: string, dashboard: string, query: string): void {
  if (/\{\{|\[\[/.test(sql)) throw new MetabaseFailure({ code: "metabase-brackets", dashboard, query });
}

/** The first day of a row's period, in UTC whatever the session's time zone is. */
function periodSql({ time, grain }: Query, reads: readonly string[], book: FieldBook): string {
  const from = sourceOf(time!, reads, book);
  const type = from === undefined ? undefined : book.findField(from, time!)!.database_type;
  const zoned = type === "timestamptz" || type === "timestamp with time zone";
  return `cast(date_trunc('${grain ?? "day"}', ${quote(time!)}${zoned ? " at time zone 'UTC'" : ""}) as date)`;
}

export const interval = (grain: Grain, count = 1): string =>
  grain === "quarter"
    ? `interval '${3 * count} months'`
    : `interval '${count} ${grain}${count === 1 ? "" : "s"}'`;

export const todaySql = (today: Today): string =>
  today.type === "current"
    ? "current_date"
    : today.type === "date"
      ? `date '${today.date}'`
      : `(${today.sql})`;

/** The period is over. */
export const isOver = (grain: Grain, today: Today): string =>
  `${PERIOD} + ${interval(grain)} <= ${todaySql(today)}`;

/** First day of the last period that is over. */
export const lastOver = (grain: Grain, today: Today): string =>
  `cast(date_trunc('${grain}', cast(${todaySql(today)} as timestamp)) - ${interval(grain)} as date)`;

export const indent = (text: string, by: number): string =>
  text
    .split("\n")
    .map((line) => " ".repeat(by) + line)
    .join("\n");
