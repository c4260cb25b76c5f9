/** Details of dbt's own behaviour, each as dbt 1.11 was seen to do it. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createProject, runCli } from "./support/run-cli.ts";

type Files = { readonly [path: string]: string };

async function run(files: Files, ...words: string[]): Promise<{ code: number | null; text: string; stdout: string; read(path: string): string }> {
  const project = createProject({ "models/a.sql": "select 1 as id", ...files });
  try {
    const { code, stdout, stderr } = await runCli(words, { cwd: project.root });
    const texts = new Map<string, string>();
    for (const path of ["target/run_results.json", "target/manifest.json", "logs/dbt.log"]) {
      if (existsSync(`${project.root}/${path}`)) texts.set(path, readFileSync(`${project.root}/${path}`, "utf8"));
    }
    return { code, stdout, text: stdout + stderr, read: (path) => texts.get(path) ?? "" };
  } finally {
    project.remove();
  }
}

const projectFile = (rest: string): Files => ({ "dbt_project.yml": `name: shop\nversion: "1.0"\nprofile: shop\n${rest}` });

describe("deprecations", () => {
  const files = {
    "models/s.yml": "models:\n  - name: a\n    columns:\n      - name: id\n        data_tests:\n          - accepted_values: {values: [1]}\n          - accepted_values: {values: [1, 2]}\n",
    ...projectFile("log-path: mylogs\n"),
  };
  test("are counted in a summary at the end", async () => {
    const { stdout } = await run(files, "parse");
    expect(stdout).toMatch(/\[WARNING\]: Deprecated functionality\nThe `log-path` config/);
    expect(stdout.match(/\[WARNING\]\[MissingArgumentsPropertyInGenericTestDeprecation\]: Deprecated functionality\n/g)).toHaveLength(1);
    expect(stdout).toMatch(/\[WARNING\]\[DeprecationsSummary\]: Deprecated functionality\nSummary of encountered deprecations:\n- ConfigLogPathDeprecation: 1 occurrence\n- MissingArgumentsPropertyInGenericTestDeprecation: 2 occurrences\n.*--show-all-deprecations/);
  });
  test("are all shown when that is wanted", async () => {
    const { stdout } = await run(files, "parse", "--show-all-deprecations");
    expect(stdout.match(/\[MissingArgumentsPropertyInGenericTestDeprecation\]/g)).toHaveLength(2);
    expect(stdout).not.toContain("--show-all-deprecations");
  });
  test("are events with their numbers in JSON", async () => {
    const { stdout } = await run(files, "parse", "--log-format", "json");
    const events = stdout.trim().split("\n").map((line) => JSON.parse(line) as { info: { name: string; code: string }; data: object });
    expect(events.at(-1)).toMatchObject({
      info: { name: "DeprecationsSummary", code: "D028", level: "warn" },
      data: {
        summaries: [
          { event_name: "ConfigLogPathDeprecation", event_code: "D010", occurrences: 1 },
          { event_name: "MissingArgumentsPropertyInGenericTestDeprecation", event_code: "D039", occurrences: 2 },
        ],
        show_all_hint: true,
      },
    });
  });
  test("have their names in front when the flag wants it", async () => {
    const { stdout } = await run({ ...files, ...projectFile("log-path: mylogs\nflags: {require_event_names_in_deprecations: true}\n") }, "parse");
    expect(stdout).toMatch(/\[WARNING\]\[ConfigLogPathDeprecation\]: Deprecated functionality\n/);
  });
  test.each([
    [["--warn-error"], 2],
    [["--warn-error-options", "{error: [Deprecations]}"], 2],
    [["--warn-error-options", "{error: [Deprecations], warn: [ConfigLogPathDeprecation, MissingArgumentsPropertyInGenericTestDeprecation]}"], 0],
    [["--warn-error-options", "{error: all, silence: [Deprecations]}"], 0],
  ])("%j", async (words, code) => {
    expect((await run(files, "parse", ...words)).code).toBe(code);
  });
  test("flags in profiles.yml are one", async () => {
    const { stdout } = await run({ "profiles.yml": "config: {printer_width: 100}\nshop: {target: dev, outputs: {dev: {type: duckdb, path: x.duckdb}}}\n" }, "parse");
    expect(stdout).toContain("- ProjectFlagsMovedDeprecation: 1 occurrence");
  });
});

describe("a query comment that ends itself", () => {
  test.each([
    ["query-comment: 'no */ good'\n", "dbt_project.yml:4:20"],
    ["query-comment:\n  comment: \"{{ 'x' if node is none }} */\"\n", "dbt_project.yml:5:39"],
  ])("%s", async (rest, place) => {
    const { code, text } = await run(projectFile(rest), "ls");
    expect(code).toBe(2);
    expect(text).toContain('query comment contains illegal value "*/"');
    expect(text).toContain(place);
  });
});

