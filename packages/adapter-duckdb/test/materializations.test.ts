/** A table is replaced atomically: no reader of the file ever misses it, and a build that fails leaves what was there. */
import { afterEach, describe, expect, test } from "vitest";
import { openProject, type TestProject } from "./run-project.ts";

let project: TestProject;
afterEach(() => project.close());

const statuses = (summary: Awaited<ReturnType<TestProject["run"]>>): Record<string, string> =>
  Object.fromEntries(summary.results.map((result) => [result.unique_id.split(".")[2]!, result.status]));
const messages = (summary: Awaited<ReturnType<TestProject["run"]>>): string =>
  summary.results.map(({ message }) => message).join("\n");

/** Reads `sql` again and again on sessions of its own while `work` goes on; every answer has to be one of `allowed`. */
async function watched(sql: readonly string[], allowed: RegExp, work: () => Promise<void>): Promise<number> {
  let going = true;
  let reads = 0;
  const wrong: string[] = [];
  const readers = sql.map(async (query, index) => {
    const session = await project.database.session(`reader ${index}`);
    while (going) {
      const answer = await session.query(query, { fetch: true }).then(
        ({ rows }) => String(rows),
        (error: unknown) => `ERROR ${String(error)}`,
      );
      reads++;
      if (!allowed.test(answer)) wrong.push(`${query}: ${answer}`);
    }
    await session.close();
  });
  try {
    await work();
  } finally {
    going = false;
    await Promise.all(readers);
  }
  expect(wrong).toEqual([]);
  return reads;
}

const generation = (config: string, rows: number): string =>
  `{{ config(${config}) }} select range as id, {{ var('gen') }} as gen from range(${rows})`;

describe("readers", () => {
  const models = {
    "models/tab.sql": generation("materialized='table'", 5000),
    "models/indexed.sql": generation(
      "materialized='table', indexes=[{'columns': ['id'], 'unique': True}]",
      500,
    ),
    "models/vew.sql": generation("materialized='view'", 500),
    "models/turning.sql":
      "{{ config(materialized=('view' if var('gen', 0) % 2 == 0 else 'table'), indexes=[{'columns': ['id']}]) }} select range as id, {{ var('gen') }} as gen from range(500)",
    "models/inc.sql": generation("materialized='incremental', unique_key='id'", 500),
    "models/whole.sql": generation("materialized='incremental', full_refresh=True", 500),
  };

  test("never miss a relation while it is rebuilt", async () => {
    project = await openProject(models);
    await project.run("run", { vars: { gen: 0 } });
    const relations = Object.keys(models).map((path) => path.slice("models/".length, -".sql".length));
    const reads = await watched(
      relations.map((name) => `select min(gen) = max(gen), count(*) > 100 from ${name}`),
      /^true,true$/,
      async () => {
        for (let gen = 1; gen <= 6; gen++)
          expect(new Set(messages(await project.run("run", { vars: { gen } })).split("\n"))).toEqual(
            new Set(["OK"]),
          );
      },
    );
    expect(reads).toBeGreaterThan(100);
    expect(
      await project.query("select table_name from information_schema.tables where table_name like '%dbt%'"),
    ).toEqual([]);
    expect(await project.query("select count(*) from duckdb_indexes()")).toEqual([[1n]]);
  });

  test("never miss a seed, whether it is filled again or made again", async () => {
    const csv = (gen: number): string =>
      `id,gen\n${Array.from({ length: 300 }, (_, id) => `${id},${gen}`).join("\n")}\n`;
    project = await openProject({ "seeds/countries.csv": csv(0) });
    await project.run("seed");
    await watched(["select min(gen) = max(gen), count(*) from countries"], /^true,300$/, async () => {
      for (let gen = 1; gen <= 6; gen++) {
        project.write({ "seeds/countries.csv": csv(gen) });
        await project.run("seed", { full_refresh: gen % 2 === 0 });
      }
    });
    expect(await project.query("select distinct gen from countries")).toEqual([[6n]]);
  });

  test("never miss a snapshot, nor the stored failures of a test", async () => {
    project = await openProject({
      "models/src.sql":
        "{{ config(materialized='table') }} select range as id, {{ var('gen') }} as gen from range(50)",
      "snapshots/hist.yml":
        "snapshots: [{name: hist, relation: ref('src'), config: {unique_key: id, strategy: check, check_cols: [gen]}}]",
      "tests/none.sql":
        "{{ config(store_failures=true, severity='warn', schema='audit', alias='none') }} select * from {{ ref('src') }} where id < 10",
    });
    await project.run("build", { vars: { gen: 0 } });
    await watched(
      [
        "select count(*) >= 50, count(*) filter (dbt_valid_to is null) from hist",
        "select count(*) = 10, 50 from main_audit.none",
      ],
      /^true,50$/,
      async () => {
        for (let gen = 1; gen <= 4; gen++) await project.run("build", { vars: { gen } });
      },
    );
    expect(await project.query("select count(*) from hist")).toEqual([[250n]]);
  });
});

