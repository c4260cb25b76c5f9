import { describe, expect, test } from "vitest";
import { createRunContext, type RunContext, type RunContextInput } from "../../src/context/run-context.ts";
import { createRuntime } from "../../src/context/runtime.ts";
import { toTsmodelError } from "../../src/context/to-tsmodel-error.ts";
import type { TsmodelError } from "../../src/errors/tsmodel-error.ts";
import {
  createBench,
  FakeDatabase,
  textRows,
  type Answer,
  type Bench,
  type BenchInput,
} from "./workbench.ts";

const STATEMENT = `{%- macro statement(name=None, fetch_result=False, auto_begin=True) -%}
  {%- set compiled_code = caller() -%}
  {%- if name == 'main' -%}{{ write(compiled_code) }}{%- endif -%}
  {%- set res, table = adapter.execute(compiled_code, auto_begin=auto_begin, fetch=fetch_result) -%}
  {%- if name is not none -%}{{ store_result(name, response=res, agate_table=table) }}{%- endif -%}
{%- endmacro -%}
{% macro run_query(sql) %}{% call statement("q", fetch_result=true, auto_begin=false) %}{{ sql }}{% endcall %}{% do return(load_result("q").table) %}{% endmacro %}
{% macro list_relations_without_caching(schema_relation) %}{{ return(run_query('list ' ~ schema_relation)) }}{% endmacro %}`;

interface Scene {
  readonly bench: Bench;
  readonly database: FakeDatabase;
  readonly context: RunContext;
}

function scene(
  input: BenchInput & {
    answer?: Answer;
    node?: object;
    run?: Partial<RunContextInput>;
    setUp?: (bench: Bench) => void;
  } = {},
): Scene {
  const bench = createBench({ ...input, macros: { dbt: STATEMENT, shop: "", ...input.macros } });
  input.setUp?.(bench);
  const database = new FakeDatabase(input.answer);
  const runtime = createRuntime({ shared: bench.shared, database, selected: ["model.shop.orders"] });
  const node = bench.addModel({ name: "orders", ...input.node });
  const connection = runtime.connect(node.unique_id, node);
  return { bench, database, context: createRunContext({ runtime, connection, node, ...input.run }) };
}

const render = (template: string, input: Parameters<typeof scene>[0] = {}): Promise<string> =>
  scene(input).context.render(template);

async function failure(template: string, input: Parameters<typeof scene>[0] = {}): Promise<TsmodelError> {
  const { bench, context } = scene(input);
  const origin = { file: "models/orders.sql", text: template, offset: 0 };
  try {
    await bench.environment.compile(template, { name: "orders", origin }).renderAsync(context);
  } catch (error) {
    return toTsmodelError(error, { shared: bench.shared, node: context.node });
  }
  throw new Error("nothing was thrown");
}

const dependsOn = (...nodes: string[]): object => ({ depends_on: { macros: [], nodes } });
const addCustomers = (bench: Bench): void => {
  bench.addModel({ name: "customers", schema: "staging", alias: "cust" });
  bench.addModel({ name: "tiny", config: { enabled: true, materialized: "ephemeral" } });
  bench.addSource("raw", "events", { identifier: "events_v1" });
};
const CUSTOMERS = "model.shop.customers";

