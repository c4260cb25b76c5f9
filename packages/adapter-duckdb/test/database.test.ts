/** What is DuckDB's own, beyond the conformance suite. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Cell, Database, JsonObject, Session } from "@tsmodel/core/adapter";
import { byteToUtf16, findKind, readReport } from "../src/database/statement-error.ts";
import { openDuckDb } from "./open-duckdb.ts";

let folder: string;
let database: Database | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tsmodel-db-"));
});
afterEach(async () => {
  await database?.close();
  database = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const open = async (output: JsonObject = {}): Promise<Session> =>
  (database = await openDuckDb(output, folder)).session("test");
const one = async (session: Session, sql: string): Promise<Cell> =>
  (await session.query(sql, { fetch: true })).rows[0]![0]!;
const refused = (session: Session, sql: string): Promise<object> =>
  session.query(sql).then(
    () => ({}),
    (error: unknown) => error as object,
  );

describe("profile settings", () => {
  test("hold in every session", async () => {
    mkdirSync(join(folder, "raw"));
    writeFileSync(join(folder, "raw/orders.csv"), "id,amount\n1,2.5\n");
    await open({ settings: { threads: 3, TIMEZONE: "Europe/Berlin", file_search_path: "raw", default_null_order: "nulls_first" } });
    for (const name of ["a", "b", "c"]) {
      const session = await database!.session(name);
      expect(await one(session, "select current_setting('threads') || ' ' || current_setting('TimeZone')")).toBe("3 Europe/Berlin");
      expect(await one(session, "select strftime(timestamptz '2026-07-01 00:00:00+00', '%H')")).toBe("02");
      expect(await one(session, "select sum(amount) from 'orders.csv'")).toBe(2.5);
      expect(await one(session, "select a from (values (1), (null)) as t(a) order by a limit 1")).toBe(null);
    }
  });

  test("a value that is refused is named with its setting", async () => {
    await expect(open({ settings: { TimeZone: "Nowhere/Atall" } })).rejects.toMatchObject({
      code: "duckdb-setup",
      message: expect.stringMatching(/the setting "TimeZone" of the profile[^]*Nowhere/),
    });
  });

  test("an unknown one is named", async () => {
    const session = await open({ settings: { memory_limt: "4GB" } });
    expect(await refused(session, "select 1")).toMatchObject({
      code: "duckdb-setup",
      message: expect.stringContaining("memory_limt"),
    });
  });

  test("the time zone is UTC unless the profile says otherwise", async () => {
    expect(await one(await open(), "select strftime(timestamptz '2026-07-01 00:00:00+00', '%H')")).toBe("00");
  });
});

test("paths in SQL start at the project's folder", async () => {
  writeFileSync(join(folder, "orders.csv"), "id,amount\n1,2.5\n2,3.5\n");
  const session = await open();
  expect(await one(session, "select sum(amount) from 'orders.csv'")).toBe(6);
  expect(await one(session, "select count(*) from read_csv('order*.csv')")).toBe(2n);
});

test("a value that does not fit its CSV column is told with its line", async () => {
  writeFileSync(join(folder, "seed.csv"), "id,amount\n1,2.5\n2,much\n");
  const session = await open();
  await session.query("create table seed (id int, amount double)");
  expect(await refused(session, "copy seed from 'seed.csv' (format csv, header true)")).toMatchObject({
    kind: "csv",
    message: expect.stringMatching(/CSV Error on Line: 3/),
  });
});

test("attached databases: read, written one at a time, and left alone when read only", async () => {
  const other = await openDuckDb({ path: "other.duckdb" }, folder);
  await (await other.session("a")).query("create table t as select 7 as a");
  await other.close();
  const session = await open({
    path: "main.duckdb",
    attach: [{ path: "other.duckdb", alias: "ro", read_only: true }],
  });
  expect(await one(session, "select a from ro.main.t")).toBe(7n);
  expect(await refused(session, "insert into ro.main.t values (8)")).toMatchObject({
    kind: "read-only",
    hint: expect.stringContaining("read_only"),
  });
  expect(await refused(session, "select * from nodb.main.t")).toMatchObject({ kind: "database-not-found" });
});

test("an attached file that is not there is told at once", async () => {
  await expect(
    openDuckDb(
      { path: "main.duckdb", attach: [{ path: "gone.duckdb", alias: "g", read_only: true }] },
      folder,
    ),
  ).rejects.toMatchObject({ message: expect.stringContaining("gone.duckdb") });
});

describe("transactions in the user's own SQL", () => {
  test("a BEGIN that was sent already is no error", async () => {
    const session = await open();
    await session.query("begin; create table t as select 1 as a");
    await session.begin();
    await session.rollback();
    expect(await refused(session, "select * from t")).toMatchObject({ kind: "table-not-found" });
  });

  test("a COMMIT that was sent already is no error", async () => {
    const session = await open();
    await session.begin();
    await session.query("create table t as select 1 as a; commit");
    await session.commit();
    expect(await one(session, "select a from t")).toBe(1n);
  });
});

test("progress is told while a statement runs", async () => {
  const session = await open({ settings: { threads: 1 } });
  await session.query("create table big as select range as i, hash(range) as h from range(800000)");
  const seen: number[] = [];
  await session.query(
    "create table sorted as select h, count(*) over (order by h) as c, md5(h::varchar) as m from big order by m",
    { progress: (fraction) => seen.push(fraction) },
  );
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
});

test("rows written are counted for COPY and CREATE TABLE AS", async () => {
  const session = await open();
  expect((await session.query("create table t as select * from range(5)")).affectedRows).toBe(5);
  expect(
    (await session.query("copy t to 't.parquet'".replace("t.parquet", join(folder, "t.parquet"))))
      .affectedRows,
  ).toBe(5);
  expect((await session.query("create view v as select 1")).affectedRows).toBeUndefined();
  expect((await session.query("create table empty as select * from range(0)")).response).toEqual({
    _message: "OK",
  });
});

describe("statement errors", () => {
  test("a byte offset becomes one in UTF-16", () => {
    // "select " is 7 bytes, "ü" 2, "€" 3, "😀" 4 (two units of UTF-16)
    expect([0, 7, 9, 12, 16, 17].map((bytes) => byteToUtf16("select ü€😀x", bytes))).toEqual([
      0, 7, 8, 9, 11, 12,
    ]);
  });

  test.each([
    [
      'Parser Error: {"exception_type":"Parser","exception_message":"syntax error","error_subtype":"SYNTAX_ERROR","position":"7"}',
      { type: "Parser", message: "syntax error", position: 7 },
    ],
    [
      '{"exception_type":"Catalog","exception_message":"no","candidates":"a, b"}',
      { type: "Catalog", candidates: ["a", "b"] },
    ],
    ["INTERRUPT Error: Interrupted!", { type: "INTERRUPT", message: "Interrupted!" }],
    ["Out of Memory Error: failed", { type: "Out of Memory", message: "failed" }],
    ["something else", { type: "Driver", message: "something else", position: undefined }],
  ])("reads %s", (text, expected) => {
    expect(readReport(text)).toMatchObject(expected);
  });

  test.each([
    ["disk-full", "IO", 'Could not write file "/x": No space left on device'],
    ["locked", "IO", 'Could not set lock on file "/x": Conflicting lock is held in node (PID 1)'],
    ["permission-denied", "IO", 'Cannot open file "/x": Permission denied'],
    ["conflict", "TransactionContext", 'Catalog write-write conflict on create with "t"'],
    ["database-not-found", "Catalog", 'Catalog "nodb" does not exist!'],
    ["schema-not-found", "Catalog", "Schema with name marts does not exist!"],
    ["other", "Invalid Input", "boom"],
  ])("%s from %s", (kind, type, message) => {
    expect(findKind({ type, message, subtype: undefined, position: undefined, candidates: [] })).toBe(kind);
  });
});

test("views on views beyond DuckDB's depth are told what to do", async () => {
  const session = await open();
  await session.query("create view v0 as select 1 as id");
  let error: object = {};
  for (let i = 1; i <= 1000 && Object.keys(error).length === 0; i++)
    error = await refused(session, `create view v${i} as select id from v${i - 1}`);
  expect(error).toMatchObject({ hint: expect.stringContaining("make one on the way a table") });
  expect(await refused(session, `select ${"(1 + ".repeat(1100)}1${")".repeat(1100)}`)).toMatchObject({
    hint: undefined,
  });
});
