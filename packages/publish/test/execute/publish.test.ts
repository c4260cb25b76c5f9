import type { DuckDBConnection } from "@duckdb/node-api";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { planPublish, type PublishOptions, type PublishTable, renderPublishPlan } from "../../src/index.ts";
import { openDuckdb } from "../support/duckdb.ts";
import { type PostgresServer, startPostgres } from "../support/postgres-server.ts";
import { publish, runAll, table } from "../support/publish.ts";

let server: PostgresServer;
let duck: DuckDBConnection;
let client: pg.Client;

beforeAll(async () => {
  [server, duck] = await Promise.all([startPostgres({ autovacuum: "off" }), openDuckdb()]);
  client = await server.connect();
  await client.query(`CREATE ROLE reader LOGIN PASSWORD 'only-for-tests'; CREATE ROLE other; CREATE ROLE owner;
                      CREATE ROLE plain LOGIN PASSWORD 'only-for-tests'`);
  await runAll(
    duck,
    "CREATE TABLE orders AS SELECT range::BIGINT AS id, 'customer ' || range % 10 AS customer, range * 1.5 AS amount FROM range(100)",
    "CREATE TABLE customers AS SELECT 'customer ' || range AS customer FROM range(10)",
  );
});
afterAll(() => server.stop());
beforeEach(async () => {
  await client.query(
    `DROP SCHEMA IF EXISTS marts, marts__next, marts__prev, marts__prev2, reports CASCADE; DROP OWNED BY reader, other;
     CREATE SCHEMA reports`,
  );
});

const marts = (...tables: readonly PublishTable[]): PublishOptions => ({
  source: duck,
  tables,
  target: server.target,
  schema: "marts",
});

async function value(sql: string): Promise<unknown> {
  const { rows } = await client.query({ text: sql, rowMode: "array" });
  return rows[0]?.[0];
}

async function column(sql: string): Promise<unknown[]> {
  const { rows } = await client.query({ text: sql, rowMode: "array" });
  return rows.map(([first]) => first);
}

const schemas = (): Promise<unknown[]> =>
  column("SELECT nspname::text FROM pg_namespace WHERE nspname ~ '^marts' ORDER BY 1");

const orders = table("orders", {
  description: "One row per order; it's final",
  columns: [
    { name: "ID", description: "Number of the order" },
    { name: "amount", type: "numeric(12,2)" },
  ],
  primaryKey: ["id"],
  indexes: [{ columns: ["customer"] }, { columns: ["customer", "id"], unique: true }],
  grants: { select: ["reader"] },
});

