/** What a command says of itself to templates, to log readers and in target/graph_summary.json, as dbt 1.11 was seen to. */
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject, runCli, type CliResult, type TemporaryProject } from "./support/run-cli.ts";

let project: TemporaryProject;
const run = (words: readonly string[], env?: { readonly [name: string]: string }): Promise<CliResult> => runCli(words, { cwd: project.root, env });
const readJson = (path: string): unknown => JSON.parse(readFileSync(join(project.root, path), "utf8"));

beforeAll(() => {
  project = createProject({
    "models/a.sql": "select 1 as id",
    "models/b.sql": "select id from {{ ref('a') }}",
    "models/s.yml": "models:\n  - name: a\n    columns: [{name: id, data_tests: [unique]}]\n",
    "analyses/asks.sql": "select {{ adapter.get_columns_in_relation(ref('a')) | length }} as n",
    "macros/m.sql": "{% macro tell(x=none) %}{{ print('args ' ~ tojson(invocation_args_dict)) }}{% endmacro %}",
    "analyses/tells.sql": "{% if execute %}{{ print('args ' ~ tojson(invocation_args_dict) ~ ' ' ~ invocation_args_dict.select) }}{% endif %}",
  });
});
afterAll(() => project.remove());

describe("invocation_args_dict", () => {
  const told = (stdout: string): unknown => JSON.parse(/args (\{.*\})/.exec(stdout)![1]!);

  test("is what run_results.json has as args, lists as tuples", async () => {
    const words = ["compile", "--select", "tells", "--vars", "{a: 1}"];
    const { stdout } = await run(words);
    const { args } = readJson("target/run_results.json") as { args: object };
    expect(told(stdout)).toEqual(args);
    expect(args).toMatchObject({ which: "compile", vars: { a: 1 }, use_colors: true, invocation_command: `dbt ${words.join(" ")}` });
    expect(stdout).toContain("('tells',)");
  });

  test("of an operation has its arguments, and the flags that are merely off are left out", async () => {
    const { stdout } = await run(["run-operation", "tell", "--args", "{x: 1}"]);
    const args = told(stdout);
    expect(args).toMatchObject({ which: "run-operation", macro: "tell", args: { x: 1 }, quiet: false, indirect_selection: "eager", vars: {} });
    for (const name of ["select", "debug", "warn_error", "empty", "sqlparse", "threads"]) expect(args).not.toHaveProperty(name);
  });
});

test("DBT_ENV_CUSTOM_ENV_… is in every line of the JSON log", async () => {
  const { stdout } = await run(["--log-format", "json", "ls"], { DBT_ENV_CUSTOM_ENV_job: "nightly" });
  const lines = stdout.trim().split("\n").map((line) => JSON.parse(line) as { info: { extra: object } });
  expect(lines.length).toBeGreaterThan(2);
  for (const { info } of lines) expect(info.extra).toEqual({ job: "nightly" });
});

describe("target/graph_summary.json", () => {
  interface Summary {
    readonly _invocation_id: string;
    readonly linked: { readonly [number: string]: { readonly name: string; readonly type: string; readonly succ?: readonly number[] } };
    readonly with_test_edges?: Summary["linked"];
  }
  const edges = (vertices: Summary["linked"]): string[] =>
    Object.values(vertices).flatMap(({ name, succ = [] }) => succ.map((below) => `${name} > ${vertices[below]!.name}`)).sort();

  test("has the edges of the project, and the same id as the manifest", async () => {
    await run(["ls"]);
    const summary = readJson("target/graph_summary.json") as Summary;
    const { metadata } = readJson("target/manifest.json") as { metadata: { invocation_id: string } };
    expect(summary._invocation_id).toBe(metadata.invocation_id);
    const found = edges(summary.linked).map((edge) => edge.replace(/\.\w{10}$/, ""));
    expect(found).toEqual(["model.shop.a > analysis.shop.asks", "model.shop.a > model.shop.b", "model.shop.a > test.shop.unique_a_id"]);
    expect(summary.with_test_edges).toBeUndefined();
  });

  test("of build has those from tests as well", async () => {
    expect((await run(["build"])).code).toBe(0);
    const { with_test_edges } = readJson("target/graph_summary.json") as Summary;
    expect(edges(with_test_edges!)).toContainEqual(expect.stringMatching(/^test\.shop\.unique_a_id\.\w+ > model\.shop\.b$/));
  });
});

describe("--no-introspect", () => {
  test("a template that asks the database ends the command", async () => {
    const { code, stdout } = await run(["compile", "--no-introspect", "--select", "asks"]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/Runtime Error in analysis asks[^]*connection never acquired for thread[^]*analyses\/asks\.sql:1:/);
  });
  test.each([[["compile", "--no-introspect", "--select", "b"]], [["run", "--select", "a"]]])("%j", async (words) => {
    expect((await run(words, { DBT_INTROSPECT: "false" })).code).toBe(0);
  });
});

describe("foreign keys of constraints", () => {
  const keyOf = (): unknown => (readJson("target/manifest.json") as { nodes: { [id: string]: { constraints: { to: string }[] } } }).nodes["model.shop.b"]!.constraints[0]!.to;
  const deferred = ["compile", "--select", "b", "--target", "ci", "--state", "before"];

  test("lead to a version, and with --defer to what the other state has", async () => {
    project.write("profiles.yml", "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: x.duckdb, schema: dev}\n    ci: {type: duckdb, path: x.duckdb, schema: ci}\n");
    project.write("models/v_v2.sql", "select 1 as id");
    project.write(
      "models/keys.yml",
      "models:\n  - name: b\n    constraints: [{type: foreign_key, columns: [id], to: \"ref('v', v=2)\", to_columns: [id]}]\n  - name: v\n    versions: [{v: 2}]\n",
    );
    await run(["compile"]);
    expect(keyOf()).toBe('"x"."dev"."v_v2"');
    cpSync(join(project.root, "target"), join(project.root, "before"), { recursive: true });
    await run(deferred);
    expect(keyOf()).toBe('"x"."ci"."v_v2"');
    await run([...deferred, "--defer"]);
    expect(keyOf()).toBe('"x"."dev"."v_v2"');
  });
});

test("a data_tests section that cannot be read is told of, also with --warn-error, and the rest of the file is read", async () => {
  project.write("models/anchors.yml", "data_tests: &key\n  - not_null: {where: id > 0}\nseeds: []\n");
  const { code, stdout } = await run(["parse", "--warn-error"]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/Unable to parse 'data_tests' section of file 'models\/anchors\.yml'\n[^]*Entry did not contain a name/)]);
});
