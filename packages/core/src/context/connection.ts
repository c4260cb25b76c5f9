/**
 * A node's connection: one session, taken from the database when the first statement comes and given back at the
 * node's end. Transactions follow dbt's connection manager: a statement may ask for one to be open, an error rolls
 * back, what is open at the end is rolled back.
 */
import type { Database, LoadedTable, LoadTable, LoadValue, QueryResult, RowBatch, Session } from "../adapter/adapter.ts";
import type { Cell } from "../adapter/cell.ts";
import { DatabaseError } from "../adapter/database-error.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { Report } from "../events/event.ts";

export interface QueryRequest {
  readonly sql: string;
  /** Open a transaction first, unless one is open. */
  readonly autoBegin?: boolean;
  readonly fetch?: boolean;
  readonly limit?: number | null;
  readonly bindings?: Iterable<Cell>;
  /** False: without the query comment. */
  readonly comment?: boolean;
}

export interface Connection {
  readonly name: string;
  /** `thread_id` of templates. e.g. "Thread-1 (worker)" */
  readonly threadId: string | undefined;
  readonly transactionOpen: boolean;
  /** Rows that the last statement says it wrote, or fetched. */
  readonly lastRowCount: number | undefined;
  /** Called with 0…1 while a statement runs, if the database can tell. */
  onProgress?: (fraction: number) => void;
  /** What is sent in place of a statement. */
  rename?: (sql: string) => Promise<string>;
  /** Whether a statement was sent in other words than it was given. */
  readonly renamed: boolean;
  /** @throws DatabaseError after rolling back */
  query(request: QueryRequest): Promise<QueryResult>;
  /** Rows from outside, as a temporary table of this connection. @throws DatabaseError */
  load(table: LoadTable, batches: AsyncIterable<readonly (readonly LoadValue[])[]>): Promise<LoadedTable>;
  /** A query's rows in pieces, over a session of their own: it sees what is committed. @throws DatabaseError */
  stream(sql: string): AsyncIterable<RowBatch>;
  begin(): Promise<void>;
  /** Commits what is open; nothing otherwise. */
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Rolls back what is open and closes the session. The connection may be used again. */
  release(): Promise<void>;
  interrupt(): void;
}

export interface ConnectionInput {
  readonly name: string;
  readonly database: Database;
  /** Unique id of the node, for events. */
  readonly nodeId?: string;
  readonly threadId?: string;
  /** Puts the query comment on a statement; `offset` is how far the statement moved. */
  readonly comment: (sql: string) => { readonly sql: string; readonly offset: number };
  readonly report: Report;
  /** Milliseconds. */
  readonly elapsed: () => number;
  /** Aborted: no further statement is sent. */
  readonly signal?: AbortSignal;
  /** "requested" unless given. */
  readonly transactions?: TransactionMode;
  /** Nothing may be asked: `--no-introspect`. */
  readonly closed?: boolean;
}

/**
 * When a transaction begins: "requested", with the first statement that asks for one; "implicit", with the first
 * statement, and after a commit not again until a rollback (psycopg2); "none", only by a BEGIN in the user's own SQL
 * (dbt-duckdb's disable_transactions, operations where transactions are implicit).
 */
export type TransactionMode = "requested" | "implicit" | "none";

/** Statements that control the transaction: the session does it, and one that has nothing to do is no error. */
const TRANSACTION_WORD: RegExp = /^\s*(begin|commit|rollback)(?:\s+(?:transaction|work))?\s*;?\s*$/i;

export class NodeConnection implements Connection {
  readonly name: string;
  readonly threadId: string | undefined;
  lastRowCount: number | undefined;
  onProgress?: (fraction: number) => void;
  rename?: (sql: string) => Promise<string>;
  renamed: boolean = false;
  private readonly input: ConnectionInput;
  private session: Promise<Session> | undefined;
  private open: Session | undefined;
  /** Implicit transactions: the one has begun; after a commit there is none until a rollback. */
  private begun: boolean = false;
  /** Implicit transactions: somebody asked for it, so that a commit means it. */
  private asked: boolean = false;

  constructor(input: ConnectionInput) {
    this.name = input.name;
    this.threadId = input.threadId;
    this.input = input;
  }

  private get implicit(): boolean {
    return this.input.transactions === "implicit";
  }

  get transactionOpen(): boolean {
    return this.implicit ? this.asked : (this.open?.inTransaction ?? false);
  }

  /** @throws TsmodelError introspection-off */
  private async acquire(): Promise<Session> {
    if (this.input.closed) throw fail("introspection-off", { name: this.name });
    this.session ??= this.input.database.session(this.name);
    return (this.open = await this.session);
  }

