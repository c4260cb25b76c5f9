import { describe, expect, test } from "vitest";
import { DatabaseError } from "../../src/adapter/database-error.ts";
import { createRunContext, type RunContext } from "../../src/context/run-context.ts";
import { createRuntime, type Runtime } from "../../src/context/runtime.ts";
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

/** The macros that adapter methods call, each a line of SQL that says what it was asked. */
const MACROS = `
{% macro run(sql) %}{% set res, table = adapter.execute(sql, fetch=true) %}{{ return(table) }}{% endmacro %}
{% macro list_relations_without_caching(schema_relation) %}{{ return(run('list ' ~ schema_relation)) }}{% endmacro %}
{% macro get_columns_in_relation(relation) %}{% set found = [] %}{% for row in run('columns ' ~ relation.identifier).rows %}{% do found.append(api.Column.create(row[0], row[1])) %}{% endfor %}{{ return(found) }}{% endmacro %}
{% macro drop_relation(relation) %}{% do run('drop ' ~ relation.type ~ ' ' ~ relation) %}{% endmacro %}
{% macro truncate_relation(relation) %}{% do run('truncate ' ~ relation) %}{% endmacro %}
{% macro rename_relation(from_relation, to_relation) %}{% do run('rename ' ~ from_relation ~ ' ' ~ to_relation.identifier) %}{% endmacro %}
{% macro create_schema(relation) %}{% do adapter.execute('create schema ' ~ relation, auto_begin=true) %}{% endmacro %}
{% macro drop_schema(relation) %}{% do run('drop schema ' ~ relation) %}{% endmacro %}
{% macro check_schema_exists(information_schema, schema) %}{{ return(run('schema ' ~ information_schema ~ ' ' ~ schema)) }}{% endmacro %}
{% macro list_schemas(database) %}{{ return(run('schemas ' ~ database)) }}{% endmacro %}
{% macro alter_column_type(relation, column_name, new_column_type) %}{% do run('alter ' ~ column_name ~ ' ' ~ new_column_type) %}{% endmacro %}
{% macro get_incremental_append_sql(args) %}append{% endmacro %}
{% macro get_incremental_mine_sql(args) %}mine{% endmacro %}`;

interface Scene {
  readonly bench: Bench;
  readonly database: FakeDatabase;
  readonly runtime: Runtime;
  readonly context: RunContext;
}

function scene(answer: Answer = () => undefined, input: BenchInput = {}): Scene {
  const bench = createBench({ ...input, macros: { dbt: MACROS, shop: "", ...input.macros } });
  const database = new FakeDatabase(answer);
  const runtime = createRuntime({ shared: bench.shared, database });
  const node = bench.addModel({ name: "orders" });
  return {
    bench,
    database,
    runtime,
    context: createRunContext({ runtime, connection: runtime.connect(node.unique_id, node), node }),
  };
}

const RELATIONS = textRows(
  ["database", "name", "schema", "type"],
  [
    ["dev", "orders", "main", "table"],
    ["dev", "Odd", "main", "view"],
    ["dev", "strange", "main", "foreign"],
  ],
);
const listing: Answer = (sql) => (sql.startsWith("list") ? RELATIONS : undefined);

async function failure(template: string, answer?: Answer, input?: BenchInput): Promise<TsmodelError> {
  const { bench, context } = scene(answer, input);
  try {
    await context.render(template);
  } catch (error) {
    return toTsmodelError(error, { shared: bench.shared, node: context.node });
  }
  throw new Error("nothing was thrown");
}

