/** Views on text files are read once for a command, or each time they are asked for: all that can be seen is the same. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBConnection } from "@duckdb/node-api";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { TsmodelEvent } from "@tsmodel/core";
import type { ViewCopies } from "@tsmodel/core/adapter";
import { fileReads } from "../src/file-reads.ts";
import { observe, type Outcome } from "./observe.ts";
import { openProject, type TestProject } from "./run-project.ts";

const open: TestProject[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((project) => project.close()));
});

async function start(files: { readonly [path: string]: string }, profile: { readonly threads?: number; readonly path?: string } = { threads: 1 }): Promise<TestProject> {
  const project = await openProject(files, profile);
  open.push(project);
  return project;
}

/** Statements since the last call, as they were sent. */
function asked(project: TestProject, since: number): string[] {
  return project.events.slice(since).flatMap((event: TsmodelEvent) => (event.type === "query" ? [event.sql] : []));
}

const isRenamed = (sql: string): boolean => /"shar(?:ed)?"\."shared?_/.test(sql);

const ORDERS = ["id,customer,amount,placed", ...Array.from({ length: 500 }, (_, row) => `${row},c${row % 7},${row % 11}.50,2026-01-${String(1 + (row % 28)).padStart(2, "0")}`)].join("\n");
const CUSTOMERS = '{"id": "c0", "name": "It\'s"}\n{"id": "c1", "name": "B"}\n{"id": "c2", "name": null}\n';

/** Layers of views on files, in two schemas, with whatever a reader may do. */
const SHOP = {
  "dbt_project.yml": `name: shop
version: "1.0"
profile: shop
flags: {require_generic_test_arguments_property: true}
models:
  shop:
    staging: {+schema: staging}
`,
  "orders.csv": ORDERS,
  "customers.json": CUSTOMERS,
  "seeds/regions.csv": "customer,region\nc0,north\nc1,south\n",
  "models/sources.yml": `sources:
  - name: raw
    config: {meta: {external_location: "read_csv('{name}.csv', header = true, all_varchar = true)"}}
    tables: [{name: orders}]
`,
  "models/staging/stg_orders.sql": "select id::int as id, customer, amount::decimal(9, 2) as amount, placed::date as placed from {{ source('raw', 'orders') }}",
  "models/staging/stg_customers.sql": "select * from 'customers.json'",
  "models/named.sql": "select {{ ref('stg_orders') }}.id, stg_orders.customer, '{{ ref('stg_orders') }}' as text -- {{ ref('stg_orders') }}\nfrom {{ ref('stg_orders') }}",
  "models/between.sql": "{{ config(materialized='ephemeral') }} select o.*, c.name from {{ ref('stg_orders') }} o left join {{ ref('stg_customers') }} c on o.customer = c.id",
  "models/joined.sql": "select b.*, r.region, null as nothing from {{ ref('between') }} b left join {{ ref('regions') }} r using (customer)",
  "models/by_customer.sql": "{{ config(materialized='table') }} select customer, region, sum(amount) as total, count(*) as n from {{ ref('joined') }} group by all order by 1",
  "models/by_day.sql": "{{ config(materialized='incremental', unique_key='placed') }} select placed, max(id) as last_id from {{ ref('joined') }} {% if is_incremental() %} where placed > (select max(placed) from {{ this }}) - 3 {% endif %} group by all",
  "models/hooked.sql": "{{ config(materialized='table', pre_hook='create or replace view {{ target.schema }}.from_hook as select count(*) as n from {{ ref(\"stg_orders\") }}') }} select * from from_hook, {{ ref('stg_orders') }} limit 3",
  "models/looked_up.sql": "{{ config(materialized='table') }}\n{% if execute %}{% set found = run_query('select max(id) from ' ~ ref('stg_orders')).columns[0].values()[0] %}{% endif %}\nselect {{ found or 0 }} as found, {{ adapter.get_columns_in_relation(ref('stg_orders')) | length }} as width from {{ ref('stg_orders') }} limit 1",
  "models/by_hand.sql": "select n from (select count(*) as n from shop.main_staging.stg_orders) as \"view\"",
  "models/on_table.sql": "select t.*, o.id from {{ ref('by_customer') }} t join {{ ref('stg_orders') }} o using (customer)",
  "models/top.sql": "{{ config(materialized='table') }} select customer, count(*) as n from {{ ref('on_table') }} join {{ ref('named') }} using (id, customer) group by all order by all",
  "models/wrong.sql": "{{ config(materialized='table') }} select nowhere from {{ ref('stg_orders') }}",
  "tests/none.sql": "select * from {{ ref('stg_orders') }} o join {{ ref('joined') }} j using (id) where o.amount <> j.amount",
  "tests/some.sql": "select * from {{ ref('joined') }} where id < 4",
  "models/all.yml": `models:
  - name: stg_orders
    columns:
      - {name: id, data_tests: [unique, not_null]}
      - {name: customer, data_tests: [not_null, {relationships: {arguments: {to: ref('stg_customers'), field: id}}}]}
      - {name: missing, data_tests: [not_null]}
  - name: stg_customers
    columns: [{name: id, data_tests: [unique]}, {name: name, data_tests: [not_null, {accepted_values: {arguments: {values: ["It's"]}}}]}]
  - name: joined
    columns: [{name: id, data_tests: [unique, not_null, {not_null: {name: stored, config: {store_failures: true, where: "id > 3"}}}]}]
  - name: named
    columns: [{name: id, data_tests: [unique]}]
  - name: on_table
    columns: [{name: id, data_tests: [unique, not_null]}]
  - name: by_hand
    columns: [{name: n, data_tests: [not_null]}]
unit_tests:
  - name: sums
    model: by_customer
    given:
      - input: ref('between')
        rows: [{id: 1, customer: c0, amount: 2.5}, {id: 2, customer: c0, amount: 1}]
      - input: ref('regions')
        rows: [{customer: c0, region: north}]
    expect: {rows: [{customer: c0, total: 3.5}]}
`,
};

