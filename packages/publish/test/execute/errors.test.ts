import type { DuckDBConnection } from "@duckdb/node-api";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  planPublish,
  type PostgresTarget,
  PublishError,
  type PublishOptions,
  type PublishTable,
} from "../../src/index.ts";
import { openDuckdb } from "../support/duckdb.ts";
import { type PostgresServer, startPostgres } from "../support/postgres-server.ts";
import { publish, runAll, table } from "../support/publish.ts";

let server: PostgresServer;
let duck: DuckDBConnection;
let client: pg.Client;

beforeAll(async () => {
  [server, duck] = await Promise.all([startPostgres(), openDuckdb()]);
  client = await server.connect();
  await client.query("CREATE ROLE plain LOGIN PASSWORD 'only-for-tests'; CREATE ROLE someone");
  await runAll(
    duck,
    "CREATE TABLE orders AS SELECT range AS id, 'x' AS note FROM range(10)",
    "CREATE TABLE many AS SELECT range AS id, md5(range::VARCHAR) AS note FROM range(1000000)",
  );
});
afterAll(() => server.stop());
beforeEach(async () => {
  await client.query("DROP SCHEMA IF EXISTS marts, marts__next, marts__prev CASCADE");
  await publish(marts(table("orders")));
});

const marts = (...tables: readonly PublishTable[]): PublishOptions => ({
  source: duck,
  tables,
  target: server.target,
  schema: "marts",
});

/** The schema as `beforeEach` left it, and nothing beside it. */
async function expectUntouched(): Promise<void> {
  expect(
    (await client.query("SELECT count(*)::int AS n, max(note) AS note FROM marts.orders")).rows[0],
  ).toEqual({
    n: 10,
    note: "x",
  });
  const { rows } = await client.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'marts\\_\\_%'");
  expect(rows).toEqual([]);
}

async function failure(work: Promise<unknown>): Promise<PublishError> {
  const error = await work.then(
    () => expect.unreachable("it should have failed"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PublishError);
  return error as PublishError;
}

describe("no connection", () => {
  test.each<[string, Partial<PostgresTarget>, RegExp]>([
    ["connection-refused", { port: 1 }, /nothing listens at 127\.0\.0\.1:1$/],
    ["connection-refused", { host: "/nowhere" }, /no Postgres socket in \/nowhere/],
    ["host-not-found", { host: "no-such-host.invalid" }, /no-such-host\.invalid/],
    ["authentication-failed", { password: "wrong" }, /did not let user "postgres" in/],
    ["authentication-failed", { user: "nobody-here" }, /"nobody-here"/],
    ["database-not-found", { database: "nothing" }, /no database "nothing"/],
    ["tls-failed", { sslmode: "require" }, /does not support SSL/],
    ["tls-failed", { sslmode: "verify-full", sslrootcert: "/nowhere.pem" }, /certificate file/],
    ["no-rights", { user: "plain", role: "someone" }, /"someone" may not do this/],
  ])("%s: %o", async (code, change, message) => {
    const error = await failure(
      planPublish({ ...marts(table("orders")), target: { ...server.target, ...change } }),
    );
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.toString()).not.toContain("only-for-tests");
  });

  test("sslmode prefer does without TLS when the server has none", async () => {
    await planPublish({ ...marts(table("orders")), target: { ...server.target, sslmode: "prefer" } });
  });
});

describe("no rights", () => {
  const plain = (): PublishOptions => ({
    ...marts(table("orders")),
    target: { ...server.target, user: "plain" },
  });

  test("to create schemas, to write into the schema, to replace the table", async () => {
    expect(await failure(publish(plain()))).toMatchObject({
      code: "no-rights",
      hint: 'GRANT CREATE ON DATABASE "postgres" TO "plain"',
    });
    await client.query("GRANT CREATE ON DATABASE postgres TO plain");
    expect(await failure(publish(plain()))).toMatchObject({
      code: "no-rights",
      table: "orders",
      message: 'table "marts"."orders" belongs to "postgres"',
    });
    await runAll(duck, "CREATE OR REPLACE TABLE fresh AS SELECT 1 AS n");
    const fresh = { ...plain(), tables: [table("fresh")] };
    expect(await failure(publish(fresh))).toMatchObject({
      code: "no-rights",
      hint: 'GRANT CREATE ON SCHEMA "marts" TO "plain"',
    });
    await expectUntouched();
  });
});

