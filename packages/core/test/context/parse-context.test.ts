import { describe, expect, test } from "vitest";
import {
  callMacroSync,
  createGenerateNameContext,
  createParseContext,
  type Captured,
} from "../../src/context/parse-context.ts";
import { toTsmodelError } from "../../src/context/to-tsmodel-error.ts";
import type { TsmodelError } from "../../src/errors/tsmodel-error.ts";
import { createBench, type BenchInput } from "./workbench.ts";

const MACROS = {
  shop: "{% macro helper() %}{{ inner() }}{% endmacro %}{% macro inner() %}{{ return(ref('from_macro')) }}{% endmacro %}{% macro cents(c) %}({{ c }} / 100){% endmacro %}",
  utils:
    "{% macro star(r) %}{{ adapter.dispatch('star', 'utils')(r) }}{% endmacro %}{% macro default__star(r) %}*{% endmacro %}",
  dbt: "{% macro is_incremental() %}{% if not execute %}{{ return(False) }}{% endif %}{{ return(True) }}{% endmacro %}",
};

function parse(template: string, input: BenchInput = {}): { text: string; captured: Captured } {
  const bench = createBench({ macros: MACROS, ...input });
  const context = createParseContext(bench.shared, bench.addModel({ name: "orders" }));
  const text = bench.environment
    .compile(template, { name: "orders" })
    .render(context, { undefined: "capture" });
  return { text, captured: context.captured };
}

function parseError(template: string, input: BenchInput = {}): TsmodelError {
  const bench = createBench({ macros: MACROS, ...input });
  const node = bench.addModel({ name: "orders" });
  try {
    bench.environment
      .compile(template, { name: "orders" })
      .render(createParseContext(bench.shared, node), { undefined: "capture" });
  } catch (error) {
    return toTsmodelError(error, { shared: bench.shared, node });
  }
  throw new Error("nothing was thrown");
}

describe("what a template refers to", () => {
  const cases: [template: string, captured: Partial<Captured>][] = [
    ["{{ ref('a') }}", { refs: [{ name: "a", package: null, version: null }] }],
    [
      "{{ ref('p', 'a', v=2) }}{{ ref('b', version='1') }}",
      {
        refs: [
          { name: "a", package: "p", version: 2 },
          { name: "b", package: null, version: "1" },
        ],
      },
    ],
    ["{{ source('s', 't') }}", { sources: [["s", "t"]] }],
    [
      "{{ metric('m') }}{{ metric('p', 'm') }}{{ function('f') }}",
      { metrics: [["m"], ["p", "m"]], functions: [["f"]] },
    ],
    [
      "{% if execute %}{{ ref('never') }}{% else %}{{ ref('always') }}{% endif %}",
      { refs: [{ name: "always", package: null, version: null }] },
    ],
    [
      "{{ helper() }}",
      { macros: ["macro.shop.helper"], refs: [{ name: "from_macro", package: null, version: null }] },
    ],
    [
      "{{ utils.star(ref('a')) }}{{ cents('x') }}{{ cents('y') }}",
      { macros: ["macro.utils.star", "macro.shop.cents"] },
    ],
    ["{{ builtins.ref('a') }}", { refs: [{ name: "a", package: null, version: null }] }],
    [
      "{{ env_var('HOME_DIR') }}{{ env_var('NOT_SET', 'x') }}",
      {
        envVars: new Map([
          ["HOME_DIR", "/home"],
          ["NOT_SET", "DBT_DEFAULT_PLACEHOLDER"],
        ]),
      },
    ],
    ["{{ var('a', 1) }}{{ var.has_var('b') }}", { vars: new Set(["a", "b"]) }],
  ];
  for (const [template, captured] of cases)
    test(template, () =>
      expect(parse(template, { env: { HOME_DIR: "/home" } }).captured).toMatchObject(captured),
    );

  test("a project's own ref macro is asked instead, and reaches the real one", () => {
    const macros = {
      shop: "{% macro ref(name) %}{% do return(builtins.ref('prefix_' ~ name)) %}{% endmacro %}",
    };
    expect(parse("{{ ref('a') }}", { macros }).captured.refs).toEqual([
      { name: "prefix_a", package: null, version: null },
    ]);
  });
});

describe("config() calls", () => {
  const cases: [template: string, config: object][] = [
    [
      "{{ config(materialized='table', tags=['a'], meta={'x': 1.5}) }}",
      { materialized: "table", tags: ["a"], meta: { x: 1.5 } },
    ],
    [
      "{{ config({'materialized': 'view', 'post_hook': 'select 1'}) }}",
      { materialized: "view", "post-hook": "select 1" },
    ],
    ["{{ config(pre_hook='a') }}{{ config(pre_hook=['b', 'c']) }}", { "pre-hook": ["a", "b", "c"] }],
    [
      "{{ config(tags='a', meta={'x': 1, 'y': 1}) }}{{ config(tags='b', meta={'y': 2}, alias='n') }}",
      { tags: ["a", "b"], meta: { x: 1, y: 2 }, alias: "n" },
    ],
    [
      "{{ config(grants={'select': 'a'}) }}{{ config(grants={'+select': ['b'], 'insert': 'c'}) }}",
      { grants: { select: ["a"], "+select": ["b"], insert: ["c"] } },
    ],
    ["{% do config.set('materialized', 'table') %}", { materialized: "table" }],
    ["{{ config(unique_key=none, full_refresh=false) }}", { unique_key: null, full_refresh: false }],
  ];
  for (const [template, config] of cases)
    test(template, () => expect(parse(template).captured.configCall).toEqual(config));

  const errors: [template: string, code: string][] = [
    ["{{ config() }}", "config-call-invalid"],
    ["{{ config('x') }}", "config-call-invalid"],
    ["{{ config({'a': 1}, b=2) }}", "config-call-invalid"],
    ["{{ config({'pre_hook': 'a', 'pre-hook': 'b'}) }}", "config-conflict"],
    ["{{ config(alias=undefined_name) }}", "config-undefined"],
  ];
  for (const [template, code] of errors)
    test(`${template} is refused`, () => expect(parseError(template).code).toBe(code));
});

