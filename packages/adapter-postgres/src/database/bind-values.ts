/**
 * `%s` and the values of a statement → one text, as psycopg2 does it: a seed's INSERT has more values than the 65,535
 * parameters that Postgres's protocol can carry.
 */
import type { Cell } from "@tsmodel/core/adapter";
import { DatabaseError } from "@tsmodel/core/adapter";
import { quoteString } from "../sql.ts";
import { cellText } from "./cell-text.ts";

/** `%%` is a percent sign. @throws DatabaseError when there are more or fewer values than places */
export function bindValues(sql: string, cells: readonly Cell[]): string {
  let next = 0;
  const bound = sql.replace(/%[%s]/g, (mark) => {
    if (mark === "%%") return "%";
    if (next >= cells.length) throw mismatch(sql, "not enough arguments for format string");
    return literal(cells[next++]!);
  });
  if (next < cells.length) throw mismatch(sql, "not all arguments converted during string formatting");
  return bound;
}

const mismatch = (sql: string, message: string): DatabaseError =>
  new DatabaseError(message, { kind: "other", sql });

/** A cell as a constant of SQL, with its type where the text alone does not tell. */
export function literal(cell: Cell): string {
  if (cell === null) return "NULL";
  if (typeof cell === "string") return quoteString(cell);
  if (typeof cell === "boolean") return String(cell);
  if (typeof cell === "bigint") return signed(String(cell));
  if (typeof cell === "number")
    return Number.isFinite(cell) ? signed(String(cell)) : `'${cellText(cell)}'::float`;
  switch (cell.type) {
    case "decimal":
      return /^[-+\d.Ee]+$/.test(cell.text) ? signed(cell.text) : `'${cell.text}'::numeric`;
    case "list":
      return cell.items.length === 0 ? "'{}'" : `ARRAY[${cell.items.map(literal).join(", ")}]`;
    case "struct":
      return `${quoteString(cellText(cell)!)}::jsonb`;
    default:
      return `${quoteString(cellText(cell)!)}::${TYPE_NAMES[cell.type]}${hasZone(cell) ? "tz" : ""}`;
  }
}

const TYPE_NAMES = {
  date: "date",
  time: "time",
  timestamp: "timestamp",
  interval: "interval",
  bytes: "bytea",
  uuid: "uuid",
} as const;

const hasZone = (cell: Extract<Cell, { readonly type: string }>): boolean =>
  (cell.type === "time" || cell.type === "timestamp") && /\d(?:Z|[-+]\d\d(?::?\d\d)*)$/.test(cell.text);

/** Two minus signs in a row would begin a comment. */
const signed = (number: string): string => (number.startsWith("-") ? ` ${number}` : number);