describe("references", () => {
  const cases: [title: string, template: string, text: string, input?: Parameters<typeof scene>[0]][] = [
    ["ref gives the relation", "{{ ref('customers') }}", '"dev"."staging"."cust"'],
    ["with a package", "{{ ref('shop', 'customers').identifier }}", "cust"],
    ["an ephemeral one is a CTE", "{{ ref('tiny') }}", "__dbt__cte__tiny"],
    ["source gives its own identifier", "{{ source('raw', 'events') }}", '"dev"."raw"."events_v1"'],
    [
      "--empty limits",
      "{{ ref('customers') }} {{ source('raw', 'events') }}",
      '(select * from "dev"."staging"."cust" where false limit 0) _dbt_limit_subq_cust (select * from "dev"."raw"."events_v1" where false limit 0) _dbt_limit_subq_events_v1',
      { flags: { empty: true } },
    ],
    [
      "the project's quoting",
      "{{ ref('customers') }} {{ source('raw', 'events') }}",
      'dev.staging."cust" "dev"."raw"."events_v1"',
      { root: { quoting: { database: false, schema: false } } },
    ],
    [
      "a source elsewhere",
      "{{ source('raw', 'events') }}",
      "'data/events.parquet'",
      { dialect: { sourceLocation: () => "'data/events.parquet'" } },
    ],
    ["this", "{{ this }} {{ this.schema }}", '"dev"."main"."orders" main'],
  ];
  const node = dependsOn(CUSTOMERS, "model.shop.tiny");
  for (const [title, template, text, input] of cases)
    test(title, async () =>
      expect(await render(template, { setUp: addCustomers, node, ...input })).toBe(text),
    );

  test("ephemeral models are remembered for the compiler", async () => {
    const { context } = scene({ setUp: addCustomers, node });
    await context.render("{{ ref('tiny') }} {{ ref('customers') }} {{ ref('tiny') }}");
    expect([...context.ctes]).toEqual(["model.shop.tiny"]);
  });

  const errors: [
    title: string,
    template: string,
    message: string,
    hint: string | undefined,
    input?: Parameters<typeof scene>[0],
  ][] = [
    [
      "not found",
      "{{ ref('custmers') }}",
      "Model 'model.shop.orders' (models/orders.sql) depends on a node named 'custmers' which was not found",
      'did you mean "customers"?',
    ],
    [
      "source not found",
      "{{ source('raw', 'event') }}",
      "depends on a source named 'raw.event' which was not found",
      'did you mean "raw.events"?',
    ],
    [
      "not inferred",
      "{{ ref('customers') }}",
      'unable to infer all dependencies for the model "orders"',
      "add this line to the top of the model: -- depends_on: {{ ref('customers') }}",
      { node: dependsOn() },
    ],
    [
      "private",
      "{{ ref('secret') }}",
      "which is not allowed because the referenced node is private to the 'finance' group.",
      undefined,
      {
        setUp: (bench) => bench.addModel({ name: "secret", access: "private", group: "finance" }),
        node: dependsOn("model.shop.secret"),
      },
    ],
  ];
  for (const [title, template, message, hint, input] of errors) {
    test(`${title} is an error`, async () => {
      const error = await failure(template, { setUp: addCustomers, node, ...input });
      expect(error.message).toContain(message);
      expect(error.hint).toBe(hint);
      expect(error.at[0]).toMatchObject({ line: 1 });
    });
  }
});

describe("deferring", () => {
  const other = { database: "prod", schema: "live", alias: "cust", relation_name: '"prod"."live"."cust"' };
  const input = (flags: BenchInput["flags"], rows: string[][]): Parameters<typeof scene>[0] => ({
    flags,
    node: dependsOn(CUSTOMERS),
    setUp: (bench) =>
      bench.addModel({ name: "customers", schema: "staging", alias: "cust", defer_relation: other as never }),
    answer: () => textRows(["database", "name", "schema", "type"], rows),
  });
  const there = [["dev", "cust", "staging", "table"]];
  const cases: [title: string, flags: BenchInput["flags"], rows: string[][], text: string][] = [
    ["without --defer", {}, [], '"dev"."staging"."cust"'],
    ["what is not here comes from there", { defer: true }, [], '"prod"."live"."cust"'],
    ["what is here is used", { defer: true }, there, '"dev"."staging"."cust"'],
    ["--favor-state prefers there", { defer: true, favor_state: true }, there, '"prod"."live"."cust"'],
  ];
  for (const [title, flags, rows, text] of cases)
    test(title, async () => expect(await render("{{ ref('customers') }}", input(flags, rows))).toBe(text));
});