/** A node that failed with names replaced is run again without: its log says so. */
const observed = (outcome: Outcome): Outcome => ({ ...outcome, events: (outcome.events as string[]).filter((text, index, all) => !text.startsWith("debug ") || text !== all[index - 1]) });

/** Every row of every relation that is there. */
async function contents(project: TestProject): Promise<unknown> {
  const relations = await project.query("select table_schema, table_name from information_schema.tables where table_catalog = 'shop' order by all");
  const rows = await Promise.all(relations.map(([schema, name]) => project.query(`select * from shop."${schema}"."${name}" order by all`)));
  return relations.map(([schema, name], index) => [schema, name, rows[index]]);
}

describe("read once or each time", () => {
  test.each(["file", "memory"])("a project of views on files, the database in %s", async (where) => {
    const profile = where === "file" ? { threads: 1 } : { threads: 1, path: ":memory:" };
    const files = where === "file" ? SHOP : { ...SHOP, "models/by_hand.sql": "select 1 as n" };
    const [once, each] = [await start(files, profile), await start(files, profile)];
    let sharing = 0;
    for (const [command, args] of [
      ["build", {}],
      ["test", {}],
      ["run", { select: ["by_customer", "by_day", "top"] }],
      ["build", { empty: true, exclude: ["wrong"] }],
      ["build", { full_refresh: true, fail_fast: true }],
      ["test", { store_failures: true, fold_tests: false }],
    ] as const) {
      const since = once.events.length;
      const one = observed(await observe(once, command, args));
      const other = await observe(each, command, { ...args, share_views: false });
      for (const part of Object.keys(other)) expect([command, part, one[part]]).toEqual([command, part, other[part]]);
      sharing += asked(once, since).filter(isRenamed).length;
      expect(asked(each, 0).filter(isRenamed)).toEqual([]);
      if (where === "file") expect(await contents(once)).toEqual(await contents(each));
    }
    expect(sharing).toBeGreaterThan(10);
  });

  test("four at once give the same rows", async () => {
    const [once, each] = [await start(SHOP, { threads: 4 }), await start(SHOP, { threads: 4 })];
    await once.run("build");
    await each.run("build", { share_views: false });
    expect(await contents(once)).toEqual(await contents(each));
  });
});

