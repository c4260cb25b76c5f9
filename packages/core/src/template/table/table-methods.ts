/** Methods of agate's Table that templates call. */
import type { Callable, Value } from "@tsmodel/jinja";
import { callValue, isTruthy, JinjaError, PyDict, PyObject, pyIterate, pyStr, Tuple } from "@tsmodel/jinja";
import { findMethod, method, toInteger, typeError } from "../python/function.ts";
import type { Methods } from "../python/function.ts";
import { compareNullsLast, MappedSequence } from "./mapped-sequence.ts";
import { mergeTables } from "./merge-tables.ts";
import { renderStructure, renderTable } from "./render-table.ts";
import type { ResultTable } from "./result-table.ts";
import type { TableRow } from "./mapped-sequence.ts";
import type { DataType } from "./data-types.ts";
import { TableSet } from "./table-set.ts";
import { tableToCsv, tableToJson } from "./write-table.ts";

export function tableMethod(table: ResultTable, name: string): Callable | undefined {
  return findMethod(methods, table, name);
}

/** One name or a sequence of names. */
function toNames(key: Value): string[] {
  return (
    Array.isArray(key) || key instanceof Tuple || key instanceof MappedSequence ? [...pyIterate(key)] : [key]
  ).map(pyStr);
}

function isCallable(value: Value): boolean {
  return typeof value === "function" || (value instanceof PyObject && value.pyCall !== undefined);
}

type MaybeLater<T> = T | Promise<T>;

/** Asks a macro about each row; macros answer later while models run. */
function askRows<T extends Value>(
  table: ResultTable,
  callee: Value,
  then: (answers: Value[]) => T,
): MaybeLater<T> {
  const answers = table.rows.map((row) => callValue(callee, [row]));
  return answers.some((answer) => answer instanceof Promise)
    ? Promise.all(answers).then(then)
    : then(answers as Value[]);
}

function optionalNumber(value: Value | undefined, otherwise: number | null): number | null {
  return value === undefined ? otherwise : value === null ? null : toInteger(value);
}

function orderBy(self: ResultTable, key: Value, reverse?: Value): MaybeLater<Value> {
  if (isCallable(key))
    return askRows(self, key, (keys) =>
      sortRows(
        self,
        keys.map((value) => [value]),
        reverse,
      ),
    );
  const indexes = typeof key === "number" ? [key] : toNames(key).map((name) => self.columnIndex(name));
  return sortRows(
    self,
    self.rowValues.map((row) => indexes.map((index) => row[index]!)),
    reverse,
  );
}

function sortRows(
  self: ResultTable,
  keys: readonly (readonly Value[])[],
  reverse: Value | undefined,
): ResultTable {
  const order = keys.map((_, index) => index);
  const compare = (a: number, b: number): number => {
    for (let part = 0; part < keys[a]!.length; part++) {
      const result = compareNullsLast(keys[a]![part]!, keys[b]![part]!);
      if (result !== 0) return result;
    }
    return 0;
  };
  const direction = isTruthy(reverse ?? false) ? -1 : 1;
  order.sort((a, b) => direction * compare(a, b));
  return self.withRows(order.map((index) => self.rowValues[index]!));
}

function limit(self: ResultTable, startOrStop?: Value, stop?: Value, step?: Value): ResultTable {
  const from = (stop ?? null) !== null || (step ?? null) !== null;
  const bounds: [Value, Value, Value] = from
    ? [startOrStop ?? null, stop ?? null, step ?? null]
    : [null, startOrStop ?? null, null];
  const rows = new MappedSequence(() => self.rows, null).pyGetSlice(...bounds) as Tuple;
  return self.withRows(rows.items.map((row) => (row as TableRow).items));
}

function renameColumns(self: ResultTable, names: Value | undefined): ResultTable {
  if (names === undefined || names === null) return self;
  const renamed =
    names instanceof PyDict ? self.columnNames.map((name) => pyStr(names.get(name) ?? name)) : toNames(names);
  if (renamed.length !== self.columnNames.length)
    throw new JinjaError("ValueError", "column_names and column_types must be the same length.");
  return self.withNames(renamed);
}

function merge(self: ResultTable, tables: Value): ResultTable {
  const listed = [...pyIterate(tables)].map((table) => {
    if (table instanceof PyObject && "rowValues" in table) return table as ResultTable;
    throw typeError("merge() takes a list of tables");
  });
  const [first, ...others] = listed;
  return first === undefined ? self.withRows([]) : mergeTables([first, ...others]);
}

