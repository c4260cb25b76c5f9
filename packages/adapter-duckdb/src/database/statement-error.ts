/**
 * What DuckDB says of a statement it refuses → DatabaseError. With `errors_as_json` the driver's message is JSON:
 * {exception_type, exception_message, error_subtype?, position?, candidates?}, after a label for parser errors.
 */
import { DatabaseError, type DataPlace } from "@tsmodel/core/adapter";

export interface DuckDbReport {
  readonly type: string;
  readonly message: string;
  readonly subtype: string | undefined;
  /** Bytes of UTF-8 from the start of everything that was sent. */
  readonly position: number | undefined;
  readonly candidates: readonly string[];
}

/** `offset`: how many bytes were sent in front of the statement. */
export function toDatabaseError(error: unknown, sql: string, offset: number = 0): DatabaseError {
  const report = readReport(error instanceof Error ? error.message : String(error));
  const position = report.position === undefined ? undefined : report.position - offset;
  const kind = findKind(report);
  return new DatabaseError(
    `${report.type} Error: ${kind === "csv" ? withoutReaderOptions(report.message) : report.message}`,
    {
      kind,
      sql,
      position: position === undefined || position < 0 ? undefined : byteToUtf16(sql, position),
      candidates: report.subtype === "NO_MATCHING_FUNCTION" ? [] : report.candidates,
      hint: hintFor(kind, report),
      data: kind === "csv" ? csvPlace(report.message) : undefined,
      cause: error,
    },
  );
}

function hintFor(kind: string, { type, message }: DuckDbReport): string | undefined {
  if (kind === "csv" && /not utf-8 encoded/i.test(message)) return "save the file as UTF-8";
  if (type === "Binder" && /^Max expression depth limit/.test(message))
    return "views on views and ephemeral models are one query in the end: make one on the way a table";
  return HINTS[kind];
}

/** The CSV reader lists all its options after what went wrong: two dozen lines that say nothing of the error. */
function withoutReaderOptions(message: string): string {
  const options = message.search(/\n\s*file\s*= /);
  return (options < 0 ? message : message.slice(0, options))
    .replace(/\n\s*Possible Solution: .*/g, "")
    .trimEnd();
}

/** "CSV Error on Line: 3", "Original Line: 2,seven", `string "seven"`, "file = orders.csv" → the place of the value. */
function csvPlace(message: string): DataPlace | undefined {
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const file = /\n\s*file\s*= (.+)/.exec(message)?.[1];
  if (line === undefined || file === undefined) return undefined;
  const value = /Could not convert string "([^"]*)"/.exec(message)?.[1];
  const start = value ? (/Original Line: (.*)/.exec(message)?.[1]?.indexOf(value) ?? -1) : -1;
  const column = Math.max(start, 0) + 1;
  return { file, line: Number(line), column, ...(start >= 0 ? { endColumn: column + value!.length } : {}) };
}

const PLAIN = /^(?:Failed to extract statements: )?([A-Z][A-Za-z -]*?|INTERNAL|INTERRUPT) Error: ([\s\S]*)$/;

/** JSON or not: errors from before the setting, and some of the driver's own, are plain text. */
export function readReport(text: string): DuckDbReport {
  const brace = text.indexOf('{"exception_type"');
  if (brace >= 0) {
    const parsed = parseJson(text.slice(brace));
    if (parsed !== undefined) return parsed;
  }
  const plain = PLAIN.exec(text);
  return {
    type: plain?.[1] ?? "Driver",
    message: (plain?.[2] ?? text).trim(),
    subtype: undefined,
    position: undefined,
    candidates: [],
  };
}

function parseJson(text: string): DuckDbReport | undefined {
  try {
    const { exception_type, exception_message, error_subtype, position, candidates } = JSON.parse(text) as {
      [key: string]: string | undefined;
    };
    return {
      type: exception_type ?? "Driver",
      message: exception_message ?? text,
      subtype: error_subtype,
      position: position === undefined || !/^\d+$/.test(position) ? undefined : Number(position),
      candidates: candidates ? candidates.split(",").map((candidate) => candidate.trim()) : [],
    };
  } catch {
    return undefined;
  }
}

