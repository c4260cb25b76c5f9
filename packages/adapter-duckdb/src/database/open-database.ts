/** Credentials → an open Database: instance, time zone, extensions, secrets, attached databases, in dbt-duckdb's order. */
import { setTimeout as wait } from "node:timers/promises";
import { monotonicTime, type AdapterEffects, type Credentials, type Database } from "@tsmodel/core/adapter";
import { pathScheme } from "../credentials/database-name.ts";
import type { DuckDbSettings } from "../credentials/settings.ts";
import { failDuckDb } from "../messages.ts";
import { BackgroundThreads } from "./background-threads.ts";
import { DuckDbDatabase } from "./database.ts";
import { loadDriver, type DuckDbConnection, type DuckDbDriver, type DuckDbInstance } from "./driver.ts";
import { toOpenError } from "./open-error.ts";
import { pythonName } from "./python-name.ts";
import { findRefused, setUp, settingStatements, type Setting } from "./set-up.ts";
import { readReport } from "./statement-error.ts";

/** @throws TsmodelError duckdb-locked, duckdb-no-permission, duckdb-not-a-database, duckdb-newer-file, duckdb-extension, … */
export async function openDatabase(credentials: Credentials, effects: AdapterEffects): Promise<Database> {
  const settings = credentials.settings as DuckDbSettings;
  const driver = await loadDriver();
  const place = { place: credentials.place, path: settings.path, projectDir: effects.projectDir };
  const instance = await retry(settings, () => openInstance(driver, settings)).catch((error: unknown) => {
    throw toOpenError(error, place);
  });
  let first: DuckDbConnection | undefined;
  try {
    first = await instance.connect();
    const { shared, own } = sortSettings(settings, effects.projectDir);
    const total = await prepareInstance(first, settings, shared, place);
    return new DuckDbDatabase({ driver, instance, first, credentials, settings, sessionSettings: own, searchFolders: shared.file_search_path.split(","), threads: createThreads(instance, total) });
  } catch (error) {
    first?.closeSync();
    instance.closeSync();
    throw error;
  }
}

/** What sessions have from the instance. */
interface SharedSettings {
  readonly TimeZone: string;
  readonly file_search_path: string;
}

/** `shared`: set once, for all sessions; `own`: may be a session's only. */
function sortSettings({ sessionSettings }: DuckDbSettings, projectDir: string): { readonly shared: SharedSettings; readonly own: readonly Setting[] } {
  const isNamed = (name: string) => ([given]: Setting): boolean => given.toLowerCase() === name.toLowerCase();
  const valueOf = (name: keyof SharedSettings): string | undefined => sessionSettings.findLast(isNamed(name))?.[1];
  const shared: SharedSettings = { TimeZone: valueOf("TimeZone") ?? "UTC", file_search_path: valueOf("file_search_path") ?? projectDir };
  return { shared, own: sessionSettings.filter((each) => !Object.keys(shared).some((name) => isNamed(name)(each))) };
}

/** Whoever sets numbers of threads gets these, and MotherDuck has its own. */
function countsThreads({ configOptions, sessionSettings, path }: DuckDbSettings): boolean {
  const names = [...Object.keys(configOptions), ...sessionSettings.map(([name]) => name)];
  return pathScheme(path) !== undefined || names.some((name) => /threads$/i.test(name));
}

function createThreads(instance: DuckDbInstance, total: number): BackgroundThreads {
  const setExternal = async (external: number): Promise<void> => {
    const connection = await instance.connect();
    try {
      await connection.run(`SET GLOBAL external_threads = ${external}`);
    } finally {
      connection.closeSync();
    }
  };
  return new BackgroundThreads({ total, setExternal, now: monotonicTime });
}

/**
 * Through the driver's cache, because a second instance on a file of this process would not see the first one's lock
 * and ruin it. Databases in memory are each their own.
 */
function openInstance(driver: DuckDbDriver, settings: DuckDbSettings): Promise<DuckDbInstance> {
  const options = { ...settings.configOptions, errors_as_json: "true" };
  return settings.path === ":memory:"
    ? driver.DuckDBInstance.create(":memory:", options)
    : driver.DuckDBInstance.fromCache(settings.path, options);
}

/** Tries again after 1, 2, 4 … seconds while the error is one of those the profile names. */
async function retry<T>({ retries }: DuckDbSettings, open: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open();
    } catch (error) {
      const { type } = readReport(error instanceof Error ? error.message : String(error));
      if (attempt >= retries.connectAttempts || !retries.exceptions.includes(pythonName(type))) throw error;
      await wait(1000 * 2 ** (attempt - 1));
    }
  }
}

/** The threads that DuckDB counts on, none of them its own yet (background-threads.ts); 1 where others count them. */
async function prepareInstance(
  connection: DuckDbConnection,
  settings: DuckDbSettings,
  shared: SharedSettings,
  { place, projectDir }: { place: string; projectDir: string },
): Promise<number> {
  const total = await setShared(connection, shared);
  for (const { name, repo } of settings.extensions) await loadExtension(connection, name, repo);
  for (const secret of settings.secrets) await setUp(connection, secret, "a secret of the profile");
  for (const { sql, path } of settings.attachments) {
    await connection.run(sql).catch((error: unknown) => {
      throw toOpenError(error, { place: path, path, projectDir });
    });
  }
  if (countsThreads(settings) || total <= 1) return 1;
  await connection.run(`SET GLOBAL external_threads = ${total}`);
  return total;
}

/** The threads that DuckDB has. @throws TsmodelError duckdb-setup */
async function setShared(connection: DuckDbConnection, shared: SharedSettings): Promise<number> {
  const statements = settingStatements("SET GLOBAL", Object.entries(shared) as Setting[]);
  const reader = await connection.runAndReadAll([...statements.map(({ sql }) => sql), "SELECT current_setting('threads')"].join(";\n")).catch(async (error: unknown) => {
    await findRefused(connection, statements);
    throw error;
  });
  return Number(reader.getRows()[0]?.[0] ?? 1);
}

/** One that is linked in or installed already needs no network. */
async function loadExtension(
  connection: DuckDbConnection,
  name: string,
  repo: string | undefined,
): Promise<void> {
  const load = (): Promise<unknown> => connection.run(`LOAD ${name}`);
  const install = (): Promise<unknown> =>
    connection.run(`INSTALL ${name}${repo === undefined ? "" : ` FROM ${repo}`}`);
  try {
    if (repo === undefined) await load().catch(() => install().then(load));
    else await install().then(load);
  } catch (error) {
    throw failDuckDb(
      "duckdb-extension",
      { name, detail: readReport((error as Error).message).message.split("\n", 1)[0]! },
      error,
    );
  }
}
