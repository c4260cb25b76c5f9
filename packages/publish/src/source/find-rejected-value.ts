import type { DuckDBConnection } from "@duckdb/node-api";
import type { PlannedTable } from "../plan/publish-plan.ts";
import { PublishError } from "../publish-error.ts";
import { quoteName } from "../quote.ts";
import { relationSql } from "./read-source.ts";

/**
 * After a failed read: the first value that does not survive the cast to the type its column was told to have.
 * DuckDB names the value but neither its column nor its row.
 */
export async function findRejectedValue(
  source: DuckDBConnection,
  { spec, columns }: PlannedTable,
): Promise<PublishError | undefined> {
  for (const { name, expression, finalType } of columns) {
    const column = quoteName(name);
    if (expression === column) continue;
    const found = await findFirst(
      source,
      `SELECT n, v FROM (SELECT row_number() OVER () AS n, ${column}::VARCHAR AS v, TRY(${expression}) AS cast_value,
       ${column} FROM ${relationSql(spec.relation)}) WHERE ${column} IS NOT NULL AND cast_value IS NULL LIMIT 1`,
    );
    if (found === undefined) continue;
    const [row, value] = found;
    const text = {
      message: `row ${row} of table "${spec.name}" has the value ${value} in "${name}", which is no ${finalType}`,
      hint: "correct the model, or the type of the column in its configuration",
    };
    return new PublishError("value-rejected", text, { table: spec.name, column: name, row });
  }
  return undefined;
}

async function findFirst(source: DuckDBConnection, sql: string): Promise<[number, string] | undefined> {
  try {
    const [row] = await (await source.run(sql)).getRows();
    return row && [Number(row[0]), String(row[1])];
  } catch {
    return undefined; // the read failed for another reason, which the caller reports
  }
}
