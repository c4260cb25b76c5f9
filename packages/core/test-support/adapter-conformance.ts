/**
 * What every adapter has to do, whatever the database: `describeAdapter` is called from the adapter's own tests with a
 * way to open an empty database and the few pieces of SQL that differ. Tests are independent; each opens its own.
 */
import { afterEach, describe, expect, test } from "vitest";
import type { Database, LoadColumn, LoadValue, Session } from "../src/adapter/adapter.ts";
import type { Cell } from "../src/adapter/cell.ts";
import { DatabaseError } from "../src/adapter/database-error.ts";

export interface AdapterUnderTest {
  readonly name: string;
  /** An open database with nothing of an earlier test in it. */
  open(): Promise<Database>;
  /** Frees what `open` made, after the database was closed. */
  dispose?(): Promise<void>;
  /** Each expression of SQL and the Cell it arrives as. */
  readonly types: readonly (readonly [sql: string, cell: Cell])[];
  /** Refused statements. "^" marks where the error is; it is taken out before the statement is sent. */
  readonly errors: readonly RefusedStatement[];
  /** What stands for a binding in SQL; "?" unless given. */
  readonly placeholder?: string;
  /** Runs for many seconds unless it is interrupted. */
  readonly slowQuery: string;
  /** Tests that cannot hold here, with the reason. */
  readonly skip?: readonly { readonly test: string; readonly why: string }[];
}

export interface RefusedStatement {
  readonly sql: string;
  readonly kind: string;
  /** The database's first suggestion. */
  readonly candidate?: string;
}

/** Time for a statement to be on its way. */
const STARTED = 150;

export function describeAdapter(adapter: AdapterUnderTest): void {
  describe(`${adapter.name}: adapter conformance`, () => {
    let database: Database | undefined;
    afterEach(async () => {
      await database?.close();
      database = undefined;
      await adapter.dispose?.();
    });

    const skipped = new Map(adapter.skip?.map(({ test: name, why }) => [name, why]));
    const check = (name: string, body: (open: Database) => Promise<void>): void => {
      const run = async (): Promise<void> => body((database = await adapter.open()));
      if (skipped.has(name)) test.skip(`${name} (${skipped.get(name)})`, run);
      else test(name, run);
    };

    describeSessions(check, adapter);
    describeTransactions(check);
    describeValues(check, adapter);
    describeErrors(check, adapter);
    describeReplacement(check);
    describeRows(check);
  });
}

function describeRows(check: Check): void {
  check("rows from outside become a temporary table", async (database) => {
    const session = await database.session("one");
    const columns: readonly LoadColumn[] = [
      { name: "flag", kind: "boolean" },
      { name: "n", kind: "bigint" },
      { name: "Big One", kind: "numeric" },
      { name: "x", kind: "double" },
      { name: "w", kind: "text" },
      { name: "at", kind: "timestamptz" },
      { name: "b", kind: "bytes" },
      { name: "j", kind: "json" },
    ];
    async function* batches(): AsyncGenerator<readonly (readonly LoadValue[])[]> {
      yield [[true, 1, 2n ** 70n, 0.5, "tab\tback\\slash\nline", new Date("2026-01-31T12:00:00.123Z"), Uint8Array.of(0, 92, 255), '{"a":"q\\"t"}']];
      yield [];
      yield [[null, -9007199254740993n, null, Infinity, "", null, null, null], columns.map(() => null)];
    }
    const { relation, types } = await session.load({ name: "rows", columns }, batches());
    const list = columns.map(({ name }, index) => `cast("${name}" as ${types[index]!}) as "${name}"`).join(", ");
    const { rows } = await session.query(`select ${list} from ${relation} order by n desc nulls last`, { fetch: true });
    expect(rows[0]!.slice(0, 2)).toEqual([true, 1n]);
    expect(textOf(rows[0]![2]!)).toBe("1180591620717411303424");
    expect(rows[0]!.slice(3, 5)).toEqual([0.5, "tab\tback\\slash\nline"]);
    expect(new Date(textOf(rows[0]![5]!)).toISOString()).toBe("2026-01-31T12:00:00.123Z");
    expect(rows[0]![6]).toEqual({ type: "bytes", hex: "005cff" });
    expect(JSON.stringify(rows[0]![7]).replace(/\\/g, "")).toContain('q"t');
    expect(rows[1]!.slice(0, 5)).toEqual([null, -9007199254740993n, null, Infinity, ""]);
    expect(rows[2]).toEqual(columns.map(() => null));
  });

  check("rows are streamed in pieces, and a stream that is left ends", async (database) => {
    const session = await database.session("one");
    await session.query("create table many as select a * 10000 + b as n from (select 0 as a union all select 1) t, (select row_number() over () as b from (select 1 as c union all select 2) x, (select 1 as c union all select 2) y) z");
    let sum = 0;
    for await (const { columns, rows } of (await database.session("two")).stream("select n from many")) {
      expect(columns.map(({ name }) => name)).toEqual(["n"]);
      for (const [n] of rows) sum += Number(n);
    }
    expect(sum).toBe(40020);
    const left = await database.session("three");
    for await (const _ of left.stream("select n from many")) break;
    await left.close();
  });
}