describe("a build that fails", () => {
  /** A hook that fails in generation 1, when all else is done. */
  const stop = {
    "macros/stop.sql": `{% macro stop() %}select {{ "error('stop')" if var('gen') == 1 else '1' }}{% endmacro %}`,
  };

  test("leaves table, index and view as they were", async () => {
    project = await openProject({
      ...stop,
      "models/tab.sql":
        "{{ config(materialized='table', indexes=[{'columns': ['id']}], post_hook='{{ stop() }}') }} select {{ var('gen') }} as id",
      "models/vew.sql":
        "{{ config(materialized='view', post_hook='{{ stop() }}') }} select {{ var('gen') }} as id",
    });
    await project.run("run", { vars: { gen: 0 } });
    const failed = await project.run("run", { vars: { gen: 1 } });
    expect(statuses(failed)).toEqual({ tab: "error", vew: "error" });
    expect(messages(failed)).toContain("stop");
    expect(
      await project.query(
        "select (select id from tab), (select id from vew), (select count(*) from duckdb_indexes())",
      ),
    ).toEqual([[0n, 0n, 1n]]);
    expect(
      await project.query("select table_name from information_schema.tables where table_name like '%dbt%'"),
    ).toEqual([]);
  });

  test("leaves an incremental table with its columns", async () => {
    project = await openProject({
      ...stop,
      "models/inc.sql": `{{ config(materialized='incremental', unique_key='id', on_schema_change='sync_all_columns', post_hook='{{ stop() }}') }}
        select 1 as id, {{ var('gen') }} as gen {{ ', 1 as added' if var('gen') == 1 else ', \\'x\\' as old' }}`,
    });
    await project.run("run", { vars: { gen: 0 } });
    expect(statuses(await project.run("run", { vars: { gen: 1 } }))).toEqual({ inc: "error" });
    expect(await project.query("select * from inc")).toEqual([[1n, 0n, "x"]]);
  });

  test("leaves a seed that no longer fits, and says which line", async () => {
    project = await openProject({
      "seeds/prices.csv": "id,price\n1,2\n",
      "seeds/s.yml": "seeds: [{name: prices, config: {column_types: {price: integer}}}]",
    });
    await project.run("seed");
    for (const fullRefresh of [false, true]) {
      project.write({ "seeds/prices.csv": "id,price\n1,2\n2,cheap\n" });
      const failed = await project.run("seed", { full_refresh: fullRefresh });
      expect(statuses(failed)).toEqual({ prices: "error" });
      expect(messages(failed)).toMatch(/CSV Error on Line: 3/);
      expect(await project.query("select * from prices")).toEqual([[1n, 2n]]);
    }
  });
});

test("an incremental table follows its query's columns and types", async () => {
  project = await openProject({
    "models/inc.sql": `{{ config(materialized='incremental', unique_key='id', on_schema_change='sync_all_columns') }}
      select {{ var('gen') }} as id, {{ '1' if var('gen') == 0 else "'one'" }} as retyped {{ ', 2 as dropped' if var('gen') == 0 else ', 3 as added' }}`,
  });
  await project.run("run", { vars: { gen: 0 } });
  const second = await project.run("run", { vars: { gen: 1 } });
  expect(messages(second)).toBe("OK");
  expect(await project.query("select column_name, column_type from (describe inc)")).toEqual([
    ["id", "INTEGER"],
    ["retyped", "VARCHAR"],
    ["added", "INTEGER"],
  ]);
  expect(await project.query("select * from inc order by id")).toEqual([
    [0n, "1", null],
    [1n, "one", 3n],
  ]);
});

test("what a killed run left behind is gone after the next one", async () => {
  project = await openProject({
    "models/tab.sql": "{{ config(materialized='table') }} select 1 as id",
    "models/vew.sql": "select 1 as id",
  });
  await project.query(
    "create table tab__dbt_tmp as select 0 as id; create view tab__dbt_backup as select 0 as id; create view vew__dbt_tmp as select 0 as id; create table vew__dbt_backup as select 0 as id",
  );
  expect(new Set(Object.values(statuses(await project.run("run"))))).toEqual(new Set(["success"]));
  expect(await project.query("select table_name from information_schema.tables order by 1")).toEqual([
    ["tab"],
    ["vew"],
  ]);
});

test("with transactions switched off a table is still swapped at one stroke", async () => {
  project = await openProject(
    { "models/tab.sql": generation("materialized='table'", 500) },
    { disable_transactions: true },
  );
  await project.run("run", { vars: { gen: 0 } });
  await watched(["select min(gen) = max(gen), count(*) from tab"], /^true,500$/, async () => {
    for (let gen = 1; gen <= 8; gen++) await project.run("run", { vars: { gen } });
  });
});

