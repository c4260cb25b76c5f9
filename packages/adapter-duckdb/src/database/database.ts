import type { Credentials, Database, JsonObject, Session } from "@tsmodel/core/adapter";
import type { DuckDbSettings } from "../credentials/settings.ts";
import type { DuckDbConnection, DuckDbDriver, DuckDbInstance } from "./driver.ts";
import { DuckDbSession } from "./session.ts";

export interface OpenInstance {
  readonly driver: DuckDbDriver;
  readonly instance: DuckDbInstance;
  readonly credentials: Credentials;
  readonly settings: DuckDbSettings;
  /** The file's own database. */
  readonly database: string;
}

/** One DuckDB instance; each session is a connection of it. */
export class DuckDbDatabase implements Database {
  private readonly open: OpenInstance;
  private readonly sessions: Set<DuckDbSession> = new Set();
  private closed: boolean = false;

  constructor(open: OpenInstance) {
    this.open = open;
  }

  /** Connects with the first statement. */
  session(name: string): Promise<Session> {
    const session = new DuckDbSession({
      name,
      driver: this.open.driver,
      settings: this.open.settings,
      connect: () => this.connect(),
      closed: () => this.sessions.delete(session),
    });
    this.sessions.add(session);
    return Promise.resolve(session);
  }

  private async connect(): Promise<DuckDbConnection> {
    const connection = await this.open.instance.connect();
    const { credentials, database, settings } = this.open;
    const target = credentials.database === database ? [] : [`USE "${credentials.database.replaceAll('"', '""')}"`];
    const statements = [...target, ...settings.sessionSettings.map(([name, value]) => `SET ${name} = '${value.replaceAll("'", "''")}'`)];
    if (statements.length > 0) await connection.run(statements.join("; "));
    return connection;
  }

  /** A bare connection for who reads result chunks themselves; theirs to close, before the database is. */
  connectNative(): Promise<DuckDbConnection> {
    return this.connect();
  }

  /** { version: "v1.5.6", path: "data/pipeline.duckdb", extensions: ["icu", …] } */
  async describe(): Promise<JsonObject> {
    const session = await this.session("describe");
    try {
      const { rows } = await session.query("select version(), (select list(extension_name order by 1) from duckdb_extensions() where loaded)", { fetch: true });
      const [version, extensions] = rows[0]!;
      const names = (extensions as { items: readonly string[] } | null)?.items ?? [];
      return { version: version as string, path: this.open.credentials.place, extensions: names };
    } finally {
      await session.close();
    }
  }

  interrupt(): void {
    for (const session of this.sessions) session.interrupt();
  }

  /** Connections first: an instance with a live one keeps its file locked and its log unfolded. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await Promise.all([...this.sessions].map((session) => session.close()));
    this.open.instance.closeSync();
  }
}
