/** Settings → a connected client, in the state that reading its results relies on. */
import { setTimeout as wait } from "node:timers/promises";
import { isSslRefusal, type Ssl } from "@tsmodel/postgres-tls";
import type { PostgresSettings } from "../credentials/settings.ts";
import { failPostgres } from "../messages.ts";
import { isWorthRetrying, toConnectError } from "./connect-error.ts";
import type { PgClient, PgDriver } from "./driver.ts";
import { resolveSsl, sslMode } from "./resolve-ssl.ts";
import { runStatement } from "./statement.ts";
import { readReport } from "./statement-error.ts";

export interface ConnectInput {
  readonly driver: PgDriver;
  readonly settings: PostgresSettings;
  readonly env: { readonly [name: string]: string | undefined };
  /** Aborted: no further attempt. */
  readonly signal: AbortSignal;
}

/** Tries again `retries` times, after 0, 1, 4, 9 … seconds. @throws TsmodelError postgres-refused, postgres-authentication, postgres-timeout, … */
export async function connect(input: ConnectInput): Promise<PgClient> {
  const { settings, signal } = input;
  const mode = sslMode(settings.ssl, input.env);
  const choices = await resolveSsl(settings, mode);
  for (let attempt = 0; ; attempt++) {
    if (signal.aborted) throw failPostgres("postgres-interrupted", settings);
    try {
      return await prepared(await firstOf(choices, input), settings);
    } catch (error) {
      if ((error as { code?: string }).code === "postgres-role") throw error;
      if (attempt >= settings.retries || !isWorthRetrying(error)) throw toConnectError(error, settings, mode);
      await wait(1000 * attempt ** 2, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function firstOf(choices: readonly Ssl[], input: ConnectInput): Promise<PgClient> {
  for (const [index, ssl] of choices.entries()) {
    try {
      return await connectOnce(ssl, input);
    } catch (error) {
      if (index === choices.length - 1 || !isSslRefusal(error)) throw error;
    }
  }
  throw new Error("There is no way to connect");
}

async function connectOnce(ssl: Ssl, { driver, settings }: ConnectInput): Promise<PgClient> {
  const client = new driver.Client({
    host: settings.host,
    port: settings.port,
    user: settings.user,
    password: settings.password,
    database: settings.database,
    ssl,
    connectionTimeoutMillis: settings.connectTimeout * 1000,
    keepAlive: true,
    keepAliveInitialDelayMillis: settings.keepalivesIdle * 1000,
    ...(settings.applicationName && { application_name: settings.applicationName }),
    ...(settings.searchPath && { options: `-c search_path=${settings.searchPath.replaceAll(" ", "\\ ")}` }),
  });
  // Without a listener a lost connection would end the process; the running statement reports it anyway.
  client.on("error", () => {});
  const reported = watchParameters(client);
  await client.connect();
  await useIsoDates(client, reported);
  return client;
}

/** The settings that Postgres reports when a connection begins. */
function watchParameters(client: PgClient): Map<string, string> {
  const reported = new Map<string, string>();
  const { connection } = client as unknown as { readonly connection: NodeJS.EventEmitter };
  connection.on(
    "parameterStatus",
    (message: { readonly parameterName: string; readonly parameterValue: string }) => {
      reported.set(message.parameterName, message.parameterValue);
    },
  );
  return reported;
}

/** What the readers of dates and intervals expect; a server may be set up otherwise. */
async function useIsoDates(client: PgClient, reported: ReadonlyMap<string, string>): Promise<void> {
  const changes = [
    ...(reported.get("DateStyle")?.startsWith("ISO") === false ? ["set datestyle to iso"] : []),
    ...(reported.has("IntervalStyle") && reported.get("IntervalStyle") !== "postgres"
      ? ["set intervalstyle to postgres"]
      : []),
  ];
  if (changes.length > 0) await runStatement(client, changes.join("; "));
}

async function prepared(client: PgClient, { role }: PostgresSettings): Promise<PgClient> {
  if (role === null) return client;
  try {
    await runStatement(client, `set role ${role}`);
    return client;
  } catch (error) {
    await client.end();
    throw failPostgres("postgres-role", { role, detail: readReport(error).message }, error);
  }
}