/** Groups in the order of their first rows; what a macro says of a row is a text. */
function groupBy(self: ResultTable, key: Value, keyName?: Value): MaybeLater<TableSet> {
  const name = (keyName ?? null) === null ? undefined : pyStr(keyName!);
  if (isCallable(key)) {
    const texts = (answers: readonly Value[]): Value[] => answers.map((answer) => (answer === null ? null : pyStr(answer)));
    return askRows(self, key, (answers) => groupRows(self, texts(answers), name ?? "group", "Text"));
  }
  const column = typeof key === "number" ? self.columns.at(key) : self.columns[self.columnIndex(pyStr(key))];
  if (column === undefined) throw new JinjaError("IndexError", "tuple index out of range");
  return groupRows(self, column.items, name ?? column.name, column.dataType);
}

function groupRows(self: ResultTable, values: readonly Value[], keyName: string, keyType: DataType): TableSet {
  const groups = new PyDict();
  const rows: (readonly Value[])[][] = [];
  for (const [index, value] of values.entries()) {
    let group = groups.get(value) as number | undefined;
    if (group === undefined) groups.set(value, (group = rows.push([]) - 1));
    rows[group]!.push(self.rowValues[index]!);
  }
  const { columnNames, columnTypes } = self;
  return new TableSet({ keys: groups.keys(), tables: rows.map((each) => self.withRows(each)), keyName, keyType, columnNames, columnTypes });
}

function write(self: ResultTable, text: string): null {
  self.options.write?.(text);
  return null;
}

const methods: Methods<ResultTable> = {
  select: method(["key"], (self, key: Value) => self.select(toNames(key))),
  exclude: method(["key"], (self, key: Value) => {
    const excluded = new Set(toNames(key));
    return self.select(self.columnNames.filter((name) => !excluded.has(name)));
  }),
  where: method(["test"], (self, test: Value) =>
    askRows(self, test, (answers) =>
      self.withRows(self.rowValues.filter((_, index) => isTruthy(answers[index]!))),
    ),
  ),
  find: method(["test"], (self, test: Value) =>
    askRows<Value>(self, test, (answers) => self.rows[answers.findIndex(isTruthy)] ?? null),
  ),
  order_by: method(["key", "reverse?"], orderBy),
  limit: method(["start_or_stop?", "stop?", "step?"], limit),
  distinct: method(["key?"], (self, key?: Value) =>
    (key ?? null) === null
      ? self.distinct()
      : self.distinct(toNames(key!).map((name) => self.columnIndex(name))),
  ),
  group_by: method(["key", "key_name?", "key_type?"], groupBy),
  merge: method(["tables"], merge),
  rename: method(["column_names?", "row_names?"], renameColumns),
  print_table: method(
    ["max_rows?", "max_columns?", "output?", "max_column_width?", "locale?", "max_precision?"],
    (
      self,
      maxRows?: Value,
      maxColumns?: Value,
      _output?: Value,
      maxWidth?: Value,
      _locale?: Value,
      maxPrecision?: Value,
    ) =>
      write(
        self,
        renderTable(self, {
          maxRows: optionalNumber(maxRows, 20),
          maxColumns: optionalNumber(maxColumns, 6),
          maxColumnWidth: optionalNumber(maxWidth, 20),
          maxPrecision: optionalNumber(maxPrecision, 3),
        }),
      ),
  ),
  print_structure: method(["output?", "max_rows?"], (self, _output?: Value, maxRows?: Value) =>
    write(self, renderStructure(self, optionalNumber(maxRows, null))),
  ),
  print_csv: method(["delimiter?"], (self, delimiter?: Value) =>
    write(self, tableToCsv(self, delimiter === undefined ? "," : pyStr(delimiter))),
  ),
  print_json: method(
    ["key?", "newline?", "indent?"],
    (self, key?: Value, newline?: Value, indent?: Value) => {
      if (isCallable(key ?? null)) throw typeError("print_json() takes the name of a column as its key");
      const options = {
        key: (key ?? null) === null ? undefined : pyStr(key!),
        newline: isTruthy(newline ?? false),
        indent: optionalNumber(indent, null) ?? undefined,
      };
      return write(self, tableToJson(self, options));
    },
  ),
};
