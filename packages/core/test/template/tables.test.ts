import { Environment, JinjaError, PyDict, pyRepr } from "@tsmodel/jinja";
import { describe, expect, test } from "vitest";
import { tableWriter } from "../../src/template/log-functions.ts";
import { PyDecimal } from "../../src/template/python/decimal.ts";
import {
  inferTable,
  tableFromData,
  tableFromQuery,
  tableFromRows,
} from "../../src/template/table/infer-table.ts";
import { readCsv } from "../../src/template/table/csv-reader.ts";
import { mergeTables } from "../../src/template/table/merge-tables.ts";
import { readCsvTable } from "../../src/template/table/read-csv-table.ts";
import { renderTable } from "../../src/template/table/render-table.ts";
import type { ResultTable } from "../../src/template/table/result-table.ts";
import { tableToCsv, tableToJson } from "../../src/template/table/write-table.ts";
import type { RecordedCell } from "./template-fixture.ts";
import { queryResult, readRecorded } from "./template-fixture.ts";

interface TableDescription {
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
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
interface CsvCase {
  readonly csv: string;
  readonly text?: readonly string[];
  readonly delimiter?: string;
  readonly table?: TableDescription;
  readonly error?: string;
}

function describeTable(table: ResultTable): TableDescription {
  return {
    names: table.columnNames,
    types: table.columnTypes,
    rows: table.rowValues.map((row) => row.map(pyRepr)),
  };
}

/** We have one class for zones of a fixed offset, where Python's libraries have several. */
const sameZones = (text: string): string =>
  text
    .replace(/<isodate\.tzinfo\.Utc object>|<FixedOffset '\+00:?00'>/g, "datetime.timezone.utc")
    .replace(
      /<FixedOffset '\+(\d\d):?(\d\d)'>/g,
      (_, hours: string, minutes: string) =>
        `datetime.timezone(datetime.timedelta(seconds=${Number(hours) * 3600 + Number(minutes) * 60}))`,
    );

describe("query results are typed and printed as agate does for dbt", () => {
  test.each(
    readRecorded<QueryCase>("query-tables").map((recorded) => [recorded.names.join(", "), recorded] as const),
  )("%s", (_, recorded) => {
    const table = tableFromQuery(queryResult(recorded.names, recorded.rows));
    expect(describeTable(table)).toEqual(recorded.table);
    expect(renderTable(table)).toBe(recorded.printed);
    expect(renderTable(table, { maxRows: 2, maxColumns: 2, maxColumnWidth: 8, maxPrecision: 1 })).toBe(
      recorded.wide,
    );
    expect(table.pyStr()).toBe(recorded.structure);
    expect(tableToCsv(table)).toBe(recorded.csv);
    expect(tableToJson(table)).toBe(recorded.json);
  });
});

describe("seed files are read and typed as agate does for dbt", () => {
  test.each(
    readRecorded<CsvCase>("csv-tables").map((recorded) => [JSON.stringify(recorded.csv), recorded] as const),
  )("%s", (_, recorded) => {
    const read = (): ResultTable =>
      readCsvTable(() => [recorded.csv], {
        textColumns: new Set(recorded.text),
        delimiter: recorded.delimiter,
      });
    if (recorded.error !== undefined) {
      expect(read).toThrow(JinjaError);
      return;
    }
    const { names, types, rows } = recorded.table!;
    expect(describeTable(read())).toEqual({ names, types, rows: rows.map((row) => row.map(sameZones)) });
  });
});

test("tables print through the command's reporter", () => {
  const lines: string[] = [];
  const table = readCsvTable(() => ["a,b\n1,x\n2,y\n"], {
    write: tableWriter((event) => event.type === "message" && lines.push(event.text)),
  });
  const print = (source: string): string =>
    new Environment()
      .compile(source, { name: "case" })
      .render({ get: (name) => (name === "table" ? table : undefined) });
  expect(
    print(
      "{% do table.print_table() %}{% do table.print_csv() %}{% do table.limit(1).print_json(indent=1) %}{% do table.print_structure() %}{{ table.order_by('a', reverse=true).rows[0].b }}",
    ),
  ).toBe("y");
  expect(lines).toEqual([
    "| a | b |\n| - | - |\n| 1 | x |\n| 2 | y |",
    "a,b\n1,x\n2,y",
    '[\n {\n  "a": 1.0,\n  "b": "x"\n }\n]',
    "| column | data_type |\n| ------ | --------- |\n| a      | Number    |\n| b      | Text      |",
  ]);
});

test("rows can be asked by a macro, at once or later", async () => {
  const table = readCsvTable(() => ["a\n3\n1\n2\n"]);
  const environment = new Environment();
  const names = (name: string) => (name === "table" ? table : undefined);
  const source =
    "{% macro odd(row) %}{{ 'x' if row.a | int % 2 else '' }}{% endmacro %}{{ table.where(odd).columns['a'].values() }} {{ table.find(odd).a }}";
  const printed = "(Decimal('3'), Decimal('1')) 3";
  expect(environment.compile(source, { name: "case" }).render({ get: names })).toBe(printed);
  expect(await environment.compile(source, { name: "case" }).renderAsync({ get: names })).toBe(printed);
});

test("merged tables take the wider number type and None for what is missing", () => {
  const integers = tableFromRows([[1, "x"]], ["n", "t"]);
  const numbers = tableFromRows([[PyDecimal.parse("2.5"), true]], ["n", "b"]);
  const merged = mergeTables([integers, numbers]);
  expect(describeTable(merged)).toEqual({
    names: ["n", "t", "b"],
    types: ["Number", "Text", "Boolean"],
    rows: [
      ["1", "'x'", "None"],
      ["Decimal('2.5')", "None", "True"],
    ],
  });
  expect(() => mergeTables([integers, tableFromRows([["y"]], ["n"])])).toThrow(
    "the column n is Integer in one table and Text in another",
  );
});

test("nested records become columns with paths", () => {
  const data = [
    PyDict.of([
      ["a", 1],
      [
        "b",
        PyDict.of([
          ["c", "x"],
          ["d", [true]],
        ]),
      ],
    ]),
    PyDict.of([["a", 2]]),
  ];
  expect(describeTable(tableFromData(data, ["b/d/0", "a", "b/c"]))).toEqual({
    names: ["b/d/0", "a", "b/c"],
    types: ["Boolean", "Integer", "Text"],
    rows: [
      ["True", "1", "'x'"],
      ["None", "2", "None"],
    ],
  });
});

test.each(["", "||"])("a delimiter is one character: %j", (delimiter) => {
  expect(() => [...readCsv("a,b", { delimiter })]).toThrow('"delimiter" must be a 1-character string');
});

test("a text in pieces is read as the whole one, wherever it is cut", () => {
  const text = '\ufeffid,note\r\n1,"a, ""b""\r\nc"d\r2,\r\n\n3,"é 🙂"\n4,"open\r\n';
  const whole = [...readCsv(text)];
  expect(whole).toEqual([["id", "note"], ["1", 'a, "b"\ncd'], ["2", ""], [], ["3", "é 🙂"], ["4", "open\n"]]);
  for (let size = 1; size <= text.length; size++) {
    const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
      text.slice(i * size, (i + 1) * size),
    );
    expect([...readCsv(pieces)], `pieces of ${size}`).toEqual(whole);
  }
});