describe("external models", () => {
  test("write a file and read it back through a view, rows or none", async () => {
    project = await openProject({
      "models/rows.sql":
        "{{ config(materialized='external', location=var('folder') ~ '/rows.csv', format='csv', delimiter=';') }} select 1 as id, 'a;b' as w union all select 2, null",
      "models/parts.sql":
        "{{ config(materialized='external', location=var('folder') ~ '/parts', options={'partition_by': 'kind', 'overwrite': true}) }} select range as id, range % 2 as kind from range(10)",
      "models/empty.sql":
        "{{ config(materialized='external', location=var('folder') ~ '/empty.parquet') }} select 1 as id, date '2026-01-31' as d where false",
    });
    for (let round = 0; round < 2; round++) {
      const summary = await project.run("run", { vars: { folder: project.folder } });
      expect(messages(summary)).toBe("OK\nOK\nOK");
      expect(await project.query("select id, w from rows order by id")).toEqual([
        [1n, "a;b"],
        [2n, null],
      ]);
      expect(await project.query("select count(*), sum(id), count(distinct kind) from parts")).toEqual([
        [10n, 45n, 2n],
      ]);
      expect(await project.query("select count(*), max(typeof(d)) from empty")).toEqual([[0n, null]]);
      expect(await project.query("select column_type from (describe empty)")).toEqual([
        ["INTEGER"],
        ["DATE"],
      ]);
    }
    expect(
      await project.query(
        "select table_name, table_type from information_schema.tables where table_name like '%dbt%'",
      ),
    ).toEqual([]);
  });

  test("sources may be files", async () => {
    project = await openProject({
      "data/orders.csv": "id,amount\n1,2.5\n2,3.5\n",
      "models/sources.yml":
        "sources: [{name: raw, config: {meta: {external_location: 'data/{name}.csv'}}, tables: [{name: orders}]}]",
      "models/total.sql":
        "{{ config(materialized='table') }} select sum(amount) as total from {{ source('raw', 'orders') }}",
    });
    expect(messages(await project.run("run"))).toBe("OK");
    expect(await project.query("select total from total")).toEqual([[6]]);
  });
});

test("a table function takes parameters", async () => {
  project = await openProject({
    "models/upto.sql":
      "{{ config(materialized='table_function', parameters=['n']) }} select range as id from range(n)",
  });
  expect(messages(await project.run("run"))).toBe("OK");
  expect(await project.query("select count(*) from upto(7)")).toEqual([[7n]]);
});

test("contracts bring constraints, and a table that foreign keys point at can be rebuilt with them", async () => {
  project = await openProject({
    "models/parent.sql": "{{ config(materialized='table') }} select 1 as id, 'a' as name",
    "models/child.sql": "{{ config(materialized='table') }} select id as parent_id from {{ ref('parent') }}",
    "models/s.yml": `
models:
  - name: parent
    config: {contract: {enforced: true}}
    columns: [{name: id, data_type: integer, constraints: [{type: primary_key}]}, {name: name, data_type: varchar, constraints: [{type: check, expression: "name <> 'z'"}]}]
  - name: child
    config: {contract: {enforced: true}}
    columns: [{name: parent_id, data_type: integer, constraints: [{type: foreign_key, to: ref('parent'), to_columns: [id]}]}]
`,
  });
  for (let round = 0; round < 3; round++) expect(messages(await project.run("run"))).toBe("OK\nOK");
  expect(
    await project.query(
      "select constraint_type from duckdb_constraints() where constraint_type != 'NOT NULL' order by 1",
    ),
  ).toEqual([["CHECK"], ["FOREIGN KEY"], ["PRIMARY KEY"]]);
  expect(messages(await project.run("run", { select: ["parent"] }))).toContain(
    "model child is not selected in this run",
  );
  expect(await project.query("select count(*) from child")).toEqual([[1n]]);
});

test("a unit test of a query with a struct, a list and a null of no type", async () => {
  project = await openProject({
    "models/a.sql": "select 1 as id, 'x' as name",
    "models/b.sql": "select id, null as n, [id] as l, {'k': id} as s, 1.5::decimal(9, 2) as d, name from {{ ref('a') }}",
    "models/unit.yml": `unit_tests:
  - {name: rows, model: b, given: [{input: ref('a'), rows: [{id: 1, name: "it's"}]}], expect: {rows: [{id: 1, n: null, l: "[1]", s: "{'k': 1}", d: 1.5, name: "it's"}]}}
  - {name: none, model: b, given: [{input: ref('a'), rows: []}], expect: {rows: []}}
`,
  });
  await project.run("run");
  const { results } = await project.run("test");
  expect(results.map(({ status, message }) => [status, message])).toEqual([["pass", null], ["pass", null]]);
});
