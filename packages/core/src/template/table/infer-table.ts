/** Tables from rows whose types are not known: query results, typed as agate types them for dbt. */
import type { Value } from "@tsmodel/jinja";
import { jsonDumps, PyDict, PyFloat, PyObject, pyStr, Tuple, Undefined } from "@tsmodel/jinja";
import type { QueryResult } from "../../adapter/adapter.ts";
import { PyDate } from "../python/date.ts";
import { PyDecimal } from "../python/decimal.ts";
import { valueError } from "../python/function.ts";
import { PyTime } from "../python/time.ts";
import { cellToValue } from "./cell-value.ts";
import { columnNamesFrom } from "./column-names.ts";
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
export function inferTable(
  rows: readonly (readonly Value[])[],
  names: readonly string[],
  options: InferOptions = {},
): ResultTable {
  const columnNames = columnNamesFrom(names);
  rows.forEach((row, index) => {
    if (row.length > columnNames.length)
      throw valueError(
        `Row ${index} has ${row.length} values, but Table only has ${columnNames.length} columns.`,
      );
  });
  const columns = columnNames.map((name, index) => {
    const values = rows.map((row) => row[index] ?? null);
    return options.textColumns?.has(name) === true
      ? textColumn(values, options.keepNullTexts ?? false)
      : inferColumn(values, options.keepNullTexts ?? false);
  });
  const types = columns.map(({ type }) => type);
  return new ResultTable(
    columnNames,
    types,
    rows.map((_, index) => columns.map(({ values }) => values[index]!)),
    options,
  );
}

interface TypedColumn {
  readonly type: DataType;
  readonly values: readonly Value[];
}

/** The first type that accepts all values, and what it makes of them. */
function inferColumn(values: readonly Value[], keepNullTexts: boolean): TypedColumn {
  for (const type of dataTypes) {
    const cast = type === "Text" ? undefined : castColumn(type, values);
    if (cast !== undefined) return { type, values: cast };
  }
  return textColumn(values, keepNullTexts);
}

function castColumn(type: DataType, values: readonly Value[]): Value[] | undefined {
  const cast: Value[] = [];
  for (const value of values) {
    const result = castValue(type, value);
    if (result === refused) return undefined;
    cast.push(result);
  }
  return cast;
}

function textColumn(values: readonly Value[], keepNullTexts: boolean): TypedColumn {
  return {
    type: "Text",
    values: values.map((value) =>
      keepNullTexts && typeof value === "string" ? value : (castValue("Text", value) as Value),
    ),
  };
}

/** dbt's table_from_rows: with `textColumns`, "" and "null" stay texts in them. */
export function tableFromRows(
  rows: readonly (readonly Value[])[],
  columnNames: readonly string[],
  textColumns?: ReadonlySet<string>,
  options: TableOptions = {},
): ResultTable {
  return inferTable(rows, columnNames, { ...options, textColumns, keepNullTexts: textColumns !== undefined });
}

/** dbt's table_from_data_flat: texts stay texts ("005" is no number), lists and dicts become JSON. */
export function tableFromFlatRows(
  rows: readonly (readonly Value[])[],
  columnNames: readonly string[],
  options: TableOptions = {},
): ResultTable {
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
  if (value instanceof PyDict)
    return PyDict.of(value.entries().map(([key, item]) => [key, toJsonable(item)]));
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
  return tableFromFlatRows(
    result.rows.map((row) => row.map(cellToValue)),
    names,
    options,
  );
}

/** dbt's table_from_data: a list of dicts, nested values under "parent/child". */
export function tableFromData(
  data: readonly Value[],
  columnNames: readonly string[],
  options: TableOptions = {},
): ResultTable {
  if (data.length === 0) return inferTable([], columnNames, options);
  return tableFromObjects(data, options).select(columnNames);
}

/** agate's Table.from_object with dbt's types. */
export function tableFromObjects(data: readonly Value[], options: TableOptions = {}): ResultTable {
  const records = data.map((item) => new Map(flatten(item, "")));
  const names = [...new Set(records.flatMap((record) => [...record.keys()]))];
  return inferTable(
    records.map((record) => names.map((name) => record.get(name) ?? null)),
    names,
    options,
  );
}

function flatten(value: Value, path: string): [string, Value][] {
  if (value instanceof PyDict)
    return value.entries().flatMap(([key, item]) => flatten(item, `${path}${pyStr(key)}/`));
  const items = Array.isArray(value) ? value : value instanceof Tuple ? value.items : undefined;
  if (items !== undefined) return items.flatMap((item, index) => flatten(item, `${path}${index}/`));
  return [[path.replace(/^\/+|\/+$/g, ""), value]];
}
