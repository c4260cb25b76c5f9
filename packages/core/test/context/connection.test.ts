import { describe, expect, test } from "vitest";
import { DatabaseError } from "../../src/adapter/database-error.ts";
import { NodeConnection, type ConnectionInput } from "../../src/context/connection.ts";
import { createQueryComment } from "../../src/context/query-comment.ts";
import { createRuntime } from "../../src/context/runtime.ts";
import { createBench, FakeDatabase } from "./workbench.ts";

function connect(database: FakeDatabase, options: Pick<ConnectionInput, "transactions"> = {}): NodeConnection {
  return new NodeConnection({
    name: "model.shop.a",
    database,
    comment: (sql) => ({ sql: `/* c */\n${sql}`, offset: 8 }),
    report: () => undefined,
    elapsed: () => 0,
    ...options,
  });
}

describe("a connection", () => {
  test("opens no session until something is sent", async () => {
    const database = new FakeDatabase();
    const connection = connect(database);
    await connection.commit();
    await connection.release();
    expect(database.opened).toBe(0);
  });

  test("begins only when asked, once, and commits what is open", async () => {
    const database = new FakeDatabase();
    const connection = connect(database);
    await connection.query({ sql: "a", comment: false });
    await connection.query({ sql: "b", autoBegin: true, comment: false });
    await connection.query({ sql: "c", autoBegin: true, comment: false });
    await connection.commit();
    await connection.commit();
    expect(database.log).toEqual(["a", "BEGIN", "b", "c", "COMMIT"]);
  });

  test("transaction words in SQL are transaction control, and no error when there is nothing to do", async () => {
    const database = new FakeDatabase();
    const connection = connect(database);
    for (const sql of ["\n  commit;\n", "begin", "BEGIN TRANSACTION;", "commit;", "rollback"])
      await connection.query({ sql });
    expect(database.log).toEqual(["BEGIN", "COMMIT"]);
  });

  test("rolls back after an error, which points into the SQL without its comment", async () => {
    const database = new FakeDatabase((sql) => {
      if (sql.includes("bad"))
        throw new DatabaseError("no such table", { kind: "table-not-found", sql, position: 8 + 7 });
      return undefined;
    });
    const connection = connect(database);
    const error = (await connection
      .query({ sql: "select bad", autoBegin: true })
      .catch((thrown: unknown) => thrown)) as DatabaseError;
    expect(error).toMatchObject({ sql: "select bad", position: 7, kind: "table-not-found" });
    expect(database.log.at(-1)).toBe("ROLLBACK");
  });

  test("rolls back what is open when it is released, and can be used again", async () => {
    const database = new FakeDatabase();
    const connection = connect(database);
    await connection.query({ sql: "a", autoBegin: true, comment: false });
    await connection.release();
    await connection.query({ sql: "b", comment: false });
    expect([database.log, database.opened, database.closed]).toEqual([["BEGIN", "a", "ROLLBACK", "b"], 2, 1]);
  });

  test("begins nothing when the target has transactions switched off", async () => {
    const database = new FakeDatabase();
    const connection = connect(database, { transactions: "none" });
    await connection.query({ sql: "a", autoBegin: true, comment: false });
    expect(database.log).toEqual(["a"]);
  });
});

