/** The generator's own Parquet files, read by DuckDB: the values put in, their types, nulls and statistics. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ColumnBuffer } from "../generator/src/tables/column-buffer.ts";
import { idShapes, renderId, type Entity } from "../generator/src/tables/entity-id.ts";
import {
  NULL,
  tableNames,
  tableSpecs,
  type ColumnKind,
  type ColumnSpec,
} from "../generator/src/tables/table-spec.ts";
import { ParquetTable } from "../generator/src/write/parquet-table.ts";

const program = join(import.meta.dirname, "../generator/dist/generate.js");
const scratch = mkdtempSync(join(tmpdir(), "reporting-parquet-"));
let connection: DuckDBConnection;

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run("set TimeZone = 'UTC'");
});
afterAll(() => {
  connection.closeSync();
  rmSync(scratch, { recursive: true, force: true });
});

async function query(sql: string): Promise<unknown[][]> {
  return (await connection.runAndReadAll(sql)).getRowsJson();
}

describe("a folder as Parquet", () => {
  beforeAll(() => {
    for (const format of ["csv", "parquet"]) {
      const words = ["--out", join(scratch, "both"), "--format", format, "--scale", "1.5"];
      expect(spawnSync(process.execPath, [program, ...words]).status).toBe(0);
    }
  });

  test.each(tableNames)("has the rows of the CSV: %s", async (table) => {
    const parquet = `read_parquet('${join(scratch, "both", `${table}.parquet`)}')`;
    const described = await query(`describe from ${parquet}`);
    expect(described.map(([name, type]) => [name, type])).toEqual(
      tableSpecs[table].map(({ name, kind }) => [name, typeOf(kind)]),
    );
    const types = described.map(([name, type]) => `'${String(name)}': '${String(type)}'`).join(", ");
    const csv = `read_csv('${join(scratch, "both", `${table}.csv`)}', header = true, columns = {${types}})`;
    expect(await query(`(from ${parquet}) except all (from ${csv})`)).toEqual([]);
    expect(await query(`(from ${csv}) except all (from ${parquet})`)).toEqual([]);
  });
});

describe("a column", () => {
  const id = (entity: Entity): ColumnKind => ({ type: "id", entity });
  const number: ColumnKind = { type: "integer" };
  const many = Array.from({ length: 130_000 }, (_, at) => at);
  const cases: readonly [string, ColumnKind, readonly number[]][] = [
    ["ids that count up", id("event"), many.map((at) => at + 1)],
    ["ids that get longer on the way", id("user"), many.map((at) => at + 99_000)],
    [
      "ids in blocks, with gaps",
      id("event"),
      many.map((at) => Math.floor(at / 900) * 4_000 + (at % 900) + 1),
    ],
    ["ids past their block, and back", id("task"), many.map((at) => (at % 7 === 6 ? 1e10 + at : at))],
    ["ids that count down", id("event"), many.slice(0, 20_000).map((at) => 2_000_000 - at * 97)],
    ["one id", id("account"), [7]],
    ["nothing but nulls", { type: "timestamp" }, many.slice(0, 40_000).map(() => NULL)],
    [
      "a null now and then",
      { type: "timestamp" },
      many.map((at) => (at % 11 === 3 ? NULL : 1.7e9 + at * 37)),
    ],
    ["nulls in stretches", number, many.map((at) => (at % 5_000 < 2_500 ? NULL : at))],
    ["instants to and fro", { type: "timestamp" }, many.map((at) => 1.7e9 + ((at * 7_919) % 9_000_000))],
    ["instants centuries apart", { type: "timestamp" }, many.slice(0, 500).map((at) => (at % 2) * 8e9 + at)],
    ["the same instant", { type: "timestamp" }, many.map(() => 1.75e9)],
    ["numbers", number, many.map((at) => (at * 7_919) % 1_000_003)],
    ["truths", { type: "boolean" }, many.slice(0, 40_003).map((at) => Number(at % 3 === 0))],
    ["a choice of one", { type: "choice", values: ["only"] }, [0, 0, 0]],
    [
      "a choice of hundreds, at times the same for long",
      { type: "choice", values: many.slice(0, 300).map((at) => `choice ${at}`) },
      many.map((at) => (at % 1_000 < 400 ? 5 : (at * 31) % 300)),
    ],
    ["no rows", number, []],
  ];

  // The first column is the table's key and has an encoding of its own; as the second, ids have another.
  test.each(
    cases.flatMap(([name, kind, values]) => [
      [name, kind, values, true] as const,
      [name, kind, values, false] as const,
    ]),
  )("of %s comes back as it was", async (_name, kind, values, first) => {
    const specs: ColumnSpec[] = [{ name: "value", kind }];
    const rowNumber: ColumnSpec = { name: "row", kind: { type: "integer" } };
    const file = writeTable(
      first ? [...specs, rowNumber] : [rowNumber, ...specs],
      (row, column) => (column.name === "row" ? row : values[row]!),
      values.length,
    );
    const read = await query(`select value::varchar from '${file}' order by "row"`);
    expect(read.map(([value]) => value)).toEqual(values.map((value) => textOf(kind, value)));
    await expectTrueStatistics(file);
  });

  test("of ids of several entities comes back as it was", async () => {
    const entities = ["account", "project", "task"] as const;
    const specs: ColumnSpec[] = [
      { name: "row", kind: number },
      { name: "entity", kind: { type: "choice", values: entities } },
      { name: "value", kind: { type: "id-of", column: 1, entities } },
    ];
    const kindOf = (row: number): number => (row * 31) % 3;
    const numberOf = (row: number): number => (row % 4_000) + 999_000;
    const file = writeTable(
      specs,
      (row, { name }) => (name === "row" ? row : name === "entity" ? kindOf(row) : numberOf(row)),
      50_000,
    );
    const read = await query(`select value from '${file}' order by "row"`);
    expect(read.map(([value]) => value)).toEqual(
      many.slice(0, 50_000).map((row) => renderId(idShapes[entities[kindOf(row)]!], numberOf(row))),
    );
    await expectTrueStatistics(file);
  });
});

let written = 0;

/** Writes a table, handed over in buffers of different sizes; returns the file. */
function writeTable(
  specs: readonly ColumnSpec[],
  valueOf: (row: number, column: ColumnSpec) => number,
  rows: number,
): string {
  const file = join(scratch, `${written++}.parquet`);
  const table = new ParquetTable(file, specs);
  const buffer = new ColumnBuffer(specs.length);
  for (let from = 0, size = 1; from < rows; from += size, size = (size * 7) % 20_011) {
    buffer.clear();
    for (let row = from; row < Math.min(from + size, rows); row++) {
      buffer.push(...specs.map((column) => valueOf(row, column)));
    }
    table.add(buffer);
  }
  table.finish();
  table.close();
  return file;
}

