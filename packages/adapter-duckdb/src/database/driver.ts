/** The driver is loaded when a database is opened and not before: parsing needs none of its 68 MB. */
import type * as Driver from "@duckdb/node-api";

export type DuckDbDriver = typeof Driver;
export type DuckDbInstance = Driver.DuckDBInstance;
export type DuckDbConnection = Driver.DuckDBConnection;
export type DuckDbResult = Driver.DuckDBMaterializedResult;
export type DuckDbValue = Driver.DuckDBValue;
export type DuckDbType = Driver.DuckDBType;

export async function loadDriver(): Promise<DuckDbDriver> {
  return import("@duckdb/node-api");
}
