/** Columns that a query names against those that its rows have. */
import type { DashboardSpec } from "../spec/dashboard-spec.ts";
import { ProblemList, type Locate, type Problem } from "../spec/problem.ts";
import { columnUses } from "./plan-queries.ts";
import type { Query } from "./plan.ts";

export interface ColumnType {
  readonly name: string;
  /** The database's name of it, e.g. "BIGINT", "DECIMAL(18,3)", "timestamp with time zone". */
  readonly type: string;
}

export function checkColumns(
  query: Query,
  spec: DashboardSpec,
  columns: readonly ColumnType[],
  locate: Locate,
): readonly Problem[] {
  const problems = new ProblemList(locate);
  const source = spec.queries[query.name]!;
  const from = source.model === undefined ? `the SQL of query "${query.name}"` : `model "${source.model}"`;
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  for (const { column, path, use, numeric } of columnUses(query, source)) {
    const type = types.get(column);
    if (type === undefined)
      problems.unknown("column-unknown", path, `${from} has no column "${column}"`, column, [
        ...types.keys(),
      ]);
    else if (use === "time" && !/^(date|timestamp)/i.test(type))
      problems.add("column-type", path, `"${column}" is ${type}, and time needs a date or a timestamp`);
    else if (numeric && !NUMERIC.test(type))
      problems.add("column-type", path, `"${column}" is ${type}, and this measure needs numbers`);
  }
  return problems.problems;
}

const NUMERIC =
  /^(tiny|small|big|huge|u\w*)?int|^integer|^int\d|^decimal|^numeric|^double|^float|^real|^number|^hugeint/i;
