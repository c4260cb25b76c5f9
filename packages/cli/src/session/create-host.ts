/** The composition root: which databases there are, dbt's macros, the template engine. */
import { duckdb } from "@tsmodel/adapter-duckdb";
import { postgres } from "@tsmodel/adapter-postgres";
import { Environment, globalPackage, type Host, type ScriptHost } from "@tsmodel/core";
import { BUILD } from "../version.ts";
import { parseScript } from "../scripts/parse-script.ts";

const scripts: ScriptHost = {
  parse: parseScript,
  load: async (path) => (await import("../scripts/load-script.ts")).loadScript(path),
};

export function createHost(): Host {
  return { adapters: [duckdb, postgres], globalPackage, environment: new Environment({ macrosInContext: true }), build: BUILD, scripts };
}
