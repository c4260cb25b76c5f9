/** Whole projects: what a run leaves behind when it works, and above all when it does not. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { PostgresFixture } from "./postgres-fixture.ts";
import { TestProject } from "./run-project.ts";

const fixture = new PostgresFixture();
let project: TestProject;
beforeAll(() => fixture.start({ timezone: "UTC" }), 60_000);
afterAll(() => fixture.stop());
afterEach(() => project.close());

type Summary = Awaited<ReturnType<TestProject["run"]>>;
const statuses = (summary: Summary): Record<string, string> =>
  Object.fromEntries(summary.results.map((result) => [result.unique_id.split(".")[2]!, result.status]));
const messages = (summary: Summary): Record<string, string | null> =>
  Object.fromEntries(summary.results.map((result) => [result.unique_id.split(".")[2]!, result.message]));
const relations = async (): Promise<string> =>
  String(
    await project.query(
      "select relname from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'main' and relkind in ('r', 'v', 'm') order by 1",
    ),
  );

describe("what fails leaves the last good relation", () => {
  test("a table whose post-hook fails", async () => {
    project = await TestProject.open(fixture, { "models/t.sql": "select 1 as gen" });
    expect(statuses(await project.run("run"))).toEqual({ t: "success" });
    project.write({
      "models/t.sql":
        "{{ config(materialized='table', post_hook='select nothing from {{ this }}') }} select 2 as gen",
    });
    const failed = await project.run("run");
    expect(messages(failed).t).toMatch(
      /^Database Error in model t \(models\/t.sql\)\n {2}column "nothing" does not exist\n {2}LINE \d+: .*select nothing from/,
    );
    expect(await project.query("select gen from main.t")).toEqual([[1n]]);
    expect(await relations()).toBe("t");
  });

  test("a seed that is emptied, or made again, and then cannot be filled", async () => {
    project = await TestProject.open(fixture, {
      "seeds/s.csv": "id\n1\n2\n",
      "seeds/s.yml": "seeds: [{name: s, config: {column_types: {id: integer}}}]",
    });
    expect(messages(await project.run("seed"))).toEqual({ s: "INSERT 2" });
    project.write({ "seeds/s.csv": "id\n3\nfour\n" });
    for (const full_refresh of [false, true]) {
      const failed = await project.run("seed", { full_refresh });
      expect(messages(failed).s).toMatch(
        /invalid input syntax for type integer: "four"\n {2}CONTEXT: {2}COPY s, row 2, column id: "four"/,
      );
      expect(await project.query("select id from main.s order by 1")).toEqual([[1n], [2n]]);
    }
  });

  test("what a model's own template wrote goes with it", async () => {
    const log =
      "{% if execute %}{% do run_query('create table if not exists main.log (a int); insert into main.log values (1)') %}{% endif %}";
    project = await TestProject.open(fixture, { "models/t.sql": `${log} select 1/{{ var('by') }} as a` });
    expect(statuses(await project.run("run", { vars: { by: 1 } }))).toEqual({ t: "success" });
    project.write({
      "models/t.sql": `{{ config(materialized='table') }} ${log} select 1/{{ var('by') }} as a`,
    });
    expect(statuses(await project.run("run", { vars: { by: 0 } }))).toEqual({ t: "error" });
    expect(await project.query("select count(*) from main.log")).toEqual([[1n]]);
  });
});

test("readers never miss a table while it is rebuilt", async () => {
  project = await TestProject.open(fixture, {
    "models/t.sql":
      "{{ config(materialized='table') }} select g as id, {{ var('gen') }} as gen from generate_series(1, 2000) g",
  });
  await project.run("run", { vars: { gen: 0 } });
  let going = true;
  const answers = new Set<string>();
  const reading = (async () => {
    const session = await project.database.session("watcher");
    while (going)
      answers.add(
        await session
          .query("select min(gen) = max(gen), count(*) from main.t", { fetch: true })
          .then(({ rows }) => String(rows), String),
      );
  })();
  for (let gen = 1; gen <= 5; gen++) await project.run("run", { vars: { gen } });
  going = false;
  await reading;
  expect([...answers]).toEqual(["true,2000"]);
  expect(await relations()).toBe("t");
});

test("views that went with their table are known to be gone", async () => {
  project = await TestProject.open(fixture, {
    "models/t.sql": "{{ config(materialized='table') }} select 1 as a",
    "models/v.sql": "select a from {{ ref('t') }}",
    "models/w.sql": "select a from {{ ref('v') }}",
  });
  for (let round = 1; round <= 2; round++)
    expect(statuses(await project.run("run"))).toEqual({ t: "success", v: "success", w: "success" });
  expect(await relations()).toBe("t,v,w");
});

test("long names give way to their suffix", async () => {
  const name = "n".repeat(63);
  project = await TestProject.open(fixture, {
    [`models/${name}.sql`]:
      "{{ config(materialized='incremental', unique_key='id') }} select {{ var('id') }} as id",
  });
  for (const id of [1, 2, 2])
    expect(statuses(await project.run("run", { vars: { id } }))).toEqual({ [name]: "success" });
  expect(await project.query(`select id from main.${name} order by 1`)).toEqual([[1n], [2n]]);
  project.write({ [`models/${name}x.sql`]: "{{ config(materialized='table') }} select 1 as id" });
  expect(messages(await project.run("run", { vars: { id: 3 } }))[`${name}x`]).toContain(
    `Relation name '${name}x' is longer than 63 characters`,
  );
});

test("indexes of tables are there after every run, those of materialized views change in place", async () => {
  const view = (indexes: string): string =>
    `{{ config(materialized='materialized_view', indexes=[${indexes}]) }} select 1 as a, 2 as b`;
  project = await TestProject.open(fixture, {
    "models/t.sql":
      "{{ config(materialized='table', unlogged=true, indexes=[{'columns': ['a', 'b'], 'unique': True}, {'columns': ['a'], 'type': 'hash'}]) }} select 1 as a, 2 as b",
    "models/m.sql": view("{'columns': ['a']}"),
  });
  const found = async (table: string): Promise<string> =>
    String(
      await project.query(
        `select regexp_replace(indexdef, '^.*INDEX .* ON', case when indexdef like '%UNIQUE%' then 'unique' else '' end) from pg_indexes where tablename = '${table}' order by 1`,
      ),
    );
  for (let round = 1; round <= 2; round++) {
    expect(statuses(await project.run("run"))).toEqual({ t: "success", m: "success" });
    expect(await found("t")).toBe(" main.t USING hash (a),unique main.t USING btree (a, b)");
    expect(await found("m")).toBe(" main.m USING btree (a)");
  }
  expect(await project.query("select relpersistence from pg_class where relname = 't'")).toEqual([["u"]]);
  expect(messages(await project.run("run", { select: ["m"] })).m).toBe("REFRESH MATERIALIZED VIEW");
  const oid = await project.query("select 'main.m'::regclass::oid");
  project.write({ "models/m.sql": view("{'columns': ['b'], 'unique': True}, {'columns': ['A', 'b']}") });
  expect(statuses(await project.run("run", { select: ["m"] }))).toEqual({ m: "success" });
  expect(await found("m")).toBe(" main.m USING btree (a, b),unique main.m USING btree (b)");
  expect(await project.query("select 'main.m'::regclass::oid")).toEqual(oid);
});

test("hooks outside of the transaction may do what none allows", async () => {
  project = await TestProject.open(fixture, {
    "models/t.sql": `{{ config(materialized='table',
      pre_hook={'sql': 'create table if not exists main.seen as select 0 as n', 'transaction': False},
      post_hook=[{'sql': 'vacuum {{ this }}', 'transaction': False}, 'insert into main.seen values (1)']) }} select 1 as a`,
  });
  expect(messages(await project.run("run"))).toEqual({ t: "SELECT 1" });
  expect(await project.query("select n from main.seen order by 1")).toEqual([[0n], [1n]]);
  expect(await relations()).toBe("seen,t");
});

test("another database is refused by name", async () => {
  project = await TestProject.open(fixture, {
    "models/t.sql": "{{ config(database='other') }} select 1 as a",
  });
  await expect(project.run("run")).rejects.toMatchObject({
    code: "postgres-cross-database",
    message: expect.stringMatching(/^Cross-db references not allowed in postgres \(other vs test_\d+\)$/),
  });
});

test("a contract tells its types in dbt's words", async () => {
  project = await TestProject.open(fixture, {
    "models/t.sql": "{{ config(materialized='table') }} select 1::bigint as id, 'x'::varchar(5) as name",
    "models/t.yml":
      "models: [{name: t, config: {contract: {enforced: true}}, columns: [{name: id, data_type: integer}, {name: name, data_type: text}]}]",
  });
  const { t } = messages(await project.run("run"));
  expect(t).toMatch(/id +\| LONGINTEGER +\| INTEGER +\| data type mismatch/);
  expect(t).not.toContain("| name ");
});