test("a seed passes by once, and its rows are read when somebody asks for them", () => {
  let opened = 0;
  let taken = 0;
  const open = function* (): Generator<string> {
    opened++;
    yield "id,price,day,note\n";
    for (let i = 0; i < 500; i++, taken++) yield `${i},${i}.50,2024-01-${10 + (i % 20)},"n, ${i}"\n`;
    yield "500,1.5,,\n";
  };
  const table = readCsvTable(open);
  expect([table.columnTypes, table.rowCount, table.pyLen()]).toEqual([
    ["Number", "Number", "Date", "Text"],
    501,
    501,
  ]);
  expect(table.columnNames.map((_, index) => table.isWhole(index))).toEqual([true, false, false, false]);
  const length = new Environment().compile("{{ table.rows | length }} {{ table.column_names | length }}", {
    name: "case",
  });
  expect(length.render({ get: (name) => (name === "table" ? table : undefined) })).toBe("501 4");
  expect([opened, taken]).toEqual([1, 500]);
  expect(table.rowValues[500]!.map(pyRepr)).toEqual(["Decimal('500')", "Decimal('1.5')", "None", "None"]);
  expect(opened).toBe(2);
});

test.each(readRecorded<CsvCase>("csv-tables").filter(({ error }) => error === undefined))(
  "columns without decimals are told apart as from the rows: $csv",
  ({ csv, text, delimiter }) => {
    const table = readCsvTable(() => [csv], { textColumns: new Set(text), delimiter });
    const loaded = table.withRows(table.rowValues);
    expect(table.columnNames.map((_, index) => table.isWhole(index))).toEqual(
      table.columnNames.map((_, index) => loaded.isWhole(index)),
    );
  },
);

