/** Pieces of Postgres SQL. */

/** A text inside single quotes. */
export function escapeString(text: string): string {
  return text.replaceAll("'", "''");
}

/** Means the same whatever `standard_conforming_strings` is. */
export function quoteString(text: string): string {
  return text.includes("\\")
    ? `E'${escapeString(text.replaceAll("\\", "\\\\"))}'`
    : `'${escapeString(text)}'`;
}
