/** A connection of its own. Statements of one session run one after the other. */
import { setTimeout as wait } from "node:timers/promises";
import type { LoadedTable, LoadTable, LoadValue, QueryOptions, QueryResult, RowBatch, Session } from "@tsmodel/core/adapter";
import { DatabaseError } from "@tsmodel/core/adapter";
import type { DuckDbSettings } from "../credentials/settings.ts";
import type { BackgroundThreads } from "./background-threads.ts";
import { bindValues } from "./bind-values.ts";
import type { DuckDbConnection, DuckDbDriver, DuckDbResult, DuckDbValue } from "./driver.ts";
import { appendRows, createLoadTable } from "./load-rows.ts";
import { pythonName } from "./python-name.ts";
import { readRows } from "./read-rows.ts";
import { readReport, toDatabaseError } from "./statement-error.ts";
import { streamRows } from "./stream-rows.ts";
import { typeName } from "./types.ts";

/** A connection that sessions take in turns: closing one costs more than most statements. */
export interface PooledConnection {
  readonly native: DuckDbConnection;
  /** Whether it reports progress; set by the first session that wants it. */
  progressOn: boolean;
}

export interface SessionInput {
  readonly name: string;
  readonly driver: DuckDbDriver;
  readonly settings: DuckDbSettings;
  readonly threads: BackgroundThreads;
  take(): Promise<PooledConnection>;
  /** The session is over; its connection, if it had one, is free and in no transaction. */
  closed(connection: PooledConnection | undefined): void;
}

/** How often a running statement is asked how far it is, in milliseconds. */
const PROGRESS_INTERVAL = 100;
const NO_TRANSACTION = /no transaction is active/i;
const IN_TRANSACTION = /within a transaction/i;
/** DuckDB refuses fewer threads than it was told of. */
const COUNTS_THREADS = /\b(?:set|pragma|reset)\b[^;]{0,60}threads\b/i;
const BEGINS = /\b(?:begin|start\s+transaction)\b/i;
/** Sent in front of a transaction's first statement, in one piece with it: each piece is a trip to another thread. */
const BEGIN = "BEGIN TRANSACTION;\n";

export class DuckDbSession implements Session {
  inTransaction: boolean = false;
  /** The transaction has been asked for, and nothing has been sent since. */
  private beginning: boolean = false;
  /** A statement of the user's may have begun one by itself. */
  private begunByText: boolean = false;
  private readonly input: SessionInput;
  private connection: Promise<PooledConnection> | undefined;
  private live: PooledConnection | undefined;
  private tail: Promise<unknown> = Promise.resolve();
  private closed: boolean = false;

  constructor(input: SessionInput) {
    this.input = input;
  }

  query(sql: string, options: QueryOptions = {}): Promise<QueryResult> {
    return this.inOrder(() => this.run(sql, options));
  }

  /** The database hears of it with the first statement. */
  begin(): Promise<void> {
    return this.inOrder(() => {
      this.beginning ||= !this.inTransaction;
      this.inTransaction = true;
      return Promise.resolve();
    });
  }

  commit(): Promise<void> {
    return this.inOrder(() => this.end("COMMIT"));
  }

  rollback(): Promise<void> {
    return this.inOrder(() => this.end("ROLLBACK"));
  }

  load(table: LoadTable, batches: AsyncIterable<readonly (readonly LoadValue[])[]>): Promise<LoadedTable> {
    return this.inOrder(async () => {
      const { sql, loaded } = createLoadTable(table);
      await this.run(sql, {});
      await appendRows(await this.connected(), this.input.driver, table, batches);
      return loaded;
    });
  }

  async *stream(sql: string): AsyncGenerator<RowBatch> {
    await this.input.threads.stay();
    try {
      yield* streamRows(await this.connected(), sql);
    } catch (error) {
      throw toDatabaseError(error, sql);
    }
  }

  interrupt(): void {
    this.live?.native.interrupt();
  }

  /** Waits for the statement that runs; what is not committed is undone. */
  close(): Promise<void> {
    this.closed = true;
    return this.inOrder(async () => {
      if (this.inTransaction && (!this.beginning || this.begunByText)) await this.live?.native.run("ROLLBACK").catch(() => undefined);
      this.inTransaction = false;
      this.beginning = false;
      this.input.closed(this.live);
      this.live = undefined;
    });
  }

