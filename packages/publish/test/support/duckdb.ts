import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/** A connection to a fresh DuckDB in memory, in UTC as the adapter sets it. */
export async function openDuckdb(): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run("SET TimeZone = 'UTC'");
  return connection;
}
