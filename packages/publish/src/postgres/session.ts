import type pg from "pg";
import { PublishError } from "../publish-error.ts";
import type { PostgresTarget } from "../publish-options.ts";
import { quoteName } from "../quote.ts";
import { connect } from "./connect.ts";
import { type ErrorSituation, explainPostgresError } from "./explain-postgres-error.ts";

export type Row = Readonly<Record<string, unknown>>;

/** One connection and what it is doing: every error leaves here explained, and a signal stops what runs. */
export class PostgresSession {
  readonly client: pg.Client;
  readonly target: PostgresTarget;
  private readonly signal: AbortSignal | undefined;
  private readonly processId: number;
  private shielded = false;

  private constructor(client: pg.Client, target: PostgresTarget, processId: number, signal?: AbortSignal) {
    this.client = client;
    this.target = target;
    this.processId = processId;
    this.signal = signal;
  }

  /** Connects and sets what the work needs, whatever the role's or the database's defaults are. */
  static async open(target: PostgresTarget, signal?: AbortSignal): Promise<PostgresSession> {
    const client = await connect(target, signal);
    try {
      const { rows } = await client.query("SELECT pg_backend_pid() AS pid");
      const session = new PostgresSession(client, target, rows[0].pid, signal);
      if (target.role !== undefined) await session.run(`SET ROLE ${quoteName(target.role)}`);
      await session.run(
        `SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = 0;
         SET standard_conforming_strings = on; SET client_min_messages = warning; SET default_transaction_read_only = off;
         SET TimeZone = 'UTC'`,
      );
      await session.tryRun("SET client_connection_check_interval = '1s'"); // a killed publisher is noticed sooner
      return session;
    } catch (error) {
      await client.end().catch(() => {});
      throw explainPostgresError(error, { target });
    }
  }

  /** Runs one statement with parameters and gives its rows. @throws PublishError */
  async rows<T = Row>(
    text: string,
    parameters: readonly unknown[] = [],
    about: ErrorSituation = {},
  ): Promise<T[]> {
    const result = await this.watch(() => this.client.query(text, [...parameters]), about);
    return result.rows as T[];
  }

  /** Runs one or more statements without parameters. @throws PublishError */
  async run(text: string, about: ErrorSituation = {}): Promise<void> {
    await this.watch(() => this.client.query(text), about);
  }

  /** Runs statements in one transaction, rolled back on any error. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.run("BEGIN");
    try {
      const result = await work();
      await this.run("COMMIT");
      return result;
    } catch (error) {
      await this.client.query("ROLLBACK").catch(() => {}); // a lost connection has rolled back already
      throw error;
    }
  }

  /** For settings not every server knows; a refusal changes nothing. */
  private async tryRun(text: string): Promise<void> {
    await this.client.query(text).catch(() => {});
  }

  /** While shielded the signal is not heeded: the swap takes milliseconds, and cleaning up comes after an abort. */
  shield(shielded: boolean): void {
    this.shielded = shielded;
  }

  get interrupted(): boolean {
    return !this.shielded && (this.signal?.aborted ?? false);
  }

  /** @throws PublishError interrupted */
  throwIfInterrupted(): void {
    if (this.interrupted) throw interruptedError();
  }

  /** Work on the connection that an abort of the signal cancels on the server. */
  async watch<T>(work: () => Promise<T>, about: ErrorSituation = {}): Promise<T> {
    this.throwIfInterrupted();
    let cancelling: Promise<void> | undefined;
    const onAbort = (): void => {
      if (!this.shielded) cancelling = this.cancel();
    };
    this.signal?.addEventListener("abort", onAbort, { once: true });
    try {
      return await work();
    } catch (error) {
      if (this.interrupted) throw interruptedError(error);
      throw explainPostgresError(error, { target: this.target, ...about });
    } finally {
      this.signal?.removeEventListener("abort", onAbort);
      await cancelling; // so that it does not hit the statement after this one
    }
  }

  /** Asks the server, over a second connection, to cancel what this one runs; failing that, hangs up. */
  private async cancel(): Promise<void> {
    try {
      const second = await connect(this.target);
      await second.query("SELECT pg_cancel_backend($1)", [this.processId]);
      await second.end();
    } catch {
      await this.close();
    }
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => {});
  }
}

function interruptedError(cause?: unknown): PublishError {
  const text = { message: "the publish was interrupted; the live schema is as it was" };
  return new PublishError("interrupted", text, {}, cause);
}
