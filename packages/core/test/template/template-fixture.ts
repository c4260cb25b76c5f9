/** What the recorded cases are rendered with: the counterpart of `context()` in record.py. */
import { readFileSync } from "node:fs";
import { Environment, PyDict } from "@tsmodel/jinja";
import type { Callable, Value } from "@tsmodel/jinja";
import type { Dialect } from "../../src/adapter/adapter.ts";
import type { Cell } from "../../src/adapter/cell.ts";
import { readYaml } from "../../src/project/read-yaml.ts";
import { yamlToValue } from "../../src/project/yaml-value.ts";
import { createBaseContext } from "../../src/template/base-context.ts";
import type { BaseInput } from "../../src/template/base-context.ts";
import { ContextLayer } from "../../src/template/context-layer.ts";
import { PyDateTime } from "../../src/template/python/date-time.ts";
import { PyDate } from "../../src/template/python/date.ts";
import { PyDecimal } from "../../src/template/python/decimal.ts";
import { pytzUtc } from "../../src/template/python/pytz-zone.ts";
import { FixedZone } from "../../src/template/python/time-zone.ts";
import { ColumnClass } from "../../src/template/relation/column.ts";
import { RelationClass } from "../../src/template/relation/relation-class.ts";
import type { Relation } from "../../src/template/relation/relation.ts";
import { tableFromQuery, tableFromRows } from "../../src/template/table/infer-table.ts";
import type { QueryResult } from "../../src/adapter/adapter.ts";

export interface RecordedCase {
  readonly expression: string;
  readonly text?: string;
  readonly repr?: string;
  readonly error?: string;
}

export function readRecorded<T = RecordedCase>(name: string): T[] {
  return JSON.parse(readFileSync(new URL(`recorded/${name}.json`, import.meta.url), "utf8")) as T[];
}

const everything = { database: true, schema: true, identifier: true };
const base: Omit<Dialect, "typeClasses"> = {
  quoteCharacter: '"',
  defaultQuoting: everything,
  defaultInclude: everything,
  renameableTypes: [],
  replaceableTypes: [],
  maxIdentifierLength: null,
  typeLabels: { STRING: "TEXT" },
  convertSeedType: () => "text",
  constraintSupport: {},
  validIncrementalStrategies: [],
  string: { literalEscape: (text) => text },
};
const strings = ["text", "character varying", "character", "varchar"];

/** The facts of dbt-duckdb's and dbt-postgres' relation and column classes. */
export const duckdbDialect: Dialect = {
  ...base,
  classPrefix: "DuckDB",
  requireSubqueryAlias: false,
  typeClasses: {
    string: strings,
    float: ["real", "float", "float4", "float8", "double"],
    integer: [
      "tinyint",
      "smallint",
      "integer",
      "bigint",
      "hugeint",
      "utinyint",
      "usmallint",
      "uinteger",
      "ubigint",
      "int1",
      "int2",
      "int4",
      "int8",
      "short",
      "int",
      "signed",
      "long",
    ],
    numeric: ["numeric", "decimal"],
  },
};
export const postgresDialect: Dialect = {
  ...base,
  classPrefix: "Postgres",
  renameableTypes: ["view", "table"],
  replaceableTypes: ["view", "table"],
  maxIdentifierLength: 63,
  keepStringType: (dtype, size) =>
    dtype.toLowerCase() === "text" || (dtype.toLowerCase() === "character varying" && size === null),
  typeClasses: {
    string: strings,
    float: ["real", "float4", "float", "double precision", "float8", "double"],
    integer: [
      "smallint",
      "integer",
      "bigint",
      "smallserial",
      "serial",
      "bigserial",
      "int2",
      "int4",
      "int8",
      "serial2",
      "serial4",
      "serial8",
    ],
    numeric: ["numeric", "decimal"],
  },
};

export function baseInput(changes: Partial<BaseInput> = {}): BaseInput {
  return {
    environment: new Environment(),
    dbtVersion: "1.11.0",
    env: { env: {} },
    vars: { get: () => undefined, has: () => false },
    runStartedAt: new Date("2026-03-07T14:05:09.123Z"),
    invocationId: "00000000-0000-0000-0000-000000000000",
    threadId: "MainThread",
    flags: {},
    report: () => undefined,
    parseYaml: (text) => yamlToValue(readYaml(text, "fromyaml()").value),
    now: () => new Date("2026-03-07T14:05:09.123Z"),
    ...changes,
  };
}

