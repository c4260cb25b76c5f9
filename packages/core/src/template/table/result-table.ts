/** agate's Table as templates use it: what run_query, statements and seeds give. Immutable. */
import type { Value } from "@tsmodel/jinja";
import { JinjaError, PyObject, pyEquals, PySet, Tuple } from "@tsmodel/jinja";
import type { PyDecimal } from "../python/decimal.ts";
import { columnNamesFrom } from "./column-names.ts";
import type { DataType } from "./data-types.ts";
import { DataTypeObject } from "./data-type-object.ts";
import { MappedSequence, TableColumn, TableRow } from "./mapped-sequence.ts";
import { renderStructure } from "./render-table.ts";
import { isWholeNumber } from "./scan-column.ts";
import { tableMethod } from "./table-methods.ts";

export interface TableOptions {
  /** Where print_table() and its kin write; without it they say nothing. */
  readonly write?: (text: string) => void;
}

type Rows = readonly (readonly Value[])[];

/** Rows that are read when somebody asks for them. */
export interface RowSource {
  readonly count: number;
  /** From the first one on, each time it is called. */
  read(): Iterable<readonly Value[]>;
  /** Which columns hold numbers without decimals. */
  readonly wholeColumns: readonly boolean[];
}

/** Rows that may be kept without a thought. */
const MANY = 10_000;

export class ResultTable extends PyObject {
  readonly pyTypeName: string = "Table";
  override readonly pyModule: string = "agate.table";
  readonly columnNames: readonly string[];
  readonly columnTypes: readonly DataType[];
  readonly options: TableOptions;
  private readonly source: RowSource | undefined;
  private values: Rows | undefined;
  private rowObjects: readonly TableRow[] | undefined;

  /** Values must already have their columns' types; names must differ. */
  constructor(
    columnNames: readonly string[],
    columnTypes: readonly DataType[],
    rows: Rows | RowSource,
    options: TableOptions = {},
  ) {
    super();
    this.columnNames = columnNames;
    this.columnTypes = columnTypes;
    if ("read" in rows) this.source = rows;
    else this.values = rows;
    this.options = options;
  }

  static empty(options: TableOptions = {}): ResultTable {
    return new ResultTable([], [], [], options);
  }

  get rowValues(): Rows {
    return (this.values ??= Array.from(this.source!.read()));
  }
  /** Does not read the rows. */
  get rowCount(): number {
    return this.source?.count ?? this.rowValues.length;
  }
  firstRows(count: number): Rows {
    if (this.values !== undefined || this.source === undefined || this.source.count < MANY)
      return this.rowValues.slice(0, count);
    const rows: (readonly Value[])[] = [];
    for (const row of this.source.read()) {
      if (rows.length === count) break;
      rows.push(row);
    }
    return rows;
  }
  /** Whether a column of numbers has none with decimals. */
  isWhole(index: number): boolean {
    if (this.columnTypes[index] !== "Number") return false;
    if (this.source !== undefined) return this.source.wholeColumns[index]!;
    return this.rowValues.every((row) => row[index] === null || isWholeNumber(row[index] as PyDecimal));
  }
  get rows(): readonly TableRow[] {
    return (this.rowObjects ??= this.rowValues.map((values) => new TableRow(() => values, this.columnNames)));
  }
  /** Many rows that nobody has asked for before pass by, and are not kept. */
  private get passing(): (() => Iterable<TableRow>) | undefined {
    const { source, columnNames } = this;
    if (source === undefined || this.values !== undefined || source.count < MANY) return undefined;
    return function* () {
      for (const values of source.read()) yield new TableRow(() => values, columnNames);
    };
  }
  /** Values of one column. */
  columnValues(index: number): Value[] {
    return this.rowValues.map((row) => row[index] ?? null);
  }
  get columns(): TableColumn[] {
    return this.columnNames.map(
      (name, index) => new TableColumn(name, index, this.columnTypes[index]!, () => this.columnValues(index)),
    );
  }
  /** @throws JinjaError ValueError */
  columnIndex(name: string): number {
    const index = this.columnNames.indexOf(name);
    if (index < 0)
      throw new JinjaError(
        "ValueError",
        `the table has no column '${name}'; its columns are: ${this.columnNames.join(", ")}`,
      );
    return index;
  }

  /** A table of other columns that writes where this one does. */
  reshaped(columnNames: readonly string[], columnTypes: readonly DataType[], rowValues: Rows): ResultTable {
    return new ResultTable(columnNames, columnTypes, rowValues, this.options);
  }
  /** The same columns under other names. */
  withNames(names: readonly string[]): ResultTable {
    return this.reshaped(columnNamesFrom(names), this.columnTypes, this.rowValues);
  }
  withRows(rowValues: Rows): ResultTable {
    return this.reshaped(this.columnNames, this.columnTypes, rowValues);
  }
  /** The columns of these names in this order. @throws JinjaError ValueError */
  select(names: readonly string[]): ResultTable {
    const indexes = names.map((name) => this.columnIndex(name));
    const types = indexes.map((index) => this.columnTypes[index]!);
    return this.reshaped(
      names,
      types,
      this.rowValues.map((row) => indexes.map((index) => row[index]!)),
    );
  }
  /** The first of rows that are equal in the chosen columns, or in all. */
  distinct(indexes: readonly number[] = this.columnNames.map((_, index) => index)): ResultTable {
    const seen = new PySet();
    return this.withRows(
      this.rowValues.filter((row) => {
        const key = new Tuple(indexes.map((index) => row[index]!));
        if (seen.has(key)) return false;
        seen.add(key);
        return true;
      }),
    );
  }

  override pyGetAttr(name: string): Value | undefined {
    switch (name) {
      case "columns": {
        const { columns } = this;
        return new MappedSequence(() => columns, this.columnNames);
      }
      case "rows":
        return new MappedSequence(() => this.rows, null, { count: this.rowCount, pass: this.passing });
      case "column_names":
        return new Tuple(this.columnNames);
      case "column_types":
        return new Tuple(this.columnTypes.map((type) => new DataTypeObject(type)));
      case "row_names":
        return null;
      default:
        return tableMethod(this, name);
    }
  }
  override pyGetItem(key: Value): Value | undefined {
    return typeof key === "number" ? this.rows.at(key) : undefined;
  }
  override pyGetSlice(from: Value, to: Value, step: Value): Value | undefined {
    return new MappedSequence(() => this.rows, null).pyGetSlice(from, to, step);
  }
  override pyLen(): number {
    return this.rowCount;
  }
  override pyIter(): Iterable<Value> {
    return this.rows;
  }
  override pyContains(value: Value): boolean {
    return this.rows.some((row) => pyEquals(row, value));
  }
  override pyStr(): string {
    return renderStructure(this);
  }
  override pyRepr(): string {
    return "<agate.table.Table object>";
  }
}
