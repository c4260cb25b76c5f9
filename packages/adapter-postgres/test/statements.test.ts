/** What is Postgres's own in statements, beyond the conformance suite. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Cell, Database, Session } from "@tsmodel/core/adapter";
import { literal } from "../src/database/bind-values.ts";
import { characterToUtf16 } from "../src/database/statement-error.ts";
import { PostgresFixture } from "./postgres-fixture.ts";

const fixture = new PostgresFixture();
let database: Database | undefined;
beforeAll(() => fixture.start({ timezone: "UTC" }), 60_000);
afterAll(() => fixture.stop());
afterEach(async () => {
  await database?.close();
  database = undefined;
});

const open = async (): Promise<Session> => (database = await fixture.open()).session("test");
const rows = async (session: Session, sql: string): Promise<readonly (readonly Cell[])[]> =>
  (await session.query(sql, { fetch: true })).rows;
const refused = (session: Session, sql: string, bindings?: readonly Cell[]): Promise<object> =>
  session.query(sql, { bindings }).then(
    () => ({}),
    (error: unknown) => error as object,
  );

describe("responses are psycopg2's", () => {
  const cases: readonly (readonly [string, object])[] = [
    ["select 1 union all select 2", { _message: "SELECT 2", code: "SELECT", rows_affected: 2 }],
    [
      "create table made as select 1 as a union all select 2",
      { _message: "SELECT 2", code: "SELECT", rows_affected: 2 },
    ],
    ["create table t (a int)", { _message: "CREATE TABLE", code: "CREATE TABLE", rows_affected: -1 }],
    [
      "create table t (a int); insert into t values (1), (2), (3)",
      { _message: "INSERT 0 3", code: "INSERT", rows_affected: 3 },
    ],
    [
      "create table t (a int); insert into t values (1) returning a",
      { _message: "INSERT 0 1", code: "INSERT", rows_affected: 1 },
    ],
    [
      "create table t as select 1 as a; delete from t",
      { _message: "DELETE 1", code: "DELETE", rows_affected: 1 },
    ],
    ["create view v as select 1 as a", { _message: "CREATE VIEW", code: "CREATE VIEW", rows_affected: -1 }],
    ["-- nothing", { _message: "", code: "", rows_affected: -1 }],
  ];
  test.each(cases)("%s", async (sql, response) => {
    const session = await open();
    expect((await session.query(sql)).response).toEqual(response);
  });
});

describe("bindings", () => {
  const values: readonly Cell[] = [
    null,
    true,
    "it's",
    "back\\slash",
    "100%",
    5n,
    -5n,
    1.5,
    -1.5,
    NaN,
    Infinity,
    { type: "decimal", text: "-1.50" },
    { type: "decimal", text: "NaN" },
    { type: "date", text: "2026-01-31" },
    { type: "time", text: "12:34:56.5" },
    { type: "timestamp", text: "2026-01-31 12:34:56" },
    { type: "timestamp", text: "2026-01-31 12:34:56+00:00" },
    { type: "interval", years: 1, months: 2, days: -3, microseconds: -1_500_000n },
    { type: "bytes", hex: "61ff" },
    { type: "uuid", text: "0bc5f27d-bef1-406d-8fbd-7148b0a9e826" },
    { type: "list", items: [1n, null] },
    { type: "struct", entries: [["a", 1n]] },
  ];
  test("each arrives as it was", async () => {
    const session = await open();
    const sent = await session.query(`select ${values.map(() => "%s").join(", ")}`, {
      fetch: true,
      bindings: values,
    });
    const decimals = sent.rows[0]!.map((cell) =>
      cell !== null && typeof cell === "object" && cell.type === "decimal" && /^-?1\.5$/.test(cell.text)
        ? Number(cell.text)
        : cell,
    );
    expect(decimals).toEqual(values);
  });

  test("more of them than the protocol has parameters", async () => {
    const session = await open();
    await session.query("create table t (a int, b text)");
    const many = Array.from({ length: 40_000 }, (_, index): Cell[] => [BigInt(index), `row ${index}`]);
    await session.query(`insert into t values ${many.map(() => "(%s,%s)").join(",")}`, {
      bindings: many.flat(),
    });
    expect(await rows(session, "select count(*), max(a) from t where b = 'row ' || a")).toEqual([
      [40_000n, 39_999n],
    ]);
  });

  test("without them a percent sign is itself; with them it is doubled", async () => {
    const session = await open();
    expect(await rows(session, "select '10%s' like '10%'")).toEqual([[true]]);
    expect((await session.query("select 7 %% %s", { fetch: true, bindings: [4n] })).rows).toEqual([[3n]]);
  });

  test("their number has to fit", async () => {
    const session = await open();
    expect(await refused(session, "select %s, %s", [1n])).toMatchObject({
      message: "not enough arguments for format string",
    });
    expect(await refused(session, "select %s", [1n, 2n])).toMatchObject({
      message: "not all arguments converted during string formatting",
    });
  });

  test("no value can leave its quotes", () => {
    expect(literal("'; drop table t; --")).toBe("'''; drop table t; --'");
    expect(literal("\\'")).toBe("E'\\\\'''");
    expect(literal({ type: "list", items: [] })).toBe("'{}'");
  });
});

describe("COPY from bindings", () => {
  test("rows arrive whole, whatever they hold", async () => {
    const session = await open();
    await session.query("create table t (n int, w text, d timestamp, x boolean)");
    const written: Cell[][] = [
      [1n, "tab\tnew\nline\rback\\slash", { type: "timestamp", text: "2026-01-31 00:00:00" }, true],
      [null, "", null, false],
      [3n, "\\N", null, null],
    ];
    const result = await session.query("copy t (n, w, d, x) from stdin", {
      bindings: written.map((items): Cell => ({ type: "list", items })),
    });
    expect(result.response).toEqual({ _message: "COPY 3", code: "COPY", rows_affected: 3 });
    expect(await rows(session, "select * from t")).toEqual(written);
  });

  test("a refused row is told with its place, and the session goes on", async () => {
    const session = await open();
    await session.query("create table t (n int)");
    await session.begin();
    expect(await refused(session, "copy t (n) from stdin", [1n, "two"])).toMatchObject({
      kind: "conversion",
      message: 'invalid input syntax for type integer: "two"\nCONTEXT:  COPY t, row 2, column n: "two"',
    });
    expect(session.inTransaction).toBe(false);
    expect(await rows(session, "select count(*) from t")).toEqual([[0n]]);
  });

  test("without bindings it is refused, and the session goes on", async () => {
    const session = await open();
    await session.query("create table t (n int)");
    expect(await refused(session, "copy t from stdin")).toMatchObject({
      message: expect.stringContaining("needs its rows"),
    });
    await session.query("copy t to stdout");
    expect(await rows(session, "select 1")).toEqual([[1n]]);
  });
});

describe("errors", () => {
  test("keep Postgres's words, with what they say beside", async () => {
    const session = await open();
    await session.query("create table t (a int primary key)");
    await session.query("insert into t values (1)");
    expect(await refused(session, "insert into t values (1)")).toMatchObject({
      kind: "constraint",
      message:
        'duplicate key value violates unique constraint "t_pkey"\nDETAIL:  Key (a)=(1) already exists.',
    });
    expect(await refused(session, "select q.ab from (select 1 as abc) q")).toMatchObject({
      message: "column q.ab does not exist",
      hint: 'Perhaps you meant to reference the column "q.abc".',
      candidates: ["q.abc"],
    });
  });

  test("say what to do where Postgres does not", async () => {
    const session = await open();
    expect(await refused(session, "set statement_timeout = 20; select pg_sleep(5)")).toMatchObject({
      kind: "timeout",
      hint: expect.stringContaining("statement_timeout"),
    });
  });

  test("a deferred constraint speaks at the commit", async () => {
    const session = await open();
    await session.query(
      "create table p (a int primary key); create table c (a int references p deferrable initially deferred)",
    );
    await session.begin();
    await session.query("insert into c values (1)");
    await expect(session.commit()).rejects.toMatchObject({ kind: "constraint" });
    expect(session.inTransaction).toBe(false);
  });

  test("a position counts characters, not units", () => {
    expect(characterToUtf16("select '🦆', x", 13)).toBe(13);
    expect(characterToUtf16("x", 1)).toBe(0);
  });
});

describe("transactions in the user's own SQL", () => {
  test("a BEGIN that was sent already is no error", async () => {
    const session = await open();
    await session.query("begin; create table t as select 1 as a");
    expect(session.inTransaction).toBe(true);
    await session.begin();
    await session.rollback();
    expect(await refused(session, "select * from t")).toMatchObject({ kind: "table-not-found" });
  });

  test("a COMMIT that was sent already is no error", async () => {
    const session = await open();
    await session.begin();
    await session.query("create table t as select 1 as a; commit");
    await session.commit();
    expect(await rows(session, "select a from t")).toEqual([[1n]]);
  });

  test("what must not run in a transaction can run", async () => {
    const session = await open();
    await session.query("create table t (a int)");
    await session.query("vacuum t");
    await session.query("create index concurrently i on t (a)");
  });
});

test("one session of many is interrupted, the others go on", async () => {
  const session = await open();
  const other = await database!.session("other");
  await Promise.all([session.query("select 1"), other.query("select 1")]);
  const sleeping = refused(session, "select pg_sleep(30)");
  const working = rows(other, "select 1 from pg_sleep(1)");
  await expect
    .poll(() =>
      fixture.execute("select 1 from pg_stat_activity where state = 'active' and query like '%pg_sleep(30)'"),
    )
    .toHaveLength(1);
  session.interrupt();
  expect(await sleeping).toMatchObject({ kind: "interrupted" });
  expect(await working).toEqual([[1n]]);
});
