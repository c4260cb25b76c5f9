/**
 * One text sent by the simple query protocol: several statements are allowed, and the last one's result counts. Rows
 * stay the texts that came over the wire. Plugged into `pg` as its own Query class would be.
 */
import type { PgClient, PgField } from "./driver.ts";

export interface StatementResult {
  readonly fields: readonly PgField[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** All rows, kept or not. */
  readonly rowCount: number;
  /** What the server says it did. e.g. "SELECT 5", "INSERT 0 3", "CREATE VIEW"; "" for an empty text. */
  readonly tag: string;
}

/** `keep`: how many rows are kept. @throws what `pg` throws */
export function runStatement(client: PgClient, text: string, keep: number = 0): Promise<StatementResult> {
  return new Promise((resolve, reject) => {
    client.query(new Statement(text, keep, resolve, reject));
  });
}

class Statement {
  private readonly text: string;
  private readonly keep: number;
  private readonly resolve: (result: StatementResult) => void;
  private readonly reject: (error: unknown) => void;
  private fields: readonly PgField[] = [];
  private rows: (string | null)[][] = [];
  private rowCount: number = 0;
  private result: StatementResult = { fields: [], rows: [], rowCount: 0, tag: "" };

  constructor(
    text: string,
    keep: number,
    resolve: (result: StatementResult) => void,
    reject: (error: unknown) => void,
  ) {
    this.text = text;
    this.keep = keep;
    this.resolve = resolve;
    this.reject = reject;
  }

  submit(wire: { query(text: string): void }): void {
    wire.query(this.text);
  }

  handleRowDescription(message: { readonly fields: readonly PgField[] }): void {
    this.fields = message.fields;
  }

  handleDataRow(message: { readonly fields: (string | null)[] }): void {
    if (this.rowCount++ < this.keep) this.rows.push(message.fields);
  }

  handleCommandComplete(message: { readonly text: string }): void {
    this.result = { fields: this.fields, rows: this.rows, rowCount: this.rowCount, tag: message.text };
    this.fields = [];
    this.rows = [];
    this.rowCount = 0;
  }

  handleReadyForQuery(): void {
    this.resolve(this.result);
  }

  handleError(error: unknown): void {
    this.reject(error);
  }

  handleCopyInResponse(wire: { sendCopyFail(reason: string): void }): void {
    wire.sendCopyFail("a COPY from the client needs its rows");
  }

  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyData(): void {}
}
