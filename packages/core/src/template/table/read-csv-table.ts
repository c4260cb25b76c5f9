/** A seed's file as a table: read once for its columns' types, and again should anybody want its rows. */
import type { Value } from "@tsmodel/jinja";
import { valueError } from "../python/function.ts";
import { columnNamesFrom } from "./column-names.ts";
import { CsvReader, readCsv } from "./csv-reader.ts";
import { castValue, type DataType } from "./data-types.ts";
import { ResultTable, type TableOptions } from "./result-table.ts";
import { ColumnScan } from "./scan-column.ts";

export interface CsvTableOptions extends TableOptions {
  /** Columns that are Text whatever they hold. */
  readonly textColumns?: ReadonlySet<string>;
  readonly delimiter?: string;
}

/**
 * `open` gives the text in pieces, the same each time. Rows may be shorter than the header; what is missing is None.
 * @throws JinjaError ValueError for an empty file and rows longer than the header
 */
export function readCsvTable(open: () => Iterable<string>, options: CsvTableOptions = {}): ResultTable {
  const { textColumns, delimiter, write } = options;
  const reader = new CsvReader(open(), { delimiter });
  if (!reader.next()) throw valueError("the file is empty: a header line with the columns' names is needed");
  const names = columnNamesFrom(Array.from({ length: reader.count }, (_, index) => reader.field(index)));
  const scans = names.map((name) => new ColumnScan(textColumns?.has(name) === true));
  let count = 0;
  for (; reader.next(); count++) {
    if (reader.count > names.length)
      throw valueError(
        `Row ${count} has ${reader.count} values, but Table only has ${names.length} columns.`,
      );
    for (let index = 0; index < reader.count; index++) scans[index]!.add(reader, index);
  }
  const types = scans.map(({ type }) => type);
  const read = (): Iterable<Value[]> => typedRows(readCsv(open(), { delimiter }), types);
  return new ResultTable(
    names,
    types,
    { count, read, wholeColumns: scans.map(({ isWhole }) => isWhole) },
    { write },
  );
}

function* typedRows(lines: Generator<string[]>, types: readonly DataType[]): Generator<Value[]> {
  lines.next();
  for (const row of lines) {
    // What a type accepted in the scan it accepts again.
    yield types.map((type, index) => castValue(type, row[index] ?? null) as Value);
  }
}