describe("a published table", () => {
  test("has its key, indexes, comments, types, rights and statistics", async () => {
    const { result } = await publish(marts(orders, table("customers")));
    expect(result).toMatchObject({ swap: { route: "first", settled: true }, previousKept: undefined });
    expect(result.tables).toMatchObject([
      { name: "orders", action: "create", rows: 100 },
      { name: "customers", action: "create", rows: 10 },
    ]);
    expect(
      await column(
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'marts.orders'::regclass ORDER BY 1",
      ),
    ).toEqual([
      "CREATE INDEX orders_customer_idx ON marts.orders USING btree (customer)",
      "CREATE UNIQUE INDEX orders_customer_id_key ON marts.orders USING btree (customer, id)",
      "CREATE UNIQUE INDEX orders_pkey ON marts.orders USING btree (id)",
    ]);
    expect(await value("SELECT obj_description('marts.orders'::regclass)")).toBe(
      "One row per order; it's final",
    );
    expect(await value("SELECT col_description('marts.orders'::regclass, 1)")).toBe("Number of the order");
    expect(
      await value(
        "SELECT pg_typeof(amount)::text || sum(amount) FROM marts.orders GROUP BY pg_typeof(amount)",
      ),
    ).toBe("numeric7425.00");
    expect(await value("SELECT reltuples FROM pg_class WHERE oid = 'marts.orders'::regclass")).toBe(100);
    expect(await value("SELECT obj_description('marts'::regnamespace)")).toBe(null);
    const reader = await server.connect({ user: "reader" });
    expect((await reader.query("SELECT count(*)::int FROM marts.orders")).rows[0].count).toBe(100);
    await expect(reader.query("SELECT FROM marts.customers")).rejects.toThrow("permission denied");
    await reader.end();
    expect(await schemas()).toEqual(["marts"]);
  });

  test("can be read by a transaction that began before it was published", async () => {
    await publish(marts(table("customers")));
    const early = await server.connect();
    await early.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM pg_class LIMIT 1");
    await publish(marts(table("customers")));
    expect((await early.query("SELECT count(*)::int FROM marts.customers")).rows[0].count).toBe(10);
    await early.query("COMMIT");
    await early.end();
  });

  test("keeps what was added by hand to the one it replaces", async () => {
    await publish(marts(orders, table("customers")));
    await client.query(`
      COMMENT ON SCHEMA marts IS 'for everybody';
      COMMENT ON COLUMN marts.orders.customer IS 'by hand';
      COMMENT ON TABLE marts.orders IS 'will be overwritten by the description';
      CREATE INDEX by_hand ON marts.orders (lower(customer)) WHERE amount > 10;
      ALTER TABLE marts.orders ADD CONSTRAINT positive CHECK (amount >= 0);
      GRANT SELECT (customer) ON marts.customers TO reader WITH GRANT OPTION;
      GRANT INSERT ON marts.orders TO PUBLIC;
      GRANT USAGE ON SCHEMA marts TO other;
      ALTER DEFAULT PRIVILEGES IN SCHEMA marts GRANT SELECT ON TABLES TO other;
      ALTER DEFAULT PRIVILEGES IN SCHEMA marts GRANT USAGE ON SEQUENCES TO other;`);
    const rights = `SELECT relname || relacl::text FROM pg_class WHERE relnamespace = 'marts'::regnamespace AND relkind = 'r'
      UNION ALL SELECT attname || attacl::text FROM pg_attribute WHERE attrelid = 'marts.customers'::regclass AND attacl IS NOT NULL
      UNION ALL SELECT nspacl::text FROM pg_namespace WHERE nspname = 'marts'
      UNION ALL SELECT defaclobjtype::text || defaclacl::text FROM pg_default_acl WHERE defaclnamespace = 'marts'::regnamespace
      ORDER BY 1`;
    const before = await column(rights);
    await runAll(duck, "CREATE OR REPLACE TABLE fresh AS SELECT 1 AS n");
    const { result } = await publish(marts(orders, table("customers"), table("fresh")));
    expect(result.swap.route).toBe("schema-swap");
    const after = await column(rights);
    expect(after.filter((right) => !String(right).startsWith("fresh"))).toEqual(before);
    expect(after).toContainEqual(
      expect.stringMatching(/^fresh\{postgres=\w+\/postgres,other=r\/postgres\}$/),
    );
    expect(await value("SELECT obj_description('marts'::regnamespace)")).toBe("for everybody");
    expect(await value("SELECT col_description('marts.orders'::regclass, 2)")).toBe("by hand");
    expect(await value("SELECT obj_description('marts.orders'::regclass)")).toBe(
      "One row per order; it's final",
    );
    expect(await value("SELECT pg_get_indexdef('marts.by_hand'::regclass)")).toBe(
      "CREATE INDEX by_hand ON marts.orders USING btree (lower(customer)) WHERE (amount > (10)::numeric)",
    );
    expect(
      await value(
        "SELECT conname FROM pg_constraint WHERE conrelid = 'marts.orders'::regclass AND contype = 'c'",
      ),
    ).toBe("positive");
  });

  test("loses an index of the configuration that is no longer there, and says when one by hand cannot stay", async () => {
    await publish(marts(orders));
    await client.query("CREATE INDEX by_hand ON marts.orders (amount)");
    await runAll(duck, "CREATE OR REPLACE TABLE narrow AS SELECT id FROM orders");
    const narrow = { ...table("narrow"), name: "orders" };
    const { events } = await publish(marts(narrow));
    expect(events).toContainEqual(
      expect.objectContaining({ type: "index-left-out", table: "orders", index: "by_hand" }),
    );
    expect(await column("SELECT indexrelid FROM pg_index WHERE indrelid = 'marts.orders'::regclass")).toEqual(
      [],
    );
  });

  test("keeps its owner", async () => {
    await publish(marts(table("customers")));
    await client.query("ALTER TABLE marts.customers OWNER TO owner; ALTER SCHEMA marts OWNER TO owner");
    await publish(marts(table("customers")));
    expect(
      await value("SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'marts.customers'::regclass"),
    ).toBe("owner");
    expect(await value("SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'marts'")).toBe(
      "owner",
    );
  });

  test("belongs to the role of the target", async () => {
    await client.query("GRANT CREATE ON DATABASE postgres TO owner; GRANT owner TO plain");
    const target = { ...server.target, user: "plain", role: "owner" };
    await publish({ ...marts(table("customers")), target });
    await publish({ ...marts(table("customers")), target });
    expect(
      await value("SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'marts.customers'::regclass"),
    ).toBe("owner");
  });
});

