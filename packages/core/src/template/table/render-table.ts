/** Tables as text: agate's print_table and print_structure. */
import type { Value } from "@tsmodel/jinja";
import { pyStr } from "@tsmodel/jinja";
import { PyDecimal } from "../python/decimal.ts";
import { adjusted, normalized, precision, rescale } from "../python/decimal-number.ts";
import type { DecimalNumber } from "../python/decimal-number.ts";
import type { TableShape } from "./table-shape.ts";

export interface RenderOptions {
  /** null: all. */
  readonly maxRows?: number | null;
  readonly maxColumns?: number | null;
  readonly maxColumnWidth?: number | null;
  /** Decimal places shown of numbers; null: all. */
  readonly maxPrecision?: number | null;
}

const ellipsis = "...";

/** Text columns to the left, all others to the right. Ends with a line break. */
export function renderTable(table: TableShape, options: RenderOptions = {}): string {
  const { maxRows = 20, maxColumns = 6, maxColumnWidth = 20, maxPrecision = 3 } = options;
  const columnCount = Math.min(table.columnNames.length, maxColumns ?? Infinity);
  const hidesColumns = columnCount < table.columnNames.length;
  const count = maxRows === null ? undefined : Math.max(0, maxRows);
  const rows =
    (count === undefined ? undefined : table.firstRows?.(count)) ?? table.rowValues.slice(0, count);
  const hidesRows = rows.length < (table.rowCount ?? table.rowValues.length);
  const clip = (text: string): string => {
    const characters = Array.from(text);
    return maxColumnWidth !== null && characters.length > maxColumnWidth
      ? characters.slice(0, Math.max(0, maxColumnWidth - 3)).join("") + ellipsis
      : text;
  };
  const formats = table.columnTypes.slice(0, columnCount).map((type, column) =>
    type === "Number"
      ? numberFormat(
          rows.map((row) => row[column] ?? null),
          maxPrecision ?? Infinity,
        )
      : printValue,
  );
  const header = table.columnNames.slice(0, columnCount).map(clip);
  const body = rows.map((row) => formats.map((format, column) => clip(format(row[column] ?? null))));
  if (hidesColumns) for (const line of [header, ...body]) line.push(ellipsis);
  const widths = header.map((name, column) =>
    Math.max(...[name, ...body.map((line) => line[column]!)].map(textWidth)),
  );
  const lines = [header, ...body].map((line) => renderLine(line, widths, table));
  lines.splice(1, 0, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`);
  if (hidesRows)
    lines.push(
      renderLine(
        header.map(() => ellipsis),
        widths,
        table,
      ),
    );
  return lines.map((line) => `${line}\n`).join("");
}

/** Names and types of the columns: what a table prints as. */
export function renderStructure(table: TableShape, maxRows: number | null = null): string {
  const rows = table.columnNames.map((name, index) => [name, table.columnTypes[index]!]);
  const structure: TableShape = {
    columnNames: ["column", "data_type"],
    columnTypes: ["Text", "Text"],
    rowValues: rows,
  };
  return renderTable(structure, { maxRows, maxColumnWidth: null });
}

function renderLine(fields: readonly string[], widths: readonly number[], table: TableShape): string {
  const padded = fields.map((field, column) => {
    const blanks = " ".repeat(Math.max(0, widths[column]! - textWidth(field)));
    return table.columnTypes[column] === "Text" ? ` ${field}${blanks} ` : ` ${blanks}${field} `;
  });
  return `|${padded.join("|")}|`;
}

const textWidth = (text: string): number => Array.from(text).length;
const printValue = (value: Value): string => (value === null ? "" : pyStr(value));

/** Numbers of one column get as many decimal places as the one that needs most, and thousands separators. */
function numberFormat(values: readonly Value[], maxPrecision: number): (value: Value) => string {
  const needed = decimalPlaces(values);
  const places = Math.min(needed, maxPrecision);
  const more = needed > maxPrecision ? "…" : "";
  return (value) => {
    if (!(value instanceof PyDecimal) || value.number.special === "Infinity") return printValue(value);
    return value.number.special === "NaN" ? "NaN" : groupDigits(value.number, places) + more;
  };
}

function decimalPlaces(values: readonly Value[]): number {
  let whole = 1;
  let places = 0;
  for (const value of values) {
    if (!(value instanceof PyDecimal) || value.number.special !== null) continue;
    const number = normalized(value.number);
    whole = Math.max(whole, adjusted(number) + 1);
    places = Math.max(places, -number.exponent);
  }
  return Math.min(places, precision - whole);
}

function groupDigits(number: DecimalNumber, places: number): string {
  const rounded = rescale(number, -places);
  const digits = rounded.digits.toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${rounded.negative ? "-" : ""}${whole}${places === 0 ? "" : `.${digits.slice(-places)}`}`;
}