describe("slices of time", () => {
  const batch = {
    id: "20260131",
    eventTimeStart: new Date("2026-01-31T00:00:00Z"),
    eventTimeEnd: new Date("2026-02-01T00:00:00Z"),
  };
  const sample = { start: new Date("2026-01-31T06:00:00Z"), end: new Date("2026-03-01T00:00:00Z") };
  const microbatch = { enabled: true, materialized: "incremental", incremental_strategy: "microbatch" };
  const macros = { dbt: `${STATEMENT}{% macro get_incremental_microbatch_sql(x) %}{% endmacro %}` };
  const setUp = (bench: Bench): void =>
    void bench.addModel({ name: "customers", config: { enabled: true, event_time: "at" } });
  const node = dependsOn(CUSTOMERS);
  const filtered = (start: string, end: string): string =>
    `(select * from "dev"."main"."customers" where at >= '${start}' and at < '${end}') _dbt_et_filter_subq_customers`;
  const cases: [title: string, run: Partial<RunContextInput>, config: object, text: string][] = [
    ["a batch", { batch }, microbatch, filtered("2026-01-31 00:00:00+00:00", "2026-02-01 00:00:00+00:00")],
    [
      "a batch and a sample",
      { batch, sample },
      microbatch,
      filtered("2026-01-31 06:00:00+00:00", "2026-02-01 00:00:00+00:00"),
    ],
    [
      "a sample",
      { sample },
      { enabled: true },
      filtered("2026-01-31 06:00:00+00:00", "2026-03-01 00:00:00+00:00"),
    ],
    ["a batch of something else", { batch }, { enabled: true }, '"dev"."main"."customers"'],
  ];
  for (const [title, run, config, text] of cases)
    test(title, async () =>
      expect(await render("{{ ref('customers') }}", { macros, setUp, node: { ...node, config }, run })).toBe(
        text,
      ),
    );

  test("model.batch", async () => {
    expect(await render("{{ model.batch.id }} {{ model.batch.event_time_start }}", { run: { batch } })).toBe(
      "20260131 2026-01-31 00:00:00+00:00",
    );
  });
});

describe("statements and results", () => {
  const answer: Answer = (sql) =>
    sql.includes("select")
      ? {
          columns: [{ name: "n", type: "INTEGER" }],
          rows: [[1n], [2n]],
          response: { _message: "SELECT 2", rows_affected: 2 },
        }
      : undefined;
  test("run_query gives a table", async () => {
    expect(
      await render(
        "{% set t = run_query('select n') %}{{ t.columns[0].values() }} {{ t.rows[1].n }} {{ t | length }}",
        { answer },
      ),
    ).toBe("(1, 2) 2 2");
  });
  test("a result is given once, main always", async () => {
    const template =
      "{% call statement('a', fetch_result=true) %}select n{% endcall %}{{ load_result('a').data }}{{ load_result('nope') }}";
    expect(await render(template, { answer })).toBe("[(1,), (2,)]None");
    expect((await failure(`${template}{{ load_result('a') }}`, { answer })).code).toBe(
      "result-already-loaded",
    );
    expect(
      await render(
        "{% call statement('main') %}select n{% endcall %}{{ load_result('main').response }}{{ load_result('main').response.rows_affected }}",
        { answer },
      ),
    ).toBe("SELECT 22");
  });
  test("transactions: statements begin, run_query does not, commit ends", async () => {
    const { context, database } = scene();
    await context.render(
      "{% do run_query('q') %}{% call statement('main') %}create{% endcall %}{% do adapter.commit() %}{% do adapter.commit() %}",
    );
    expect(database.log).toEqual(["q", "BEGIN", "create", "COMMIT"]);
  });
  test("main is written below target/run", async () => {
    const { context, bench } = scene();
    await context.render("{% call statement('main') %}create x{% endcall %}");
    expect([...bench.written]).toEqual([["/projects/shop/target/run/shop/models/orders.sql", "create x"]]);
    expect(context.node).toMatchObject({ build_path: "target/run/shop/models/orders.sql" });
  });
  test("results stay for the runner", async () => {
    const { context } = scene({ answer });
    await context.render("{% call statement('main', fetch_result=true) %}select n{% endcall %}");
    expect(context.result("main")?.table.rowValues).toEqual([[1], [2]]);
    expect(context.result("other")).toBeUndefined();
  });
  test("store_raw_result and noop results", async () => {
    expect(
      await render(
        "{% do store_raw_result('main', message='skip', code='X', rows_affected='3') %}{{ load_result('main').response.code }}{{ load_result('main').response }}",
      ),
    ).toBe("Xskip");
  });
});