describe("relations", () => {
  test("are found in the listing of their schema, which is asked for once", async () => {
    const { context, database } = scene(listing);
    expect(
      await context.render(
        "{{ adapter.get_relation('dev', 'main', 'orders').type }} {{ adapter.get_relation('dev', 'main', 'nope') }} {{ adapter.get_relation('dev', 'main', 'strange').type }}",
      ),
    ).toBe("table None external");
    expect(database.log).toEqual(['list "dev"."main"']);
  });
  test("a name that only differs in case is an approximate match", async () => {
    expect((await failure("{{ adapter.get_relation('dev', 'main', 'odd') }}", listing)).message).toContain(
      "approximate match",
    );
  });
  test("drop, rename and truncate follow into the cache", async () => {
    const { context, database } = scene(listing);
    const template = `{%- set orders = adapter.get_relation('dev', 'main', 'orders') -%}
      {%- set old = orders.incorporate(path={'identifier': 'orders_old'}) -%}
      {%- do adapter.rename_relation(orders, old) -%}{%- do adapter.truncate_relation(old) -%}
      {{ adapter.get_relation('dev', 'main', 'orders') }} {{ adapter.get_relation('dev', 'main', 'orders_old').type }}
      {%- do adapter.drop_relation(old) %} {{ adapter.get_relation('dev', 'main', 'orders_old') }}`;
    expect(await context.render(template)).toBe("None table None");
    expect(database.log.slice(1)).toEqual([
      'rename "dev"."main"."orders" orders_old',
      'truncate "dev"."main"."orders_old"',
      'drop table "dev"."main"."orders_old"',
    ]);
  });
  test("cache_added, cache_dropped, cache_renamed print nothing", async () => {
    const { context } = scene(listing);
    expect(
      await context.render(
        "[{{ adapter.cache_added(this) }}{{ adapter.cache_renamed(this, this.incorporate(path={'identifier': 'b'})) }}{{ adapter.cache_dropped(this) }}]",
      ),
    ).toBe("[]");
  });
  const errors: [template: string, message: string][] = [
    ["{% do adapter.drop_relation(this) %}", "its type is null"],
    ["{% do adapter.cache_added(none) %}", "Attempted to cache a null relation for model.shop.orders"],
    [
      "{% do adapter.rename_relation(this, 'x') %}",
      "'adapter.rename_relation' expects argument 'to_relation' to be of type 'Relation', instead got x (str)",
    ],
    ["{% do adapter.get_relation('a') %}", "missing 1 required positional argument"],
    ["{% do adapter.no_such_method() %}", "has no attribute 'no_such_method'"],
    ["{{ adapter.behavior.nothing }}", "The flag `nothing` has not be registered"],
  ];
  for (const [template, message] of errors)
    test(template, async () => expect((await failure(template, listing)).message).toContain(message));
});

describe("schemas", () => {
  test("are created in a transaction that is committed", async () => {
    const { context, database } = scene();
    await context.render("{% do adapter.create_schema(this) %}");
    expect(database.log).toEqual(["BEGIN", 'create schema "dev"."main"', "COMMIT"]);
  });
  test("dropping one makes it unknown", async () => {
    const { context, database } = scene(listing);
    await context.render(
      "{% do adapter.get_relation('dev', 'main', 'orders') %}{% do adapter.drop_schema(this) %}{% do adapter.get_relation('dev', 'main', 'orders') %}",
    );
    expect(database.log).toEqual(['list "dev"."main"', 'drop schema "dev"."main"', 'list "dev"."main"']);
  });
  test("check_schema_exists reads a count", async () => {
    const answer: Answer = (sql) => ({
      columns: [{ name: "n", type: "BIGINT" }],
      rows: [[sql.includes("nope") ? 0n : 1n]],
    });
    expect(
      await scene(answer).context.render(
        "{{ adapter.check_schema_exists('dev', 'main') }} {{ adapter.check_schema_exists('dev', 'nope') }}",
      ),
    ).toBe("True False");
  });
  test("the missing ones of a run are created once each, and are known from then on", async () => {
    const { bench, database, runtime } = scene((sql) =>
      sql.startsWith("schemas") ? textRows(["name"], [["MAIN"]]) : undefined,
    );
    const relations = ["main", "a", "A", "b"].map((schema) =>
      bench.shared.relationClass.create({ database: "dev", schema, identifier: "x" }),
    );
    await runtime.createSchemas(relations, runtime.connect("master"));
    expect(database.log.filter((sql) => sql.startsWith("create") || sql.startsWith("schemas"))).toEqual([
      "schemas dev",
      'create schema "dev"."A"',
      'create schema "dev"."b"',
    ]);
    expect(runtime.cache.has({ database: "dev", schema: "b" })).toBe(true);
  });
  test("the cache is filled with one query for each schema, database included", async () => {
    const { bench, database, runtime } = scene(listing);
    const relations = ["main", "main", "other"].map((schema) =>
      bench.shared.relationClass.create({ database: "dev", schema, identifier: "x" }),
    );
    await runtime.fillCache(relations);
    expect(database.log.sort()).toEqual(['list "dev"."main"', 'list "dev"."other"']);
    expect(database.opened).toBe(database.closed);
  });
});

