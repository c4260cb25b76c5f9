/** Pieces of DuckDB SQL. */

/** A text inside single quotes. */
export function escapeString(text: string): string {
  return text.replaceAll("'", "''");
}

export function quoteString(text: string): string {
  return `'${escapeString(text)}'`;
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Python's str() of a YAML value: what dbt-duckdb writes into SQL. */
export function settingText(value: unknown): string {
  if (value === true) return "True";
  if (value === false) return "False";
  return typeof value === "string"
    ? value
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
}