/** As psycopg2 and dbt's connection manager do it together. */
describe("implicit transactions", () => {
  const send = async (...statements: readonly (readonly [sql: string, autoBegin?: boolean] | "COMMIT")[]): Promise<readonly string[]> => {
    const database = new FakeDatabase();
    const connection = connect(database, { transactions: "implicit" });
    for (const statement of statements) {
      if (statement === "COMMIT") await connection.commit();
      else await connection.query({ sql: statement[0], autoBegin: statement[1], comment: false });
    }
    await connection.release();
    return database.log;
  };

  test("the first statement begins one, asked or not", async () => {
    expect(await send(["a"], ["b", true], "COMMIT")).toEqual(["BEGIN", "a", "b", "COMMIT"]);
  });

  test("what nobody asked a transaction for is not committed", async () => {
    expect(await send(["a"], "COMMIT")).toEqual(["BEGIN", "a", "ROLLBACK"]);
  });

  test("after a commit every statement stands by itself", async () => {
    expect(await send(["a", true], "COMMIT", ["b", true], ["c"], "COMMIT")).toEqual(["BEGIN", "a", "COMMIT", "b", "c"]);
  });

  test("a commit in the SQL before anything else leaves what follows outside of transactions", async () => {
    expect(await send(["commit;"], ["vacuum"], ["a", true], "COMMIT")).toEqual(["vacuum", "a"]);
  });

  test("an error ends it, and the next statement begins another", async () => {
    const database = new FakeDatabase((sql) => {
      if (sql === "bad") throw new DatabaseError("no", { kind: "other", sql });
      return undefined;
    });
    const connection = connect(database, { transactions: "implicit" });
    await connection.query({ sql: "bad", autoBegin: true, comment: false }).catch(() => undefined);
    expect(connection.transactionOpen).toBe(false);
    await connection.query({ sql: "a", autoBegin: true, comment: false });
    expect(database.log).toEqual(["BEGIN", "bad", "ROLLBACK", "BEGIN", "a"]);
  });
});

describe("the query comment", () => {
  const comment = (
    queryComment: { comment: string | null; append?: boolean },
    macros: { [name: string]: string } = {},
    sql = "select 1",
  ): string => {
    const bench = createBench({
      macros,
      root: { queryComment: { append: false, jobLabel: false, ...queryComment } },
    });
    return createQueryComment(bench.shared, "conn", bench.addModel({ name: "orders" })).add(sql).sql;
  };
  const DEFAULT =
    '{"app": "dbt", "dbt_version": "1.11.16", "profile_name": "shop", "target_name": "dev", "node_id": "model.shop.orders"}';
  const cases: [title: string, got: () => string, expected: string][] = [
    ["dbt's default", () => comment({ comment: null }), `/* ${DEFAULT} */\nselect 1`],
    ["none", () => comment({ comment: "" }), "select 1"],
    [
      "a text",
      () =>
        comment({
          comment: "by {{ target.name }}, {{ node.name }}, {{ connection_name }}{{ node.nothing }}",
        }),
      "/* by dev, orders, conn */\nselect 1",
    ],
    ["appended", () => comment({ comment: "x", append: true }), "select 1\n/* x */"],
    [
      "appended before the semicolon",
      () => comment({ comment: "x", append: true }, {}, "select 1;\n"),
      "select 1\n/* x */;",
    ],
    [
      "a macro of the project",
      () =>
        comment(
          { comment: "{{ qc(node) }}" },
          { shop: "{% macro qc(node) %}{{ return(node.resource_type) }}{% endmacro %}" },
        ),
      "/* model */\nselect 1",
    ],
  ];
  for (const [title, got, expected] of cases) test(title, () => expect(got()).toBe(expected));

  test("refuses to end the comment early", () =>
    expect(() => comment({ comment: "*/ drop" })).toThrow(/illegal value/));

  test("outside of a node it names the connection", () => {
    const bench = createBench({ root: { queryComment: { comment: null, append: false, jobLabel: false } } });
    expect(createQueryComment(bench.shared, "list_dev_main", undefined).add("x").sql).toContain(
      '"connection_name": "list_dev_main"',
    );
  });
});

test("statements of a node carry its comment", async () => {
  const bench = createBench({
    root: { queryComment: { comment: "{{ node.name }}", append: false, jobLabel: false } },
  });
  const database = new FakeDatabase();
  const runtime = createRuntime({ shared: bench.shared, database });
  const connection = runtime.connect("model.shop.orders", bench.addModel({ name: "orders" }));
  await connection.query({ sql: "select 1" });
  expect(database.log).toEqual(["/* orders */\nselect 1"]);
});
