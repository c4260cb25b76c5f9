import { createHash } from "node:crypto";

/** Longest name Postgres keeps, in bytes; longer ones are cut silently, so we never send them. */
export const MAX_NAME_BYTES = 63;

/** `a"b` → `"a""b"`; the same rule in DuckDB and in Postgres. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `["marts", "orders"]` → `"marts"."orders"`. */
export function quotePath(parts: readonly string[]): string {
  return parts.map(quoteName).join(".");
}

/** A string literal; backslashes are ordinary characters (standard_conforming_strings is on). */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `name` if it fits, otherwise its head and a hash of the whole, so that distinct names stay distinct. */
export function fitName(name: string): string {
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  let head = name;
  while (Buffer.byteLength(head) > MAX_NAME_BYTES - 9) head = head.slice(0, -1);
  return `${head}_${hash}`;
}
