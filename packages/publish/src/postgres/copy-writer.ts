import copyStreams, { type CopyStreamQuery } from "pg-copy-streams";
import type { PostgresSession } from "./session.ts";

/**
 * The writing end of one `COPY … FROM STDIN`. At most one piece is under way: after an error pg-copy-streams must
 * not be given more, and the socket's own buffer is all the read-ahead that helps.
 */
export class CopyWriter {
  bytes = 0;
  private readonly stream: CopyStreamQuery;
  private readonly failure: Promise<never>;
  private failed = false;

  constructor(session: PostgresSession, sql: string) {
    this.stream = session.client.query(copyStreams.from(sql));
    this.failure = new Promise((_resolve, reject) => {
      this.stream.on("error", (error) => {
        this.failed = true;
        reject(error);
      });
    });
    this.failure.catch(() => {}); // whoever writes next sees it
  }

  /** Resolves when the piece has been handed to the network. @throws what Postgres said */
  async write(piece: Uint8Array): Promise<void> {
    if (this.failed) await this.failure;
    this.bytes += piece.length;
    const written = new Promise<void>((resolve, reject) => {
      this.stream.write(piece, (error) => (error ? reject(error) : resolve()));
    });
    await Promise.race([written, this.failure]);
  }

  /** Ends the data and resolves with the number of rows when Postgres has taken all of them. */
  async finish(): Promise<number> {
    if (this.failed) await this.failure;
    const finished = new Promise<void>((resolve) => this.stream.once("finish", () => resolve()));
    this.stream.end();
    await Promise.race([finished, this.failure]);
    return this.stream.rowCount;
  }

  /** Makes Postgres forget the data sent so far; resolves when it has answered. */
  async abandon(reason: string): Promise<void> {
    if (this.failed || this.stream.writableFinished) return;
    const closed = new Promise<void>((resolve) => this.stream.once("close", () => resolve()));
    this.stream.destroy(new Error(reason));
    await closed;
  }
}
