import { extname } from "node:path";

/** Names that DuckDB keeps for itself: a file of that name becomes "main_db". */
const RESERVED: ReadonlySet<string> = new Set(["main", "temp", "system"]);
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]+):/;

/** The part before ":" of a path that is not a plain file. e.g. "md", "ducklake", "https" */
export function pathScheme(path: string): string | undefined {
  return path === ":memory:" ? undefined : SCHEME.exec(path)?.[1]?.toLowerCase();
}

/**
 * What DuckDB calls the database of a path: the first dot-separated part of the file's name ("data/my.db.duckdb" →
 * "my", ".hidden.duckdb" → "hidden"); "memory" without a file. As dbt-duckdb derives it, "" when there is no name.
 */
export function databaseName(path: string): string {
  if (path === ":memory:") return "memory";
  const scheme = pathScheme(path);
  const rest = (scheme === undefined ? path : path.slice(scheme.length + 1)).replace(/[?#].*$/, "");
  const file = rest.split(/[\\/]/).at(-1)!;
  if (scheme === "md" || scheme === "motherduck")
    return file === "" ? "my_db" : file.slice(0, file.length - extname(file).length);
  if (scheme === "ducklake") return file.slice(0, file.length - extname(file).length).replace(SCHEME, "");
  const name = file.replace(/^\.+/, "").split(".")[0]!;
  return RESERVED.has(name.toLowerCase()) ? `${name}_db` : name;
}
