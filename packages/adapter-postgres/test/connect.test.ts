/** Connecting: what goes wrong is told in a sentence, and what the profile asks for holds in every session. */
import { createServer, type AddressInfo, type Server } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Cell, Database, JsonObject, Session } from "@tsmodel/core/adapter";
import { PostgresFixture } from "./postgres-fixture.ts";

const fixture = new PostgresFixture();
let database: Database | undefined;
let listener: Server | undefined;
beforeAll(() => fixture.start({ datestyle: "SQL, DMY", intervalstyle: "iso_8601", timezone: "UTC" }), 60_000);
afterAll(() => fixture.stop());
afterEach(async () => {
  await database?.close();
  database = undefined;
  listener?.close();
  listener = undefined;
});

const open = async (changes: JsonObject = {}): Promise<Session> =>
  (database = await fixture.openWith(fixture.output({ retries: 0, ...changes }))).session("test");
const one = async (session: Session, sql: string): Promise<Cell> =>
  (await session.query(sql, { fetch: true })).rows[0]![0]!;
const refused = (session: Session, sql = "select 1"): Promise<object> =>
  session.query(sql).then(
    () => ({}),
    (error: unknown) => error as object,
  );

async function listen(onConnection: (port: number) => void): Promise<number> {
  listener = createServer((socket) => {
    socket.on("error", () => undefined);
    onConnection((listener!.address() as AddressInfo).port);
    if (closing) socket.destroy();
  });
  await new Promise<void>((resolve) => listener!.listen(0, "127.0.0.1", resolve));
  return (listener.address() as AddressInfo).port;
}
let closing = false;

describe("a connection that cannot be made", () => {
  test("nobody listens", async () => {
    const port = await listen(() => undefined);
    await new Promise((resolve) => listener!.close(resolve));
    expect(await refused(await open({ port }))).toMatchObject({
      code: "postgres-refused",
      label: "Database",
      message: `connection to server at "127.0.0.1", port ${port} failed: Connection refused`,
    });
  });

  test("no answer in time", async () => {
    const port = await listen(() => undefined);
    expect(await refused(await open({ port, connect_timeout: 1, sslmode: "disable" }))).toMatchObject({
      code: "postgres-timeout",
      message: expect.stringContaining("within 1 seconds"),
    });
  });

  test("a wrong password is not tried again", async () => {
    const error = await refused(await open({ password: "wrong-hush", retries: 5 }));
    expect(error).toMatchObject({
      code: "postgres-authentication",
      message: expect.stringContaining('FATAL:  password authentication failed for user "postgres"'),
    });
    expect(JSON.stringify(error)).not.toContain("wrong-hush");
  });

  test("a database that is not there", async () => {
    expect(await refused(await open({ dbname: "nowhere" }))).toMatchObject({
      code: "postgres-database-missing",
      message: expect.stringContaining('database "nowhere" does not exist'),
    });
  });

  test("a role that is not there", async () => {
    expect(await refused(await open({ role: "nobody_at_all" }))).toMatchObject({
      code: "postgres-role",
      message: expect.stringContaining("nobody_at_all"),
    });
  });

  test("TLS is asked for, and the server has none", async () => {
    expect(await refused(await open({ sslmode: "require" }))).toMatchObject({
      code: "postgres-ssl",
      hint: expect.stringContaining('sslmode is "require"'),
    });
    expect(
      await refused(await open({ sslmode: "verify-full", sslrootcert: "/not/there.pem" })),
    ).toMatchObject({ code: "postgres-certificate-file", message: expect.stringContaining("sslrootcert") });
  });

  test("it is tried again as often as the profile says", async () => {
    let attempts = 0;
    closing = true;
    const port = await listen(() => attempts++);
    expect(await refused(await open({ port, retries: 1, sslmode: "disable" }))).toMatchObject({
      code: "postgres-connect",
    });
    expect(attempts).toBe(2);
    closing = false;
  });

  test("the next statement of the session tries again", async () => {
    const session = await open({ role: "late" });
    expect(await refused(session)).toMatchObject({ code: "postgres-role" });
    await fixture.execute("create role late");
    expect(await one(session, "select current_user")).toBe("late");
  });
});

describe("what the profile asks for", () => {
  test("role, search path and name hold in every session, also in one that another used before", async () => {
    await fixture.execute(
      'create role analyst; create schema "first one"; grant all on schema "first one" to analyst',
    );
    const first = await open({
      role: "analyst",
      search_path: '"first one", public',
      application_name: "shop",
    });
    const state =
      "select current_user || ' ' || current_setting('search_path') || ' ' || current_setting('application_name')";
    expect(await one(first, state)).toBe('analyst "first one", public shop');
    const process = await one(first, "select pg_backend_pid()");
    await first.query("set role none; set search_path to public; create temporary table mine (a int)");
    await first.close();
    const second = await database!.session("second");
    expect(await one(second, "select pg_backend_pid()")).toBe(process);
    expect(await one(second, state)).toBe('analyst "first one", public shop');
    expect(await refused(second, "select * from mine")).toMatchObject({ kind: "table-not-found" });
  });

  test("dates and intervals are read whatever the server's style is", async () => {
    const session = await open();
    expect(await one(session, "select date '2026-01-31'")).toEqual({ type: "date", text: "2026-01-31" });
    expect(await one(session, "select interval '1 month 2 days'")).toEqual({
      type: "interval",
      months: 1,
      days: 2,
      microseconds: 0n,
    });
  });

  test("bytea is read in its old form, too", async () => {
    const session = await open();
    expect(await one(session, "set bytea_output = escape; select '\\x615c00ff'::bytea")).toEqual({
      type: "bytes",
      hex: "615c00ff",
    });
  });

  test("autocommit: nothing is ever open", async () => {
    const session = await open({ autocommit: true });
    await session.begin();
    await session.query("create table kept as select 1 as a");
    expect(session.inTransaction).toBe(false);
    await session.rollback();
    expect(await one(session, "select a from kept")).toBe(1n);
  });
});

test("a connection that the server ends is told, and the next session has another", async () => {
  const session = await open();
  const process = await one(session, "select pg_backend_pid()");
  const running = refused(session, "select pg_sleep(30)");
  await expect
    .poll(() => fixture.execute(`select 1 from pg_stat_activity where pid = ${process} and state = 'active'`))
    .toHaveLength(1);
  await fixture.execute(`select pg_terminate_backend(${process})`);
  expect(await running).toMatchObject({
    kind: "connection-lost",
    message: expect.stringContaining("terminating connection"),
  });
  await session.close();
  expect(await one(await database!.session("next"), "select 1")).toBe(1n);
});
