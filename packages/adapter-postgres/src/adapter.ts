/** Postgres: a server reached over the network, one connection for each node at work. */
import { readInternalPackage } from "@tsmodel/core/adapter";
import type { AdapterPlugin } from "@tsmodel/core/adapter";
import { parseCredentials } from "./credentials/parse-credentials.ts";
import { dialect } from "./dialect.ts";

export const postgres: AdapterPlugin = {
  type: "postgres",
  dispatchParents: [],
  macroPackages: [readInternalPackage("dbt_postgres", new URL("../macros/dbt_postgres/", import.meta.url))],
  dialect,
  capabilities: {
    schemaMetadataByRelations: true,
    microbatchConcurrency: false,
    transactionalDdl: true,
    grants: true,
    materializedViews: true,
    progress: { supported: false, why: "Postgres does not say how far a query is" },
    tableLastModifiedMetadata: {
      supported: false,
      why: "Postgres does not record when a table was last written",
    },
    pythonModels: { supported: false, why: "tsmodel runs no Python" },
  },
  parseCredentials,
  async open(credentials, effects) {
    const { openDatabase } = await import("./database/open-database.ts");
    return openDatabase(credentials, effects);
  },
};
