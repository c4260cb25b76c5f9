/**
 * Ephemeral models become common table expressions in front of the SQL that refers to them, as dbt does it: after
 * an existing WITH, or behind a new one.
 */

export interface NamedCte {
  /** Unique id of the ephemeral model. */
  readonly id: string;
  /** ` __dbt__cte__name as (\n…\n)` */
  readonly sql: string;
}

export interface InjectedSql {
  readonly text: string;
  /** Where the original text's parts ended up: [start in original, start in result], ascending. */
  readonly pieces: readonly (readonly [number, number])[];
  /** Offset of each cte's `sql` in the result. */
  readonly cteStarts: readonly number[];
}

export function injectCtes(sql: string, ctes: readonly NamedCte[]): InjectedSql {
  if (ctes.length === 0) return { text: sql, pieces: [[0, 0]], cteStarts: [] };
  const afterWith = findLeadingWith(sql);
  const at = skipSpace(sql, afterWith ?? 0);
  const head = sql.slice(0, at) + (afterWith === undefined ? "with" : "");
  const tail = afterWith === undefined ? " " : ", ";
  const cteStarts: number[] = [];
  let middle = "";
  for (const [index, cte] of ctes.entries()) {
    if (index > 0) middle += ", ";
    cteStarts.push(head.length + middle.length);
    middle += cte.sql;
  }
  const restStart = head.length + middle.length + tail.length;
  return { text: head + middle + tail + sql.slice(at), pieces: [[0, 0], [at, restStart]], cteStarts };
}

/** Offset just after a leading `with` or `with recursive`, past comments; undefined when the SQL has none. */
function findLeadingWith(sql: string): number | undefined {
  const start = skipSpaceAndComments(sql, 0);
  const afterWith = matchWord(sql, start, "with");
  if (afterWith === undefined) return undefined;
  return matchWord(sql, skipSpaceAndComments(sql, afterWith), "recursive") ?? afterWith;
}

function matchWord(sql: string, at: number, word: string): number | undefined {
  const end = at + word.length;
  if (sql.slice(at, end).toLowerCase() !== word) return undefined;
  return /[\w$]/.test(sql[end] ?? " ") ? undefined : end;
}

const isSpace = (char: string | undefined): boolean => char !== undefined && /\s/.test(char);

function skipSpace(sql: string, at: number): number {
  let index = at;
  while (isSpace(sql[index])) index++;
  return index;
}

function skipSpaceAndComments(sql: string, at: number): number {
  let index = skipSpace(sql, at);
  for (;;) {
    if (sql.startsWith("--", index)) {
      const end = sql.indexOf("\n", index);
      index = end < 0 ? sql.length : end + 1;
    } else if (sql.startsWith("/*", index)) {
      const end = sql.indexOf("*/", index + 2);
      index = end < 0 ? sql.length : end + 2;
    } else return index;
    index = skipSpace(sql, index);
  }
}
