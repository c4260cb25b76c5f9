/** Values of the database as a TypeScript model sees them. */
import type { Cell } from "../../adapter/cell.ts";

/**
 * Integers and decimals are numbers where a number holds them exactly (decimals: up to 15 digits), else bigint and text.
 * Dates and times of day are text in ISO form, instants are Dates (those without a zone are read as UTC).
 */
export type ScriptValue = null | boolean | number | bigint | string | Date | Uint8Array | readonly ScriptValue[] | { readonly [key: string]: ScriptValue };

export type ScriptRow = { readonly [column: string]: ScriptValue };

export function toScriptValue(cell: Cell): ScriptValue {
  if (typeof cell === "bigint") return Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;
  if (cell === null || typeof cell !== "object") return cell;
  switch (cell.type) {
    case "decimal":
      return cell.text.replace(/\D/g, "").replace(/^0+/, "").length <= 15 ? Number(cell.text) : cell.text;
    case "date":
    case "time":
    case "uuid":
      return cell.text;
    case "timestamp":
      return instantOf(cell.text);
    case "interval":
      return { months: (cell.years ?? 0) * 12 + cell.months, days: cell.days, microseconds: Number(cell.microseconds) };
    case "bytes":
      return Uint8Array.from(Buffer.from(cell.hex, "hex"));
    case "list":
      return cell.items.map(toScriptValue);
    case "struct":
      return Object.fromEntries(cell.entries.map(([name, value]) => [name, toScriptValue(value)]));
  }
}

/** Text for what no Date can hold: infinity, years beyond its range. */
function instantOf(text: string): Date | string {
  const instant = new Date(/(?:Z|[+-]\d\d(?::?\d\d)?)$/.test(text) ? text.replace(" ", "T") : `${text.replace(" ", "T")}Z`);
  return Number.isNaN(instant.getTime()) ? text : instant;
}

export function toScriptRow(columns: readonly { readonly name: string }[], row: readonly Cell[]): ScriptRow {
  const made: { [column: string]: ScriptValue } = {};
  for (const [index, { name }] of columns.entries()) made[name] = toScriptValue(row[index] ?? null);
  return made;
}
