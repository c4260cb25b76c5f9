/** Tables from rows whose types are not known: query results and seed files, typed as agate types them for dbt. */
import type { Value } from "@tsmodel/jinja";
import { jsonDumps, PyDict, PyFloat, PyObject, pyStr, Tuple, Undefined } from "@tsmodel/jinja";
import type { QueryResult } from "../../adapter/adapter.ts";
import { PyDate } from "../python/date.ts";
import { PyDecimal } from "../python/decimal.ts";
import { valueError } from "../python/function.ts";
import { PyTime } from "../python/time.ts";
import { cellToValue } from "./cell-value.ts";
import { columnNamesFrom } from "./column-names.ts";
import { readCsv } from "./csv-reader.ts";
import type { DataType } from "./data-types.ts";
import { castValue, dataTypes, refused } from "./data-types.ts";
import type { TableOptions } from "./result-table.ts";
import { ResultTable } from "./result-table.ts";

export interface InferOptions extends TableOptions {
  /** Columns that are Text whatever they hold. */
  readonly textColumns?: ReadonlySet<string>;
  /** In Text columns "" and "null" stay what they are instead of becoming None. */
  readonly keepNullTexts?: boolean;
}

/** Rows may be shorter than the header; what is missing is None. @throws JinjaError ValueError for longer ones */
export function inferTable(rows: readonly (readonly Value[])[], names: readonly string[], options: InferOptions = {}): ResultTable {
  const columnNames = columnNamesFrom(names);
  const { textColumns, keepNullTexts = false } = options;
  const types = inferTypes(rows, columnNames, textColumns ?? new Set());
  const cast = rows.map((row, index) => castRow(row, index, columnNames, types, keepNullTexts));
  return new ResultTable(columnNames, types, cast, options);
}

const textOnly = 1 << dataTypes.indexOf("Text");
const anyType = 2 * textOnly - 1;

/** The first type that accepts all values of a column. */
function inferTypes(rows: readonly (readonly Value[])[], names: readonly string[], textColumns: ReadonlySet<string>): DataType[] {
  const possible = names.map((name) => (textColumns.has(name) ? textOnly : anyType));
  for (const row of rows) {
    const count = Math.min(row.length, names.length);
    for (let column = 0; column < count; column++) {
      if (possible[column] !== textOnly) possible[column] = narrow(possible[column]!, row[column]!);
    }
  }
  return possible.map((bits) => dataTypes[Math.log2(bits & -bits)]!);
}

function narrow(bits: number, value: Value): number {
  let left = bits;
  for (let index = 0; index < dataTypes.length - 1; index++) {
    const bit = 1 << index;
    if ((left & bit) !== 0 && castValue(dataTypes[index]!, value) === refused) left &= ~bit;
  }
  return left;
}

function castRow(row: readonly Value[], index: number, names: readonly string[], types: readonly DataType[], keepNullTexts: boolean): Value[] {
  if (row.length > names.length) throw valueError(`Row ${index} has ${row.length} values, but Table only has ${names.length} columns.`);
  return names.map((name, column) => {
    const value = row[column] ?? null;
    const type = types[column]!;
    if (keepNullTexts && type === "Text" && typeof value === "string") return value;
    const cast = castValue(type, value);
    if (cast === refused) throw valueError(`Can not parse value "${pyStr(value)}" as ${type}. Error at row ${index} column ${name}.`);
    return cast;
  });
}

/** dbt's table_from_rows: with `textColumns`, "" and "null" stay texts in them. */
export function tableFromRows(rows: readonly (readonly Value[])[], columnNames: readonly string[], textColumns?: ReadonlySet<string>, options: TableOptions = {}): ResultTable {
  return inferTable(rows, columnNames, { ...options, textColumns, keepNullTexts: textColumns !== undefined });
}

/** dbt's table_from_data_flat: texts stay texts ("005" is no number), lists and dicts become JSON. */
export function tableFromFlatRows(rows: readonly (readonly Value[])[], columnNames: readonly string[], options: TableOptions = {}): ResultTable {
  const textColumns = new Set<string>();
  const flat = rows.map((row) =>
    row.map((value, column) => {
      const isContainer = Array.isArray(value) || value instanceof Tuple || value instanceof PyDict;
      if (isContainer || typeof value === "string") textColumns.add(columnNames[column]!);
      return isContainer ? jsonDumps(toJsonable(value)) : value;
    }),
  );
  return tableFromRows(flat, columnNames, textColumns, options);
}

/** What dbt's forgiving JSON encoder makes of values that JSON has no words for. */
function toJsonable(value: Value): Value {
  if (Array.isArray(value)) return value.map(toJsonable);
  if (value instanceof Tuple) return value.items.map(toJsonable);
  if (value instanceof PyDict) return PyDict.of(value.entries().map(([key, item]) => [key, toJsonable(item)]));
  if (value instanceof PyDecimal) return new PyFloat(value.toNumber());
  if (value instanceof PyDate || value instanceof PyTime) return value.isoformat();
  if (value instanceof Undefined) return "";
  return value instanceof PyObject ? value.pyStr() : value;
}

/** The table that `run_query` and `statement` give. Columns of the same name get a number: a, a_2. */
export function tableFromQuery(result: QueryResult, options: TableOptions = {}): ResultTable {
  const seen = new Map<string, number>();
  const names = result.columns.map(({ name }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
  return tableFromFlatRows(result.rows.map((row) => row.map(cellToValue)), names, options);
}

/** A seed file. @throws JinjaError ValueError for an empty file and rows longer than the header */
export function tableFromCsv(text: string, options: { readonly textColumns?: ReadonlySet<string>; readonly delimiter?: string } & TableOptions = {}): ResultTable {
  const lines = readCsv(text, { delimiter: options.delimiter });
  const header = lines.next();
  if (header.done === true) throw valueError("the file is empty: a header line with the columns' names is needed");
  return inferTable([...lines], header.value, { textColumns: options.textColumns, write: options.write });
}

/** dbt's table_from_data: a list of dicts, nested values under "parent/child". */
export function tableFromData(data: readonly Value[], columnNames: readonly string[], options: TableOptions = {}): ResultTable {
  if (data.length === 0) return inferTable([], columnNames, options);
  return tableFromObjects(data, options).select(columnNames);
}

/** agate's Table.from_object with dbt's types. */
export function tableFromObjects(data: readonly Value[], options: TableOptions = {}): ResultTable {
  const records = data.map((item) => new Map(flatten(item, "")));
  const names = [...new Set(records.flatMap((record) => [...record.keys()]))];
  return inferTable(records.map((record) => names.map((name) => record.get(name) ?? null)), names, options);
}

function flatten(value: Value, path: string): [string, Value][] {
  if (value instanceof PyDict) return value.entries().flatMap(([key, item]) => flatten(item, `${path}${pyStr(key)}/`));
  const items = Array.isArray(value) ? value : value instanceof Tuple ? value.items : undefined;
  if (items !== undefined) return items.flatMap((item, index) => flatten(item, `${path}${index}/`));
  return [[path.replace(/^\/+|\/+$/g, ""), value]];
}
