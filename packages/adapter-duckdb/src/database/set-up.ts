/** What a profile has done to a database before it is used: settings as statements, and what is said when one is refused. */
import type { DuckDbSettings } from "../credentials/settings.ts";
import { failDuckDb } from "../messages.ts";
import { quoteString } from "../sql.ts";
import type { DuckDbConnection } from "./driver.ts";
import { readReport } from "./statement-error.ts";

export type Setting = DuckDbSettings["sessionSettings"][number];

export interface SettingStatement {
  readonly name: string;
  readonly sql: string;
}

/** Sent together: each is a trip to another thread. */
export const settingStatements = (verb: "SET" | "SET GLOBAL", settings: readonly Setting[]): readonly SettingStatement[] =>
  settings.map(([name, value]) => ({ name, sql: `${verb} ${name} = ${quoteString(value)}` }));

/** One by one, after all of them together were refused. @throws TsmodelError duckdb-setup for the first that is refused */
export async function findRefused(connection: DuckDbConnection, statements: readonly SettingStatement[]): Promise<void> {
  for (const { name, sql } of statements) await setUp(connection, sql, `the setting "${name}" of the profile`);
}

/** @throws TsmodelError duckdb-setup */
export async function setUp(connection: DuckDbConnection, sql: string, what: string): Promise<void> {
  await connection.run(sql).catch((error: unknown) => {
    throw failDuckDb("duckdb-setup", { what, detail: readReport((error as Error).message).message }, error);
  });
}