describe("types chosen by the user", () => {
  test("are written directly or converted by Postgres", async () => {
    await client.query("CREATE TYPE reports.mood AS ENUM ('fine', 'so so')");
    await runAll(
      duck,
      `CREATE OR REPLACE TABLE chosen AS SELECT 1::BIGINT AS small, 'fine' AS mood, [1, NULL, 3] AS numbers, ['a"b', NULL, 'c\\d'] AS words,
         1.25::DOUBLE AS exact, 7::INTEGER AS wide, 'abc' AS short, DATE '2024-02-29' AS moment, 10.0::DECIMAL(9,2) AS real, '{"a":1}' AS doc,
         '10.0.0.1' AS address, {'a': 1} AS nested`,
    );
    const types = {
      small: "smallint",
      mood: "reports.mood",
      numbers: "integer[]",
      words: "text[]",
      exact: "numeric(6,3)",
      wide: "numeric",
      short: "varchar(5)",
      moment: "timestamptz",
      real: "float4",
      doc: "jsonb",
      address: "inet",
      nested: "json",
    };
    const columns = Object.entries(types).map(([name, type]) => ({ name, type }));
    await publish(marts(table("chosen", { columns })));
    await publish(marts(table("chosen", { columns })));
    const row = await client.query("SELECT to_jsonb(chosen) AS v FROM marts.chosen");
    expect(row.rows[0].v).toEqual({
      small: 1,
      mood: "fine",
      numbers: [1, null, 3],
      words: ['a"b', null, "c\\d"],
      exact: 1.25,
      wide: 7,
      short: "abc",
      moment: "2024-02-29T00:00:00+00:00",
      real: 10,
      doc: { a: 1 },
      address: "10.0.0.1",
      nested: { a: 1 },
    });
    const found = await column(
      "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'marts.chosen'::regclass AND attnum > 0 ORDER BY attnum",
    );
    expect(found).toEqual([
      "smallint",
      "reports.mood",
      "integer[]",
      "text[]",
      "numeric(6,3)",
      "numeric",
      "character varying(5)",
      "timestamp with time zone",
      "real",
      "jsonb",
      "inet",
      "json",
    ]);
    expect((await planPublish(marts(table("chosen", { columns })))).tables[0]!.changes).toEqual([]);
  });
});

describe("a publish of some of the tables", () => {
  test("leaves everything else in the schema as it is", async () => {
    await publish(marts(orders, table("customers")));
    await client.query(`
      CREATE TABLE marts.notes (id serial PRIMARY KEY, note text); INSERT INTO marts.notes (note) VALUES ('keep me');
      CREATE VIEW marts.names AS SELECT customer FROM marts.customers;
      CREATE FUNCTION marts.one() RETURNS int LANGUAGE sql AS 'SELECT 1'`);
    const oids =
      "SELECT oid FROM pg_class WHERE oid IN ('marts.notes'::regclass, 'marts.customers'::regclass, 'marts.names'::regclass) ORDER BY 1";
    const before = await column(oids);
    await runAll(duck, "CREATE OR REPLACE TABLE fresh AS SELECT 1 AS n");
    const { result } = await publish(
      marts({ ...orders, relation: { schema: "main", name: "orders" } }, table("fresh")),
    );
    expect(result.swap.route).toBe("table-swap");
    expect(await column(oids)).toEqual(before);
    expect(await value("SELECT note FROM marts.notes")).toBe("keep me");
    expect(await value("SELECT count(*)::int FROM marts.names")).toBe(10);
    expect(await value("SELECT marts.one()")).toBe(1);
    expect(await value("SELECT count(*)::int FROM marts.orders")).toBe(100);
    expect(await value("SELECT count(*)::int FROM pg_index WHERE indrelid = 'marts.orders'::regclass")).toBe(
      3,
    );
    expect(await schemas()).toEqual(["marts"]);
    const reader = await server.connect({ user: "reader" });
    expect((await reader.query("SELECT count(*)::int FROM marts.orders")).rows[0].count).toBe(100);
    await reader.end();
  });

  test("works in a schema of somebody else in which one may create", async () => {
    await client.query(
      "CREATE SCHEMA marts; GRANT CREATE, USAGE ON SCHEMA marts TO plain; GRANT CREATE ON DATABASE postgres TO plain",
    );
    const target = { ...server.target, user: "plain" };
    for (let i = 0; i < 2; i++) {
      const { result } = await publish({ ...marts(table("customers")), target });
      expect(result.swap.route).toBe("table-swap");
    }
    expect(await value("SELECT count(*)::int FROM marts.customers")).toBe(10);
    expect(await value("SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'marts'")).toBe(
      "postgres",
    );
  });
});