/** The offset in UTF-16 units of a byte of the text's UTF-8. */
export function byteToUtf16(text: string, bytes: number): number {
  let offset = 0;
  for (let left = bytes; left > 0 && offset < text.length;) {
    const code = text.codePointAt(offset)!;
    left -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    offset += code < 0x10000 ? 1 : 2;
  }
  return offset;
}

/** Kinds by what the message says, for exception types that cover several. First match counts. */
const BY_MESSAGE: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/could not set lock on file|conflicting lock is held/i, "locked"],
  [/no space left on device|disk is full|max_temp_directory_size|failed to offload data block/i, "disk-full"],
  [/cannot (?:execute|write).*read-only|read-only mode|attached in read-only/i, "read-only"],
  [/permission denied/i, "permission-denied"],
  [
    /no files found that match|no such file or directory|file or directory does not exist|cannot open file/i,
    "file-not-found",
  ],
  [/csv error on line|error when sniffing file|csv error/i, "csv"],
  [/failed to download extension|extension ".*" not found|requires the extension/i, "extension-missing"],
  [/referenced table "/i, "table-not-found"],
  [/referenced column "|does not have a column named|column .* not found/i, "column-not-found"],
  [/^(?:table|view) with name/i, "table-not-found"],
  [/^schema with name/i, "schema-not-found"],
  [/^catalog (?:with name )?"?.+"? does not exist/i, "database-not-found"],
  [/function with name/i, "function-not-found"],
  [/already exists/i, "already-exists"],
  [/catalog write-write conflict|transaction conflict|conflict on/i, "conflict"],
];

const BY_SUBTYPE: { readonly [subtype: string]: string } = {
  COLUMN_NOT_FOUND: "column-not-found",
  ENTRY_ALREADY_EXISTS: "already-exists",
  NO_MATCHING_FUNCTION: "type-mismatch",
  SYNTAX_ERROR: "syntax",
};

const BY_TYPE: { readonly [type: string]: string } = {
  Parser: "syntax",
  Binder: "binding",
  Conversion: "conversion",
  "Mismatch Type": "type-mismatch",
  "Invalid Type": "type-mismatch",
  Constraint: "constraint",
  "Out of Memory": "out-of-memory",
  "Out of Range": "out-of-range",
  INTERRUPT: "interrupted",
  "Missing Extension": "extension-missing",
  Permission: "permission-denied",
  TransactionContext: "transaction",
  Dependency: "dependency",
};

export function findKind({ type, message, subtype }: DuckDbReport): string {
  if (type === "Out of Memory" && !/max_temp_directory_size|offload/i.test(message)) return "out-of-memory";
  if (type === "Constraint" || type === "INTERRUPT") return BY_TYPE[type]!;
  if (subtype !== undefined && Object.hasOwn(BY_SUBTYPE, subtype)) return BY_SUBTYPE[subtype]!;
  const said = BY_MESSAGE.find(([pattern]) => pattern.test(message));
  if (said !== undefined) return said[1];
  return Object.hasOwn(BY_TYPE, type) ? BY_TYPE[type]! : "other";
}

/** What to do, where there is something. */
const HINTS: { readonly [kind: string]: string } = {
  locked:
    "another process has the file open: DuckDB lets one process write, and no other may read it meanwhile",
  "disk-full":
    "free some space, or point `settings: {temp_directory: …}` of the profile at another disk; max_temp_directory_size limits what is spilled there",
  "out-of-memory":
    "give DuckDB more with `settings: {memory_limit: 8GB}` in the profile, or let it do less at once: `settings: {threads: 2, preserve_insertion_order: false}`",
  "read-only": "the database was attached read_only in the profile",
  "permission-denied": "check the rights of the file and of its folder",
  "file-not-found": "paths in SQL are taken from the folder of the project",
  conversion: "try_cast(… as TYPE) makes null of what cannot be converted",
  "extension-missing": "name it in the profile, e.g. `extensions: [httpfs]`: tsmodel fetches none by itself",
  conflict: "two transactions changed the same table: run the models that share it one after the other",
};
