/** Data tests give the same results, artifacts, files and events whether they share a query or not. */
import { afterEach, describe, expect, test } from "vitest";
import type { RunSummary } from "@tsmodel/core";
import type { JsonValue } from "@tsmodel/core/adapter";
import { observe, shown } from "./observe.ts";
import { openProject, type TestProject } from "./run-project.ts";

const open: TestProject[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((project) => project.close()));
});

/** Numbers from 0 to 1, the same in every run. */
function* random(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Models with all sorts of columns, and tests of which some pass, some warn, some fail and some are errors. */
function generate(seed: number): { readonly [path: string]: string } {
  const numbers = random(seed);
  const chance = (part: number): boolean => numbers.next().value < part;
  const pick = <T>(items: readonly T[]): T => items[Math.floor(numbers.next().value * items.length)]!;
  const files: { [path: string]: string } = {
    "macros/tests.sql":
      "{% test positive(model, column_name) %}select * from {{ model }} where {{ column_name }} <= 0{% endtest %}",
    "tests/alone.sql": "select * from {{ ref('m0') }} where id > 3",
  };
  const models: string[] = [];
  for (let m = 0; m < 6; m++) {
    const rows = pick([0, 1, 20, 3000]);
    files[`models/m${m}.sql`] =
      `{{ config(materialized='${pick(["table", "view"])}') }}
select range as id, ${pick(["range", "range // 2", "null::bigint", "range % 7"])} as other,
  ['new', 'open', 'paid', null][1 + range % ${pick([3, 4])}] as status, range / 3 as "Real",
  ${pick(["0.0", "'nan'::double", "-0.0"])} + (range % 2) as amount, [range % 3] as list, range as n_records
from range(${rows})`;
    const columns: string[] = [];
    for (const column of ["id", "other", "status", '"Real"', "amount", "list", "n_records", "missing"]) {
      if (column === "missing" && chance(0.7)) continue;
      const tests: string[] = [];
      const config = (): string => {
        const parts: string[] = [];
        if (chance(0.2)) parts.push(`where: ${pick(["id > 5", "status = 'new'", "1 = 0", "nonsense = 1", "id in (select 1)"])}`);
        if (chance(0.2)) parts.push("severity: warn");
        if (chance(0.2)) parts.push(`warn_if: "${pick([">2", "= 0", "!=0", ">= 1", "between 1 and 5"])}"`);
        if (chance(0.2)) parts.push(`error_if: "${pick(["> 10", "<1", "<= 3", "<> 0"])}"`);
        if (chance(0.05)) parts.push("limit: 2");
        if (chance(0.05)) parts.push("store_failures: true");
        if (chance(0.05)) parts.push('fail_calc: "count(*) + 1"');
        return `{${parts.join(", ")}}`;
      };
      if (chance(0.7)) tests.push(`- unique: {config: ${config()}}`);
      if (chance(0.7)) tests.push(`- not_null: {config: ${config()}}`);
      if (chance(0.4)) tests.push(`- accepted_values: {arguments: {values: ${pick(["[new, open, paid]", "['new', \"it's\"]", "[new]", "[1, 2]"])}}, config: ${config()}}`);
      if (chance(0.2)) tests.push(`- accepted_values: {name: plain_${m}_${columns.length}, arguments: {values: [1, 2, 3], quote: false}, config: ${config()}}`);
      if (chance(0.5)) tests.push(`- relationships: {arguments: {to: ref('m${pick([0, 1, m])}'), field: ${pick(["id", "id", "other", "status", "amount", "'\"Real\"'", "nowhere"])}}, config: ${config()}}`);
      if (chance(0.2)) tests.push(`- positive: {config: ${config()}}`);
      if (tests.length > 0) columns.push(`      - name: '${column}'\n        data_tests:\n${tests.map((each) => `          ${each}\n`).join("")}`);
    }
    models.push(`  - name: m${m}\n    columns:\n${columns.join("")}`);
  }
  files["models/models.yml"] = `models:\n${models.join("")}`;
  return files;
}

const PROJECT = "name: shop\nversion: '1.0'\nprofile: shop\nflags: {require_generic_test_arguments_property: true}\n";

describe("folded or not", { timeout: 60_000 }, () => {
  test.each([1, 2])("a generated project (%i)", async (seed) => {
    const files = { "dbt_project.yml": PROJECT, ...generate(seed) };
    const [folded, separate] = await Promise.all([openProject(files, { threads: 1 }), openProject(files, { threads: 1 })]);
    open.push(folded!, separate!);
    for (const [command, args] of [
      ["build", {}],
      ["test", {}],
      ["test", { warn_error: true }],
      ["build", { fail_fast: true }],
      ["test", { store_failures: true }],
    ] as const) {
      const [one, other] = [await observe(folded!, command, args), await observe(separate!, command, { ...args, fold_tests: false })];
      for (const part of Object.keys(other)) expect([command, part, one[part]]).toEqual([command, part, other[part]]);
    }
    const statuses = new Set((await folded!.run("test")).results.map(({ status }) => status));
    expect(statuses).toEqual(new Set(["pass", "fail", "warn", "error"]));
  });

  test("four at once give the same results", async () => {
    const files = { "dbt_project.yml": PROJECT, ...generate(9) };
    const project = await openProject(files);
    open.push(project);
    await project.run("run");
    const sorted = async (args: { readonly [name: string]: JsonValue }): Promise<unknown> =>
      (await project.run("test", args)).results.map(({ thread_id: _, ...result }) => shown(result as RunSummary["results"][number])).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    expect(await sorted({})).toEqual(await sorted({ fold_tests: false }));
  });
});

test("of many tests that start at once, one shows the others how they are asked", async () => {
  const columns = Array.from({ length: 12 }, (_, index) => `c${index}`);
  const project = await openProject(
    {
      "models/m.sql": `select ${columns.map((name) => `1 as ${name}`).join(", ")}`,
      "models/m.yml": `models: [{name: m, columns: [${columns.map((name) => `{name: ${name}, data_tests: [not_null]}`).join(", ")}]}]`,
    },
    { threads: 8 },
  );
  open.push(project);
  await project.run("run");
  const since = project.events.length;
  const { results } = await project.run("test");
  expect(results.map(({ status }) => status)).toEqual(columns.map(() => "pass"));
  const asked = project.events.slice(since).filter((event) => event.type === "query" && /failures/.test(event.sql));
  expect(asked).toHaveLength(2);
});

test("the keys of another relation are looked for in the same query", async () => {
  const project = await openProject(
    {
      "models/parent.sql": "select * from (values (1), (2), (null)) as t(id)",
      "models/child.sql": "select * from (values (1, 1, 7), (2, 3, 8), (null, null, 9)) as t(good, bad, id)",
      "models/child.yml": `models:
  - name: child
    columns:
      - {name: good, data_tests: [{relationships: {to: ref('parent'), field: id}}]}
      - {name: bad, data_tests: [{relationships: {to: ref('parent'), field: id}}]}
      - {name: id, data_tests: [unique, {relationships: {name: own, to: ref('child'), field: id}}, {relationships: {name: misspelt, to: ref('parent'), field: good}}]}
`,
    },
    { threads: 1 },
  );
  open.push(project);
  await project.run("run");
  const since = project.events.length;
  const { results } = await project.run("test", { exclude: ["misspelt"] });
  const asked = project.events.slice(since).flatMap((event) => (event.type === "query" && /failures_1/.test(event.sql) ? [event.sql] : []));
  expect(asked).toHaveLength(1);
  expect(asked[0]!.match(/not in \(select/g)).toHaveLength(3);
  expect(Object.fromEntries(results.map(({ node, status, failures }) => [node.name, `${status} ${failures}`]))).toEqual({
    relationships_child_good__id__ref_parent_: "pass 0",
    relationships_child_bad__id__ref_parent_: "fail 1",
    unique_child_id: "pass 0",
    own: "pass 0",
  });
  // A column of the parent's that is not there is not one of the child's.
  const [misspelt] = (await project.run("test", { select: ["misspelt"] })).results;
  const all = (await project.run("test")).results;
  expect([misspelt!.status, all.find(({ node }) => node.name === "misspelt")!.status]).toEqual(["error", "error"]);
});

test("the keys of a relation that is still to be built are not looked for ahead of it", async () => {
  const parent = (ids: string): string => `{{ config(materialized='table') }} select unnest([${ids}]) as id from {{ ref('between') }}`;
  const files = {
    "models/child.sql": "select unnest([1, 2]) as parent_id",
    "models/first.sql": "{{ config(materialized='table') }} select 1 as x",
    "models/between.sql": "{{ config(materialized='table') }} select x from {{ ref('first') }}",
    "models/parent.sql": parent("1, 2"),
    "models/child.yml": `models:
  - name: child
    columns: [{name: parent_id, data_tests: [not_null, unique, {relationships: {name: keys, to: ref('parent'), field: id}}]}]
`,
  };
  const project = await openProject(files, { threads: 1 });
  open.push(project);
  const statuses = async (): Promise<readonly string[]> =>
    (await project.run("build")).results.flatMap(({ node, status }) => (node.resource_type === "test" ? [`${node.name} ${status}`] : []));
  expect(await statuses()).toEqual(["not_null_child_parent_id pass", "unique_child_parent_id pass", "keys pass"]);
  project.write({ "models/parent.sql": parent("1") });
  const since = project.events.length;
  expect(await statuses()).toEqual(["not_null_child_parent_id pass", "unique_child_parent_id pass", "keys fail"]);
  const shared = project.events.slice(since).filter((event) => event.type === "query" && /failures_2/.test(event.sql));
  expect(shared).toHaveLength(1);
});

describe("a rule of the project's own", () => {
  /** Whether its text says which rows of a relation break it, and nothing else. */
  const RULES: readonly (readonly [string, string, boolean])[] = [
    ["a condition", "select * from {{ model }} where {{ column_name }} < 0", true],
    ["the column", "select {{ column_name }}\nfrom {{ model }}\nwhere {{ column_name }} is null\n{%- if least is not none %} or {{ column_name }} < {{ least }}{% endif %}", true],
    ["several columns", "select id, \"Two words\" from {{ model }} where id + \"Two words\" < 0", true],
    ["a number", "select 1 from {{ model }} where not ({{ column_name }} >= 0 and 'it''s (' = 'it''s (')", true],
    ["a condition with an operator", "select id from {{ model }} where id is distinct from id", false],
    ["a column that is not there", "select missing from {{ model }} where id < 0", true],
    ["a word that is no column", "select not from {{ model }} where not id < 0", true],
    ["one or the other", "select id from {{ model }} where id < 0 or id > 100", true],
    ["an aggregate", "select count(*) as n from {{ model }} where id < 0", false],
    ["an alias", "select id as n from {{ model }} where n < 0", false],
    ["a group", "select id from {{ model }} where id < 0 group by id", false],
    ["a limit", "select id from {{ model }} where id > 0 limit 0", false],
    ["a union", "select id from {{ model }} where id < 0 union all select 1 where false", false],
    ["another relation", "select id from {{ model }} where id not in (select id from {{ model }})", false],
    ["two relations", "select id from {{ model }}, (select 1 as x) where id < 0", false],
    ["a comment", "select id from {{ model }} where id < 0 -- or id > 0", false],
    ["brackets that are not its own", "select id from (select * from {{ model }} where id < 0) where (id > 0)", false],
    ["the relation's members", "select id from {{ model }} where id < 0 and '{{ model.identifier }}' = 'm'", false],
    ["a variable", "select id from {{ model }} where id < {{ var('least', 0) }}", false],
    ["another macro", "select id from {{ model }} where {{ below(column_name) }}", false],
    ["the flags", "select id from {{ model }} where {% if execute %}id < 0{% else %}id > 0{% endif %}", false],
    ["a statement", "{{ log('asked') }}select id from {{ model }} where id < 0", false],
  ];
  test.each(RULES)("%s", async (_name, rule, folds) => {
    const files = {
      "macros/below.sql": "{% macro below(column) %}{{ column }} < 0{% endmacro %}",
      "macros/rule.sql": `{% test rule(model, column_name, least=none) %}\n\n${rule}\n\n{% endtest %}`,
      "models/m.sql": "select range as id, range as \"Two words\", -range as negative from range(4)",
      "models/m.yml": `models:
  - name: m
    columns:
      - {name: id, data_tests: [not_null, rule, {rule: {name: least, arguments: {least: 1}}}, {rule: {name: narrow, config: {where: "id > 2"}}}]}
      - {name: negative, data_tests: [not_null, rule, {rule: {name: told, arguments: {least: "{{ 1 + 1 }}"}}}]}
`,
    };
    const project = await openProject(files, { threads: 1 });
    open.push(project);
    await project.run("run");
    const since = project.events.length;
    const folded = (await project.run("test")).results.map(shown);
    const counts = project.events.slice(since).flatMap((event) => (event.type === "query" && /failures_1/.test(event.sql) ? [event.sql.match(/count\(/g)!.length] : []));
    expect(counts).toEqual(folds ? [5] : [2]);
    expect(folded).toEqual((await project.run("test", { fold_tests: false })).results.map(shown));
  });
});

describe("what is whose own is asked the ordinary way", () => {
  const models = {
    "models/m.sql": "select 1 as id, 2 as other",
    "models/m.yml": "models: [{name: m, columns: [{name: id, data_tests: [unique, not_null]}, {name: other, data_tests: [unique, not_null]}]}]",
  };
  const OWN: readonly (readonly [string, string, boolean])[] = [
    ["nothing", "{% macro unrelated() %}{% endmacro %}", true],
    ["a rule", "{% test not_null(model, column_name) %}select 1 as always{% endtest %}", false],
    ["an adapter's rule", "{% macro duckdb__test_not_null(model, column_name) %}select 1 as always{% endmacro %}", false],
    ["the query around it", "{% macro get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) %}select 7 as failures, true as should_warn, true as should_error{% endmacro %}", false],
    [
      "the materialization",
      "{% materialization test, default %}{% call statement('main', fetch_result=True) %}select 7 as failures, true as should_warn, true as should_error{% endcall %}{{ return({'relations': []}) }}{% endmaterialization %}",
      false,
    ],
  ];
  test.each(OWN)("%s", async (_name, macro, folds) => {
    const project = await openProject({ ...models, "macros/own.sql": macro }, { threads: 1 });
    open.push(project);
    await project.run("run");
    const since = project.events.length;
    const { results } = await project.run("test");
    const asked = project.events.slice(since).filter((event) => event.type === "query" && /failures_1/.test(event.sql));
    expect(asked).toHaveLength(folds ? 1 : 0);
    expect(results.map(({ status }) => status)).toContain(folds ? "pass" : "fail");
  });
});
