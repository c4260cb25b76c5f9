import type { DuckDBConnection } from "@duckdb/node-api";
import { typeCases } from "./type-cases.ts";

/** Makes one table per type: (n, v), the values in order and a NULL at the end. */
export async function loadTypeCases(duck: DuckDBConnection): Promise<void> {
  for (const { name, type, values } of typeCases) {
    const rows = [...Object.keys(values), "NULL"].map((literal, n) => `(${n}, (${literal})::${type})`);
    await duck.run(`CREATE TABLE "${name}" AS SELECT * FROM (VALUES ${rows.join(", ")}) t(n, v)`);
  }
}
