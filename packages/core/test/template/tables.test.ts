import { JinjaError, pyRepr } from "@tsmodel/jinja";
import { describe, expect, test } from "vitest";
import { tableFromCsv, tableFromQuery } from "../../src/template/table/infer-table.ts";
import { renderTable } from "../../src/template/table/render-table.ts";
import type { ResultTable } from "../../src/template/table/result-table.ts";
import { tableToCsv, tableToJson } from "../../src/template/table/write-table.ts";
import type { RecordedCell } from "./template-fixture.ts";
import { queryResult, readRecorded } from "./template-fixture.ts";

interface TableDescription { readonly names: readonly string[]; readonly types: readonly string[]; readonly rows: readonly (readonly string[])[] }
interface QueryCase {
  readonly names: readonly string[];
  readonly rows: readonly (readonly RecordedCell[])[];
  readonly table: TableDescription;
  readonly printed: string;
  readonly wide: string;
  readonly structure: string;
  readonly csv: string;
  readonly json: string;
}
interface CsvCase { readonly csv: string; readonly text?: readonly string[]; readonly delimiter?: string; readonly table?: TableDescription; readonly error?: string }

function describeTable(table: ResultTable): TableDescription {
  return { names: table.columnNames, types: table.columnTypes, rows: table.rowValues.map((row) => row.map(pyRepr)) };
}

/** We have one class for zones of a fixed offset, where Python's libraries have several. */
const sameZones = (text: string): string => text.replace(/<isodate\.tzinfo\.Utc object at \w+>|<FixedOffset '\+00:?00'>/g, "datetime.timezone.utc").replace(/<FixedOffset '\+(\d\d):?(\d\d)'>/g, (_, hours: string, minutes: string) => `datetime.timezone(datetime.timedelta(seconds=${Number(hours) * 3600 + Number(minutes) * 60}))`);

describe("query results are typed and printed as agate does for dbt", () => {
  test.each(readRecorded<QueryCase>("query-tables").map((recorded) => [recorded.names.join(", "), recorded] as const))("%s", (_, recorded) => {
    const table = tableFromQuery(queryResult(recorded.names, recorded.rows));
    expect(describeTable(table)).toEqual(recorded.table);
    expect(renderTable(table)).toBe(recorded.printed);
    expect(renderTable(table, { maxRows: 2, maxColumns: 2, maxColumnWidth: 8, maxPrecision: 1 })).toBe(recorded.wide);
    expect(table.pyStr()).toBe(recorded.structure);
    expect(tableToCsv(table)).toBe(recorded.csv);
    expect(tableToJson(table)).toBe(recorded.json);
  });
});

describe("seed files are read and typed as agate does for dbt", () => {
  test.each(readRecorded<CsvCase>("csv-tables").map((recorded) => [JSON.stringify(recorded.csv), recorded] as const))("%s", (_, recorded) => {
    const read = (): ResultTable => tableFromCsv(recorded.csv, { textColumns: new Set(recorded.text), delimiter: recorded.delimiter });
    if (recorded.error !== undefined) {
      expect(read).toThrow(JinjaError);
      return;
    }
    const { names, types, rows } = recorded.table!;
    expect(describeTable(read())).toEqual({ names, types, rows: rows.map((row) => row.map(sameZones)) });
  });
});