test("floats without a fraction stay floats", async () => {
  const { code, read, stdout } = await run(
    {
      ...projectFile("vars: {two: 2.0}\nmodels: {+meta: {num: 1.0}, +some_key: 4.0}\n"),
      "models/a.sql": "{{ config(meta={'q': 5.0}, other=6.0) }} select '{{ config.get('some_key') }} {{ config.get('other') }} {{ model.config.meta }} {{ var('two') }}'",
      "models/s.yml": "models: [{name: a, config: {meta: {yml: 8.0, rendered: \"{{ var('two') }}\"}}}]\n",
    },
    "compile",
    "-q",
    "-s",
    "a",
  );
  expect(code).toBe(0);
  const meta = { num: "1.0", yml: "8.0", rendered: "2.0", q: "5.0" };
  expect(stdout).toContain(`'4.0 6.0 {${Object.entries(meta).map(([key, value]) => `'${key}': ${value}`).join(", ")}} 2.0'`);
  expect(read("target/manifest.json")).toContain(`"meta":{${Object.entries(meta).map(([key, value]) => `"${key}":${value}`).join(",")}}`);
});

describe("keys that YAML reads as other things than texts", () => {
  test.each([
    ["models: [{name: a, on: 1}]", "models/s.yml:1:20"],
    ["models: [{name: a, meta: {yes: 1}}]", "models/s.yml:1:27"],
    ["models: [{name: a, config: {meta: {off: 1}}}]", "models/s.yml:1:36"],
    ["models: [{name: a, config: {1: x}}]", "models/s.yml:1:29"],
    ["sources: [{name: s, tables: [{name: t, no: 2}]}]", "models/s.yml:1:40"],
  ])("%s is refused", async (text, place) => {
    const { code, text: said } = await run({ "models/s.yml": text }, "parse");
    expect(code).toBe(2);
    expect(said).toContain("is not of type 'string'");
    expect(said).toContain(place);
    expect(said).toContain("put the key into quotes");
  });
  test.each(["on: x", "models: [{name: a, config: {meta: {deep: {1: x}}, own: {2: y}}}]"])("%s is not", async (text) => {
    expect((await run({ "models/s.yml": text }, "parse")).code).toBe(0);
  });
  test.each(["on: 1", "models: {on: 1}", "vars: {yes: 1}", "flags: {no: 1}"])("%s in dbt_project.yml is refused", async (rest) => {
    const { code, text } = await run(projectFile(rest), "parse");
    expect(code).toBe(2);
    expect(text).toMatch(/dbt_project.yml:4:\d+/);
  });
});