describe("config", () => {
  const node = {
    config: {
      enabled: true,
      materialized: "table",
      unique_key: null,
      "pre-hook": [{ sql: "a", transaction: true, index: null }],
      persist_docs: { relation: true },
      extra: [1],
      meta: { owner: "me" },
    },
  };
  const cases: [template: string, text: string][] = [
    [
      "{{ config.get('materialized') }} {{ config.get('nothing', 'default') }} {{ config.get('unique_key', 'default') }}",
      "table default None",
    ],
    [
      "{{ config.require('materialized') }} {{ config.meta_get('owner') }} {{ config.meta_require('owner') }} {{ config.meta_get('x', 1) }}",
      "table me me 1",
    ],
    [
      "{{ config.persist_relation_docs() }} {{ config.persist_column_docs() }} {{ config(materialized='view') }}{{ config.get('materialized') }}",
      "True False table",
    ],
    ["{% do config.get('extra').append(2) %}{{ config.get('extra') }}", "[1, 2]"],
    ["{{ pre_hooks }} {{ post_hooks }}", "[{'sql': 'a', 'transaction': True}] []"],
    ["{{ config.get('materialized', 'view', validator=validation.any['table', 'view']) }}", "table"],
    [
      "{{ model.config.materialized }} {{ 'unique_key' in model.config }} {{ model['config']['meta'] }}",
      "table False {'owner': 'me'}",
    ],
  ];
  for (const [template, text] of cases)
    test(template, async () => expect(await render(template, { node })).toBe(text));
  test("a missing required key", async () =>
    expect((await failure("{{ config.require('x') }}", { node })).message).toContain(
      "does not define a required config parameter 'x'",
    ));
  test("a key that stands in meta is pointed out", async () => {
    const { context, bench } = scene({ node });
    expect(await context.render("{{ config.get('owner', 'nobody') }}")).toBe("nobody");
    expect(bench.events).toMatchObject([{ type: "warning", name: "GetMetaKeyWarning" }]);
  });
});

describe("the rest of the context", () => {
  const cases: [title: string, template: string, text: string, input?: Parameters<typeof scene>[0]][] = [
    ["execute", "{{ execute }}", "True"],
    ["selected_resources", "{{ selected_resources }}", "['model.shop.orders']"],
    ["sql before compiling", "{{ sql }} {{ compiled_code }}", "None None"],
    [
      "sql after compiling",
      "{{ sql }} {{ model.compiled_sql }}",
      "select 2 select 2",
      { node: { compiled: true, extra_ctes_injected: true, compiled_code: "select 2" } },
    ],
    [
      "graph",
      "{{ graph.nodes['model.shop.customers'].name }} {{ graph.sources.keys() | list }} {{ graph.nodes.values() | map(attribute='name') | sort | join(',') }}",
      "customers ['source.shop.raw.events'] customers,orders,tiny",
      { setUp: addCustomers },
    ],
    ["render", "{{ render('{{ this.name }}') }}", "orders"],
    [
      "a failing call under try_or_compiler_error",
      "{{ try_or_compiler_error('worded', ok, 2) }}",
      "2",
      { macros: { shop: "{% macro ok(x) %}{{ return(x) }}{% endmacro %}" } },
    ],
    [
      "metadata variables",
      "{{ dbt_metadata_envs }} {{ invocation_args_dict.which }}",
      "{'TEAM': 'x'} run",
      { env: { DBT_ENV_CUSTOM_ENV_TEAM: "x" } },
    ],
    [
      "the macro stack",
      "{{ f() }}",
      "1['macro.shop.f']",
      {
        macros: {
          shop: "{% macro f() %}{{ context_macro_stack.depth }}{{ context_macro_stack.call_stack }}{% endmacro %}",
        },
      },
    ],
    [
      "extras come first",
      "{{ is_incremental() }} {{ results }}",
      "yes 3",
      {
        macros: { dbt: `${STATEMENT}{% macro is_incremental() %}no{% endmacro %}` },
        run: { extras: { is_incremental: () => "yes", results: 3 } },
      },
    ],
    [
      "context is a dict macros can add to",
      "{% do context.update({'added': 5}) %}{{ f() }}",
      "5",
      { macros: { shop: "{% macro f() %}{{ added }}{% endmacro %}" } },
    ],
    [
      "a seed's table",
      "{{ load_agate_table().column_names }}",
      "('id', 'name')",
      {
        node: {
          resource_type: "seed",
          original_file_path: "seeds/a.csv",
          config: { enabled: true, column_types: { id: "text" } },
        },
        files: { "/projects/shop/seeds/a.csv": "id,name\n1,x\n" },
      },
    ],
  ];
  for (const [title, template, text, input] of cases)
    test(title, async () => expect(await render(template, input)).toBe(text));

  test("try_or_compiler_error words the failure", async () => {
    const error = await failure("{{ try_or_compiler_error('worded', bad) }}", {
      macros: { shop: "{% macro bad() %}{{ 1 / 0 }}{% endmacro %}" },
    });
    expect(error.message).toBe("worded");
  });
});