const PLAIN = {
  "orders.csv": ORDERS,
  "models/stg.sql": "select id, amount from read_csv('orders.csv')",
  "models/stg.yml": "models: [{name: stg, columns: [{name: id, data_tests: [unique, not_null]}]}]",
  "tests/one.sql": "select * from {{ ref('stg') }} where id < 0",
  "tests/two.sql": "select * from {{ ref('stg') }} where amount < 0",
};

/** Whether the statements of a run read what was kept. */
async function isShared(project: TestProject, command: "build" | "test" | "run" = "build", args: { readonly [name: string]: string[] | boolean } = {}): Promise<boolean> {
  const since = project.events.length;
  const { results } = await project.run(command, args);
  expect(results.map(({ status }) => status).filter((status) => status !== "pass" && status !== "success")).toEqual([]);
  return asked(project, since).some((sql) => sql.includes('"shar"."shar"."stg"'));
}

describe("what is read once", () => {
  test("a view that three statements read, and nothing of it stays", async () => {
    const project = await start(PLAIN);
    expect(await isShared(project)).toBe(true);
    expect(await project.query("select database_name from duckdb_databases() where not internal order by all")).toEqual([["shop"]]);
    expect(await isShared(project, "test")).toBe(true);
    expect(await isShared(project, "test", { select: ["one", "two"] })).toBe(false);
    expect(await isShared(project, "build", { share_views: false })).toBe(false);
  });

  test("what the view is in the database, not what the project says of it", async () => {
    const project = await start(PLAIN);
    await project.run("run");
    project.write({ "models/stg.sql": "select -1 as id, -1 as amount from read_csv('orders.csv')" });
    expect(await isShared(project, "test")).toBe(true);
  });

  const OTHERS: readonly (readonly [string, { readonly [path: string]: string }])[] = [
    ["a table", { "models/stg.sql": "{{ config(materialized='table') }} select id, amount from read_csv('orders.csv')" }],
    ["no file at all", { "models/stg.sql": "select 1 as id, 2 as amount" }],
    ["another table beside the file", { "models/t.sql": "{{ config(materialized='table') }} select 1 as one", "models/stg.sql": "select id, amount from read_csv('orders.csv'), {{ ref('t') }}" }],
    ["rows that differ each time", { "models/stg.sql": "select id, amount + random() as amount from read_csv('orders.csv')" }],
    ["rows that are left out for the columns that are read", { "models/stg.sql": "select id, amount from read_csv('orders.csv', ignore_errors = true)" }],
    ["a variable of the session", { "models/stg.sql": "select id, amount from read_csv('orders.csv') where id <> coalesce(getvariable('left_out'), -1)" }],
    ["a name that means something only in its schema", { "models/stg.sql": "select id, amount from read_csv('orders.csv') where id < (select max(n) from by_hook)", "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\non-run-start: create table if not exists by_hook as select 1000 as n\n" }],
    ["a view with hooks", { "models/stg.sql": "{{ config(post_hook='select 1') }} select id, amount from read_csv('orders.csv')" }],
    ["a view of its own making", { "macros/own.sql": "{% macro duckdb__create_view_as(relation, sql) %}create or replace view {{ relation }} as {{ sql }}{% endmacro %}" }],
    ["a model that writes files", { "models/out.sql": "{{ config(materialized='external', location=project_root ~ '/out.csv') }} select 1 as id" }],
  ];
  test.each(OTHERS)("not %s", async (_name, files) => {
    expect(await isShared(await start({ ...PLAIN, ...files }))).toBe(false);
  });

  test("a view that the database refuses whole is asked for what can be had", async () => {
    const project = await start({ ...PLAIN, "models/stg.sql": "select id, amount, customer::int as nonsense from read_csv('orders.csv')" });
    expect(await isShared(project)).toBe(false);
  });

  test("files that are gone are missed as they always are", async () => {
    const [once, each] = [await start(PLAIN), await start(PLAIN)];
    for (const project of [once, each]) {
      await project.run("run");
      rmSync(join(project.folder, "orders.csv"));
    }
    const [one, other] = [await observe(once, "test", {}), await observe(each, "test", { share_views: false })];
    expect(observed(one)).toEqual(other);
  });

  test("a file is read anew by the next command", async () => {
    const project = await start(PLAIN);
    expect(await isShared(project)).toBe(true);
    writeFileSync(join(project.folder, "orders.csv"), "id,amount\n-1,-1\n-1,0\n");
    const { results } = await project.run("test");
    expect(Object.fromEntries(results.map(({ node, failures }) => [node.name, failures]))).toEqual({ unique_stg_id: 1, not_null_stg_id: 0, one: 2, two: 1 });
  });
});

