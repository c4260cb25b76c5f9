/** The query behind a sentence: the figures of two periods, or of all, as anybody can run it. */
import { cubeSql, type Measure, type Query, type SqlDialect } from "@tsmodel/dashboards";
import { quote } from "../table/profile-sql.ts";

export interface QuerySource {
  readonly query: Query;
  /** The query's SQL after its templates were rendered. */
  readonly source: string;
  readonly dialect: SqlDialect;
}

/** Columns: period, the dimension where given, the measure, and what it is made of where that is two things. */
export function movedSql(
  { query, source, dialect }: QuerySource,
  measure: Measure,
  dimension?: string,
  periods?: readonly string[],
): string {
  const used = [measure.numerator, ...(measure.denominator === undefined ? [] : [measure.denominator])];
  const reduced: Query = {
    ...query,
    dimensions: dimension === undefined ? [] : [dimension],
    parts: used.map((part) => query.parts[part]!),
    measures: [],
  };
  const outputs = [
    "t as period",
    ...(dimension === undefined ? [] : [`d0 as ${quote(dimension)}`]),
    `${valueSql(measure)} as ${quote(measure.name)}`,
    ...(measure.denominator === undefined ? [] : ["p0 as numerator", "p1 as denominator"]),
  ];
  return [
    `select ${outputs.join(", ")}`,
    `from (\n${cubeSql(reduced, source, dialect)}\n) as grouped`,
    ...(periods === undefined
      ? []
      : [`where t in (${periods.map((period) => `date '${period}'`).join(", ")})`]),
    `order by ${dimension === undefined ? "1" : "1, 2"}`,
  ].join("\n");
}

function valueSql({ denominator, scale }: Measure): string {
  if (denominator === undefined) return scale === 1 ? "p0" : `${scale} * p0`;
  return `${scale === 1 ? "" : `${scale} * `}cast(p0 as double precision) / nullif(p1, 0)`;
}
