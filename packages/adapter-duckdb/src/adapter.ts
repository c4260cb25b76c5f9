/** DuckDB: an embedded database in one file, or in memory. */
import { existsSync } from "node:fs";
import { readInternalPackage } from "@tsmodel/core/adapter";
import type { AdapterPlugin, Credentials } from "@tsmodel/core/adapter";
import { parseCredentials } from "./credentials/parse-credentials.ts";
import type { DuckDbSettings } from "./credentials/settings.ts";
import { requiredThreadPoolSize } from "./database/thread-pool.ts";
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
  opensWithoutTrace,
  poolSize: requiredThreadPoolSize,
  async open(credentials, effects) {
    const { openDatabase } = await import("./database/open-database.ts");
    return openDatabase(credentials, effects);
  },
};

/** A file that is there already, and nothing that is installed or attached beside it. */
function opensWithoutTrace({ settings }: Credentials): boolean {
  const { path, extensions, secrets, attachments } = settings as DuckDbSettings;
  return extensions.length + secrets.length + attachments.length === 0 && existsSync(path);
}
