/** The marts against a second computation in plain Python: every row, every column, to the last digit. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, describe, expect, test } from "vitest";
import { findRunner, hasPython, projectFolder, runProject } from "./run-project.ts";

const oracle = join(projectFolder, "test/oracle/marts_oracle.py");
const nastyData = join(projectFolder, "test/oracle/make_nasty_data.py");
const generator = join(projectFolder, "generator/dist/generate.js");

const runner = findRunner();
const isPython = hasPython();
const title = `marts and oracle agree${isPython ? "" : " (skipped: no python3)"}`;
const scratch = mkdtempSync(join(tmpdir(), "reporting-oracle-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

type Cell = string | number | null | { readonly any_of: readonly number[] };
type Marts = Record<
  string,
  { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] }
>;

describe.skipIf(!isPython)(title, () => {
  test("on the generated data", { timeout: 240_000 }, async () => {
    const raw = join(scratch, "generated");
    execFileSync(process.execPath, [generator, "--out", raw]);
    await expectAgreement("generated", raw, "2026-02-26");
  });

  test("on another world, read from Parquet", { timeout: 240_000 }, async () => {
    const [csv, parquet] = [join(scratch, "other-csv"), join(scratch, "other-parquet")];
    const world = ["--seed", "7", "--scale", "0.3", "--as-of", "2026-01-15"];
    execFileSync(process.execPath, [generator, ...world, "--out", csv]);
    execFileSync(process.execPath, [generator, ...world, "--out", parquet, "--format", "parquet"]);
    await expectAgreement("other", csv, "2026-01-15", { raw_dir: parquet, raw_format: "parquet" });
  });

  test.each([1, 2, 8, 12])("on data full of edges, seed %i", { timeout: 240_000 }, async (seed) => {
    const raw = join(scratch, `nasty-${seed}`);
    execFileSync("python3", [nastyData, String(seed), raw]);
    await expectAgreement(`nasty-${seed}`, raw, "2026-03-09");
  });
});

async function expectAgreement(
  name: string,
  raw: string,
  asOf: string,
  vars: Record<string, string> = {},
): Promise<void> {
  const database = join(scratch, `${name}.duckdb`);
  const run = {
    database,
    scratch: join(scratch, `${name}-run`),
    vars: { raw_dir: raw, as_of: asOf, ...vars },
  };
  const { code, output } = runProject(runner, "build", run);
  expect(code, output).toBe(0);
  const expected = JSON.parse(
    execFileSync("python3", [oracle, raw, asOf], { encoding: "utf8", maxBuffer: 1 << 28 }),
  ) as Marts;
  const actual = await readMarts(database, Object.keys(expected));
  for (const [mart, { columns, rows }] of Object.entries(expected)) {
    expect(actual[mart]!.columns, mart).toEqual(columns);
    expect(findDifferences(mart, columns, actual[mart]!.rows, rows)).toEqual([]);
  }
}

async function readMarts(database: string, names: readonly string[]): Promise<Marts> {
  const instance = await DuckDBInstance.create(database, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  try {
    const marts: Marts = {};
    for (const name of names) {
      const reader = await connection.runAndReadAll(`select * from ${name}`);
      const rows = reader.getRowsJson() as (string | number | null)[][];
      const types = reader.columnTypes().map(String);
      marts[name] = {
        columns: reader.columnNames(),
        rows: rows.map((row) => row.map((cell, at) => plainCell(cell, types[at]!))),
      };
    }
    return marts;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** 64-bit integers come as text. */
function plainCell(cell: string | number | null, type: string): string | number | null {
  return type === "BIGINT" && cell !== null ? Number(cell) : cell;
}

type Rows = readonly (readonly Cell[])[];

function findDifferences(mart: string, columns: readonly string[], actual: Rows, expected: Rows): string[] {
  const keyWidth = columns.findIndex(
    (column) => !["plan_tier", "region", "role_type"].includes(column) && !column.endsWith("week_start_utc"),
  );
  const keyed = (rows: Rows): Map<string, readonly Cell[]> =>
    new Map(rows.map((row) => [JSON.stringify(row.slice(0, keyWidth)), row]));
  const [found, wanted] = [keyed(actual), keyed(expected)];
  const differences = [...found.keys()]
    .filter((key) => !wanted.has(key))
    .map((key) => `${mart} ${key}: not expected`);
  if (found.size !== actual.length) differences.push(`${mart}: a key is there twice`);
  for (const [key, row] of wanted) {
    const other = found.get(key);
    if (other === undefined) differences.push(`${mart} ${key}: missing`);
    else {
      columns.forEach((column, at) => {
        if (!isSame(other[at]!, row[at]!))
          differences.push(`${mart} ${key} ${column}: ${String(other[at])}, not ${JSON.stringify(row[at])}`);
      });
    }
  }
  return differences;
}

function isSame(actual: Cell, expected: Cell): boolean {
  if (expected !== null && typeof expected === "object") return expected.any_of.includes(actual as number);
  return actual === expected;
}
