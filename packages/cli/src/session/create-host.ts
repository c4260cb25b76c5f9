/** The composition root: which databases there are, dbt's macros, the template engine. */
import { duckdb } from "@tsmodel/adapter-duckdb";
import { postgres } from "@tsmodel/adapter-postgres";
import { Environment, globalPackage, type Host } from "@tsmodel/core";

export function createHost(): Host {
  return { adapters: [duckdb, postgres], globalPackage, environment: new Environment({ macrosInContext: true }) };
}
