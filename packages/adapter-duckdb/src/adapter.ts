/** DuckDB: an embedded database in one file, or in memory. */
import { readInternalPackage } from "@tsmodel/core/adapter";
import type { AdapterPlugin } from "@tsmodel/core/adapter";
import { parseCredentials } from "./credentials/parse-credentials.ts";
import { dialect } from "./dialect.ts";

export const duckdb: AdapterPlugin = {
  type: "duckdb",
  dispatchParents: [],
  macroPackages: [readInternalPackage("dbt_duckdb", new URL("../macros/dbt_duckdb/", import.meta.url))],
  dialect,
  capabilities: {
    schemaMetadataByRelations: true,
    microbatchConcurrency: true,
    transactionalDdl: true,
    progress: true,
    tableLastModifiedMetadata: {
      supported: false,
      why: "DuckDB does not record when a table was last written",
    },
    grants: { supported: false, why: "DuckDB has no users" },
    materializedViews: { supported: false, why: "DuckDB has no materialized views" },
    pythonModels: { supported: false, why: "tsmodel runs no Python" },
  },
  parseCredentials,
  async open(credentials, effects) {
    const { openDatabase } = await import("./database/open-database.ts");
    return openDatabase(credentials, effects);
  },
};
