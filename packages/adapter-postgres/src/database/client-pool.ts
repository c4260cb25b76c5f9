/**
 * Connections that were used before: making one costs a process on the server and a key derivation on both sides, so a
 * session's end hands it on, emptied of all that the session left in it.
 */
import type { PgClient } from "./driver.ts";
import { runStatement } from "./statement.ts";

export interface ClientPoolInput {
  readonly role: string | null;
  connect(): Promise<PgClient>;
}

export class ClientPool {
  private readonly input: ClientPoolInput;
  private readonly idle: PgClient[] = [];
  private readonly all: Set<PgClient> = new Set();
  private closed: boolean = false;

  constructor(input: ClientPoolInput) {
    this.input = input;
  }

  /** @throws what `connect` throws */
  async acquire(): Promise<PgClient> {
    const known = this.idle.pop();
    if (known !== undefined) return known;
    const client = await this.input.connect();
    this.all.add(client);
    const forget = (): void => {
      this.all.delete(client);
      const at = this.idle.indexOf(client);
      if (at >= 0) this.idle.splice(at, 1);
    };
    client.once("end", forget);
    client.once("error", forget);
    return client;
  }

  /** Undoes what is open and takes away temporary tables, settings and locks; a client that cannot do so is closed. */
  async release(client: PgClient): Promise<void> {
    if (!this.all.has(client)) return;
    try {
      if (client.getTransactionStatus() !== "I") await runStatement(client, "ROLLBACK");
      await runStatement(client, "DISCARD ALL");
      if (this.input.role !== null) await runStatement(client, `set role ${this.input.role}`);
    } catch {
      await this.discard(client);
      return;
    }
    if (this.closed) await this.discard(client);
    else if (this.all.has(client)) this.idle.push(client);
  }

  private async discard(client: PgClient): Promise<void> {
    this.all.delete(client);
    await client.end().catch(() => undefined);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.idle.length = 0;
    await Promise.all([...this.all].map((client) => this.discard(client)));
  }
}
