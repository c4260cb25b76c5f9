import { didYouMean, type ErrorText } from "./error-text.ts";

interface DatabaseFailure {
  /** The database's own words. */
  readonly message: string;
  /** What the adapter, or the place where it happened, knows to do. */
  readonly hint?: string;
  readonly candidate?: string;
}

const failure = ({ message, hint, candidate }: DatabaseFailure, general?: string): ErrorText => ({
  label: "Database",
  message,
  hint: hint ?? didYouMean(candidate) ?? general,
});

/** What a database refuses: a code for each kind of `DatabaseError`, the words are the database's. */
export const databaseMessages = {
  "database-failed": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-already-exists": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-binding": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-column-not-found": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-conflict": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-constraint": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-conversion": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-csv": (e: DatabaseFailure): ErrorText =>
    failure(e, "correct the line, or give its column a type that holds it"),
  "sql-database-not-found": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-dependency": (e: DatabaseFailure): ErrorText =>
    failure(e, "something else in the database is built on it"),
  "sql-disk-full": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-extension-missing": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-file-not-found": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-function-not-found": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-interrupted": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-locked": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-object-not-found": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-out-of-memory": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-out-of-range": (e: DatabaseFailure): ErrorText =>
    failure(e, "the value is too large for its type: take a wider one"),
  "sql-permission-denied": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-read-only": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-schema-not-found": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-syntax": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-table-not-found": (e: DatabaseFailure): ErrorText =>
    failure(e, "tables of this project are reached with ref() and source()"),
  "sql-transaction": (e: DatabaseFailure): ErrorText => failure(e),
  "sql-type-mismatch": (e: DatabaseFailure): ErrorText => failure(e),
} as const;
