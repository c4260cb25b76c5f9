import type { DuckDBConnection, DuckDBType } from "@duckdb/node-api";
import { PublishError } from "../publish-error.ts";
import type { PublishTable, SourceRelation } from "../publish-options.ts";
import { quotePath } from "../quote.ts";

/** A relation as DuckDB describes it right now. */
export interface SourceTable {
  readonly columns: readonly { readonly name: string; readonly type: DuckDBType }[];
  /** Undefined for views: counting would compute them. */
  readonly rows: number | undefined;
}

/** `{database: "shop", schema: "main", name: "orders"}` → `"shop"."main"."orders"` */
export function relationSql(relation: SourceRelation): string {
  return quotePath([...(relation.database ? [relation.database] : []), relation.schema, relation.name]);
}

/**
 * Reads the columns of one relation, and counts its rows if that costs nothing.
 * @throws PublishError relation-not-found, source-failed
 */
export async function readSource(source: DuckDBConnection, table: PublishTable): Promise<SourceTable> {
  const relation = relationSql(table.relation);
  try {
    const shape = await source.run(`SELECT * FROM ${relation} LIMIT 0`);
    const types = shape.columnTypes();
    const columns = shape.columnNames().map((name, index) => ({ name, type: types[index]! }));
    return { columns, rows: await countRows(source, table.relation) };
  } catch (error) {
    throw sourceError(error, table);
  }
}

async function countRows(source: DuckDBConnection, relation: SourceRelation): Promise<number | undefined> {
  const found = await source.run(
    `SELECT count(*) > 0 FROM duckdb_tables() WHERE database_name = coalesce($database, current_database())
     AND lower(schema_name) = lower($schema) AND lower(table_name) = lower($name)`,
    { database: relation.database ?? null, schema: relation.schema, name: relation.name },
  );
  if ((await found.getRows())[0]?.[0] !== true) return undefined;
  const count = await source.run(`SELECT count(*) FROM ${relationSql(relation)}`); // answered from the table's head
  return Number((await count.getRows())[0]![0]);
}

/** What DuckDB said, as a PublishError. */
export function sourceError(error: unknown, table: Pick<PublishTable, "name" | "relation">): PublishError {
  if (error instanceof PublishError) return error;
  const message = (error as Error).message.split("\n")[0] ?? "";
  const place = { table: table.name };
  if (/^Catalog Error.*does not exist|^Binder Error: Catalog .* does not exist/.test(message)) {
    const text = {
      message: `there is no ${relationSql(table.relation)} in DuckDB to publish as "${table.name}"`,
      hint: "build the model first",
    };
    return new PublishError("relation-not-found", text, place, error);
  }
  if (/^INTERRUPT/.test(message)) {
    const text = { message: "the publish was interrupted; the live schema is as it was" };
    return new PublishError("interrupted", text, place, error);
  }
  return new PublishError(
    "source-failed",
    { message: `reading ${relationSql(table.relation)} failed in DuckDB: ${message}` },
    place,
    error,
  );
}
