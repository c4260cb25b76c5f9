/** Where in the data an error happened, as far as it is known. */
export interface DataPlace {
  readonly table?: string; // name in Postgres, e.g. "fct_orders"
  readonly column?: string;
  /** Number of the row in the order the table was read, counted from 1. */
  readonly row?: number;
}

/** What is said to the user: one sentence, and what to do about it. */
export interface ErrorText {
  readonly message: string;
  readonly hint?: string;
}

/** Every code an error of this package can carry. */
export type PublishErrorCode =
  | "authentication-failed"
  | "column-not-found"
  | "connection-lost"
  | "connection-refused"
  | "connection-timeout"
  | "database-not-found"
  | "disk-full"
  | "duplicate-key"
  | "export-failed"
  | "foreign-dependents"
  | "grantee-not-found"
  | "host-not-found"
  | "interrupted"
  | "leftover-not-ours"
  | "lock-timeout"
  | "name-invalid"
  | "name-taken"
  | "no-rights"
  | "null-in-key"
  | "out-of-memory"
  | "postgres-failed"
  | "publisher-busy"
  | "relation-not-found"
  | "row-count-differs"
  | "server-stopped"
  | "source-failed"
  | "tls-failed"
  | "too-many-connections"
  | "type-unknown"
  | "type-unsupported"
  | "value-rejected";

/**
 * A publish or an export that could not be done. Whatever the code, the live schema (or the old file) is
 * as it was before.
 */
export class PublishError extends Error {
  readonly code: PublishErrorCode;
  readonly hint: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
  readonly row: number | undefined;

  constructor(code: PublishErrorCode, text: ErrorText, place: DataPlace = {}, cause?: unknown) {
    super(text.message, cause === undefined ? undefined : { cause });
    this.name = "PublishError";
    this.code = code;
    this.hint = text.hint;
    this.table = place.table;
    this.column = place.column;
    this.row = place.row;
  }

  /** `error value-rejected: …` with the place and the hint on lines of their own. */
  override toString(): string {
    const lines = [`error ${this.code}: ${this.message}`];
    const place = [
      this.table && `table ${this.table}`,
      this.column && `column ${this.column}`,
      this.row && `row ${this.row}`,
    ].filter(Boolean);
    if (place.length > 0) lines.push(`  ${place.join(", ")}`);
    if (this.hint) lines.push(`  ${this.hint}`);
    return lines.join("\n");
  }

  toJSON(): Record<string, unknown> {
    const { code, message, hint, table, column, row } = this;
    return { code, message, hint, table, column, row };
  }
}