describe("what is asked for cannot be done", () => {
  test.each<[string, () => PublishTable, RegExp]>([
    ["relation-not-found", () => table("nowhere"), /no "main"."nowhere" in DuckDB/],
    [
      "column-not-found",
      () => table("orders", { primaryKey: ["number"] }),
      /no column "number", which is in the primary key/,
    ],
    [
      "type-unknown",
      () => table("orders", { columns: [{ name: "id", type: "biggint" }] }),
      /no type "biggint"/,
    ],
    ["type-unknown", () => table("orders", { columns: [{ name: "id", type: "int; drop" }] }), /no type/],
    ["grantee-not-found", () => table("orders", { grants: { select: ["ghost"] } }), /ghost/],
    ["name-invalid", () => table("orders", { grants: { read: ["plain"] } }), /"read" is not a privilege/],
    ["name-invalid", () => ({ ...table("orders"), name: "a".repeat(64) }), /longer than the 63 bytes/],
    ["duplicate-key", () => table("orders", { primaryKey: ["note"] }), /Key \(note\)=\(x\) is duplicated/],
    [
      "row-count-differs",
      () => table("orders", { rowCountExpected: 11 }),
      /was to have 11 rows, but DuckDB gave 10/,
    ],
  ])("%s", async (code, spec, message) => {
    const error = await failure(publish(marts(spec())));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    await expectUntouched();
  });

  test.each(["", "marts__next", "pg_marts", "a".repeat(60)])("the schema name %j", async (schema) => {
    expect((await failure(planPublish({ ...marts(table("orders")), schema }))).code).toBe("name-invalid");
  });

  test("a name that a view has, two tables of one name, no table at all", async () => {
    await client.query("CREATE VIEW marts.totals AS SELECT 1 AS n");
    const totals = { ...table("orders"), name: "totals" };
    expect(await failure(publish(marts(totals)))).toMatchObject({
      code: "name-taken",
      message: expect.stringContaining("is a view"),
    });
    expect((await failure(publish(marts(table("orders"), table("orders"))))).code).toBe("name-invalid");
    expect((await failure(publish(marts()))).code).toBe("name-invalid");
  });

  test("a type Postgres has no match for", async () => {
    await runAll(duck, "CREATE OR REPLACE TABLE shapes AS SELECT 'POINT(1 2)'::GEOMETRY AS g");
    expect(await failure(planPublish(marts(table("shapes"))))).toMatchObject({
      code: "type-unsupported",
      table: "shapes",
      column: "g",
    });
  });
});

describe("a value that Postgres does not take is named with table, column and row", () => {
  test.each<[string, string, string | undefined, RegExp]>([
    ["NUL in text", "'a' || chr(0)", undefined, /0x00/],
    ["NUL in a long text", "'a text longer than twelve bytes' || chr(0)", undefined, /0x00/],
    ["NUL in JSON", "['a' || chr(0)]", undefined, /Unicode/],
    ["NaN in JSON", "[1.5, 'nan'::DOUBLE]", undefined, /json/],
    ["Infinity in JSON", "{'x': 'inf'::DOUBLE}", undefined, /json/],
    ["a date before 4714 BC", "'4714-11-23 (BC)'::DATE", undefined, /out of range/],
    ["a date after 5874897", "'5874898-01-01'::DATE", undefined, /out of range/],
    ["a date at the beginning of time", "'5877642-06-25 (BC)'::DATE", undefined, /before 4713 BC/],
    ["a timestamp before 4714 BC", "'9999-01-01 (BC) 00:00:00'::TIMESTAMP", undefined, /out of range/],
    [
      "a timestamp at the beginning of time",
      "'290309-12-22 (BC) 00:00:00'::TIMESTAMP",
      undefined,
      /before 4713 BC/,
    ],
    ["text for a number", "'12a'", "integer", /value 12a in "v", which is no integer/],
    ["a number too large", "3000000000", "integer", /value 3000000000/],
    ["text too long", "'abcd'", "varchar(3)", /too long/],
    ["a number with too many digits", "1234.5::DECIMAL(9,1)", "numeric(4,1)", /overflow/],
  ])("%s", async (_name, literal, type, message) => {
    await runAll(
      duck,
      `CREATE OR REPLACE TABLE bad AS SELECT range AS n, CASE WHEN range = 2999 THEN ${literal} END AS v FROM range(5000)`,
    );
    const error = await failure(
      publish(marts(table("bad", { columns: [{ name: "v", ...(type && { type }) }] }))),
    );
    expect(error).toMatchObject({ code: "value-rejected", table: "bad", column: "v", row: 3000 });
    expect(error.message).toMatch(message);
    await expectUntouched();
  });

  test("NULL in a key", async () => {
    await runAll(duck, "CREATE OR REPLACE TABLE holes AS SELECT nullif(range, 3) AS n FROM range(5)");
    const error = await failure(publish(marts(table("holes", { primaryKey: ["n"] }))));
    expect(error).toMatchObject({ code: "null-in-key", table: "holes" });
  });

  test("a failing view in DuckDB", async () => {
    await runAll(
      duck,
      "CREATE OR REPLACE VIEW broken AS SELECT CASE WHEN range > 4000 THEN error('boom') ELSE range::VARCHAR END AS v FROM range(5000)",
    );
    const error = await failure(publish(marts(table("broken"))));
    expect(error).toMatchObject({
      code: "source-failed",
      table: "broken",
      message: expect.stringContaining("boom"),
    });
    await expectUntouched();
    await duck.run("SELECT 1"); // the connection is in no failed transaction
  });
});

