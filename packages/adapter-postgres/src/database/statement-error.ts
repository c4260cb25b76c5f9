/** What Postgres says of a statement it refuses → DatabaseError. https://www.postgresql.org/docs/current/errcodes-appendix.html */
import { DatabaseError } from "@tsmodel/core/adapter";

/** Fields of an ErrorResponse, as `pg` hands them on. */
export interface PostgresReport {
  readonly message: string;
  /** SQLSTATE, or Node's code of a socket's error. */
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly where: string | undefined;
  /** Characters from 1, into the whole text that was sent. */
  readonly position: number | undefined;
}

export function readReport(error: unknown): PostgresReport {
  const { message, code, detail, hint, where, position } = (error ?? {}) as {
    readonly [field: string]: string | undefined;
  };
  const nested =
    error instanceof AggregateError
      ? String((error.errors[0] as Error | undefined)?.message ?? "")
      : undefined;
  return {
    message: message || nested || String(error),
    code,
    detail,
    hint,
    where,
    position: position === undefined ? undefined : Number(position),
  };
}

/**
 * The words are those that psycopg2, and so dbt, shows: message, DETAIL, CONTEXT. The place goes as `position`, the HINT
 * as `hint`.
 */
export function toDatabaseError(error: unknown, sql: string): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const report = readReport(error);
  const kind = findKind(report);
  const parts = [
    report.message,
    report.detail && `DETAIL:  ${report.detail}`,
    report.where && `CONTEXT:  ${report.where}`,
  ];
  return new DatabaseError(parts.filter(Boolean).join("\n"), {
    kind,
    sql,
    position: report.position === undefined ? undefined : characterToUtf16(sql, report.position),
    candidates: candidatesOf(report.hint),
    hint: report.hint ?? HINTS[kind],
    cause: error,
  });
}

/** The offset in UTF-16 units of a character that is counted from 1. */
export function characterToUtf16(text: string, character: number): number {
  let offset = 0;
  for (let left = character - 1; left > 0 && offset < text.length; left--)
    offset += text.codePointAt(offset)! < 0x10000 ? 1 : 2;
  return offset;
}

/** `Perhaps you meant to reference the column "a.x" or the column "b.x".` */
function candidatesOf(hint: string | undefined): string[] {
  return hint?.startsWith("Perhaps you meant")
    ? [...hint.matchAll(/"([^"]+)"/g)].map((match) => match[1]!)
    : [];
}

const BY_CODE: { readonly [code: string]: string } = {
  "42601": "syntax",
  "42703": "column-not-found",
  "42P01": "table-not-found",
  "3F000": "schema-not-found",
  "3D000": "database-not-found",
  "42883": "function-not-found",
  "42704": "object-not-found",
  "42702": "binding",
  "42803": "binding",
  "42P10": "binding",
  "42804": "type-mismatch",
  "42846": "type-mismatch",
  "42P18": "type-mismatch",
  "22P02": "conversion",
  "22007": "conversion",
  "22008": "conversion",
  "22003": "out-of-range",
  "22001": "out-of-range",
  "53200": "out-of-memory",
  "53100": "disk-full",
  "57014": "interrupted",
  "25006": "read-only",
  "42501": "permission-denied",
  "42P04": "already-exists",
  "42P06": "already-exists",
  "42P07": "already-exists",
  "42701": "already-exists",
  "42710": "already-exists",
  "42723": "already-exists",
  "40001": "conflict",
  "40P01": "conflict",
  "55P03": "locked",
  "55006": "locked",
  "2BP01": "dependency",
  "58P01": "file-not-found",
};
/** The first two characters are the class. */
const BY_CLASS: { readonly [codeClass: string]: string } = {
  "08": "connection-lost",
  "22": "conversion",
  "23": "constraint",
  "25": "transaction",
  "57": "connection-lost",
};

export function findKind({ code = "", message }: PostgresReport): string {
  if (code === "57014" && /timeout/.test(message)) return "timeout";
  if (
    /^E[A-Z]+$/.test(code) ||
    /^(?:Connection terminated|Client has encountered|Client was closed)/.test(message)
  )
    return "connection-lost";
  return BY_CODE[code] ?? BY_CLASS[code.slice(0, 2)] ?? "other";
}

/** What to do, where Postgres itself gives no hint. */
const HINTS: { readonly [kind: string]: string } = {
  "permission-denied": 'the profile\'s user (or its "role") needs that right: ask the owner to GRANT it',
  "disk-full": "the server's disk is full: free some space there, or set temp_tablespaces",
  "out-of-memory": "the server ran out of memory: lower work_mem, or let fewer models run at once (threads)",
  locked: "another session holds the object: see pg_locks and pg_stat_activity",
  conflict: "two transactions got in each other's way: run the command again",
  "read-only": "the server takes no writes: is it a replica, or default_transaction_read_only?",
  timeout: "statement_timeout of the server, the role or the database ended it",
  "connection-lost": "the server, or the network to it, ended the connection",
};