const textOf = (cell: Cell): string => (typeof cell === "object" && cell !== null && "text" in cell ? cell.text : String(cell));

type Check = (name: string, body: (database: Database) => Promise<void>) => void;

const rowsOf = async (session: Session, sql: string): Promise<readonly (readonly Cell[])[]> =>
  (await session.query(sql, { fetch: true })).rows;
const count = async (session: Session, table: string): Promise<number> =>
  Number((await rowsOf(session, `select count(*) from ${table}`))[0]![0]);

function describeSessions(check: Check, { placeholder = "?" }: AdapterUnderTest): void {
  check("a session sees what another one committed", async (database) => {
    const [one, two] = [await database.session("one"), await database.session("two")];
    await one.query("create table t as select 1 as a");
    expect(await rowsOf(two, "select a from t")).toEqual([[1n]]);
  });

  check("a temporary table belongs to its session", async (database) => {
    const [one, two] = [await database.session("one"), await database.session("two")];
    await one.query("create temporary table mine as select 1 as a");
    expect(await count(one, "mine")).toBe(1);
    await expect(two.query("select * from mine")).rejects.toBeInstanceOf(DatabaseError);
  });

  check("several statements in one text give the last one's result", async (database) => {
    const session = await database.session("one");
    const result = await session.query(
      "create table t (a int); insert into t values (1), (2); select sum(a) as total from t",
      { fetch: true },
    );
    expect(result.columns.map(({ name }) => name)).toEqual(["total"]);
    expect(Number(result.rows[0]![0])).toBe(3);
  });

  check("rows are fetched only when they are wanted, and no more than the limit", async (database) => {
    const session = await database.session("one");
    await session.query("create table t as select 1 as a union all select 2 union all select 3");
    expect((await session.query("select a from t")).rows).toEqual([]);
    expect((await session.query("select a from t", { fetch: true, limit: 2 })).rows).toHaveLength(2);
  });

  check("bindings arrive as the values they are", async (database) => {
    const session = await database.session("one");
    await session.query("create table t (n int, w varchar, d date, x boolean)");
    await session.query(`insert into t values (${Array(4).fill(placeholder).join(", ")})`, {
      bindings: [1n, "it's", { type: "date", text: "2026-01-31" }, null],
    });
    expect(await rowsOf(session, "select n, w, d, x from t")).toEqual([
      [1n, "it's", { type: "date", text: "2026-01-31" }, null],
    ]);
  });

  check("sessions work side by side", async (database) => {
    const names = Array.from({ length: 8 }, (_, index) => `t${index}`);
    await Promise.all(
      names.map(async (name) => {
        const session = await database.session(name);
        await session.begin();
        await session.query(`create table ${name} as select 1 as a union all select 2`);
        await session.commit();
        await session.close();
      }),
    );
    const session = await database.session("reader");
    for (const name of names) expect(await count(session, name)).toBe(2);
  });

  check("the database says what it is", async (database) => {
    expect(await database.describe()).toMatchObject({ version: expect.stringMatching(/\d/) });
  });
}

function describeTransactions(check: Check): void {
  check("what is committed stays, what is rolled back is gone", async (database) => {
    const [one, two] = [await database.session("one"), await database.session("two")];
    await one.query("create table t (a int)");
    await one.begin();
    expect(one.inTransaction).toBe(true);
    await one.query("insert into t values (1)");
    expect(await count(two, "t")).toBe(0);
    await one.commit();
    expect(one.inTransaction).toBe(false);
    expect(await count(two, "t")).toBe(1);
    await one.begin();
    await one.query("drop table t");
    await one.rollback();
    expect(await count(one, "t")).toBe(1);
  });

  check("an error ends the transaction, and the session goes on", async (database) => {
    const session = await database.session("one");
    await session.query("create table t (a int not null)");
    await session.begin();
    await session.query("insert into t values (1)");
    await expect(session.query("insert into t values (null)")).rejects.toBeInstanceOf(DatabaseError);
    expect(session.inTransaction).toBe(false);
    await session.query("insert into t values (2)");
    expect(await rowsOf(session, "select a from t")).toEqual([[2n]]);
  });

  check("a closed session leaves nothing half done", async (database) => {
    const [one, two] = [await database.session("one"), await database.session("two")];
    await one.query("create table t (a int)");
    await one.begin();
    await one.query("insert into t values (1)");
    await one.close();
    expect(await count(two, "t")).toBe(0);
  });

  check("written rows are counted", async (database) => {
    const session = await database.session("one");
    const written = async (sql: string): Promise<number | undefined> =>
      (await session.query(sql)).affectedRows;
    await session.query("create table t (a int)");
    expect(await written("insert into t values (1), (2), (3)")).toBe(3);
    expect(await written("update t set a = 4 where a > 1")).toBe(2);
    expect(await written("delete from t where a = 4")).toBe(2);
    expect(await written("select 1")).toBeUndefined();
  });
}

