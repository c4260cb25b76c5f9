/** A connection of its own. Statements of one session run one after the other. */
import type { EventEmitter } from "node:events";
import type { LoadedTable, LoadTable, LoadValue, QueryOptions, QueryResult, RowBatch, Session } from "@tsmodel/core/adapter";
import type { PostgresSettings } from "../credentials/settings.ts";
import { bindValues } from "./bind-values.ts";
import { copyRows, isCopyFromClient } from "./copy-rows.ts";
import type { PgClient } from "./driver.ts";
import { copyLoadedRows, createLoadTable } from "./load-rows.ts";
import { readRows } from "./read-rows.ts";
import { runStatement, type StatementResult } from "./statement.ts";
import { toDatabaseError } from "./statement-error.ts";
import { streamRows } from "./stream-rows.ts";
import { typeOf } from "./types.ts";

export interface SessionInput {
  readonly name: string;
  readonly settings: PostgresSettings;
  acquire(): Promise<PgClient>;
  release(client: PgClient): Promise<void>;
  /** Interrupts what the server's process of this number is doing. */
  cancel(processId: number): void;
  closed(): void;
}

export class PostgresSession implements Session {
  private readonly input: SessionInput;
  private connection: Promise<PgClient> | undefined;
  private client: PgClient | undefined;
  private running: boolean = false;
  private tail: Promise<unknown> = Promise.resolve();
  private closed: boolean = false;

  constructor(input: SessionInput) {
    this.input = input;
  }

  /** What the server says, so that a COMMIT in the user's own SQL counts. */
  get inTransaction(): boolean {
    const status = this.client?.getTransactionStatus();
    return status === "T" || status === "E";
  }

  /** The server's process, while it works for this session. */
  get runningProcess(): number | undefined {
    return this.running ? processId(this.client!) : undefined;
  }

  query(sql: string, options: QueryOptions = {}): Promise<QueryResult> {
    return this.inOrder(async () => {
      const client = await this.connected();
      const keep = options.fetch ? (options.limit ?? Infinity) : 0;
      return toQueryResult(await this.guarded(client, sql, () => send(client, sql, options, keep)));
    });
  }

  load(table: LoadTable, batches: AsyncIterable<readonly (readonly LoadValue[])[]>): Promise<LoadedTable> {
    return this.inOrder(async () => {
      const client = await this.connected();
      const { sql, loaded } = createLoadTable(table);
      await this.guarded(client, sql, () => runStatement(client, sql));
      const copy = `copy ${loaded.relation} from stdin`;
      await this.guarded(client, copy, () => copyLoadedRows(client, copy, batches));
      return loaded;
    });
  }

  stream(sql: string): AsyncIterable<RowBatch> {
    return streamRows(this, sql);
  }

  /** Nothing in a profile with `autocommit`. */
  begin(): Promise<void> {
    return this.inOrder(async () => {
      if (this.input.settings.autocommit) return;
      await this.connected();
      if (!this.inTransaction) await this.control("BEGIN");
    });
  }

  commit(): Promise<void> {
    return this.inOrder(async () => (this.inTransaction ? this.control("COMMIT") : undefined));
  }

  rollback(): Promise<void> {
    return this.inOrder(async () => (this.inTransaction ? this.control("ROLLBACK") : undefined));
  }

  interrupt(): void {
    if (this.runningProcess !== undefined) this.input.cancel(this.runningProcess);
  }

  /** Waits for the statement that runs; what is not committed is undone. */
  close(): Promise<void> {
    this.closed = true;
    return this.inOrder(async () => {
      const client = this.client;
      this.client = undefined;
      if (client !== undefined) await this.input.release(client);
      this.input.closed();
    });
  }

  private inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = this.tail.then(work);
    this.tail = result.catch(() => undefined);
    return result;
  }

  private async connected(): Promise<PgClient> {
    if (this.closed) throw new Error(`The session "${this.input.name}" is closed`);
    this.connection ??= this.input.acquire();
    try {
      return (this.client = await this.connection);
    } catch (error) {
      this.connection = undefined;
      throw error;
    }
  }

  private async control(sql: string): Promise<void> {
    await this.guarded(this.client!, sql, () => runStatement(this.client!, sql));
  }

  /** An error ends the transaction: Postgres would refuse everything but its end. @throws DatabaseError */
  private async guarded<T>(client: PgClient, sql: string, work: () => Promise<T>): Promise<T> {
    this.running = true;
    try {
      return await work();
    } catch (error) {
      await ready(client);
      this.running = false;
      if (this.inTransaction) await runStatement(client, "ROLLBACK").catch(() => undefined);
      throw toDatabaseError(error, sql);
    } finally {
      this.running = false;
    }
  }
}

const processId = (client: PgClient): number =>
  (client as unknown as { readonly processID: number }).processID;

/** After an error, until the server takes statements again; at once when the connection is gone. */
function ready(client: PgClient): Promise<void> {
  const {
    connection,
    readyForQuery,
    _queryable: alive,
  } = client as unknown as {
    readonly connection: EventEmitter;
    readonly readyForQuery: boolean;
    readonly _queryable: boolean;
  };
  if (readyForQuery || !alive) return Promise.resolve();
  return new Promise((resolve) => {
    connection.once("readyForQuery", () => resolve());
    connection.once("end", () => resolve());
  });
}

function send(
  client: PgClient,
  sql: string,
  { bindings }: QueryOptions,
  keep: number,
): Promise<StatementResult> {
  if (bindings !== undefined && isCopyFromClient(sql)) return copyRows(client, sql, bindings);
  return runStatement(client, bindings === undefined ? sql : bindValues(sql, [...bindings]), keep);
}

/** The response in dbt-postgres's form: the server's tag, the tag without its numbers, and psycopg2's count of rows. */
function toQueryResult({ fields, rows, rowCount, tag }: StatementResult): QueryResult {
  const isQuery = fields.length > 0;
  const count = / (\d+)$/.exec(tag);
  const written = isQuery || count === null ? undefined : Number(count[1]);
  const code = tag
    .split(" ")
    .filter((word) => !/^\d+$/.test(word))
    .join(" ");
  return {
    columns: fields.map(({ name, dataTypeID }) => ({ name, type: typeOf(dataTypeID).name })),
    rows: readRows(fields, rows),
    response: { _message: tag, code, rows_affected: isQuery ? rowCount : (written ?? -1) },
    affectedRows: written,
  };
}
