/** The driver is loaded when the first session connects and not before: parsing needs none of it. */
import type * as Driver from "pg";

export type PgDriver = typeof Driver;
export type PgClient = Driver.Client;
export type PgField = Driver.FieldDef;

export async function loadDriver(): Promise<PgDriver> {
  const module = (await import("pg")) as PgDriver & { readonly default?: PgDriver };
  // A bundler gives a CommonJS module as its default export only.
  return module.Client === undefined ? module.default! : module;
}
