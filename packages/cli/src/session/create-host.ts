/** The composition root: which databases there are, dbt's macros, the template engine. */
import { duckdb } from "@tsmodel/adapter-duckdb";
import { postgres } from "@tsmodel/adapter-postgres";
import { Environment, globalPackage, type Host, type PreparedCode, type ScriptHost } from "@tsmodel/core";
import { BUILD } from "../version.ts";
import { parseScript } from "../scripts/parse-script.ts";
import { hashMacro } from "./hash-macro.ts";
import { preparedMacros } from "./prepared-macros.ts";

const scripts: ScriptHost = {
  parse: parseScript,
  load: async (path) => (await import("../scripts/load-script.ts")).loadScript(path),
};

export function createHost(): Host {
  const environment = new Environment({ macrosInContext: true, prepared });
  return { adapters: [duckdb, postgres], globalPackage, environment, build: BUILD, scripts };
}

let macros: ReturnType<typeof preparedMacros> | undefined;
const prepared = (text: string): PreparedCode | undefined => (macros ??= preparedMacros())[hashMacro(text)];