/** What the footer says of the smallest and largest values and of nulls, against the values themselves. */
async function expectTrueStatistics(file: string): Promise<void> {
  const claims = await query(
    `select row_group_id, row_group_num_rows, path_in_schema, stats_null_count, stats_min_value, stats_max_value
     from parquet_metadata('${file}') order by row_group_id`,
  );
  let before = 0;
  let lastGroup: unknown;
  let rows = 0;
  for (const [group, groupRows, name, nulls, min, max] of claims) {
    if (group !== lastGroup) before += rows;
    lastGroup = group;
    rows = Number(groupRows);
    const [facts] = await query(
      `select count(*) - count("${String(name)}"), min("${String(name)}")::varchar, max("${String(name)}")::varchar
       from (select * from '${file}' order by "row" limit ${rows} offset ${before})`,
    );
    expect([nulls, min, max]).toEqual(facts);
  }
  expect(before + rows).toBe(Number((await query(`select count(*) from '${file}'`))[0]![0]));
}

function typeOf(kind: ColumnKind): string {
  if (kind.type === "timestamp") return "TIMESTAMP WITH TIME ZONE";
  return kind.type === "integer" || kind.type === "boolean" ? kind.type.toUpperCase() : "VARCHAR";
}

/** As DuckDB shows it. */
function textOf(kind: ColumnKind, value: number): string | null {
  if (value === NULL) return null;
  if (kind.type === "id") return renderId(idShapes[kind.entity], value);
  if (kind.type === "choice") return kind.values[value]!;
  if (kind.type === "boolean") return value === 1 ? "true" : "false";
  if (kind.type === "timestamp") {
    return new Date(value * 1_000).toISOString().replace("T", " ").replace(".000Z", "+00");
  }
  return String(value);
}