/** A cell as record.py writes it, as an adapter gives it. */
export type RecordedCell =
  | null
  | boolean
  | string
  | { readonly type: "int" | "float" | "decimal" | "date" | "time" | "timestamp"; readonly text: string }
  | {
      readonly type: "interval";
      readonly months: number;
      readonly days: number;
      readonly microseconds: number;
    }
  | { readonly type: "bytes"; readonly hex: string }
  | { readonly type: "list"; readonly items: readonly RecordedCell[] }
  | { readonly type: "struct"; readonly entries: readonly (readonly [string, RecordedCell])[] };

export function toCell(cell: RecordedCell): Cell {
  if (cell === null || typeof cell !== "object") return cell;
  switch (cell.type) {
    case "int":
      return BigInt(cell.text);
    case "float":
      return Number(cell.text.replace("inf", "Infinity").replace("nan", "NaN"));
    case "interval":
      return { ...cell, microseconds: BigInt(cell.microseconds) };
    case "list":
      return { type: "list", items: cell.items.map(toCell) };
    case "struct":
      return { type: "struct", entries: cell.entries.map(([name, item]) => [name, toCell(item)]) };
    case "bytes":
      return cell;
    default:
      return { type: cell.type, text: cell.text };
  }
}

export function queryResult(
  names: readonly string[],
  rows: readonly (readonly RecordedCell[])[],
): QueryResult {
  return {
    columns: names.map((name) => ({ name, type: "unknown" })),
    rows: rows.map((row) => row.map(toCell)),
    response: {},
  };
}

const tableNames = ["id", "name", "price", "day", "at", "ok", "empty"];
const tableRows: readonly (readonly RecordedCell[])[] = [
  [
    { type: "int", text: "2" },
    "b",
    { type: "decimal", text: "10.50" },
    { type: "date", text: "2026-01-02" },
    { type: "timestamp", text: "2026-01-02 03:04:05" },
    true,
    null,
  ],
  [
    { type: "int", text: "1" },
    "a",
    { type: "decimal", text: "1234.5" },
    { type: "date", text: "2026-01-01" },
    { type: "timestamp", text: "2026-01-02 03:04:05.5" },
    false,
    null,
  ],
  [{ type: "int", text: "3" }, null, null, null, null, null, null],
];

/** A layer over the base context with the names that the cases use. */
export function caseContext(): ContextLayer {
  const api = (dialect: Dialect): PyDict =>
    PyDict.of([
      ["Relation", new RelationClass(dialect)],
      ["Column", new ColumnClass(dialect)],
    ]);
  const decimal: Callable = (args) => PyDecimal.parse(String(args[0]));
  const limited: Callable = (args) => (args[0] as Relation).with({ limit: args[1] as number });
  const filtered: Callable = (args) =>
    (args[0] as Relation).with({ eventTimeFilter: { fieldName: "at", start: args[1]!, end: args[2]! } });
  const names = new Map<string, Value>([
    ["api", api(duckdbDialect)],
    ["pg", api(postgresDialect)],
    ["D", decimal],
    ["limited", limited],
    ["filtered", filtered],
    ["utc", new FixedZone(0)],
    [
      "dt",
      PyDateTime.at(
        { year: 2026, month: 3, day: 7 },
        { hour: 14, minute: 5, second: 9, microsecond: 123456 },
      ),
    ],
    ["day", PyDate.of(2024, 2, 29)],
    ["at", PyDateTime.at({ year: 2026, month: 7, day: 1 }, { hour: 8, minute: 30, zone: pytzUtc })],
    ["table", tableFromQuery(queryResult(tableNames, tableRows))],
    [
      "numbers",
      tableFromRows(
        ["1", "2.50", "-1234567.891", "0.0001"].map((text) => [PyDecimal.parse(text)]),
        ["n"],
      ),
    ],
  ]);
  return new ContextLayer(names, new ContextLayer(createBaseContext(baseInput())));
}
