/** `show`, `compile` and `run-operation`: what dbt 1.11 was seen to print and to leave in run_results.json. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject, runCli, type CliResult, type TemporaryProject } from "./support/run-cli.ts";

let project: TemporaryProject;

beforeAll(async () => {
  project = createProject({
    "models/a.sql": "select 7 as id",
    "models/b.sql": "{{ config(materialized='ephemeral') }} select id + 1 as up from {{ ref('a') }}",
    "models/c.sql": "select up from {{ ref('b') }}",
    "models/twice.sql":
      "{% call statement('one', fetch_result=true) %}select 1 as x{% endcall %}{% set first = load_result('one') %}{% set again = load_result('one') %}select 1 as x",
    "macros/m.sql": "{% macro hello() %}{{ log('hello', info=true) }}{% endmacro %}",
  });
  await runCli(["run", "-s", "a+"], { cwd: project.root });
});
afterAll(() => project.remove());

const run = (...words: string[]): Promise<CliResult> => runCli(words, { cwd: project.root });

interface Entry {
  readonly unique_id: string;
  readonly status: string;
  readonly timing: readonly { readonly name: string }[];
}

const results = (): Entry[] => (JSON.parse(readFileSync(`${project.root}/target/run_results.json`, "utf8")) as { results: Entry[] }).results;
const ids = (): string[] => results().map(({ unique_id: id }) => id.replace("model.shop.", ""));

describe("ephemeral models", () => {
  test("that are asked for are shown", async () => {
    const { code, stdout } = await run("show", "-s", "b");
    expect(code).toBe(0);
    expect(stdout).toContain("Previewing node 'b':\n| up |\n| -- |\n|  8 |");
    expect(ids()).toEqual(["b"]);
  });
  test("and compiled", async () => {
    const { stdout } = await run("compile", "-s", "b");
    expect(stdout).toContain("Compiled node 'b' is:\n select id + 1 as up from");
    expect(ids()).toEqual(["b"]);
  });
  test("tell nothing where everything is compiled, or run", async () => {
    await run("compile", "--exclude", "twice");
    expect(ids().sort()).toEqual(["a", "c"]);
    await run("run", "-s", "b");
    expect(ids()).toEqual([]);
  });
});

test.each([
  [["+c"], ["c"]],
  [["models/c.sql"], ["c"]],
  [["a c"], ["a", "c"]],
])("show -s %j prints nodes whose names stand in it", async (words, names) => {
  const { stdout } = await run("show", "-s", ...words);
  expect([...stdout.matchAll(/Previewing node '(\w+)'/g)].map((match) => match[1]).sort()).toEqual(names);
});

describe("a text of the command line that is wrong", () => {
  test("is told before the command ends", async () => {
    const { code, stdout } = await run("show", "--inline", "select * from {{ ref('nowhere') }}");
    expect(code).toBe(2);
    expect(stdout).toMatch(/Error while parsing node: inline_query\n[\s\S]*depends on a node named 'nowhere' which was not found/);
    expect(stdout).toMatch(/Encountered an error:\nError parsing inline query/);
  });
  test("is the database's error, with the line, where no template is", async () => {
    const { code, stdout } = await run("show", "--inline-direct", "slect 1");
    expect(code).toBe(2);
    expect(stdout).toMatch(/Runtime Error\n {2}Parser Error: syntax error at or near "slect"/);
    expect(stdout).not.toContain("bug in tsmodel");
  });
});

describe("run-operation", () => {
  test("has the times of its two steps", async () => {
    await run("run-operation", "hello");
    expect(results()[0]!.timing.map(({ name }) => name)).toEqual(["compile", "execute"]);
  });
  test("of a macro that is not there is an error of compilation", async () => {
    const { code, stdout } = await run("run-operation", "hallo");
    expect(code).toBe(2);
    expect(stdout).toMatch(/Compilation Error\n {2}dbt could not find a macro with the name 'hallo' in any package\n {2}did you mean "hello"\?/);
  });
});

test("the result of a statement is given once", async () => {
  const { stdout } = await run("compile", "-s", "twice");
  expect(stdout).toContain("The 'statement' result named 'one' has already been loaded into a variable");
  const log = await run("run", "-s", "twice", "--log-format", "json");
  expect(log.stdout).toMatch(/"description":"sql view model main.twice","status":"error"|"status":"error"[^{}]*"description":"sql view model main.twice"/);
});

describe("inputs of unit tests", () => {
  test.each(["ref('a', label='x')", "a", "ref(a)"])("%s is no ref, source or this", async (input) => {
    const one = createProject({
      "models/a.sql": "select 7 as id",
      "models/b.sql": "select id from {{ ref('a') }}",
      "models/u.yml": `unit_tests:\n  - name: u\n    model: b\n    given: [{input: "${input}", rows: [{id: 1}]}]\n    expect: {rows: [{id: 1}]}\n`,
    });
    try {
      await runCli(["run"], { cwd: one.root });
      const { stdout } = await runCli(["test"], { cwd: one.root });
      expect(stdout).toContain(`Unit test given inputs must be either a 'ref', 'source' or 'this' call, and 'u' has: '${input}'`);
    } finally {
      one.remove();
    }
  });
});

test("metric() gives the metric while running, with its fields and what it is made of", async () => {
  const one = createProject({
    "models/a.sql": "select 7 as id, now() as at",
    "models/days.sql": "select current_date as day",
    "models/m.sql": "{% set m = metric('twice') %}{{ m }}, {{ m.label }}, {{ m.type }}, {{ m.type_params.metrics[0].filter }}, {{ m.full_metric_dependency() }}, {{ metric('people').type_params.measure.name }}",
    "models/s.yml": `
models:
  - {name: days, time_spine: {standard_granularity_column: day}, columns: [{name: day, granularity: day}]}
semantic_models:
  - name: rows
    model: ref('a')
    defaults: {agg_time_dimension: at}
    entities: [{name: id, type: primary}]
    dimensions: [{name: at, type: time, type_params: {time_granularity: day}}]
    measures: [{name: row_count, agg: count, expr: id}]
metrics:
  - {name: people, label: People, type: simple, type_params: {measure: row_count}}
  - {name: twice, label: Two, type: derived, type_params: {expr: people * 2, metrics: [{name: people, filter: "{{ Dimension('id__at') }} is null"}]}}
`,
  });
  try {
    const { stdout } = await runCli(["compile", "-s", "m"], { cwd: one.root });
    const filter = `WhereFilterIntersection(where_filters=[WhereFilter(where_sql_template="{{ Dimension('id__at') }} is null")])`;
    expect(stdout).toContain(`twice, Two, MetricType.DERIVED, ${filter}, ['twice', 'people'], row_count`);
  } finally {
    one.remove();
  }
});