describe("dbt's stand-in answers", () => {
  const cases: [template: string, text: string][] = [
    [
      "{{ config.get('x', 'default') }}|{{ config.require('x') }}|{{ config.persist_relation_docs() }}",
      "||False",
    ],
    ["{{ this }}|{{ this.schema }}|{{ ref('a') }}", '"dev"."main"."orders"|main|"dev"."main"."orders"'],
    [
      "{{ adapter.get_relation('a', 'b', 'c') }}|{{ adapter.get_columns_in_relation(this) }}|{{ adapter.check_schema_exists('a', 'b') }}",
      "None|[]|False",
    ],
    [
      "{% set res, table = adapter.execute('select 1', fetch=true) %}{{ res }}|{{ table.rows | length }}",
      "|0",
    ],
    [
      "{{ adapter.quote('a') }}|{{ adapter.type() }}|{{ adapter.quote_as_configured('a', 'identifier') }}",
      '"a"|duckdb|"a"',
    ],
    ["{{ var('missing') }}|{{ var('missing', 'x') }}", "None|x"],
    ["{{ execute }}|{{ is_incremental() }}|{{ graph }}|{{ selected_resources }}", "False|False|{}|[]"],
    ["{{ load_result('x') }}|{{ target.name }}|{{ project_name }}|{{ env.schema }}", "None|dev|shop|main"],
    [
      "{{ model.name }}|{{ model.unique_id }}|{{ model['config'].materialized }}",
      "orders|model.shop.orders|view",
    ],
    [
      "{{ api.Relation.create(schema='s', identifier='i') }}|{{ api.Column.translate_type('string') }}",
      '"s"."i"|TEXT',
    ],
    [
      "{{ context['project_name'] }}|{{ 'is_incremental' in context }}|{{ context.get('nope', 'no') }}|{{ 'ref' in builtins }}",
      "shop|True|no|True",
    ],
    [
      "{{ not_defined.attribute('x') }}|{{ adapter.behavior.enable_truthy_nulls_equals_macro.no_warn }}",
      "|False",
    ],
    ["{{ render('{{ target.name }}!') }}|{{ adapter.dispatch('star', 'utils')('r') }}", "dev!|*"],
  ];
  for (const [template, text] of cases) test(template, () => expect(parse(template).text).toBe(text));
});

describe("vars", () => {
  const input: BenchInput = {
    macros: { shop: "", utils: "" },
    root: { vars: { a: "root", list: [1, 2], utils: { b: "root for utils" }, text: "{{ target.name }}" } },
    packages: { utils: { vars: { a: "utils", b: "utils", c: "utils" } } },
    cliVars: { d: "cli" },
  };
  const render = (template: string, packageName: string): string => {
    const bench = createBench(input);
    const context = createParseContext(
      bench.shared,
      bench.addModel({ name: "m", package_name: packageName }),
    );
    return bench.environment.compile(template, { name: "m" }).render(context);
  };
  test("root project", () =>
    expect(
      render("{{ var('a') }} {{ var('b') }} {{ var('d') }} {{ var('list') }} {{ var('text') }}", "shop"),
    ).toBe("root None cli [1, 2] dev"));
  test("a package: its own below the root's", () =>
    expect(render("{{ var('a') }}|{{ var('b') }}|{{ var('c') }}|{{ var('d') }}", "utils")).toBe(
      "root|root for utils|utils|cli",
    ));
});

describe("errors", () => {
  test("an unknown macro names the nearest one and shows the line", () => {
    const error = parseError("select\n  {{ cent('x') + 1 }}\nfrom t");
    expect(error.message).toContain("'cent' is undefined");
    expect(error.hint).toBe('did you mean "cents"?');
  });
  const cases: [template: string, message: string][] = [
    ["{{ ref() }}", "ref() takes at most two arguments (0 given)"],
    ["{{ ref('a', 'b', 'c') }}", "ref() takes at most two arguments (3 given)"],
    ["{{ ref(none) }}", "The name argument to ref() must be a string, got NoneType"],
    ["{{ source('a') }}", "source() takes exactly two arguments (1 given)"],
    ["{{ env_var('DBT_ENV_SECRET_X') }}", "Secret env vars"],
    ["{{ exceptions.raise_compiler_error('no') }}", "no"],
  ];
  for (const [template, message] of cases)
    test(template, () => expect(parseError(template).message).toContain(message));
});

test("generate_schema_name runs with the node and its custom name", () => {
  const bench = createBench({
    macros: {
      shop: "{% macro generate_schema_name(custom, node) %}{{ target.schema }}_{{ custom }}_{{ node.name }}_{{ execute }}{% endmacro %}",
    },
  });
  const context = createGenerateNameContext(bench.shared, "shop");
  expect(
    callMacroSync(bench.shared, context, "macro.shop.generate_schema_name", [
      "x",
      bench.shared.base.get("target")!,
    ]),
  ).toBe("main_x_dev_False");
});