  async query(request: QueryRequest): Promise<QueryResult> {
    const word = TRANSACTION_WORD.exec(request.sql)?.[1]?.toLowerCase();
    if (word !== undefined) return this.control(word as "begin" | "commit" | "rollback");
    if (this.input.signal?.aborted)
      throw new DatabaseError("Interrupted before this statement was sent", {
        kind: "interrupted",
        sql: request.sql,
      });
    const sent = this.rename === undefined ? request.sql : await this.rename(request.sql);
    this.renamed ||= sent !== request.sql;
    const session = await this.acquire();
    await this.beginFor(session, request.autoBegin ?? false);
    const { sql, offset } = request.comment === false ? { sql: sent, offset: 0 } : this.input.comment(sent);
    const start = this.input.elapsed();
    try {
      const result = await session.query(sql, {
        fetch: request.fetch,
        limit: request.limit ?? undefined,
        bindings: request.bindings,
        progress: this.onProgress,
      });
      this.note(sql, start, result);
      return result;
    } catch (error) {
      this.input.report({
        type: "query",
        node: this.input.nodeId,
        sql,
        seconds: this.secondsSince(start),
        status: "ERROR",
      });
      await this.rollbackQuietly();
      throw error instanceof DatabaseError ? withoutComment(error, request.sql, offset) : error;
    }
  }

  async load(table: LoadTable, batches: AsyncIterable<readonly (readonly LoadValue[])[]>): Promise<LoadedTable> {
    const session = await this.acquire();
    await this.beginFor(session, false);
    try {
      return await session.load(table, batches);
    } catch (error) {
      await this.rollbackQuietly();
      throw error;
    }
  }

  async *stream(sql: string): AsyncGenerator<RowBatch> {
    const session = await this.input.database.session(this.name);
    try {
      yield* session.stream(sql);
    } finally {
      await session.close();
    }
  }

  private async beginFor(session: Session, autoBegin: boolean): Promise<void> {
    if (this.input.transactions === "none") return;
    if (this.implicit) {
      if (!this.begun) await session.begin();
      this.begun = true;
      this.asked ||= autoBegin;
    } else if (autoBegin && !session.inTransaction) await session.begin();
  }

  /** In the user's own SQL. dbt's hooks outside of the transaction send a COMMIT first, whether one is open or not. */
  private async control(word: "begin" | "commit" | "rollback"): Promise<QueryResult> {
    const session = await this.acquire();
    this.begun = true;
    if (word === "begin" ? !session.inTransaction : session.inTransaction) await session[word]();
    return { columns: [], rows: [], response: { _message: "OK" } };
  }

  private note(sql: string, start: number, result: QueryResult): void {
    const { rows_affected: affected = result.affectedRows, _message: message } = result.response;
    if (typeof affected === "number" && affected >= 0) this.lastRowCount = affected;
    this.input.report({
      type: "query",
      node: this.input.nodeId,
      sql,
      seconds: this.secondsSince(start),
      status: typeof message === "string" ? message : "OK",
    });
  }

  private secondsSince(start: number): number {
    return (this.input.elapsed() - start) / 1000;
  }

  async begin(): Promise<void> {
    const session = await this.acquire();
    this.asked = true;
    if (this.implicit && this.begun) return;
    this.begun = true;
    if (!session.inTransaction) await session.begin();
  }

  async commit(): Promise<void> {
    if (!this.transactionOpen) return;
    this.asked = false;
    try {
      if (this.open!.inTransaction) await this.open!.commit();
    } catch (error) {
      await this.rollbackQuietly();
      throw error;
    }
  }

  async rollback(): Promise<void> {
    this.begun = false;
    this.asked = false;
    if (this.open?.inTransaction) await this.open.rollback();
  }

  /** After an error the first one counts: that the rollback failed as well says nothing new. */
  private async rollbackQuietly(): Promise<void> {
    await this.rollback().catch(() => undefined);
  }

  async release(): Promise<void> {
    if (this.session === undefined) return;
    const session = await this.session;
    this.session = undefined;
    this.open = undefined;
    this.begun = false;
    this.asked = false;
    if (session.inTransaction) await session.rollback().catch(() => undefined);
    await session.close();
  }

  interrupt(): void {
    this.open?.interrupt();
  }
}

/** The error as if the statement had been sent without its comment, so that places fit the SQL that was written. */
function withoutComment(error: DatabaseError, sql: string, offset: number): DatabaseError {
  if (offset === 0 && error.sql === sql) return error;
  const position = error.position === undefined ? undefined : error.position - offset;
  const inside = position !== undefined && position >= 0 && position <= sql.length;
  return new DatabaseError(error.message, {
    kind: error.kind,
    sql,
    position: inside ? position : undefined,
    candidates: error.candidates,
    hint: error.hint,
    data: error.data,
    cause: error.cause ?? error,
  });
}