  private inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = this.tail.then(work);
    this.tail = result.catch(() => undefined);
    return result;
  }

  private async connected(): Promise<DuckDbConnection> {
    if (this.closed) throw new Error(`The session "${this.input.name}" is closed`);
    this.connection ??= this.input.take();
    this.live = await this.connection;
    return this.live.native;
  }

  /** @throws DatabaseError. The transaction may be over already: the user's own SQL may have ended it. */
  private async end(sql: "COMMIT" | "ROLLBACK"): Promise<void> {
    const { beginning } = this;
    this.inTransaction = false;
    this.beginning = false;
    if (beginning && !this.begunByText) return;
    this.begunByText = false;
    try {
      await (await this.connected()).run(sql);
    } catch (error) {
      if (!NO_TRANSACTION.test((error as Error).message)) throw toDatabaseError(error, sql);
    }
  }

  /**
   * An error ends the transaction: DuckDB would take everything that follows, COMMIT included, and keep nothing.
   * @throws DatabaseError
   */
  private async run(sql: string, options: QueryOptions): Promise<QueryResult> {
    const connection = await this.connected();
    const head = this.beginning ? BEGIN : "";
    this.beginning = false;
    this.begunByText ||= BEGINS.test(sql);
    if (COUNTS_THREADS.test(sql)) await this.input.threads.stay();
    try {
      const values = options.bindings && bindValues([...options.bindings], this.input.driver);
      const result = await this.watched(connection, options, () => this.input.threads.during(() => this.attempt(connection, head, sql, values)));
      return await this.read(result, options);
    } catch (error) {
      if (this.inTransaction) {
        this.inTransaction = false;
        await connection.run("ROLLBACK").catch(() => undefined);
      }
      throw error instanceof DatabaseError ? error : toDatabaseError(error, sql, head.length);
    }
  }

  /** Tries again while the profile's `retries:` allow it; inside a transaction there is nothing to try again. */
  private async attempt(
    connection: DuckDbConnection,
    head: string,
    sql: string,
    values: DuckDbValue[] | undefined,
  ): Promise<DuckDbResult> {
    const { queryAttempts, exceptions } = this.input.settings.retries;
    for (let attempt = 1; ; attempt++) {
      try {
        return await connection.run(head + sql, values);
      } catch (error) {
        // The user's own SQL may have begun it already.
        if (head !== "" && IN_TRANSACTION.test((error as Error).message)) return this.attempt(connection, "", sql, values);
        const name = pythonName(readReport((error as Error).message).type);
        if (this.inTransaction || attempt >= queryAttempts || !exceptions.includes(name)) throw error;
        await wait(1000 * 2 ** (attempt - 1));
      }
    }
  }

  /** Reports progress while `work` runs, if the caller wants it. */
  private async watched<T>(
    connection: DuckDbConnection,
    { progress }: QueryOptions,
    work: () => Promise<T>,
  ): Promise<T> {
    if (progress === undefined) return work();
    if (!this.live!.progressOn) {
      await connection.run(
        "SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0",
      );
      this.live!.progressOn = true;
    }
    const timer = setInterval(() => {
      const { percentage } = connection.progress;
      if (percentage >= 0) progress(Math.min(1, percentage / 100));
    }, PROGRESS_INTERVAL);
    timer.unref();
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }

  /** `_message` is all that dbt-duckdb reports; the count of rows stands beside it. */
  private async read(result: DuckDbResult, { fetch, limit }: QueryOptions): Promise<QueryResult> {
    const columns = result
      .columnNames()
      .map((name, index) => ({ name, type: typeName(result.columnType(index)) }));
    const rows = fetch ? await readRows(result, limit) : [];
    return { columns, rows, response: { _message: "OK" }, affectedRows: affectedRows(result) };
  }
}

/** Rows written by an INSERT, UPDATE, DELETE, MERGE, COPY or CREATE TABLE AS; undefined for all else. */
function affectedRows(result: DuckDbResult): number | undefined {
  const CHANGED_ROWS = 1;
  const CREATE = 7;
  if (result.returnType === CHANGED_ROWS) return result.rowsChanged;
  if (result.statementType !== CREATE || result.rowCount !== 1 || result.columnCount !== 1) return undefined;
  const count = result.getChunk(0).getColumnVector(0).getItem(0);
  return typeof count === "bigint" ? Number(count) : undefined;
}
