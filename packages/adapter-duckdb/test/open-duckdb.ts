import type { Database, JsonObject } from "@tsmodel/core/adapter";
import { duckdb } from "../src/index.ts";

/** The database of a profile whose project lies in `projectDir`. */
export function openDuckDb(output: JsonObject, projectDir: string): Promise<Database> {
  const credentials = duckdb.parseCredentials(
    { type: "duckdb", ...output },
    { profilesDir: projectDir, projectDir, targetName: "dev", profileName: "shop" },
  );
  return duckdb.open(credentials, { env: {}, projectDir, threads: 4, now: () => new Date(0) });
}
