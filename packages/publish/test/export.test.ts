import { access, chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { exportDuckdb, exportParquet, PublishError } from "../src/index.ts";
import { openDuckdb } from "./support/duckdb.ts";
import { runAll, table } from "./support/publish.ts";

let duck: DuckDBConnection;
let folder: string;

beforeEach(async () => {
  duck = await openDuckdb();
  folder = await mkdtemp(join(tmpdir(), "tsmodel-export-"));
  await runAll(
    duck,
    "CREATE TABLE orders AS SELECT range AS id, 1 AS gen FROM range(1000)",
    "CREATE VIEW customers AS SELECT 1 AS gen",
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const tables = [
  table("orders", { description: "It's orders", columns: [{ name: "id", description: "Number" }] }),
  table("customers"),
];

async function failure(work: Promise<unknown>): Promise<PublishError> {
  const error = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PublishError);
  return error as PublishError;
}

describe("a DuckDB file", () => {
  async function read(file: string, sql: string): Promise<unknown> {
    const instance = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" });
    const connection = await instance.connect();
    const rows = await (await connection.run(sql)).getRowsJson();
    connection.closeSync();
    instance.closeSync();
    return rows;
  }

  test("holds the tables and their descriptions, and nothing is left beside it", async () => {
    const file = join(folder, "it's marts.duckdb");
    const result = await exportDuckdb(duck, tables, file);
    expect(result).toMatchObject({
      path: file,
      tables: [
        { name: "orders", rows: 1000 },
        { name: "customers", rows: 1 },
      ],
    });
    expect(result.bytes).toBeGreaterThan(0);
    expect(await read(file, "SELECT count(*)::INTEGER, sum(gen)::INTEGER FROM orders")).toEqual([
      [1000, 1000],
    ]);
    expect(
      await read(
        file,
        "SELECT comment FROM duckdb_tables() WHERE comment IS NOT NULL UNION ALL SELECT comment FROM duckdb_columns() WHERE comment IS NOT NULL",
      ),
    ).toEqual([["It's orders"], ["Number"]]);
    expect(await readdir(folder)).toEqual(["it's marts.duckdb"]);
  });

  test("can be replaced while somebody has it open", async () => {
    const file = join(folder, "marts.duckdb");
    await exportDuckdb(duck, tables, file);
    const reader = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" });
    const connection = await reader.connect();
    await duck.run("UPDATE orders SET gen = 2");
    await exportDuckdb(duck, tables, file);
    expect(await (await connection.run("SELECT max(gen) FROM orders")).getRowsJson()).toEqual([[1]]);
    connection.closeSync();
    reader.closeSync();
    expect(await read(file, "SELECT max(gen) FROM orders")).toEqual([[2]]);
  });

  test("stays as it was when an export fails, and the connection stays usable", async () => {
    const file = join(folder, "marts.duckdb");
    await exportDuckdb(duck, tables, file);
    const before = await readFile(file);
    expect(await failure(exportDuckdb(duck, [...tables, table("nowhere")], file))).toMatchObject({
      code: "relation-not-found",
      table: "nowhere",
    });
    expect(await failure(exportDuckdb(duck, tables, join(folder, "no/such/folder.duckdb")))).toMatchObject({
      code: "export-failed",
    });
    expect((await readFile(file)).equals(before)).toBe(true);
    expect(await readdir(folder)).toEqual(["marts.duckdb"]);
    await duck.run("SELECT 1");
  });

  test("is not touched by an aborted export; what a killed one left is removed by the next", async () => {
    const file = join(folder, "marts.duckdb");
    await writeFile(join(folder, ".marts.duckdb.tsmodel-999999999-abcdef"), "left by a killed process");
    await exportDuckdb(duck, tables, file);
    expect(await readdir(folder)).toEqual(["marts.duckdb"]);
    const controller = new AbortController();
    await runAll(
      duck,
      "CREATE VIEW slow AS SELECT count(*) AS n FROM range(100000) a, range(1000000) b WHERE a.range + b.range = 7",
    );
    const work = exportDuckdb(duck, [table("slow")], file, { signal: controller.signal });
    setImmediate(() => setTimeout(() => controller.abort(), 50));
    expect(await failure(work)).toMatchObject({ code: "interrupted" });
    expect(await readdir(folder)).toEqual(["marts.duckdb"]);
  });

  test("needs access to files", async () => {
    await duck.run("SET enable_external_access = false");
    expect(await failure(exportDuckdb(duck, tables, join(folder, "x.duckdb")))).toMatchObject({
      code: "export-failed",
      hint: expect.stringContaining("enable_external_access"),
    });
  });
});

describe("a folder of Parquet files", () => {
  const count = async (path: string): Promise<unknown> =>
    (await duck.run(`SELECT count(*)::INTEGER, max(gen) FROM '${path}/orders.parquet'`)).getRowsJson();

  test("is replaced as a whole; the generation before stays for its readers", async () => {
    const path = join(folder, "marts");
    expect(await exportParquet(duck, tables, path)).toMatchObject({ tables: [{ rows: 1000 }, { rows: 1 }] });
    expect(await count(path)).toEqual([[1000, 1]]);
    expect((await readdir(path)).sort()).toEqual(["customers.parquet", "orders.parquet"]);
    for (const gen of [2, 3, 4]) {
      await duck.run(`UPDATE orders SET gen = ${gen}`);
      await exportParquet(duck, tables, path);
      expect(await count(path)).toEqual([[1000, gen]]);
    }
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    const generations = (await readdir(folder)).filter((name) => name.includes("generation"));
    expect(generations).toHaveLength(2);
    expect(await readdir(folder)).toHaveLength(3);
  });

  test("that an export did not make is left alone", async () => {
    const path = join(folder, "mine");
    await mkdir(path);
    await writeFile(join(path, "precious.txt"), "x");
    expect(await failure(exportParquet(duck, tables, path))).toMatchObject({ code: "export-failed" });
    await access(join(path, "precious.txt"));
    expect(await readdir(folder)).toEqual(["mine"]);
  });

  test("keeps its files when an export fails", async () => {
    const path = join(folder, "marts");
    await exportParquet(duck, tables, path);
    expect(await failure(exportParquet(duck, [...tables, table("nowhere")], path))).toMatchObject({
      code: "relation-not-found",
    });
    const bad = { ...table("orders"), name: "../orders" };
    expect(await failure(exportParquet(duck, [bad], path))).toMatchObject({ code: "export-failed" });
    expect(await count(path)).toEqual([[1000, 1]]);
    expect(await readdir(folder)).toHaveLength(2);
  });

  test.skipIf(process.getuid?.() === 0)("in a place that is not writable", async () => {
    await chmod(folder, 0o500);
    expect(await failure(exportParquet(duck, tables, join(folder, "marts")))).toMatchObject({
      code: "export-failed",
    });
    await chmod(folder, 0o700);
  });
});