describe("unit tests", () => {
  const inputs = new Map([
    [CUSTOMERS, { uniqueId: "fixture.c", cteName: "cust" }],
    ["source.shop.raw.events", { uniqueId: "fixture.e", cteName: "raw__events" }],
  ]);
  const unitTest = {
    macros: { is_incremental: true, "utils.now": "fixed", invocation_id: "fixed id" },
    vars: { v: 7 },
    envVars: { E: "over" },
    inputs,
    self: { uniqueId: "fixture.this", cteName: "orders" },
  };
  const macros = {
    dbt: `${STATEMENT}{% macro is_incremental() %}{{ return(false) }}{% endmacro %}`,
    utils: "{% macro now() %}real{% endmacro %}",
    shop: "{% macro materialization_unit_default() %}{{ this }}{% endmacro %}",
  };
  const input: Parameters<typeof scene>[0] = {
    macros,
    setUp: addCustomers,
    node: dependsOn(CUSTOMERS),
    run: { unitTest },
    env: { E: "real" },
    flags: { empty: true },
  };
  const cases: [template: string, text: string][] = [
    [
      "{{ ref('customers') }} {{ source('raw', 'events') }} {{ this }}",
      "__dbt__cte__cust __dbt__cte__raw__events __dbt__cte__orders",
    ],
    ["{{ is_incremental() }} {{ utils.now() }} {{ invocation_id }}", "True fixed fixed id"],
    ["{{ var('v') }} {{ env_var('E') }}", "7 over"],
  ];
  for (const [template, text] of cases)
    test(template, async () => expect(await render(template, input)).toBe(text));

  test("an input that is not given is an error", async () => {
    const error = await failure("{{ ref('tiny') }}", input);
    expect(error.message).toBe(
      "Unit_Test 'model.shop.orders' (models/orders.sql) depends on a node named 'tiny' which was not found",
    );
    expect(error.hint).toContain("add this one to `given`");
  });

  test("fixtures become CTEs; the materialization sees the test's own relation", async () => {
    const { context, bench } = scene(input);
    await context.render("{{ ref('customers') }}{{ this }}");
    expect([...context.ctes]).toEqual(["fixture.this", "fixture.c"]);
    expect(await context.call(bench.macro("macro.shop.materialization_unit_default"))).toBe(
      '"dev"."main"."orders"',
    );
  });
});

test("nodes interleave: each has its own stack, results and connection", async () => {
  const macros = {
    shop: "{% macro f(x) %}{% set t = run_query('select ' ~ x) %}{{ return(x ~ context_macro_stack.depth ~ t.rows[0][0]) }}{% endmacro %}",
  };
  const bench = createBench({ macros: { dbt: STATEMENT, ...macros } });
  const database = new FakeDatabase((sql) => textRows(["v"], [[sql.trim().slice(-1)]]));
  const runtime = createRuntime({ shared: bench.shared, database });
  const contexts = ["a", "b", "c"].map((name) =>
    createRunContext({ runtime, connection: runtime.connect(name), node: bench.addModel({ name }) }),
  );
  expect(
    await Promise.all(
      contexts.map((context, index) => context.render(`{{ f('${"abc"[index]}') }}{{ f('${index}') }}`)),
    ),
  ).toEqual(["a1a010", "b1b111", "c1c212"]);
});
