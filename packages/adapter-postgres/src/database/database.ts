import type { Database, JsonObject, Session } from "@tsmodel/core/adapter";
import type { PostgresSettings } from "../credentials/settings.ts";
import { ClientPool } from "./client-pool.ts";
import { connect } from "./connect.ts";
import { loadDriver } from "./driver.ts";
import { PostgresSession } from "./session.ts";
import { runStatement } from "./statement.ts";

export interface DatabaseInput {
  readonly settings: PostgresSettings;
  readonly env: { readonly [name: string]: string | undefined };
}

/** One Postgres server; each session is a connection to it. */
export class PostgresDatabase implements Database {
  private readonly input: DatabaseInput;
  private readonly pool: ClientPool;
  private readonly sessions: Set<PostgresSession> = new Set();
  private connecting: AbortController = new AbortController();
  private cancelling: Promise<void> | undefined;

  constructor(input: DatabaseInput) {
    this.input = input;
    this.pool = new ClientPool({
      role: input.settings.role,
      connect: async () =>
        connect({
          driver: await loadDriver(),
          settings: input.settings,
          env: input.env,
          signal: this.connecting.signal,
        }),
    });
  }

  /** Connects with the first statement. */
  session(name: string): Promise<Session> {
    const session = new PostgresSession({
      name,
      settings: this.input.settings,
      acquire: () => this.pool.acquire(),
      release: (client) => this.pool.release(client),
      cancel: (processId) => this.cancel([processId]),
      closed: () => this.sessions.delete(session),
    });
    this.sessions.add(session);
    return Promise.resolve(session);
  }

  /** { version: "15.7" } */
  async describe(): Promise<JsonObject> {
    const session = await this.session("describe");
    try {
      const { rows } = await session.query("select current_setting('server_version')", { fetch: true });
      return { version: rows[0]![0] as string };
    } finally {
      await session.close();
    }
  }

  interrupt(): void {
    this.connecting.abort();
    this.connecting = new AbortController();
    const busy = [...this.sessions].flatMap(({ runningProcess }) => runningProcess ?? []);
    if (busy.length > 0) this.cancel(busy);
  }

  /** From a connection beside; a second call while that one is on its way would only repeat it. */
  private cancel(processIds: readonly number[]): void {
    this.cancelling ??= this.cancelFromBeside(processIds)
      .catch(() => undefined)
      .finally(() => (this.cancelling = undefined));
  }

  private async cancelFromBeside(processIds: readonly number[]): Promise<void> {
    const client = await this.pool.acquire();
    try {
      await runStatement(
        client,
        processIds.map((processId) => `select pg_cancel_backend(${processId})`).join("; "),
      );
    } finally {
      await this.pool.release(client);
    }
  }

  /** Running statements first: a connection that is cut off leaves its statement to go on. */
  async close(): Promise<void> {
    this.connecting.abort();
    await Promise.all([...this.sessions].map((session) => session.close()));
    await this.cancelling;
    await this.pool.close();
  }
}