describe("an abort", () => {
  test.each([
    ["before the start", "", 0],
    ["while rows are sent", "table-started", 150],
    ["while keys and indexes are made", "table-finishing", 0],
  ])("%s leaves the old generation and nothing else", async (_when, event, afterMs) => {
    const controller = new AbortController();
    if (event === "") controller.abort();
    const options = marts(
      table("orders"),
      table("many", { primaryKey: ["id"], indexes: [{ columns: ["note"] }] }),
    );
    const error = await failure(
      publish(options, controller.signal, (happened) => {
        if (happened.type !== event || !("table" in happened) || happened.table !== "many") return;
        setTimeout(() => controller.abort(), afterMs);
      }),
    );
    expect(error.code).toBe("interrupted");
    await expectUntouched();
    expect((await (await duck.run("SELECT count(*) FROM many")).getRows())[0]![0]).toBe(1_000_000n);
  });

  test("while DuckDB computes", async () => {
    await runAll(
      duck,
      "CREATE OR REPLACE VIEW slow AS SELECT count(*) AS n FROM range(100000) a, range(1000000) b WHERE a.range + b.range = 7",
    );
    const controller = new AbortController();
    const work = publish(marts(table("slow")), controller.signal, ({ type }) => {
      if (type === "table-started") setTimeout(() => controller.abort(), 100);
    });
    expect((await failure(work)).code).toBe("interrupted");
    await expectUntouched();
  });
});

describe("two publishers of one schema", () => {
  test("the second waits for the first", async () => {
    const other = await openDuckdb();
    await runAll(other, "CREATE TABLE orders AS SELECT range AS id, 'x' AS note FROM range(10)");
    let second: Promise<unknown> | undefined;
    const seen: string[] = [];
    await publish(marts(table("orders"), table("many")), undefined, ({ type, ...event }) => {
      if (type !== "table-started" || !("index" in event) || event.index !== 1) return;
      second = publish({ ...marts(table("orders")), source: other }, undefined, (seenEvent) =>
        seen.push(seenEvent.type),
      );
    });
    await second;
    expect(seen.at(0)).toBe("waiting-for-publisher");
    expect(seen).toContain("swapped");
    await expectUntouched();
  });

  test("or gives up with a sentence that says who is at work", async () => {
    const other = await openDuckdb();
    await runAll(other, "CREATE TABLE orders AS SELECT 1 AS id, 'y' AS note");
    let second: Promise<PublishError> | undefined;
    await publish(marts(table("orders"), table("many")), undefined, ({ type, ...event }) => {
      if (type !== "table-started" || !("index" in event) || event.index !== 1) return;
      second = failure(
        publish({ ...marts(table("orders")), source: other, settings: { publisherWaitMs: 20 } }),
      );
    });
    const error = await second!;
    expect(error.code).toBe("publisher-busy");
    expect(error.message).toMatch(
      /another publish to schema "marts" is running.*process \d+, tsmodel publish, user postgres/,
    );
  });
});

describe("trouble on the way", () => {
  test("a reader that never ends: the locks of a table swap are given up", async () => {
    await client.query("CREATE TABLE marts.others (n int)");
    const reader = await server.connect();
    await reader.query("BEGIN; SELECT FROM marts.orders");
    const settings = { lockPatienceMs: 150 };
    const error = await failure(publish({ ...marts(table("orders")), settings }));
    expect(error).toMatchObject({ code: "lock-timeout" });
    await reader.query("COMMIT");
    await reader.end();
    await client.query("DROP TABLE marts.others");
    await expectUntouched();
  });

  test("the connection is cut by the server", async () => {
    const error = await failure(
      publish(marts(table("many")), undefined, ({ type }) => {
        if (type !== "table-started") return;
        void client.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tsmodel publish'",
        );
      }),
    );
    expect(["server-stopped", "connection-lost"]).toContain(error.code);
    await publish(marts(table("orders"))); // and the next one finds what it needs
    await expectUntouched();
  });
});
