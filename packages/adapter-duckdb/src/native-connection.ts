import type { Database } from "@tsmodel/core/adapter";
import type { DuckDbConnection } from "./database/driver.ts";
import type { DuckDbDatabase } from "./database/database.ts";

/** The driver's own connection of an open DuckDB: publishing reads its result chunks. The caller closes it. */
export function connectNative(database: Database): Promise<DuckDbConnection> {
  return (database as DuckDbDatabase).connectNative();
}
