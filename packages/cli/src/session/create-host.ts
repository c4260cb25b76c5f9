/** The composition root: which databases there are, dbt's macros, the template engine. */
import { duckdb } from "@tsmodel/adapter-duckdb";
import { postgres } from "@tsmodel/adapter-postgres";
import { Environment, globalPackage, type Host, type PreparedCode, type ScriptHost } from "@tsmodel/core";
import { BUILD } from "../version.ts";
import { parseScript } from "../scripts/parse-script.ts";
import { hashMacro } from "./hash-macro.ts";

const scripts: ScriptHost = {
  parse: parseScript,
  load: async (path) => (await import("../scripts/load-script.ts")).loadScript(path),
};

/** Code of the built-in macros by `hashMacro` of their text (scripts/bundle.mjs). */
export type MacroCode = { readonly [hash: string]: () => PreparedCode };

/** `loadMacros`: making the code of built-in macros takes longer than running it; without it, it is made when they are called. */
export function createHost(loadMacros: () => MacroCode = () => ({})): Host {
  let macros: MacroCode | undefined;
  const prepared = (text: string): PreparedCode | undefined => (macros ??= loadMacros())[hashMacro(text)]?.();
  const environment = new Environment({ macrosInContext: true, prepared });
  return { adapters: [duckdb, postgres], globalPackage, environment, build: BUILD, scripts };
}

