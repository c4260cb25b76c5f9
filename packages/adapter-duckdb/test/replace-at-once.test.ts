/** A table or view with nothing around it is replaced by one statement; anything that belongs to its transaction, or to a macro of the project's, keeps the steps. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { openProject, type TestProject } from "./run-project.ts";

let project: TestProject;
afterEach(() => project.close());

/** What was sent for the model in the last run. */
const sent = (name: string): string => readFileSync(join(project.folder, `target/run/shop/models/${name}.sql`), "utf8");
const atOnce = (name: string): boolean => sent(name).includes("create or replace ");
const model = (config: string): string => `{{ config(${config}) }}\nselect {{ var('gen') }} as gen`;

async function generations(count: number): Promise<void> {
  for (let gen = 1; gen <= count; gen++) {
    const { results } = await project.run("run", { vars: { gen } });
    expect(results.map(({ unique_id, status, message }) => [unique_id, status, message])).toEqual(
      results.map(({ unique_id }) => [unique_id, "success", "OK"]),
    );
  }
}

const CASES: readonly (readonly [name: string, config: string, atOnce: boolean])[] = [
  ["plain table", "materialized='table'", true],
  ["plain view", "materialized='view'", true],
  ["empty hooks", "materialized='table', pre_hook=[], post_hook=[]", true],
  ["comments", "materialized='table', persist_docs={'relation': true}", true],
  ["comments of a view", "materialized='view', persist_docs={'relation': true}", true],
  ["a pre-hook", "materialized='table', pre_hook='select 1'", false],
  ["a post-hook", "materialized='view', post_hook='select 1'", false],
  ["an index", "materialized='table', indexes=[{'columns': ['gen']}]", false],
  ["a header", "materialized='table', sql_header='set threads = 2;'", false],
];

describe("one statement", () => {
  test.each(CASES)("%s", async (_name, config, expected) => {
    project = await openProject({
      "models/m.sql": model(config),
      "models/m.yml": "models: [{name: m, description: of generations}]",
    });
    await generations(2);
    expect(atOnce("m")).toBe(expected);
    expect(await project.query("select gen from m")).toEqual([[2n]]);
    const comments = "select comment from duckdb_tables() where table_name = 'm' union all select comment from duckdb_views() where view_name = 'm'";
    expect(await project.query(comments)).toEqual([[config.includes("persist_docs") ? "of generations" : null]]);
    expect(await project.query("select table_name from information_schema.tables")).toEqual([["m"]]);
  });

  test.each(["create_table_as", "duckdb__create_table_as", "default__drop_relation", "make_intermediate_relation"])(
    "not past the project's own %s",
    async (macro) => {
      const own: { readonly [name: string]: string } = {
        create_table_as:
          "{% macro create_table_as(temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none) %}create table {{ relation }} as select 7 as gen{% endmacro %}",
        duckdb__create_table_as:
          "{% macro duckdb__create_table_as(temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none) %}create table {{ relation }} as select 7 as gen{% endmacro %}",
        default__drop_relation: "{% macro default__drop_relation(relation) %}{% call statement(auto_begin=False) %}drop {{ relation.type }} {{ relation }}{% endcall %}{% endmacro %}",
        make_intermediate_relation:
          "{% macro make_intermediate_relation(base_relation, suffix='__dbt_tmp') %}{{ return(base_relation.incorporate(path={'identifier': base_relation.identifier ~ '__aside'})) }}{% endmacro %}",
      };
      project = await openProject({ "models/m.sql": model("materialized='table'"), "macros/own.sql": own[macro]! });
      await generations(2);
      expect(atOnce("m")).toBe(false);
      expect(await project.query("select gen from m")).toEqual([[macro.endsWith("create_table_as") ? 7n : 2n]]);
    },
  );
});

test("a table that keys tie to others is taken apart with care", async () => {
  project = await openProject({ "models/m.sql": model("materialized='table'") });
  await project.query("create table m (gen integer primary key)");
  await generations(1);
  expect(atOnce("m")).toBe(false);
  await generations(2);
  expect(await project.query("select gen from m")).toEqual([[2n]]);
});

test("what stands under a step's name goes, as ever", async () => {
  project = await openProject({ "models/m.sql": model("materialized='table'") });
  await project.query("create table m__dbt_tmp as select 1 as x");
  await generations(1);
  expect(await project.query("select table_name from information_schema.tables")).toEqual([["m"]]);
  await generations(2);
  expect(atOnce("m")).toBe(true);
});

test("a table may read what it replaces, and a view may become a table and back", async () => {
  project = await openProject({
    "models/own.sql":
      "{{ config(materialized='table') }} select coalesce((select max(n) from {{ this }}), 0) + 1 as n".replace(
        "(select max(n) from {{ this }})",
        "{% if var('gen') > 1 %}(select max(n) from {{ this }}){% else %}null{% endif %}",
      ),
    "models/turn.sql": "{{ config(materialized='table' if var('gen') % 2 else 'view') }} select {{ var('gen') }} as gen",
  });
  await generations(4);
  expect(await project.query("select n from own")).toEqual([[4n]]);
  expect(await project.query("select gen from turn")).toEqual([[4n]]);
  expect(await project.query("select table_type from information_schema.tables where table_name = 'turn'")).toEqual([["VIEW"]]);
});

test("a query that fails leaves the table", async () => {
  project = await openProject({
    "models/m.sql": "{{ config(materialized='table') }} select {{ \"error('stop')\" if var('gen') == 2 else 1 }} as gen",
  });
  await generations(1);
  const { results } = await project.run("run", { vars: { gen: 2 } });
  expect(results[0]).toMatchObject({ status: "error", message: expect.stringContaining("stop") as string });
  expect(await project.query("select gen from m")).toEqual([[1n]]);
});