test("rows of a large seed pass by without being kept, in filters that take them one by one", () => {
  let read = 0;
  const open = function* (): Generator<string> {
    yield "id\n";
    for (let i = 0; i < 30_000; i++, read++) yield `${i}\n`;
  };
  const table = readCsvTable(open);
  read = 0;
  const first = new Environment().compile("{{ (table.rows | map('list') | first) }}", { name: "case" });
  expect(first.render({ get: (name) => (name === "table" ? table : undefined) })).toBe("[Decimal('0')]");
  expect(read).toBeLessThan(10);
  expect(renderTable(table, { maxRows: 2 })).toBe("| id |\n| -- |\n|  0 |\n|  1 |\n| ... |\n");
  expect(read).toBeLessThan(20);
  const all = new Environment().compile(
    "{{ table.rows | map(attribute='id') | sum }} {{ table.rows | length }}",
    { name: "all" },
  );
  expect(all.render({ get: (name) => (name === "table" ? table : undefined) })).toBe("449985000 30000");
});

describe("a column's type is the same told in passing as from all its values", () => {
  const kinds: readonly (readonly string[])[] = [
    ["0", "12", "-7", "1.0", "-0.00", "00", "1234567890123456789012345678"],
    ["0.5", "-12.25", "1.", ".5", "1e5", "1,500", "$5", "7%", "12345678901234567890123456789", "nan", "-"],
    ["2024-01-01", "1999-12-28", "2024-02-29", "9999-11-05", "1000-01-01"],
    [
      "2023-02-29",
      "2024-1-1",
      "2024-01-31",
      "0001-01-01",
      "0000-01-01",
      "2024-13-01",
      "20240101",
      "2024",
      "2024-01",
    ],
    ["2024-01-01 00:00:00", "1999-12-28 23:59:59"],
    [
      "2024-01-01T10:00:00",
      "2024-01-01 24:00:00",
      "2024-01-01 1:2:3",
      "2024-01-01 10:00:60",
      "2024-01-01 10:00:00Z",
    ],
    ["true", "false", "TRUE", "False"],
    ["yes", "1", "0", "truE,", " true "],
    ["", "null", " ", "NULL"],
    ["word", 'say "so"', "a,b", "two\nlines", "é"],
  ];
  let state = 7;
  const below = (n: number): number => (state = (state * 48271) % 2147483647) % n;
  const columns = Array.from({ length: 400 }, () => {
    const main = kinds[below(kinds.length)]!;
    const others = [main, main, kinds[below(kinds.length)]!, kinds[8]!];
    return Array.from({ length: 1 + below(8) }, () => {
      const kind = below(4) > 0 ? main : others[below(4)]!;
      return kind[below(kind.length)]!;
    });
  });
  test.each(columns.map((values) => [JSON.stringify(values), values] as const))("%s", (_, values) => {
    const quoted = values.map((value, index) =>
      value === "" || index % 3 === 0 || /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value,
    );
    const told = readCsvTable(() => [`a\n${quoted.join("\n")}\n`]);
    const known = inferTable(
      values.map((value) => [value]),
      ["a"],
    );
    expect([told.columnTypes, told.isWhole(0)]).toEqual([known.columnTypes, known.isWhole(0)]);
    expect(told.rowValues.map((row) => row.map(pyRepr))).toEqual(
      known.rowValues.map((row) => row.map(pyRepr)),
    );
  });
});