describe("run_results.json", () => {
  const files: Files = {
    "models/bad.sql": "select nope",
    "models/eph.sql": "{{ config(materialized='ephemeral') }} select * from {{ ref('bad') }}",
    "models/eph2.sql": "{{ config(materialized='ephemeral') }} select * from {{ ref('eph') }}",
    "models/below.sql": "select * from {{ ref('eph') }}",
    "models/below2.sql": "select * from {{ ref('below') }}",
    "models/below3.sql": "select * from {{ ref('eph2') }}",
  };
  const messages = (text: string): object => Object.fromEntries((JSON.parse(text) as { results: { unique_id: string; message: string | null }[] }).results.map(({ unique_id: id, message }) => [id.split(".")[2], message]));
  const because = (model: string, ephemeral: string): string => `Compilation Error in model.shop.${model}, caused by compilation error in referenced ephemeral model model.shop.${ephemeral}`;

  test("tells in build what stands below an ephemeral model below a failed one", async () => {
    expect(messages((await run(files, "build")).read("target/run_results.json"))).toMatchObject({ below: because("below", "eph"), below2: null, below3: because("below3", "eph2") });
  });
  test("tells nothing of it in run", async () => {
    expect(messages((await run(files, "run")).read("target/run_results.json"))).toMatchObject({ below: null, below2: null, below3: null });
  });
  test("names ephemeral models among what --fail-fast left undone", async () => {
    expect(messages((await run(files, "build", "-s", "bad+", "--fail-fast")).read("target/run_results.json"))).toMatchObject({ eph: "Skipping due to fail_fast", below: "Skipping due to fail_fast" });
  });
  test.each([
    ["build", { empty: false, export_saved_queries: false, resource_types: [], show_resource_report: false, sqlparse: {} }, ["inject_ephemeral_ctes"]],
    ["run", { empty: false }, ["inject_ephemeral_ctes", "export_saved_queries", "resource_types"]],
    ["compile", { empty: false, inject_ephemeral_ctes: true }, ["export_saved_queries"]],
    ["test", { resource_types: [] }, ["empty", "export_saved_queries", "inject_ephemeral_ctes"]],
  ])("%s has the args of dbt's command", async (command, has, hasNot) => {
    const { args } = JSON.parse((await run({}, command)).read("target/run_results.json")) as { args: object };
    expect(args).toMatchObject(has);
    for (const name of [...hasNot, "require_event_names_in_deprecations", "fold_tests", "share_views"]) expect(args).not.toHaveProperty(name);
  });
});

describe("commands of two words", () => {
  test.each([
    ["dashboards bild", "No such command 'dashboards bild'", 'did you mean "dashboards build"?'],
    ["docs genrate", "No such command 'docs genrate'", 'did you mean "docs generate"?'],
    ["source freshnes", "No such command 'source freshnes'", 'did you mean "source freshness"?'],
    ["metabase aply", "No such command 'metabase aply'", 'did you mean "metabase apply"?'],
    ["dashbords build", "No such command 'dashbords'", 'did you mean "dashboards build"?'],
    ["docs", "No such command 'docs'", "there are: docs generate, docs serve"],
    ["bild", "No such command 'bild'", 'did you mean "build"?'],
  ])("%s", async (words, message, hint) => {
    const { code, text } = await run({}, ...words.split(" "));
    expect(code).toBe(2);
    expect(text).toContain(message);
    expect(text).toContain(hint);
  });
});

describe("secrets of the environment", () => {
  const secret = 'hunter2 "quoted" secret';
  const files: Files = {
    "models/a.sql": `select '${secret}' as id, nope`,
    "models/b.sql": `{{ log('logged ${secret}', info=true) }}{{ print('printed ${secret}') }}{{ exceptions.warn('warned ${secret}') }} select 1 as id`,
  };
  const broken: Files = { "models/c.sql": `{{ exceptions.raise_compiler_error('bad ${secret} here') }}`, "models/d.yml": `models: [{name: a, on: '${secret}'}]` };
  test.each([
    ["parsing that fails", { ...files, ...broken }, ["parse", "--debug"]],
    ["a run", files, ["run", "--debug"]],
    ["a run in JSON", files, ["run", "--debug", "--log-format", "json", "--log-format-file", "json"]],
    ["a run that is told of it", files, ["run", "--vars", JSON.stringify({ k: secret })]],
  ])("are in nothing that is written: %s", async (_, given, words) => {
    const project = createProject({ ...given });
    try {
      const { stdout, stderr } = await runCli(words, { cwd: project.root, env: { DBT_ENV_SECRET_WORD: secret } });
      const written = [stdout, stderr, ...textsBelow(join(project.root, "target")), ...textsBelow(join(project.root, "logs"))].join("\n");
      expect(written).toContain("*****");
      expect(written).not.toMatch(/hunter2/);
    } finally {
      project.remove();
    }
  });
});

/** All but the parse cache, which has to keep models as they are. */
function textsBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => !path.includes("partial_parse"));
  return paths.map((path) => join(folder, path)).filter((path) => statSync(path).isFile()).map((path) => readFileSync(path, "utf8"));
}