describe("objects that depend on a table", () => {
  test("keep working: the table is filled in place, new columns are added", async () => {
    await publish(marts(orders, table("customers")));
    await client.query(`
      CREATE VIEW reports.sums AS SELECT customer, sum(amount) AS sum, count(*)::int AS n FROM marts.orders GROUP BY 1;
      GRANT SELECT ON reports.sums TO reader;`);
    await runAll(
      duck,
      "CREATE OR REPLACE TABLE more AS SELECT *, 'note ' || id AS note FROM orders UNION ALL SELECT 1000, 'customer 0', 1, 'new'",
    );
    const more = { ...orders, relation: { schema: "main", name: "more" }, description: "in place" };
    const { result } = await publish(marts(more, table("customers")));
    expect(result.tables[0]).toMatchObject({ name: "orders", action: "refill", rows: 101 });
    expect(result.tables[1]).toMatchObject({ action: "replace" });
    expect(await value("SELECT n FROM reports.sums WHERE customer = 'customer 0'")).toBe(11);
    expect(await value("SELECT note FROM marts.orders WHERE id = 1000")).toBe("new");
    expect(await value("SELECT obj_description('marts.orders'::regclass)")).toBe("in place");
    expect(await schemas()).toEqual(["marts"]);
  });

  test.each([
    [
      "a trigger",
      "CREATE FUNCTION reports.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER t AFTER UPDATE ON marts.orders EXECUTE FUNCTION reports.f()",
      "SELECT tgname FROM pg_trigger WHERE tgname = 't'",
    ],
    [
      "a row security policy",
      "CREATE POLICY p ON marts.orders USING (id > 0)",
      "SELECT polname FROM pg_policy",
    ],
    [
      "extended statistics",
      "CREATE STATISTICS reports.s ON id, customer FROM marts.orders",
      "SELECT stxname FROM pg_statistic_ext",
    ],
    [
      "a materialized view",
      "CREATE MATERIALIZED VIEW reports.m AS SELECT * FROM marts.orders",
      "SELECT relname FROM pg_class WHERE relname = 'm'",
    ],
    [
      "a function with the row type",
      "CREATE FUNCTION reports.g(o marts.orders) RETURNS int LANGUAGE sql AS 'SELECT 1'",
      "SELECT proname FROM pg_proc WHERE proname = 'g'",
    ],
    [
      "a publication",
      "CREATE PUBLICATION pub FOR TABLE marts.orders",
      "SELECT p.pubname FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid",
    ],
  ])("%s is not lost", async (_name, create, find) => {
    await publish(marts(orders));
    await client.query(create);
    const { result } = await publish(marts(orders));
    expect(result.tables[0]!.action).toBe("refill");
    expect(await column(find)).toHaveLength(1);
    expect(await value("SELECT count(*)::int FROM marts.orders")).toBe(100);
    await client.query("DROP PUBLICATION IF EXISTS pub");
  });

  test("stop the publish when the columns change under them", async () => {
    await publish(marts(orders));
    await client.query("CREATE VIEW reports.ids AS SELECT id, amount FROM marts.orders");
    await runAll(duck, "CREATE OR REPLACE TABLE changed AS SELECT id::INTEGER AS id, customer FROM orders");
    const changed = { ...table("changed"), name: "orders" };
    const attempt = publish(marts(changed));
    await expect(attempt).rejects.toMatchObject({
      code: "foreign-dependents",
      table: "orders",
      message: expect.stringContaining("view reports.ids"),
      hint: expect.stringContaining("id: bigint → integer"),
    });
    expect(await value("SELECT count(*)::int FROM reports.ids")).toBe(100);
  });

  test("stop the publish when they are foreign keys, or when told to", async () => {
    await publish(marts(orders));
    await client.query("CREATE TABLE reports.lines (order_id bigint REFERENCES marts.orders)");
    await expect(publish(marts(orders))).rejects.toMatchObject({
      code: "foreign-dependents",
      message: expect.stringContaining("constraint lines_order_id_fkey on table reports.lines"),
    });
    await client.query("DROP TABLE reports.lines; CREATE VIEW reports.v AS SELECT id FROM marts.orders");
    const refusing = { ...marts(orders), settings: { dependents: "refuse" as const } };
    await expect(publish(refusing)).rejects.toMatchObject({ code: "foreign-dependents" });
  });

  test("that appear while tables are loaded are noticed", async () => {
    await publish(marts(orders));
    let made: Promise<unknown> | undefined;
    const { result } = await publish(marts(orders, table("customers")), undefined, (event) => {
      if (event.type === "table-started" && event.table === "customers") {
        made = client.query("CREATE VIEW reports.late AS SELECT id FROM marts.orders");
      }
    });
    await made;
    expect(result.swap.route).toBe("table-swap");
    expect(await value("SELECT count(*)::int FROM reports.late")).toBe(100);
  });
});

