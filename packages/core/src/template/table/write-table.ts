/** Tables as CSV and JSON: agate's to_csv and to_json. */
import type { Value } from "@tsmodel/jinja";
import { jsonDumps, PyDict, PyFloat, pyStr } from "@tsmodel/jinja";
import { PyDate } from "../python/date.ts";
import { PyDecimal } from "../python/decimal.ts";
import { valueError } from "../python/function.ts";
import type { DataType } from "./data-types.ts";
import type { TableShape } from "./table-shape.ts";

/** With a header; quotes where a field needs them. */
export function tableToCsv(table: TableShape, delimiter: string = ","): string {
  const lines = [table.columnNames, ...table.rowValues.map((row) => row.map(csvText))];
  return lines.map((fields) => `${csvLine(fields, delimiter)}\n`).join("");
}

function csvText(value: Value): string {
  if (value === null) return "";
  return value instanceof PyDate ? value.isoformat() : pyStr(value);
}

function csvLine(fields: readonly string[], delimiter: string): string {
  // A single empty field would look like an empty line.
  if (fields.length === 1 && fields[0] === "") return '""';
  return fields
    .map((field) =>
      /["\r\n]/.test(field) || field.includes(delimiter) ? `"${field.replaceAll('"', '""')}"` : field,
    )
    .join(delimiter);
}

export interface JsonOptions {
  /** A column: gives an object by its values in place of a list. */
  readonly key?: string;
  /** One object per line. */
  readonly newline?: boolean;
  readonly indent?: number;
}

/** @throws JinjaError ValueError for options that exclude each other and keys that are not unique */
export function tableToJson(table: TableShape, options: JsonOptions = {}): string {
  const { key, newline = false, indent } = options;
  if (newline && (key !== undefined || indent !== undefined))
    throw valueError(`newline and ${key === undefined ? "indent" : "key"} may not be specified together.`);
  const records = table.rowValues.map((row) =>
    PyDict.of(
      table.columnNames.map((name, column) => [
        name,
        jsonValue(table.columnTypes[column]!, row[column] ?? null),
      ]),
    ),
  );
  const dump = (value: Value): string => unescapeUnicode(jsonDumps(value, { indent }));
  if (newline) return records.map((record) => `${dump(record)}\n`).join("");
  return dump(key === undefined ? records : keyed(table, records, key));
}

function keyed(table: TableShape, records: readonly PyDict[], key: string): PyDict {
  const column = table.columnNames.indexOf(key);
  if (column < 0) throw valueError(`the table has no column '${key}'`);
  const output = new PyDict();
  table.rowValues.forEach((row, index) => {
    const name = pyStr(row[column] ?? null);
    if (output.has(name)) throw valueError(`Value ${name} is not unique in the key column.`);
    output.set(name, records[index]!);
  });
  return output;
}

function jsonValue(type: DataType, value: Value): Value {
  if (value === null || type === "Boolean" || type === "Integer") return value;
  if (value instanceof PyDecimal) return new PyFloat(value.toNumber());
  return value instanceof PyDate ? value.isoformat() : pyStr(value);
}

/** ensure_ascii=False: json.dumps escapes everything beyond ASCII, agate does not. */
function unescapeUnicode(json: string): string {
  return json.replace(
    /((?:^|[^\\])(?:\\\\)*)((?:\\u[0-9a-f]{4})+)/g,
    (whole, before: string, escapes: string) => {
      const codes = (escapes.match(/[0-9a-f]{4}/g) ?? []).map((hex) => parseInt(hex, 16));
      return codes.every((code) => code >= 0x80) ? before + String.fromCharCode(...codes) : whole;
    },
  );
}