describe("copies", () => {
  const FILES = { ...PLAIN, "more.csv": "id,amount\n1000,1\n" };

  /** What is done with copies, and the statements that takes. */
  async function statements<T>(work: (copies: ViewCopies) => Promise<T>): Promise<{ readonly result: T; readonly sent: readonly string[] }> {
    const project = await start(FILES);
    const copies = (await project.database.copies!("measured"))!;
    const run = vi.spyOn(DuckDBConnection.prototype, "run");
    try {
      const result = await work(copies);
      return { result, sent: run.mock.calls.map(([sql]) => String(sql)) };
    } finally {
      run.mockRestore();
      await copies.close();
    }
  }

  test.each([
    ["a file", "'orders.csv'", 0, ORDERS.length],
    ["several", "['orders.csv', 'more.csv']", 0, ORDERS.length + 17],
    ["a pattern", "'*.csv'", 1, ORDERS.length + 17],
    ["a file that is not there", "'nowhere.csv'", 1, undefined],
    ["a file elsewhere", "'https://example.invalid/orders.csv'", 0, undefined],
  ])("know how large %s is", async (_name, files, asked, size) => {
    const { result, sent } = await statements((copies) => copies.bytesOf([files]));
    expect([result, sent.filter((sql) => sql.includes("read_blob")).length]).toEqual([size, asked]);
  });

  test.each([0, 100_000_000])("hold the same rows, filled by one thread or several (%i bytes)", async (rowsFrom) => {
    const query = "select id, amount, id as id, null as nothing from read_csv('orders.csv') -- all";
    const { result, sent } = await statements(async (copies) => {
      await copies.create({ path: { schema: "s", identifier: "t" }, query, rowsFrom });
      await copies.create({ path: { schema: "s", identifier: "none" }, query: "select 1 as one where false", rowsFrom });
      const project = open.at(-1)!;
      const rows = await project.query("select * from measured.s.t");
      return { rows, plain: await project.query(`select * from (${query}\n)`), none: await project.query("select * from measured.s.none") };
    });
    expect(result.rows).toEqual(result.plain);
    expect(result.rows).toHaveLength(500);
    expect(result.none).toEqual([]);
    expect(sent.filter((sql) => sql.includes("POSITIONAL JOIN"))).toHaveLength(rowsFrom === 0 ? 2 : 0);
  });
});

test.each([
  ["select * from read_csv('a.csv', header = true)", ["'a.csv'"], false],
  ["select * from READ_CSV_AUTO ( ['a.csv', 'it''s.csv'] )", ["['a.csv', 'it''s.csv']"], false],
  ["select * from 'a.json' join \"b.csv.gz\" using (x)", ["'a.json'", "'b.csv.gz'"], false],
  ["from 'a.parquet'", [], true],
  ["select * from read_csv(getvariable('x'))", [], true],
  ["select * from read_parquet('a.parquet'), read_json('b.json')", ["'b.json'"], true],
  ["select uuid() from read_json('b.json')", ["'b.json'"], true],
  ["select count(*) from read_csv('a.csv') where x < current_setting('limit')", ["'a.csv'"], true],
  ["-- from 'a.csv'\nselect 'read_csv(''a.csv'')' /* read_parquet('x') */ from \"db\".\"s\".\"t.csv\", \"t\"", [], false],
])("the files of %s", (sql, text, other) => {
  expect(fileReads(sql)).toEqual({ text, other });
});