test("the config() call as it is written, where the flag compares it", async () => {
  const { read } = await run(
    {
      ...projectFile("flags: {state_modified_compare_more_unrendered_values: true}\n"),
      "models/a.sql": "{{ config(materialized='table' if target.name == 'dev' else 'view', tags=['x' ~ target['name']], meta={'f': -2.0 | float, 'g': [1][0:1]}, alias=env_var('A', 'b')) }}{{ config(schema='second') }} select 1 as id",
    },
    "parse",
  );
  const node = (JSON.parse(read("target/manifest.json")) as { nodes: { [id: string]: { unrendered_config: object; config: object } } }).nodes["model.shop.a"]!;
  // As dbt 1.11 wrote it.
  const name = "Getattr(node=Name(name='target', ctx='load'), attr='name', ctx='load')";
  const none = "args=[], kwargs=[], dyn_args=None, dyn_kwargs=None";
  expect(node.config).toMatchObject({ materialized: "table", schema: "second", alias: "b" });
  expect(node.unrendered_config).toEqual({
    materialized: `Keyword(key='materialized', value=CondExpr(test=Compare(expr=${name}, ops=[Operand(op='eq', expr=Const(value='dev'))]), expr1=Const(value='table'), expr2=Const(value='view')))`,
    tags: "Keyword(key='tags', value=List(items=[Concat(nodes=[Const(value='x'), Getitem(node=Name(name='target', ctx='load'), arg=Const(value='name'), ctx='load')])]))",
    meta: `Keyword(key='meta', value=Dict(items=[Pair(key=Const(value='f'), value=Filter(node=Neg(node=Const(value=2.0)), name='float', ${none})), Pair(key=Const(value='g'), value=Getitem(node=List(items=[Const(value=1)]), arg=Slice(start=Const(value=0), stop=Const(value=1), step=None), ctx='load'))]))`,
    alias: "Keyword(key='alias', value=Call(node=Name(name='env_var', ctx='load'), args=[Const(value='A'), Const(value='b')], kwargs=[], dyn_args=None, dyn_kwargs=None))",
  });
});

