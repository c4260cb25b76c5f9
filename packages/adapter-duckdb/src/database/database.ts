import type { Credentials, Database, JsonObject, Session, ViewCopies } from "@tsmodel/core/adapter";
import { databaseName, pathScheme } from "../credentials/database-name.ts";
import type { DuckDbSettings } from "../credentials/settings.ts";
import { quoteName } from "../sql.ts";
import type { BackgroundThreads } from "./background-threads.ts";
import type { DuckDbConnection, DuckDbDriver, DuckDbInstance } from "./driver.ts";
import { DuckDbSession, type PooledConnection } from "./session.ts";
import { findRefused, settingStatements } from "./set-up.ts";
import { DuckDbCopies } from "./view-copies.ts";

export interface OpenInstance {
  readonly driver: DuckDbDriver;
  readonly instance: DuckDbInstance;
  /** The connection that set the instance up; sessions get it first. */
  readonly first: DuckDbConnection;
  readonly credentials: Credentials;
  readonly settings: DuckDbSettings;
  /** Of the profile's, those that each session is told. */
  readonly sessionSettings: DuckDbSettings["sessionSettings"];
  /** Where DuckDB looks for files besides the current folder. */
  readonly searchFolders: readonly string[];
  readonly threads: BackgroundThreads;
}

/** Free connections that are kept; more are closed. */
const KEPT = 16;

/** One DuckDB instance; each session has a connection of it to itself. */
export class DuckDbDatabase implements Database {
  private readonly open: OpenInstance;
  private readonly sessions: Set<DuckDbSession> = new Set();
  private readonly free: PooledConnection[] = [];
  private readonly openCopies: Set<DuckDbCopies> = new Set();
  private closing: Promise<void> | undefined;
  private closed: boolean = false;
  /** Until somebody takes it. */
  private first: DuckDbConnection | undefined;

  constructor(open: OpenInstance) {
    this.open = open;
    this.first = open.first;
  }

  /** Connects with the first statement. */
  session(name: string): Promise<Session> {
    const session = new DuckDbSession({
      name,
      driver: this.open.driver,
      settings: this.open.settings,
      threads: this.open.threads,
      take: async () => this.free.pop() ?? { native: await this.connect(), progressOn: false },
      closed: (connection) => {
        this.sessions.delete(session);
        if (connection !== undefined) this.giveBack(connection);
      },
    });
    this.sessions.add(session);
    return Promise.resolve(session);
  }

  private giveBack(connection: PooledConnection): void {
    if (this.closed || this.free.length >= KEPT) connection.native.closeSync();
    else this.free.push(connection);
  }

  /** @throws TsmodelError duckdb-setup */
  private async connect(): Promise<DuckDbConnection> {
    const { first } = this;
    this.first = undefined;
    const connection = first ?? (await this.open.instance.connect());
    const statements = settingStatements("SET", this.open.sessionSettings);
    if (statements.length === 0) return connection;
    try {
      await connection.run(statements.map(({ sql }) => sql).join(";\n")).catch(() => findRefused(connection, statements));
    } catch (error) {
      connection.closeSync();
      throw error;
    }
    return connection;
  }

  /** A bare connection for who reads result chunks themselves; theirs to close, before the database is. */
  async connectNative(): Promise<DuckDbConnection> {
    await this.open.threads.stay();
    return this.connect();
  }

  /** { version: "v1.5.6", path: "data/pipeline.duckdb", extensions: ["icu", …] } */
  async describe(): Promise<JsonObject> {
    const session = await this.session("describe");
    try {
      const { rows } = await session.query(
        "select version(), (select list(extension_name order by 1) from duckdb_extensions() where loaded)",
        { fetch: true },
      );
      const [version, extensions] = rows[0]!;
      const names = (extensions as { items: readonly string[] } | null)?.items ?? [];
      return { version: version as string, path: this.open.credentials.place, extensions: names };
    } finally {
      await session.close();
    }
  }

  /** Not for MotherDuck, where the statements run elsewhere. */
  async copies(name: string): Promise<ViewCopies | undefined> {
    if (pathScheme(this.open.settings.path) !== undefined) return undefined;
    const folders = this.open.searchFolders;
    const copies = await DuckDbCopies.attach({ name, folders, connect: () => this.connect(), threads: this.open.threads, closed: () => this.openCopies.delete(copies!) });
    if (copies !== undefined) this.openCopies.add(copies);
    return copies;
  }

  interrupt(): void {
    for (const session of this.sessions) session.interrupt();
    for (const copies of this.openCopies) copies.interrupt();
  }

  /** Connections first: an instance with a live one keeps its file locked and its log unfolded. */
  close(): Promise<void> {
    return (this.closing ??= this.shut());
  }

  private async shut(): Promise<void> {
    await Promise.all([...this.sessions].map((session) => session.close()));
    this.closed = true;
    for (const copies of this.openCopies) await copies.close();
    await this.foldLog();
    this.first?.closeSync();
    for (const { native } of this.free.splice(0)) native.closeSync();
    this.open.instance.closeSync();
  }

  /** What closing does as well, but in the thread that calls it; of attached databases closing does it. */
  private async foldLog(): Promise<void> {
    const { path } = this.open.settings;
    if (path === ":memory:" || pathScheme(path) !== undefined) return;
    await this.free[0]?.native.run(`CHECKPOINT ${quoteName(databaseName(path))}`).catch(() => undefined);
  }
}
