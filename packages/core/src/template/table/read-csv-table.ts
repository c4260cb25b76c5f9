/** A seed's file as a table: read once for its columns' types, and again should anybody want its rows. */
import type { Value } from "@tsmodel/jinja";
import { valueError } from "../python/function.ts";
import { columnNamesFrom } from "./column-names.ts";
import { readCsv } from "./csv-reader.ts";
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
  const rows = readCsv(open(), { delimiter });
  const header = rows.next();
  if (header.done === true)
    throw valueError("the file is empty: a header line with the columns' names is needed");
  const names = columnNamesFrom(header.value);
  const scans = names.map((name) => new ColumnScan(textColumns?.has(name) === true));
  let count = 0;
  for (const row of rows) {
    if (row.length > names.length)
      throw valueError(`Row ${count} has ${row.length} values, but Table only has ${names.length} columns.`);
    for (let index = 0; index < row.length; index++) scans[index]!.add(row[index]!);
    count++;
  }
  const types = scans.map(({ type }) => type);
  const load = (): Value[][] => loadRows(readCsv(open(), { delimiter }), types);
  return new ResultTable(names, types, { count, load, wholeColumns: scans.map(({ isWhole }) => isWhole) }, { write });
}

function loadRows(lines: Generator<string[]>, types: readonly DataType[]): Value[][] {
  lines.next();
  const rows: Value[][] = [];
  for (const row of lines) {
    // What a type accepted in the scan it accepts again.
    rows.push(types.map((type, index) => castValue(type, row[index] ?? null) as Value));
  }
  return rows;
}
