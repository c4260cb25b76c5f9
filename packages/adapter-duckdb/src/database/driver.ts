/** The driver is loaded when a database is opened and not before: parsing needs none of its 68 MB. */
import type * as Driver from "@duckdb/node-api";

export type DuckDbDriver = typeof Driver;
export type DuckDbInstance = Driver.DuckDBInstance;
export type DuckDbConnection = Driver.DuckDBConnection;
export type DuckDbResult = Driver.DuckDBMaterializedResult;
export type DuckDbValue = Driver.DuckDBValue;
export type DuckDbType = Driver.DuckDBType;

export async function loadDriver(): Promise<DuckDbDriver> {
  const module = (await import("@duckdb/node-api")) as DuckDbDriver & { readonly default?: DuckDbDriver };
  // A bundler gives a CommonJS module as its default export only.
  return module.DuckDBInstance === undefined ? module.default! : module;
}
