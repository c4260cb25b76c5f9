export interface DataPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn?: number;
}

/**
 * The database refused a statement. Adapters wrap their driver's errors into this; core maps `position` back to
 * the user's template and words the result.
 */
export class DatabaseError extends Error {
  /**
   * Kebab-case kind shared by adapters: "column-not-found", "table-not-found", "syntax", "type-mismatch", "constraint",
   * "out-of-memory", "disk-full", "locked", "read-only", "interrupted", "other". `sql-KIND` is the code of the error that
   * the user sees.
   */
  readonly kind: string;
  /** The statement that was sent. */
  readonly sql: string | undefined;
  /** Offset into `sql` in UTF-16 units. */
  readonly position: number | undefined;
  /** The database's own suggestions, best first. */
  readonly candidates: readonly string[];
  /** What to do about it, where the adapter knows: not the database's words. */
  readonly hint: string | undefined;
  /** The line of a data file that could not be read: its path as the database names it, counted from 1. */
  readonly data: DataPlace | undefined;
  constructor(
    message: string,
    details: {
      kind: string;
      sql?: string;
      position?: number;
      candidates?: readonly string[];
      hint?: string;
      data?: DataPlace;
      cause?: unknown;
    },
  ) {
    super(message, { cause: details.cause });
    this.name = "DatabaseError";
    this.kind = details.kind;
    this.sql = details.sql;
    this.position = details.position;
    this.candidates = details.candidates ?? [];
    this.hint = details.hint;
    this.data = details.data;
  }
}