describe("columns", () => {
  const columns: Answer = (sql) => {
    if (sql.startsWith("columns missing"))
      throw new DatabaseError("Table missing does not exist", { kind: "table-not-found", sql });
    return textRows(
      ["name", "type"],
      sql.startsWith("columns orders_v2")
        ? [
            ["id", "integer"],
            ["note", "character varying"],
          ]
        : [["id", "integer"]],
    );
  };
  const cases: [template: string, text: string][] = [
    ["{{ adapter.get_columns_in_relation(this) | map(attribute='name') | list }}", "['id']"],
    ["{{ adapter.get_columns_in_relation(api.Relation.create(identifier='missing')) }}", "[]"],
    [
      "{{ adapter.get_missing_columns(api.Relation.create(identifier='orders_v2'), this) | map(attribute='name') | list }}",
      "['note']",
    ],
    [
      "{{ adapter.get_column_schema_from_query('select 1') | map(attribute='dtype') | list }}",
      "['VARCHAR', 'VARCHAR']",
    ],
  ];
  for (const [template, text] of cases)
    test(template, async () => expect(await scene(columns).context.render(template)).toBe(text));

  test("longer text types are widened", async () => {
    const { context, database } = scene((sql) =>
      sql.startsWith("columns") ? textRows(["name", "type"], []) : undefined,
    );
    await context.render("{% do adapter.expand_target_column_types(this, this) %}");
    expect(database.log).toEqual(["columns orders", "columns orders"]);
  });
  test("a snapshot's table has to have dbt's columns", async () => {
    const error = await failure("{% do adapter.valid_snapshot_target(this) %}", columns);
    expect(error.message).toBe(
      'Snapshot target is missing configured columns (missing "dbt_scd_id", "dbt_valid_from", "dbt_valid_to").',
    );
    const names = "{'dbt_scd_id': 'id', 'dbt_valid_from': 'ID', 'dbt_valid_to': none}";
    expect(await scene(columns).context.render(`{{ adapter.valid_snapshot_target(this, ${names}) }}`)).toBe(
      "None",
    );
  });
});

describe("statements", () => {
  test("add_query sends bindings without the comment and gives a cursor", async () => {
    const { context, database } = scene(
      () => ({ columns: [{ name: "n", type: "INTEGER" }], rows: [[1n], [2n]] }),
      { root: { queryComment: { comment: "c", append: false, jobLabel: false } } },
    );
    expect(
      await context.render(
        "{% set connection, cursor = adapter.add_query('insert', bindings=[1, 'x', none]) %}{{ cursor.fetchone() }} {{ cursor.fetchall() }} {{ cursor.fetchone() }}",
      ),
    ).toBe("(1,) [(2,)] None");
    expect(database.log).toEqual(["BEGIN", "insert"]);
  });
  test("run_sql_for_tests", async () => {
    const { context } = scene(() => ({ columns: [{ name: "n", type: "INTEGER" }], rows: [[1n], [2n]] }));
    expect(
      await context.render(
        "{{ adapter.run_sql_for_tests('q', 'one', none) }} {{ adapter.run_sql_for_tests('q', 'all', none) }} {{ adapter.run_sql_for_tests('q', 'none', none) }}",
      ),
    ).toBe("(1,) [(1,), (2,)] None");
  });
});

