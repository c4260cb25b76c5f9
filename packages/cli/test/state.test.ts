/** What other runs left behind: retry, defer, clone; and options that cut time. */
import { cpSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { query } from "./support/query.ts";
import { createProject, runCli, type CliResult } from "./support/run-cli.ts";

const PROFILES = `shop:
  target: dev
  outputs:
    dev: {type: duckdb, path: shop.duckdb, threads: 2}
    prod: {type: duckdb, path: shop.duckdb, threads: 2, schema: prod}
`;
const SOURCES = `
sources: [{name: files, schema: prod, config: {event_time: moment}, tables: [{name: events}]}]
models: [{name: events, config: {event_time: moment}}]
`;

type Run = (...words: string[]) => Promise<CliResult>;
const runner =
  (root: string): Run =>
  (...words) =>
    runCli(words, { cwd: root, env: { TSMODEL_NOW: "2024-03-31T12:00:00Z" } });
const artifact = (root: string, name: string): any =>
  JSON.parse(readFileSync(`${root}/target/${name}.json`, "utf8"));
const statuses = (root: string): { [id: string]: string } =>
  Object.fromEntries(artifact(root, "run_results").results.map((r: any) => [r.unique_id, r.status]));

describe("retry", () => {
  const project = createProject({
    "models/a.sql": "select {{ var('a', 1) }} as id",
    "models/b.sql": "select nonsense from {{ ref('a') }}",
    "models/c.sql": "select * from {{ ref('b') }}",
    "models/d.sql": "select 1 as id",
    "macros/op.sql":
      "{% macro op(word) %}{% if word == 'bad' and not env_var('GOOD', '') %}{{ exceptions.raise_compiler_error('no ' ~ word) }}{% endif %}{% endmacro %}",
  });
  const run = runner(project.root);
  afterAll(() => project.remove());

  test("nothing was run before", async () => {
    const { code, stdout } = await run("retry");
    expect(stdout).toContain("Could not find previous run in 'target' target directory");
    expect(code).toBe(2);
  });

  test("repeats what failed and was skipped, with the same options", async () => {
    // What was told of that run is no matter of the next: retry is not quiet.
    expect((await run("run", "--exclude", "d", "--vars", "{a: 5}", "--quiet")).code).toBe(1);
    expect(statuses(project.root)).toEqual({
      "model.shop.a": "success",
      "model.shop.b": "error",
      "model.shop.c": "skipped",
    });
    expect((await run("retry")).code).toBe(1);
    expect(statuses(project.root)).toEqual({ "model.shop.b": "error", "model.shop.c": "skipped" });
    project.write("models/b.sql", "select {{ var('a') }} as id from {{ ref('a') }}");
    const { code, stdout } = await run("retry");
    expect(stdout).toContain("Done. PASS=2");
    expect(code).toBe(0);
    expect(await query(`${project.root}/shop.duckdb`, "select id::int from c")).toEqual([[5]]);
  });

  test("nothing is left to do", async () => {
    const { code, stdout } = await run("retry");
    expect(stdout).toContain("Nothing to do");
    expect(code).toBe(0);
  });

  test("variables given anew win", async () => {
    project.write(
      "models/b.sql",
      "select {{ var('a') }} as id, {{ 'nonsense' if var('a') == 6 else 1 }} as x",
    );
    expect((await run("build", "--select", "b", "--vars", "{a: 6}")).code).toBe(1);
    expect((await run("retry", "--vars", "{a: 7}")).code).toBe(0);
    expect(await query(`${project.root}/shop.duckdb`, "select id::int from b")).toEqual([[7]]);
  });

  test("an operation with its arguments", async () => {
    expect((await run("run-operation", "op", "--args", "{word: bad}")).code).toBe(1);
    const again = await run("retry");
    expect(again.stdout).toContain("no bad");
    expect(again.code).toBe(1);
    const good = await runCli(["retry"], { cwd: project.root, env: { GOOD: "1" } });
    expect(good.code).toBe(0);
  });

  test("a model that was deleted since", async () => {
    project.write("models/gone.sql", "select nothing_like_it");
    expect((await run("run", "--select", "gone")).code).toBe(1);
    rmSync(`${project.root}/models/gone.sql`);
    const { code, stdout } = await run("retry");
    expect([code, stdout]).toEqual([2, expect.stringMatching(/Couldn't find model 'model\.\w+\.gone'/)]);
  });

  test("a command that leaves nothing to retry", async () => {
    expect((await run("show", "--select", "d")).code).toBe(0);
    const { code, stdout } = await run("retry");
    expect(stdout).toContain('The previous command was "show", which cannot be retried');
    expect(code).toBe(2);
  });
});

test("retry repeats the failed batches of a microbatch model and keeps the others", async () => {
  const project = createProject({
    "models/events.sql":
      "{{ config(event_time='moment') }} select unnest(range(timestamp '2024-03-28', timestamp '2024-04-01', interval 6 hours)) as moment",
    "models/daily.sql": `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='moment', batch_size='day', begin='2024-03-28') }}
select moment, {{ "nonsense" if model.batch and model.batch.id == "20240330" and not env_var("GOOD", "") else 1 }} as x from {{ ref('events') }}`,
  });
  const run = runner(project.root);
  try {
    expect((await run("run")).code).toBe(1);
    const partial = artifact(project.root, "run_results").results.find(
      (r: any) => r.unique_id === "model.shop.daily",
    );
    expect([
      partial.status,
      partial.batch_results.successful.length,
      partial.batch_results.failed.length,
    ]).toEqual(["partial success", 3, 1]);
    const { stdout } = await runCli(["retry"], {
      cwd: project.root,
      env: { GOOD: "1", TSMODEL_NOW: "2024-05-01T00:00:00Z" },
    });
    expect(stdout).toContain("Batch 1 of 1");
    expect(statuses(project.root)).toEqual({ "model.shop.daily": "success" });
    expect(artifact(project.root, "run_results").results[0].batch_results.successful).toHaveLength(4);
    expect(await query(`${project.root}/shop.duckdb`, "select count(*)::int from daily")).toEqual([[16]]);
  } finally {
    project.remove();
  }
});

describe("another environment", () => {
  const project = createProject({
    "models/a.sql": "{{ config(materialized='table') }} select 1 as id, '{{ target.name }}' as built_in",
    "models/copied.sql": "{{ config(materialized='ephemeral') }} select * from {{ ref('a') }}",
    "models/b.sql": "select * from {{ ref('copied') }}",
  });
  project.write("profiles.yml", PROFILES);
  const run = runner(project.root);
  const builtIn = (): Promise<unknown> => query(`${project.root}/shop.duckdb`, "select built_in from main.b");
  afterAll(() => project.remove());
  beforeAll(async () => {
    expect((await run("run", "--target", "prod")).code).toBe(0);
    cpSync(`${project.root}/target`, `${project.root}/state`, { recursive: true });
  });

  test("--defer takes unbuilt nodes from there", async () => {
    expect((await run("run", "--select", "b")).code).toBe(1);
    expect((await run("run", "--select", "b", "--defer", "--state", "state")).code).toBe(0);
    expect(await builtIn()).toEqual([["prod"]]);
  });

  test("a unit test takes the types of inputs that are not built here from there", async () => {
    project.write(
      "models/schema.yml",
      "unit_tests:\n- name: typed\n  model: copied\n  given: [{input: ref('a'), rows: [{id: 3}]}]\n  expect: {rows: [{id: 3, built_in: null}]}\n",
    );
    expect((await run("test", "--select", "test_type:unit")).stdout).toContain("the relation doesn't exist");
    expect((await run("test", "--select", "test_type:unit", "--defer", "--state", "state")).stdout).toContain("PASS=1");
  });

  test("what is built here comes first, unless the other state is favoured", async () => {
    expect((await run("run", "--select", "a")).code).toBe(0);
    expect((await run("run", "--select", "b", "--defer", "--state", "state")).code).toBe(0);
    expect(await builtIn()).toEqual([["dev"]]);
    expect(
      (await run("run", "--select", "b", "--defer", "--favor-state", "--defer-state", "state")).code,
    ).toBe(0);
    expect(await builtIn()).toEqual([["prod"]]);
    expect(
      (await run("run", "--select", "a", "b", "--defer", "--favor-state", "--defer-state", "state")).code,
    ).toBe(0);
    expect(await builtIn()).toEqual([["dev"]]);
  });

  test("a folder is the project's, wherever the command is called", async () => {
    const { code } = await runCli(
      ["ls", "-q", "--select", "state:modified", "--state", "state", "--project-dir", project.root, "--profiles-dir", project.root],
      { cwd: tmpdir() },
    );
    expect(code).toBe(0);
  });

  test("a generic test that lost its macro cannot be compared", async () => {
    const shop = createProject({
      "models/a.sql": "select 1 as id",
      "models/s.yml": "models: [{name: a, columns: [{name: id, data_tests: [odd]}]}]\n",
      "macros/odd.sql": "{% test odd(model, column_name) %} select 1 where false {% endtest %}",
    });
    try {
      expect((await runner(shop.root)("parse", "--target-path", "state")).code).toBe(0);
      shop.write("macros/odd.sql", "");
      const { code, stdout } = await runner(shop.root)("run", "--select", "state:modified", "--state", "state");
      expect(stdout).toContain("Compilation Error\n  'odd_a_id' (in models/s.yml)");
      expect(stdout).toContain("depends on a macro or test that does not exist, test_odd");
      expect(code).toBe(2);
    } finally {
      shop.remove();
    }
  });

  test.each([
    {
      options: ["run", "--defer"],
      text: "--state or --defer-state are required for deferral, but neither was provided",
    },
    { options: ["run", "--defer", "--state", "models"], text: "Could not find manifest in --state path" },
    {
      options: ["clone"],
      text: "--state or --defer-state are required for deferral, but neither was provided",
    },
  ])("$options says what is missing", async ({ options, text }) => {
    const { code, stdout } = await run(...options);
    expect(stdout).toContain(text);
    expect(code).toBe(2);
  });

  test("clone makes views of the other environment's tables", async () => {
    expect((await run("clone", "--state", "state", "--full-refresh")).stdout).toContain("Done. PASS=2");
    expect(await builtIn()).toEqual([["prod"]]);
    const again = await run("clone", "--state", "state");
    expect(again.stdout).toContain('Relation "shop"."main"."a" already exists');
    expect(artifact(project.root, "run_results").results.map((r: any) => r.message)).toEqual([
      "No-op",
      "No-op",
    ]);
  });
});

describe("slices of time", () => {
  const project = createProject({
    "models/events.sql":
      "{{ config(materialized='table') }} select unnest(range(timestamp '2024-03-01', timestamp '2024-04-01', interval 1 day)) as moment",
    "models/over.sql": "select count(*)::int as rows from {{ ref('events') }}",
    "models/from_source.sql": "select count(*)::int as rows from {{ source('files', 'events') }}",
    "models/schema.yml": SOURCES,
  });
  project.write("profiles.yml", PROFILES);
  const run = runner(project.root);
  afterAll(() => project.remove());
  beforeAll(async () => {
    expect((await run("run", "--target", "prod", "--select", "events")).code).toBe(0);
    expect((await run("run")).code).toBe(0);
  });

  test.each([
    { options: [], rows: 31 },
    { options: ["--sample", "3 days"], rows: 3 },
    { options: ["--sample", "1 Month"], rows: 31 },
    { options: ["--sample", "{start: 2024-03-05, end: '2024-03-07T00:00:00'}"], rows: 2 },
    { options: ["--empty"], rows: 0 },
  ])("$options", async ({ options, rows }) => {
    expect((await run("run", "--select", "over", "from_source", ...options)).code).toBe(0);
    expect(
      await query(`${project.root}/shop.duckdb`, "select o.rows, s.rows from over as o, from_source as s"),
    ).toEqual([[rows, rows]]);
  });

  test("a sample is told as its two ends, and a retry has the same", async () => {
    project.write(
      "models/told.sql",
      "{{ log('told ' ~ invocation_args_dict.sample ~ ' ' ~ invocation_args_dict.sample.start, info=true) if execute }} select {{ 1 if env_var('GOOD', '') or not execute else 'nope' }} as x, count(*)::int as rows from {{ ref('events') }}",
    );
    const failed = await run("run", "--select", "told", "--sample", "{start: 2024-03-05, end: '2024-03-07T06:30:00'}");
    expect(failed.stdout).toContain(
      "told SampleWindow(start=datetime.datetime(2024, 3, 5, 0, 0, tzinfo=<UTC>), end=datetime.datetime(2024, 3, 7, 6, 30, tzinfo=<UTC>)) 2024-03-05 00:00:00+00:00",
    );
    const told = (): object => artifact(project.root, "run_results").args.sample;
    const ends = { start: "2024-03-05T00:00:00+00:00", end: "2024-03-07T06:30:00+00:00" };
    expect(told()).toEqual(ends);
    expect((await runCli(["retry"], { cwd: project.root, env: { GOOD: "1" } })).code).toBe(0);
    expect(told()).toEqual(ends);
    expect(await query(`${project.root}/shop.duckdb`, "select rows from told")).toEqual([[3]]);
    rmSync(`${project.root}/models/told.sql`);
  });

  test.each([
    { options: ["--sample", "three days"], text: "Invalid value for '--sample': 'three days' is not" },
    { options: ["--sample", "3 decades"], text: "Invalid value for '--sample': '3 decades' is not" },
    { options: ["--sample", "{start: 2024-01-01}"], text: "Invalid value for '--sample'" },
    { options: ["--event-time-start", "2024-01-01"], text: "`--event-time-end` must also be present" },
    { options: ["--event-time-end", "2024-01-01"], text: "`--event-time-start` must also be present" },
    {
      options: ["--event-time-start", "2024-01-02", "--event-time-end", "2024-01-01"],
      text: "must be less than `--event-time-end`",
    },
    {
      options: ["--event-time-start", "yesterday", "--event-time-end", "2024-01-01"],
      text: "Invalid value for '--event-time-start': 'yesterday' is not",
    },
  ])("$options is refused", async ({ options, text }) => {
    const { code, stdout } = await run("run", ...options);
    expect(stdout).toContain(text);
    expect(code).toBe(2);
  });
});