describe("what earlier publishes left", () => {
  test("is refused when it is not ours", async () => {
    await publish(marts(orders));
    await client.query("CREATE SCHEMA marts__next; CREATE TABLE marts__next.precious AS SELECT 1");
    await expect(planPublish(marts(orders))).rejects.toMatchObject({ code: "leftover-not-ours" });
    expect(await value("SELECT count(*)::int FROM marts__next.precious")).toBe(1);
  });

  test("is dropped when it is ours, except for what others put there", async () => {
    await publish(marts(orders));
    const holder = await server.connect();
    await holder.query("BEGIN; SELECT FROM marts.orders");
    const settings = { settleMs: 0, dropPatienceMs: 0 };
    const { result } = await publish({ ...marts(orders), settings });
    expect(result).toMatchObject({ previousKept: "marts__prev", swap: { settled: false } });
    await client.query("CREATE TABLE marts__prev.mine AS SELECT 1 AS n");
    const again = await publish({ ...marts(orders), settings });
    expect(again.events.map(({ type }) => type)).toContain("previous-kept");
    expect(await schemas()).toEqual(["marts", "marts__prev"]);
    await holder.query("COMMIT");
    await publish(marts(orders));
    expect(
      await column("SELECT relname FROM pg_class WHERE relnamespace = 'marts__prev'::regnamespace"),
    ).toEqual(["mine"]);
    await client.query("DROP TABLE marts__prev.mine");
    await publish(marts(orders));
    expect(await schemas()).toEqual(["marts"]);
    await holder.end();
  });
});

describe("a dry run", () => {
  test("writes nothing and tells what would happen", async () => {
    await publish(marts(orders, table("customers")));
    await client.query(
      "CREATE VIEW reports.v AS SELECT customer FROM marts.customers; CREATE TABLE marts.notes (n int)",
    );
    const transactions = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text";
    const before = await value(transactions);
    await runAll(duck, "CREATE OR REPLACE TABLE fresh AS SELECT 1 AS n");
    const changed = { ...orders, columns: [{ name: "amount", type: "real" }] };
    const plan = await planPublish(marts(changed, table("customers"), table("fresh")));
    const text = renderPublishPlan(plan).replace(/127\.0\.0\.1:\d+/, "HOST");
    expect(text).toBe(
      [
        'publish 3 table(s) to schema "marts" at HOST/postgres',
        "  the published tables change places in one transaction",
        "    because 1 other object(s) live in the schema",
        "    because other objects depend on customers",
        "  replace  orders  100 rows, was about 100, 3 columns",
        "             primary key (id)",
        "             index (customer)",
        "             unique index (customer, id)",
        "             select to reader",
        "             amount: numeric(12,2) → real (DECIMAL(21,1) in DuckDB)",
        "  refill   customers  10 rows, was about 10, 1 columns",
        "             in place, for view reports.v",
        "  create   fresh  1 rows, 1 columns",
        "  keep     table marts.notes",
      ].join("\n"),
    );
    expect(await value(transactions)).toBe(before);
  });
});