describe("strategies", () => {
  const cases: [template: string, text: string][] = [
    ["{{ adapter.get_incremental_strategy_macro(context, 'append')({}) }}", "append"],
    ["{{ adapter.get_incremental_strategy_macro(context, 'mine')({}) }}", "mine"],
    [
      "{{ adapter.get_hard_deletes_behavior({'hard_deletes': 'new_record'}) }} {{ adapter.get_hard_deletes_behavior(config) }}",
      "new_record ignore",
    ],
  ];
  for (const [template, text] of cases)
    test(template, async () => expect(await scene().context.render(template)).toBe(text));
  const errors: [template: string, message: string][] = [
    [
      "{% do adapter.get_incremental_strategy_macro(context, 'merge') %}",
      "The incremental strategy 'merge' is not valid for this adapter",
    ],
    [
      "{% do adapter.get_incremental_strategy_macro(context, 'min') %}",
      'could not find an incremental strategy macro with the name "get_incremental_min_sql" in shop',
    ],
    [
      "{% do adapter.get_hard_deletes_behavior({'hard_deletes': 'x'}) %}",
      "Invalid setting for property hard_deletes",
    ],
    [
      "{% do adapter.get_hard_deletes_behavior({'hard_deletes': 'ignore', 'invalidate_hard_deletes': false}) %}",
      "You cannot set both",
    ],
  ];
  for (const [template, message] of errors)
    test(template, async () => expect((await failure(template)).message).toContain(message));
});

describe("constraints", () => {
  const column = (constraints: string): string =>
    `{{ adapter.render_raw_columns_constraints(raw_columns={'a': {'name': 'a', 'data_type': 'int', 'constraints': ${constraints}}}) }}`;
  const model = (constraint: string): string =>
    `{{ adapter.render_raw_model_constraints(raw_constraints=[${constraint}]) }}`;
  const cases: [template: string, text: string, warnings: string[]][] = [
    [
      column("[{'type': 'not_null'}, {'type': 'check', 'expression': 'a > 1'}]"),
      "['a int not null check (a > 1)']",
      [],
    ],
    [column("[{'type': 'unique'}]"), "['a int unique']", ["ConstraintNotEnforced"]],
    [
      column("[{'type': 'foreign_key', 'to': 'x', 'to_columns': ['b']}]"),
      "['a int']",
      ["ConstraintNotSupported"],
    ],
    [
      column(
        "[{'type': 'foreign_key', 'to': 'x', 'to_columns': ['b'], 'warn_unsupported': false}, {'type': 'custom', 'expression': 'foo'}]",
      ),
      "['a int foo']",
      [],
    ],
    [
      model("{'type': 'primary_key', 'columns': ['a', 'b'], 'name': 'pk'}"),
      "['constraint pk primary key (a, b)']",
      [],
    ],
    [model("{'type': 'check', 'expression': 'a > b', 'columns': ['a']}"), "['check (a > b)']", []],
  ];
  for (const [template, text, warnings] of cases) {
    test(text, async () => {
      const { context, bench } = scene();
      expect(await context.render(template)).toBe(text);
      expect(bench.events.map((event) => (event.type === "warning" ? event.name : event.type))).toEqual(
        warnings,
      );
    });
  }
  test("a constraint of an unknown type", async () =>
    expect((await failure(column("[{'type': 'primary'}]"))).message).toBe(
      "Could not parse constraint: {'type': 'primary'}",
    ));
  test("warnings are errors under --warn-error", async () => {
    const error = await failure(column("[{'type': 'unique'}]"), undefined, {
      flags: { warn_error_options: { error: ["ConstraintNotEnforced"] } },
    });
    expect(error.message).toContain("is not enforced by duckdb");
  });
});

describe("the adapter's own methods", () => {
  const templateMethods: NonNullable<BenchInput["dialect"]>["templateMethods"] = (host) => ({
    double: ([value]) => Number(value) * 2,
    ask: async () => String((await host.query("ask")).rows.length),
    get_columns_in_relation: () => ["own"],
    remember: () => {
      const count = Number(host.memory.get("count") ?? 0) + 1;
      host.memory.set("count", count);
      return count;
    },
  });
  test("go before core's and share a memory", async () => {
    const { context } = scene(() => textRows(["a"], [["x"]]), { dialect: { templateMethods } });
    expect(
      await context.render(
        "{{ adapter.double(4) }} {{ adapter.ask() }} {{ adapter.get_columns_in_relation(this) }} {{ adapter.remember() }}{{ adapter.remember() }}",
      ),
    ).toBe("8 1 ['own'] 12");
  });
});
