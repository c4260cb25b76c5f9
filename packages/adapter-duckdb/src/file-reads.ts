/** The files that a query reads by itself, as far as its text tells. */
import type { FileReads } from "@tsmodel/core/adapter";

/** A comment, the call of a function with a text or a list of texts in front, or a text or quoted name in FROM. */
const PIECE: RegExp =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\b([a-z_]\w*)\s*\((?:\s*('(?:[^']|'')*'|\[\s*'(?:[^']|'')*'(?:\s*,\s*'(?:[^']|'')*')*\s*\]))?|\b(?:from|join)\s+('(?:[^']|'')*'|"(?:[^"]|"")*"(?!\s*\.))|'(?:[^']|'')*'/gi;

const TEXT_FUNCTION: RegExp = /^read_(?:csv|csv_auto|json|json_auto|json_objects|json_objects_auto|ndjson|ndjson_auto|ndjson_objects)$/i;
/** Other files and databases, what is different each time, and what depends on the session. */
const OTHER_FUNCTION: RegExp =
  /^(?:read_\w+|\w+_scan\w*|scan_\w+|parquet_\w+|duckdb_\w+|glob|query|query_table|sniff_csv|nextval|currval|random|setseed|uuid\w*|gen_random_uuid|getvariable|getenv|current_\w+)$/i;
/** Rows that are left out for errors depend on the columns that are read; catalogs tell of copies, too. */
const OTHER_WORD: RegExp = /\b(?:ignore_errors|store_rejects|rejects_\w+|information_schema|pg_catalog)\b/i;
const TEXT_FILE: RegExp = /\.(?:csv|tsv|json|jsonl|ndjson)(?:\.gz|\.zst)?$/i;

/** A quoted name without such an ending is a relation's or a CTE's. */
export function fileReads(sql: string): FileReads {
  const text: string[] = [];
  let other = OTHER_WORD.test(sql);
  for (const [, name, files, from] of sql.matchAll(PIECE)) {
    if (from !== undefined) {
      const file = from.slice(1, -1).replaceAll(from[0]! + from[0]!, from[0]!);
      if (TEXT_FILE.test(file)) text.push(`'${file.replaceAll("'", "''")}'`);
      else if (from.startsWith("'")) other = true;
    } else if (name !== undefined && TEXT_FUNCTION.test(name)) {
      if (files === undefined) other = true;
      else text.push(files);
    } else if (name !== undefined && OTHER_FUNCTION.test(name)) other = true;
  }
  return { text, other };
}
