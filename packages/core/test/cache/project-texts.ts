/** A small project with some of everything that dbt projects have. */
export const PROJECT: { readonly [path: string]: string } = {
  "dbt_project.yml": `name: shop
version: 1.0.0
config-version: 2
profile: shop
vars: {cutoff: "2024-01-01", ratio: 1.0, shop: {inner: 2}}
flags: {require_generic_test_arguments_property: true}
on-run-start: "select 1 -- {{ var('cutoff') }}"
models:
  shop:
    +tags: [all]
    staging: {+materialized: view, +meta: {since: 2024-02-03}}
    marts: {+materialized: table, +grants: {select: [reader]}}
`,
  "profiles.yml":
    "shop: {target: dev, outputs: {dev: {type: duckdb, path: dev.duckdb, schema: main}, prod: {type: duckdb, path: prod.duckdb, schema: live}}}\n",
  "packages.yml": "packages:\n  - local: ../tools\n",
  "dbt_packages/tools/dbt_project.yml": "name: tools\nversion: 1.0.0\nconfig-version: 2\n",
  "dbt_packages/tools/macros/tool.sql":
    "{% macro cents(x) %}{{ x }} * 100{% endmacro %}\n{% macro default__pick(x) %}{{ x }}{% endmacro %}",
  "dbt_packages/tools/models/tool_days.sql": "select 1 as day",
  "models/staging/stg_orders.sql": "select * from {{ source('raw', 'orders') }}",
  "models/staging/stg_customers.sql":
    "{{ config(alias='clients', tags=['pii']) }}\nselect *, {{ env_var('COLOR', 'red') }} as color from {{ source('raw', 'customers') }}",
  "models/staging/stg_events.sql":
    "{{ config(materialized='incremental', unique_key='id') }}\nselect * from {{ source('raw', 'events') }} {% if is_incremental() %} where at > (select max(at) from {{ this }}) {% endif %}",
  "models/marts/orders.sql":
    "{% set names = ['a', 'b'] %}select {{ tools.cents('amount') }} as cents {% for n in names %}, '{{ n }}' as {{ n }} {% endfor %} from {{ ref('stg_orders') }} join {{ ref('stg_customers') }} using (id)",
  "models/marts/customers.sql": "select * from {{ ref('stg_customers') }}",
  "models/marts/wide.sql":
    "select {{ picked('x') }} from {{ ref('orders') }}, {{ ref('tools', 'tool_days') }}",
  "models/marts/plan_v1.sql": "select 1 as id",
  "models/marts/plan_v2.sql": "select 1 as id, 2 as price from {{ ref('stg_orders') }}",
  "models/marts/uses_plan.sql": "select * from {{ ref('plan', v=1) }}",
  "models/marts/off.sql": "{{ config(enabled=false) }} select 1",
  "models/marts/part.sql": "{{ config(materialized='ephemeral') }} select * from {{ ref('orders') }}",
  "models/marts/contracted.sql":
    "{{ config(contract={'enforced': true}) }} select 1 as id from {{ ref('part') }}",
  "models/staging/_staging.yml": `sources:
  - name: raw
    meta: {owner: data, weight: 1.0}
    tables:
      - {name: orders, columns: [{name: id, data_tests: [unique, not_null]}]}
      - name: customers
      - name: events
        config: {freshness: {warn_after: {count: 1, period: day}}, loaded_at_field: at}
models:
  - name: stg_orders
    description: "{{ doc('orders') }}"
    columns:
      - {name: id, data_tests: [unique, not_null]}
      - name: state
        description: 'one of "a"'
        data_tests:
          - accepted_values: {arguments: {values: [a, b, 1.0]}, config: {severity: warn}}
  - name: stg_customers
    config: {meta: {"2": two, born: 2001-02-03}}
`,
  "models/marts/_marts.yml": `groups:
  - {name: sales, owner: {name: Sales, email: s@example.org, team: x}}
models:
  - name: orders
    config: {group: sales, access: private}
    columns:
      - name: customer_id
        data_tests:
          - relationships: {arguments: {to: ref('stg_customers'), field: id}}
          - positive
  - name: wide
    config: {group: sales}
  - name: plan
    latest_version: 2
    deprecation_date: 2030-01-01
    columns: [{name: id}]
    versions:
      - {v: 1}
      - {v: 2, columns: [{include: all}, {name: price, data_type: int}]}
  - name: contracted
    constraints: [{type: not_null, columns: [id]}]
    columns: [{name: id, data_type: int}]
  - {name: part, config: {group: sales}}
  - {name: contracted_typo_absent}
exposures:
  - name: board
    type: dashboard
    owner: {email: b@example.org}
    depends_on: ["ref('customers')", "source('raw', 'orders')"]
unit_tests:
  - name: customers_pass
    model: customers
    given: [{input: ref('stg_customers'), rows: [{id: 1}]}]
    expect: {rows: [{id: 1}]}
`,
  "models/staging/_events.yml": `version: 2
models:
  - name: stg_events
    description: The events, as they came
    columns:
      - {name: id, description: Key, data_tests: [unique, not_null]}
      - name: at
        tags: [time]
        data_tests:
          - not_null: {config: {severity: warn, where: "at > '2024-01-01'"}}
    data_tests: [{positive: {arguments: {column_name: id}}}]
  - name: customers
    config: {tags: [sold]}
    columns:
      - {name: id, data_tests: [{relationships: {arguments: {to: ref('stg_orders'), field: id}}}]}
`,
  "models/docs.md": "{% docs orders %}What was ordered.{% enddocs %}\n{% docs spare %}Spare{% enddocs %}",
  "macros/picked.sql": "{% macro picked(x) %}{{ adapter.dispatch('pick', 'tools')(x) }}{% endmacro %}",
  "macros/_macros.yml":
    "macros:\n  - {name: picked, description: picks, arguments: [{name: x, type: string}]}\n",
  "tests/generic/positive.sql":
    "{% test positive(model, column_name) %}select * from {{ model }} where {{ column_name }} < {{ var('least', 0) }}{% endtest %}",
  "tests/no_gaps.sql": "{{ config(group='sales') }} select * from {{ ref('orders') }} where false",
  "seeds/colors.csv": "id,name\n1,red\n2,blue\n",
  "seeds/_seeds.yml": "seeds:\n  - {name: colors, config: {column_types: {id: int}}}\n",
  "snapshots/snap.sql":
    "{% snapshot snap_orders %}{{ config(unique_key='id', strategy='check', check_cols='all') }}select * from {{ ref('stg_orders') }}{% endsnapshot %}",
  "analyses/look.sql": "select * from {{ ref('wide') }}",
};