describe("what dbt's own tests look for in messages", () => {
  const ut = (name: string, more: string): Files => ({
    "models/events.sql": "select 1 as id",
    "models/inc.sql": "{{ config(materialized='incremental') }} select * from {{ ref('events') }} {% if is_incremental() %} where id > 1 {% endif %}",
    "models/u.yml": `unit_tests:\n  - name: ${name}\n    model: inc\n${more}    given: [{input: ref('events'), rows: [{id: 1}]}]\n    expect: {rows: [{id: 1}]}\n`,
  });
  const tested = (tests: string): Files => ({ "models/a.sql": "select 1 as id", "models/s.yml": `models: [{name: a, columns: [{name: id, data_tests: [${tests}]}]}]\n` });
  const macroArgs = (args: string): Files => ({
    ...projectFile("flags: {validate_macro_args: true}\n"),
    "macros/m.sql": "{% macro m(a, b) %}{% endmacro %}",
    "macros/m.yml": `macros: [{name: m, arguments: [${args}]}]\n`,
  });
  test.each<[string, Files, string, number, string]>([
    ["a resource described twice", { "models/a.sql": "select 1 as id", "models/s.yml": "models: [{name: a}, {name: a}]\n" }, "parse", 2, "Compilation Error\n  dbt found two schema.yml entries for the same model named a"],
    ["tests of one name", tested("{not_null: {config: {where: '1=1'}}}, {not_null: {config: {where: '1=2'}}}"), "parse", 2, 'dbt found two data_tests with the name "not_null_a_id"'],
    ["a macro in a test's config", tested("{not_null: {config: {where: '{{ nothing() }}'}}}"), "parse", 2, "Compilation Error\n  Invalid generic test configuration given in models/s.yml"],
    ["two fixtures of one name", { "models/a.sql": "select 1 as id", "tests/fixtures/x/f.csv": "id\n1\n", "tests/fixtures/y/f.csv": "id\n1\n" }, "parse", 2, "Compilation Error\n  dbt found two fixtures"],
    ["an incremental model's unit test", ut("t", ""), "parse", 2, "Boolean override for 'is_incremental' must be provided for unit test 't' in model 'inc'"],
    ["one without the table before", ut("t", "    overrides: {macros: {is_incremental: true}}\n"), "parse", 2, "Unit test 't' for incremental model 'inc' must have a 'this' input"],
    ["a seed of a unit test", { "models/a.sql": "select 1 as id", "models/u.yml": "unit_tests: [{name: t, model: a, given: [{input: ref('zz')}], expect: {rows: []}}]\n" }, "parse", 2, "Unable to find seed 'shop.zz' for unit tests"],
    ["an argument of another name", macroArgs("{name: a}, {name: z}"), "parse", 0, "[WARNING]: Argument z in yaml for macro m does not match the jinja"],
    ["too few arguments", macroArgs("{name: a}"), "parse", 0, "[WARNING]: The number of arguments in the yaml for macro m does not match the jinja"],
    ["an argument's type", macroArgs("{name: a, type: what}, {name: b}"), "parse", 0, "[WARNING]: Argument a in the yaml for macro m has an invalid type"],
    ["true or false as a text", { "models/e.yml": "exposures: [{name: e, type: dashboard, owner: {email: a@b.c}, config: {enabled: True and False}}]\n" }, "parse", 2, "'True and False' is not of type 'boolean'"],
    ["a hub package without a name", { "packages.yml": "packages: [{package: '', version: 1.0.0}]\n" }, "deps", 2, "A package is missing the value"],
    ["as_bool of a list", { ...projectFile("models: {+enabled: \"{{ target.name not in ['dev', 'ci'] | as_bool }}\"}\n"), "models/a.sql": "select 1 as id", "packages.yml": "" }, "deps", 0, ""],
    ["an input's event_time", { "models/i.sql": "{{ config(event_time=1) }} select 1 as id", "models/m.sql": "{{ config(materialized='incremental', incremental_strategy='microbatch', batch_size='day', event_time='e', begin='2020-01-01') }} select * from {{ ref('i') }}" }, "parse", 2, "Parsing Error"],
    ["a snapshot without a strategy", { "snapshots/s.sql": "{% snapshot s %} select 1 as id {% endsnapshot %}" }, "parse", 2, "Snapshots must be configured with a 'strategy' and 'unique_key'"],
    ["constraints of a view", { "models/a.sql": "select 1 as id", "models/s.yml": "models: [{name: a, config: {contract: {enforced: true}}, columns: [{name: id, data_type: integer, constraints: [{type: not_null}]}]}]\n" }, "parse", 0, "Constraint types are not supported for view materializations"],
    ["a materialization that returns nothing", { "macros/m.sql": "{% materialization view, default %}{% call statement('main') %}select 1{% endcall %}{% endmaterialization %}", "models/a.sql": "select 1 as id" }, "run", 1, "did not explicitly return a list of relations"],
    ["a keyword that a macro does not take", { "macros/m.sql": "{% macro m(a) %}{% endmacro %}", "models/a.sql": "{{ m(b=1) }}" }, "compile", 2, "macro 'dbt_macro__m' takes no keyword argument 'b'"],
    ["a folder of profiles that is not there", {}, "deps --profiles-dir nowhere", 0, ""],
    ["such a folder where profiles are wanted", {}, "parse --profiles-dir nowhere", 2, "Path 'nowhere' does not exist."],
    ["a schema that cannot be made", { "models/a.sql": "{{ config(database='nowhere') }} select 1 as id" }, "run", 2, "Encountered an error:\nRuntime Error\n  Binder Error"],
    ["names with spaces", { "models/a b.sql": "select 1 as id" }, "parse", 2, "Resource names cannot contain spaces:\n  - 'model.shop.a b' (models/a b.sql)"],
    ["adapter_macro", { "models/a.sql": "{{ adapter_macro('x') }}" }, "compile", 2, 'The "adapter_macro" macro has been deprecated'],
  ])("%s", async (_, files, words, expected, message) => {
    const { code, text } = await run(files, ...words.split(" "));
    expect(text).toContain(message);
    expect(code).toBe(expected);
  });

  test("adapter.get_columns_in_relation gives what an overriding macro gives", async () => {
    const { code } = await run(
      { "macros/m.sql": "{% macro get_columns_in_relation(relation) %}{{ return('a text') }}{% endmacro %}", "models/a.sql": "{% if execute and adapter.get_columns_in_relation(this) != 'a text' %}{{ exceptions.raise_compiler_error('no') }}{% endif %} select 1 as id" },
      "run",
    );
    expect(code).toBe(0);
  });

  test("a package whose path is a secret is locked as it is", async () => {
    const project = createProject({ "packages.yml": "packages:\n  - local: \"{{ env_var('DBT_ENV_SECRET_PACKAGE') }}\"\n", "inner/dbt_project.yml": "name: inner\n" });
    try {
      const { code, stdout } = await runCli(["deps"], { cwd: project.root, env: { DBT_ENV_SECRET_PACKAGE: "inner" } });
      expect(code).toBe(0);
      expect(stdout).not.toContain("inner");
      expect(readFileSync(join(project.root, "package-lock.yml"), "utf8")).toContain("local: inner");
    } finally {
      project.remove();
    }
  });

  test.each([
    ["{{ ref('b') }}", 1, ["2"]],
    ["{{ ref('b', v=1) }}", 1, []],
    ["{{ ref('b') }}", 2, []],
  ])("a higher version than the latest: select from %s, latest %i", async (from, latest, told) => {
    const files = {
      "models/a.sql": `select * from ${from}`,
      "models/b_v1.sql": "select 1 as id",
      "models/b_v2.sql": "select 1 as id",
      "models/s.yml": `models: [{name: b, latest_version: ${latest}, versions: [{v: 1}, {v: 2}]}]\n`,
    };
    const { stdout } = await run(files, "compile", "--log-format", "json");
    const events = stdout.trim().split("\n").map((line) => JSON.parse(line) as { info: { name: string; code: string; level: string }; data: { [key: string]: unknown } });
    const found = events.filter(({ info }) => info.name === "UnpinnedRefNewVersionAvailable");
    expect(found.map(({ data }) => data["ref_max_version"])).toEqual(told);
    for (const { info, data } of found) {
      expect(info).toMatchObject({ code: "I064", level: "info" });
      expect(data).toMatchObject({ ref_node_name: "b", ref_node_version: "1", node_info: { unique_id: "model.shop.a" } });
    }
  });

  test("the JSON log follows a node from its start to its end", async () => {
    const { stdout } = await run(tested("not_null"), "build", "--log-format", "json", "--log-level", "debug");
    type Event = { info: { name: string; code: string; level: string }; data: { node_info?: { [key: string]: string }; run_result?: object } };
    const events = stdout.trim().split("\n").map((line) => JSON.parse(line) as Event);
    const ofModel = events.filter(({ data }) => data.node_info?.["unique_id"] === "model.shop.a");
    const course = ofModel.map(({ info, data }) => `${info.code} ${info.name} ${data.node_info!["node_status"]} ${data.node_info!["node_finished_at"] === "" ? "open" : "over"}`);
    expect([...new Set(course)]).toEqual([
      "Q024 NodeStart started open",
      "Q011 LogStartLine started open",
      "I063 JinjaLogDebug executing open",
      "E016 SQLQuery executing open",
      "Q012 LogModelResult success over",
      "Q025 NodeFinished success over",
    ]);
    const finished = ofModel.at(-1)!.data;
    expect(finished.node_info!["node_checksum"]).toMatch(/^[0-9a-f]{64}$/);
    expect(finished.node_info!["node_started_at"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);
    expect(finished.run_result).toMatchObject({ status: "success", adapter_response: { _message: "OK" }, num_failures: 0, timing_info: [{ name: "compile" }, { name: "execute" }] });
  });

  test.each([
    [[], ["model.shop.a b"], true],
    [["--debug"], ["model.shop.a b", "model.shop.c d"], false],
  ])("names with spaces that are allowed: parse %j", async (words, told, hinted) => {
    const files = { ...projectFile("flags: {require_resource_names_without_spaces: false}\n"), "models/a b.sql": "select 1 as id", "models/c d.sql": "select 1 as id" };
    const { code, text } = await run(files, "parse", ...words);
    expect([...text.matchAll(/Found spaces in the name of `(.+)`/g)].map(([, name]) => name)).toEqual(told);
    expect(text).toContain("Spaces found in 2 resource name(s)");
    expect(text.includes("Run again with `--debug` to see them all.")).toBe(hinted);
    expect(code).toBe(0);
  });

  test.each([
    ["2024-03-29", ["SELECT|OK", "error", "INSERT|OK"], "partial success"],
    ["2024-03-28", ["error", "skipped", "skipped"], "error"],
  ])("each batch is told of, and finds its slice in the configuration: %s fails", async (failing, statuses, verdict) => {
    const files = {
      "models/m.sql": `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='moment', batch_size='day', begin='2024-03-28') }}
{% if execute %}{{ log('slice ' ~ model.config.__dbt_internal_microbatch_event_time_start ~ ' ' ~ config.get('__dbt_internal_microbatch_event_time_end'), info=true) }}{% endif %}
{% if '${failing}' in (model.config.__dbt_internal_microbatch_event_time_start | string) %} oops {% endif %}
select timestamp '2024-03-28 12:00' as moment`,
    };
    const { code, stdout, read } = await run(files, "run", "--event-time-start", "2024-03-28", "--event-time-end", "2024-03-31", "--select", "m", "--log-format", "json");
    const events = stdout.trim().split("\n").map((line) => JSON.parse(line) as { info: { name: string; msg: string }; data: { [key: string]: unknown } });
    const of = (name: string): typeof events => events.filter(({ info }) => info.name === name);
    expect(of("LogStartBatch").map(({ data }) => data["batch_index"])).toEqual(statuses.flatMap((status, index) => (status === "skipped" ? [] : [index + 1])));
    const results = of("LogBatchResult");
    expect(results).toHaveLength(statuses.length);
    for (const [index, { data }] of results.entries()) {
      expect(data["status"]).toMatch(new RegExp(statuses[index]!));
      expect(data).toMatchObject({ description: `batch 2024-03-${28 + index} of main.m`, batch_index: index + 1, total_batches: 3 });
      expect(data["execution_time"]).toSatisfy((seconds: number) => (data["status"] === "skipped" ? seconds === 0 : seconds > 0));
    }
    expect(stdout).toContain("slice 2024-03-28 00:00:00+00:00 2024-03-29 00:00:00+00:00");
    expect((JSON.parse(read("target/run_results.json")) as { results: { status: string }[] }).results[0]!.status).toBe(verdict);
    expect(code).toBe(1);
  });

  test("a test without a macro fails when it runs", async () => {
    const files = { "models/a.sql": "select 1 as id", "models/s.yml": "models: [{name: a, data_tests: [zork]}]\n" };
    expect((await run(files, "run")).code).toBe(0);
    const { code, text } = await run(files, "build");
    expect(code).toBe(1);
    expect(text).toContain("Compilation Error in test zork_a_ (models/s.yml)\n  'test_zork' is undefined");
  });

  test("in JSON, what came out of a node says whose it is: its group and the group's owner", async () => {
    const files = {
      "models/a.sql": "select 1 as id",
      "models/b.sql": "select 1 as id",
      "models/s.yml": `groups: [{name: finance, owner: {name: Ada, email: ada@example.org}}]
models: [{name: a, config: {group: finance}, columns: [{name: id, data_tests: [{accepted_values: {values: [2], config: {group: finance}}}]}]}]`,
    };
    const { stdout } = await run(files, "build", "--log-format", "json");
    const events = stdout.trim().split("\n").map((line) => JSON.parse(line) as { info: { name: string }; data: { group?: object; node_info?: { node_name: string } } });
    const told = events.filter(({ data }) => data.group !== undefined).map(({ info, data }) => `${info.name} ${data.node_info?.node_name}`);
    const named = "accepted_values_a_id__2";
    expect(told).toEqual(["LogModelResult a", `LogTestResult ${named}`, `RunResultFailure ${named}`, `RunResultError ${named}`]);
    expect(events.find(({ data }) => data.group !== undefined)!.data.group).toEqual({ name: "finance", package_name: "shop", owner: { name: "Ada", email: "ada@example.org" } });
  });

  test("resource types in one word", async () => {
    const { code, text } = await run(tested("not_null"), "build", "--resource-types", "model test");
    expect(text).toContain("TOTAL=2");
    expect(code).toBe(0);
  });
});

describe("what projects out of published packages do", () => {
  const models = (read: (path: string) => string): { readonly [id: string]: { readonly schema: string; readonly alias: string; readonly compiled_code: string; readonly refs: unknown } } =>
    (JSON.parse(read("target/manifest.json")) as { nodes: ReturnType<typeof models> }).nodes;

  test("variables whose values call macros", async () => {
    const { code, read } = await run(
      {
        ...projectFile('vars: {top: "{{ lim() }}", own: "{{ shop.lim() }}", returned: "{{ back(var(\'top\')) }}", plain: "{{ 1 + 1 }}"}\n'),
        "macros/m.sql": "{% macro lim() %}10{% endmacro %}{% macro back(x) %}{{ return(x ~ '!') }}{% endmacro %}",
        "models/a.sql": "{{ config(meta={'top': var('top')}) }} select '{{ var('top') }} {{ var('own') }} {{ var('returned') }} {{ var('plain') }}' as x",
      },
      "build",
    );
    expect([code, models(read)["model.shop.a"]!.compiled_code.trim()]).toEqual([0, "select '10 10 10! 2' as x"]);
  });

  test("macros for names that take what they are given as varargs", async () => {
    const { code, read } = await run(
      {
        "macros/m.sql":
          "{% macro generate_alias_name() %}{{ return(dbt.generate_alias_name(*varargs, **kwargs)) }}{% endmacro %}\n{% macro generate_schema_name() %}{{ return('q_' ~ varargs[1].name) }}{% endmacro %}",
        "models/b.sql": "select 1 as id",
      },
      "parse",
    );
    expect([code, Object.values(models(read)).map(({ schema, alias }) => [schema, alias])]).toEqual([0, [["q_a", "a"], ["q_b", "b"]]]);
  });

  test("macros named like steps of ours", async () => {
    const own = ["swap_relation", "ensure_transaction", "replace_at_once", "get_unit_test_columns"];
    const files = {
      "macros/m.sql": own.map((name) => `{% macro ${name}() %}{{ exceptions.raise_compiler_error('called') }}{% endmacro %}`).join("\n"),
      "models/t.sql": "{{ config(materialized='table', pre_hook='select 1', sql_header='select 2;') }} select id from {{ ref('a') }}",
      "models/t.yml": "unit_tests: [{name: u, model: t, given: [{input: ref('a'), rows: [{id: 2}]}], expect: {rows: [{id: 2}]}}]",
    };
    expect((await run(files, "build")).code).toBe(0);
  });

  test("Python models with nested dictionaries, which are no templates", async () => {
    const python = (text: string): Files => ({ "models/p.py": `X = ${text}\ndef model(dbt, session):\n    return dbt.ref("a")\n` });
    expect((await run(python('{"a": {"b": 1}}'), "parse")).code).toBe(0);
    expect((await run(python('{{"a": 1}}'), "parse")).code).toBe(2);
  });

  test("tests of versioned models refer to a version in words, but for two of dbt's", async () => {
    const { code, read } = await run(
      {
        "models/w_v1.sql": "select 1 as id",
        "models/w.yml": "models: [{name: w, versions: [{v: 1}], columns: [{name: id, data_tests: [not_null, unique, {accepted_values: {arguments: {values: [1], quote: false}}}, own]}]}]",
        "macros/own.sql": "{% test own(model, column_name) %}select * from {{ model }} where {{ column_name }} < 0{% endtest %}",
      },
      "build",
    );
    const versions = Object.entries(models(read)).flatMap(([id, { refs }]) => (id.startsWith("test.") ? [[id.split(".")[2]!.split("_w_")[0], (refs as { version: unknown }[])[0]!.version]] : []));
    expect([code, versions]).toEqual([0, [["not_null", 1], ["unique", 1], ["accepted_values", "1"], ["own", "1"]]]);
  });

  test("one test is no data test, and one of a disabled model is not counted", async () => {
    const { stdout } = await run(
      { "models/off.sql": "{{ config(enabled=false) }} select 1 as id", "models/m.yml": "models: [{name: a, columns: [{name: id, data_tests: [unique]}]}]", "tests/off.sql": "select * from {{ ref('off') }}" },
      "build",
    );
    expect(stdout).toMatch(/Found 1 model, 1 test, \d+ macros/);
    expect(stdout).toContain("Finished running 1 test, 1 view model in");
  });
});
