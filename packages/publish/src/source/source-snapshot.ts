import type { DuckDBConnection } from "@duckdb/node-api";

/**
 * A read transaction on the caller's connection, so that all tables are read as of one moment. If the caller has a
 * transaction open, that one serves, and its end is left to the caller.
 */
export class SourceSnapshot {
  readonly connection: DuckDBConnection;
  private readonly ours: boolean;

  private constructor(connection: DuckDBConnection, ours: boolean) {
    this.connection = connection;
    this.ours = ours;
  }

  static async begin(connection: DuckDBConnection): Promise<SourceSnapshot> {
    try {
      await connection.run("BEGIN TRANSACTION READ ONLY");
      return new SourceSnapshot(connection, true);
    } catch {
      return new SourceSnapshot(connection, false);
    }
  }

  /** After an error DuckDB refuses everything until the transaction is over. */
  async restart(): Promise<void> {
    if (!this.ours) return;
    await this.end();
    await this.connection.run("BEGIN TRANSACTION READ ONLY");
  }

  async end(): Promise<void> {
    if (this.ours) await this.connection.run("ROLLBACK").catch(() => {}); // it may have ended by itself
  }
}
