/** Broken projects: every problem is reported, each with its place and a way out. */
import { expect, test } from "vitest";
import { TsmodelError, TsmodelErrors } from "../../src/errors/tsmodel-error.ts";
import { parseFiles } from "./parse-folder.ts";

interface Case {
  readonly name: string;
  readonly files: { readonly [path: string]: string };
  /** `describe()`, place and hint of each problem, in order. */
  readonly problems: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: "a misspelt ref",
    files: {
      "models/a.sql": "\n\nselect *\nfrom {{ ref('stg_order') }}",
      "models/stg_orders.sql": "select 1",
    },
    problems: [
      "Compilation Error\n  Model 'model.shop.a' (models/a.sql) depends on a node named 'stg_order' which was not found\n  at models/a.sql:4:9\n  did you mean \"stg_orders\"?",
    ],
  },
  {
    name: "a disabled ref and a version that does not exist",
    files: {
      "models/a.sql": "select * from {{ ref('off') }} join {{ ref('shop', 'v', v=3) }} using (id)",
      "models/off.sql": "{{ config(enabled=false) }} select 1",
      "models/v_v1.sql": "select 1",
      "models/s.yml": "models: [{name: v, versions: [{v: 1}]}]",
    },
    problems: [
      "Compilation Error\n  Model 'model.shop.a' (models/a.sql) depends on a node named 'off' which is disabled\n  at models/a.sql:1:18\n  set enabled: true on it, or drop the reference",
      "Compilation Error\n  Model 'model.shop.a' (models/a.sql) depends on a node named 'v' with version '3' in package or project 'shop' which was not found\n  at models/a.sql:1:40\n  there is v.v1",
    ],
  },
  {
    name: "two broken properties files and a broken model",
    files: {
      "models/a.sql": "select {{ 1 + }}",
      "models/b.sql": "select * from {{ ref('a') }}",
      "models/one.yml": "models:\n  - name: b\n    columns: id\n",
      "models/two.yml": "models:\n  - nam: b\n",
      "models/three.yml": "models: [\n",
    },
    problems: [
      "Compilation Error in model a (models/a.sql)\n  unexpected 'end of print statement'\n  at models/a.sql:1:15",
      "Parsing Error\n  Invalid models config given in models/one.yml @ models: b - 'columns' takes a list, but got id\n  at models/one.yml:3:14",
      "Parsing Error\n  Error reading models/three.yml: Syntax error",
      "Parsing Error\n  The properties file models/two.yml is invalid: Entry did not contain a name, in 'models'\n  at models/two.yml:2:5",
    ],
  },
  {
    name: "nothing is missed that an unread properties file may hold, nor what has a problem of its own",
    files: {
      "models/a.sql": "select * from {{ source('raw', 'a') }}",
      "models/b.sql": "select * from {{ ref('a') }} join {{ ref('c') }} join {{ ref('c') }} using (id)",
      "models/c.sql": "select * from {{ ref('a') }} join {{ ref('none') }} join {{ ref('none') }} using (id)",
      "models/s.yml": "sources: [{name: raw, tables: [{name: a}]]\n",
    },
    problems: [
      "Parsing Error\n  Error reading models/s.yml: Syntax error",
      "Compilation Error\n  Model 'model.shop.c' (models/c.sql) depends on a node named 'none' which was not found\n  at models/c.sql:1:38",
    ],
  },
  {
    name: "a test that is no test, beside one without a macro, which fails when it runs",
    files: {
      "models/a.sql": "select 1 as id",
      "models/s.yml":
        "models:\n  - name: a\n    columns:\n      - name: id\n        data_tests:\n          - not_nul\n          - {unique: {}, not_null: {}}\n",
    },
    problems: [
      "Parsing Error\n  Invalid test config given in models/s.yml: a test is one key, its name, but there are 2 (unique, not_null): arguments belong under the name (a)\n  at models/s.yml:7:13",
    ],
  },
  {
    name: "configuration of the wrong type, in SQL and in YAML",
    files: {
      "models/a.sql": "{{ config(enabled='yes', materialized='view') }} select 1",
      "models/b.sql": "select 1",
      "models/s.yml": "models:\n  - name: b\n    config:\n      on_configuration_change: aply\n",
    },
    problems: [
      "Parsing Error in model a (models/a.sql)\n  the config enabled takes true or false, but got: yes ('yes' is not of type 'boolean')",
      'Parsing Error in model b (models/b.sql)\n  the config on_configuration_change takes one of apply, continue, fail, but got: aply\n  at models/s.yml:4:32\n  did you mean "apply"?',
    ],
  },
  {
    name: "private and public models out of bounds, an unknown group",
    files: {
      "models/secret.sql": "select 1",
      "models/user.sql": "select * from {{ ref('secret') }}",
      "models/open.sql": "{{ config(materialized='ephemeral', access='public') }} select 1",
      "models/s.yml":
        "groups: [{name: finance, owner: {name: x}}]\nmodels:\n  - {name: secret, config: {access: private, group: finance}}\n  - {name: user, config: {group: finanse}}\n",
    },
    problems: [
      "Parsing Error in model user (models/user.sql)\n  model.shop.user depends on model.shop.secret, which is private to the 'finance' group\n  at models/user.sql:1:18\n  put it into the same group, or make the referenced model protected",
      "Parsing Error in model user (models/user.sql)\n  Invalid group 'finanse': there is 'finance'\n  did you mean \"finance\"?",
      "Parsing Error in model open (models/open.sql)\n  the access of model.shop.open cannot be public, because the model is ephemeral\n  an ephemeral model has no relation that others could read: make it a view, or protected",
    ],
  },
  {
    name: "two models with one name, two with one relation",
    files: {
      "models/a/x.sql": "select 1",
      "models/b/x.sql": "select 2",
      "models/y.sql": "{{ config(alias='x') }} select 3",
    },
    problems: [
      'Compilation Error\n  dbt found two models with the name "x":\n  - model.shop.x (models/a/x.sql)\n  - model.shop.x (models/b/x.sql)\n  rename one of them',
      'Compilation Error\n  dbt found two resources with the database representation ""dev"."main"."x"":\n  - model.shop.x (models/a/x.sql)\n  - model.shop.y (models/y.sql)\n  two resources cannot be built into one relation: give one of them another alias, schema or database',
    ],
  },
  {
    name: "a doc block that does not exist",
    files: {
      "models/a.sql": "select 1",
      "models/s.yml": "models:\n  - name: a\n    description: \"{{ doc('ordes') }}\"\n",
      "models/d.md": "{% docs orders %}Orders{% enddocs %}",
    },
    problems: [
      "Compilation Error in model a (models/a.sql)\n  Documentation for 'model.shop.a' depends on doc 'ordes' which was not found\n  at models/s.yml:3:19\n  did you mean \"orders\"?",
    ],
  },
  {
    name: "an unfinished contract, two primary keys, a foreign key to nowhere",
    files: {
      "models/a.sql": "{{ config(contract={'enforced': true}) }} select 1",
      "models/b.sql": "select 1",
      "models/c.sql": "select 1",
      "models/s.yml":
        "models:\n  - name: a\n  - name: b\n    columns:\n      - {name: x, constraints: [{type: primary_key}]}\n      - {name: y, constraints: [{type: primary_key}]}\n" +
        "  - name: c\n    columns:\n      - {name: x, constraints: [{type: foreing_key}]}\n",
    },
    problems: [
      "Parsing Error in model a (models/a.sql)\n  Contract enforcement failed for models/a.sql: Constraints must be defined in a \`yml\` schema configuration file, and none says which columns it has\n  at models/s.yml:2:5\n  list the model's columns with their data_type",
      "Parsing Error in model b (models/b.sql)\n  Found 2 columns (['x', 'y']) with primary key constraints defined: models/b.sql\n  at models/s.yml:3:5\n  a key of several columns is a constraint of the model: `constraints: [{type: primary_key, columns: […]}]`",
      'Parsing Error in model c (models/c.sql)\n  Invalid constraint type on column x: foreing_key (there is check, not_null, unique, primary_key, foreign_key, custom)\n  at models/s.yml:9:7\n  did you mean "foreign_key"?',
    ],
  },
  {
    name: "a primary key in two places, and a properties file that is a list",
    files: {
      "models/a.sql": "select 1",
      "models/s.yml":
        "models:\n  - name: a\n    constraints: [{type: primary_key, columns: [x]}]\n    columns:\n      - {name: x, constraints: [{type: primary_key}]}\n",
      "models/list.yml": "- name: a\n",
    },
    problems: [
      "Parsing Error\n  The properties file models/list.yml is invalid: Dictionary expected, a mapping of sections\n  at models/list.yml:1:1",
      "Parsing Error in model a (models/a.sql)\n  Primary key constraints defined at the model level and the columns level: models/a.sql\n  at models/s.yml:3:18\n  say it in one of the two places",
    ],
  },
  {
    name: "a foreign key that is no reference, and one to a model that is not there",
    files: {
      "models/a.sql": "select 1",
      "models/b.sql": "select 1",
      "models/s.yml":
        "models:\n  - name: a\n    constraints: [{type: foreign_key, columns: [x], to: nowhere, to_columns: [x]}]\n  - name: b\n    columns: [{name: x, constraints: [{type: foreign_key, to: ref('none'), to_columns: [x]}]}]\n",
    },
    problems: [
      "Parsing Error in model a (models/a.sql)\n  Invalid 'ref' or 'source' syntax on foreign key constraint 'to' on model a: nowhere.\n",
      "Compilation Error\n  Model 'model.shop.b' (models/b.sql) depends on a node named 'none' which was not found",
    ],
  },
  {
    name: "values that dbt refuses without a label",
    files: {
      "models/a.sql": "{{ config(docs={'node_color': '#xxx111'}) }} select 1",
      "models/b.sql": "{{ config(materialized='incremental', contract={'enforced': true}) }} select 1",
    },
    problems: [
      "the config docs.node_color takes an HTML color name or a hex code, but got: #xxx111\n  in model a (models/a.sql)",
      "Invalid value for on_schema_change: ignore. Models materialized as incremental with contracts enabled must set on_schema_change to 'append_new_columns' or 'fail'\n  in model b (models/b.sql)",
    ],
  },
  {
    name: "unit tests of a model that does not exist and of an incremental model",
    files: {
      "models/inc.sql":
        "{{ config(materialized='incremental') }} select 1 {% if is_incremental() %} where true {% endif %}",
      "models/s.yml":
        "unit_tests:\n  - {name: one, model: ink, given: [], expect: {rows: []}}\n  - {name: two, model: inc, given: [], expect: {rows: []}}\n  - {name: three, model: inc, given: [], expect: {format: csv, fixture: nope}}\n",
    },
    problems: [
      "Parsing Error\n  File not found for fixture 'nope' in unit tests of models/s.yml\n  at models/s.yml:4:73\n  fixtures are the .csv and .sql files in tests/fixtures",
      "Parsing Error in unit_test one (models/s.yml)\n  the model 'shop.ink' of unit test 'one' in models/s.yml was not found\n  at models/s.yml:2:24\n  did you mean \"inc\"?",
      "Parsing Error in unit_test two (models/s.yml)\n  Boolean override for 'is_incremental' must be provided for unit test 'two' in model 'inc'\n  overrides: {macros: {is_incremental: false}}",
    ],
  },
  {
    name: "snapshots without a strategy, seeds that depend on something",
    files: {
      "snapshots/s.sql": "{% snapshot snap %}select 1{% endsnapshot %}",
      "seeds/c.csv": "a\n1\n",
      "models/a.sql": "select 1",
      "seeds/s.yml": "seeds: [{name: c, config: {post_hook: \"select {{ ref('a') }}\"}}]",
    },
    problems: [
      "Parsing Error in seed c (seeds/c.csv)\n  Seeds cannot depend on other nodes, but a hook of 'seed.shop.c' calls 'ref', 'source' or 'metric', directly or through a macro\n  move the hook to a model that depends on the seed",
      "Snapshots must be configured with a 'strategy' and 'unique_key'.\n  in snapshot snap (snapshots/s.sql)",
    ],
  },
  {
    name: "a test's config that is no dict",
    files: { "models/a.sql": "select 1", "models/s.yml": "models:\n  - name: a\n    columns: [{name: x, data_tests: [{not_null: {config: severity}}]}]\n" },
    problems: ["Parsing Error\n  Invalid test config given in models/s.yml: `config` must be a dict of settings, got severity (a)\n  at models/s.yml:3:38"],
  },
  {
    name: "a semantic model without a time spine, metrics or not",
    files: {
      "models/a.sql": "select 1 as id",
      "models/s.yml": "semantic_models:\n  - {name: s, model: ref('a'), entities: [{name: id, type: primary}]}\n",
    },
    problems: ["Parsing Error\n  The semantic layer requires a time spine model with granularity DAY or smaller in the project, but there is none"],
  },
  {
    name: "time spines whose columns are not there",
    files: {
      "models/a.sql": "select 1",
      "models/b.sql": "select 1",
      "models/c.sql": "select 1",
      "models/s.yml": ["dya", "day", "day, custom_granularities: [{name: week}]"]
        .map((spine, index) => `  - {name: ${"abc"[index]}, time_spine: {standard_granularity_column: ${spine}}, columns: [{name: day${index === 1 ? "" : ", granularity: day"}}]}\n`)
        .reduce((text, entry) => text + entry, "models:\n"),
    },
    problems: [
      "Parsing Error\n  Time spine standard granularity column must be defined on the model. 'dya' is none of the columns of model 'a'\n  at models/s.yml:2:27\n  did you mean \"day\"?",
      "Parsing Error\n  Time spine standard granularity column must have a granularity defined. There is none for column 'day' of model 'b'\n  at models/s.yml:3:27",
      "Parsing Error\n  Time spine custom granularity columns do not exist in the model. 'week' is none of the columns of model 'c'\n  at models/s.yml:4:27",
    ],
  },
  {
    name: "unknown keys where none may be",
    files: {
      "models/s.yml":
        "sources:\n  - name: raw\n    tabels: [{name: x}]\nexposures:\n  - {name: e, type: dashbord, owner: {name: x}}\n  - {name: f, type: ml, owner: {}}\n",
    },
    problems: [
      "Parsing Error\n  Invalid sources config given in models/s.yml @ sources: raw - there is no key 'tabels'\n  at models/s.yml:3:5\n  did you mean \"tables\"?",
      "Parsing Error\n  Invalid exposures config given in models/s.yml @ exposures: e - 'type' takes one of dashboard, notebook, analysis, ml, application, but got dashbord\n  at models/s.yml:5:21\n  did you mean \"dashboard\"?",
      "Parsing Error\n  the owner of exposure f has neither a name nor an email\n  at models/s.yml:6:32",
    ],
  },
];

test.each(cases)("$name", ({ files, problems }) => {
  const found = problemsOf(files).map(print);
  expect(found.length).toBe(problems.length);
  for (const [index, problem] of problems.entries())
    expect(found[index]!.slice(0, problem.length)).toBe(problem);
});

function problemsOf(files: Case["files"]): readonly TsmodelError[] {
  try {
    parseFiles(files);
  } catch (error) {
    if (error instanceof TsmodelErrors) return error.errors;
    if (error instanceof TsmodelError) return [error];
    throw error;
  }
  return [];
}

function print(error: TsmodelError): string {
  const [place] = error.at;
  return [
    error.describe(),
    ...(place ? [`  at ${place.file}:${place.line}:${place.column}`] : []),
    ...(error.hint ? [`  ${error.hint}`] : []),
  ].join("\n");
}