function describeValues(check: Check, { types }: AdapterUnderTest): void {
  for (const [sql, cell] of types) {
    check(`${sql} arrives as it is`, async (database) => {
      const session = await database.session("one");
      expect((await rowsOf(session, `select ${sql} as v`))[0]).toEqual([cell]);
    });
  }

  check("many rows arrive whole and in order", async (database) => {
    const session = await database.session("one");
    await session.query(
      "create table digits as select 0 as d union all select 1 union all select 2 union all select 3 union all select 4 union all select 5 union all select 6 union all select 7 union all select 8 union all select 9",
    );
    const rows = await rowsOf(
      session,
      "select a.d * 1000 + b.d * 100 + c.d * 10 + e.d as n, case when e.d = 3 then null else 'text number ' || cast(a.d as varchar) end as w from digits a, digits b, digits c, digits e order by 1",
    );
    expect(rows).toHaveLength(10_000);
    expect(rows.every(([n], index) => n === BigInt(index))).toBe(true);
    expect(rows[9_993]![1]).toBeNull();
    expect(rows[9_994]![1]).toBe("text number 9");
  });
}

function describeErrors(check: Check, { errors, slowQuery }: AdapterUnderTest): void {
  for (const { sql, kind, candidate } of errors) {
    check(`refuses ${sql.replaceAll("\n", " ")} as ${kind}`, async (database) => {
      const session = await database.session("one");
      const place = sql.indexOf("^");
      const sent = sql.replace("^", "");
      const error = await session.query(sent).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(DatabaseError);
      const refused = error as DatabaseError;
      expect(refused).toMatchObject({ kind, sql: sent, ...(place >= 0 && { position: place }) });
      if (candidate !== undefined) expect(refused.candidates[0]).toBe(candidate);
      expect(await rowsOf(session, "select 1")).toEqual([[1n]]);
    });
  }

  check("an interrupted statement ends at once, and the session goes on", async (database) => {
    const session = await database.session("one");
    await session.query("select 1");
    const running = session.query(slowQuery).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    await new Promise((resolve) => setTimeout(resolve, STARTED));
    const start = performance.now();
    database.interrupt();
    expect(await running).toMatchObject({ kind: "interrupted" });
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(await rowsOf(session, "select 1")).toEqual([[1n]]);
  });
}

/** The swap of dbt's table materialization, watched by a reader the whole time. */
function describeReplacement(check: Check): void {
  const swap = [
    "alter table t rename to t__dbt_backup",
    "alter table t__dbt_tmp rename to t",
    "drop table t__dbt_backup",
  ];

  check("a table is replaced atomically for a second session", async (database) => {
    const [writer, reader] = [await database.session("writer"), await database.session("reader")];
    await writer.query("create table t as select 0 as generation union all select 0");
    let going = true;
    const seen = (async () => {
      const generations = new Set<string>();
      while (going)
        generations.add(
          String(await rowsOf(reader, "select min(generation), max(generation), count(*) from t")),
        );
      return generations;
    })();
    for (let generation = 1; generation <= 20; generation++) {
      await writer.begin();
      await writer.query(
        `create table t__dbt_tmp as select ${generation} as generation union all select ${generation}`,
      );
      for (const statement of swap) await writer.query(statement);
      await writer.commit();
    }
    going = false;
    for (const state of await seen) expect(state).toMatch(/^(\d+),\1,2$/);
    expect(await rowsOf(reader, "select distinct generation from t")).toEqual([[20n]]);
  });

  check("a replacement that fails leaves the table as it was", async (database) => {
    const [writer, reader] = [await database.session("writer"), await database.session("reader")];
    await writer.query("create table t as select 1 as a");
    await writer.begin();
    await writer.query("create table t__dbt_tmp as select 2 as a");
    await writer.query(swap[0]!);
    await expect(writer.query("select * from not_there")).rejects.toBeInstanceOf(DatabaseError);
    expect(await rowsOf(reader, "select a from t")).toEqual([[1n]]);
    await expect(reader.query("select * from t__dbt_tmp")).rejects.toBeInstanceOf(DatabaseError);
  });
}
