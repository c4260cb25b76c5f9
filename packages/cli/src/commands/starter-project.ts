/** profiles.yml with this profile: a DuckDB file of its name. */
export function starterProfile(name: string): string {
  return `${name}:
  target: dev
  outputs:
    dev:
      type: duckdb
      path: ${name}.duckdb
      threads: 4
`;
}

/** The files of `tsmodel init`, by path; profiles.yml among them when the project gets a profile of its own. */
export function starterFiles(name: string, profile: string, ownProfile: boolean): { readonly [path: string]: string } {
  return {
    "dbt_project.yml": `name: ${name}
version: "1.0.0"
profile: ${profile}

model-paths: [models]
seed-paths: [seeds]
test-paths: [tests]
macro-paths: [macros]
clean-targets: [target]

models:
  ${name}:
    staging:
      +materialized: view
    marts:
      +materialized: table
`,
    ...(ownProfile ? { "profiles.yml": starterProfile(profile) } : {}),
    ".gitignore": "target/\nlogs/\n*.duckdb\n*.duckdb.wal\n",
    "seeds/raw_customers.csv": `id,name,country
1,Ada,GB
2,Grace,US
3,Linus,FI
`,
    "seeds/raw_orders.csv": `id,customer_id,ordered_at,amount_cents
1,1,2026-01-05,1250
2,1,2026-01-19,800
3,2,2026-01-20,9900
4,2,2026-02-02,450
`,
    "models/staging/stg_customers.sql": `select
    id as customer_id,
    name as customer_name,
    country
from {{ ref('raw_customers') }}
`,
    "models/staging/stg_orders.sql": `select
    id as order_id,
    customer_id,
    ordered_at::date as ordered_at,
    amount_cents / 100.0 as amount
from {{ ref('raw_orders') }}
`,
    "models/marts/customers.sql": `select
    customers.customer_id,
    customers.customer_name,
    count(orders.order_id) as order_count,
    coalesce(sum(orders.amount), 0) as amount_total,
    max(orders.ordered_at) as last_ordered_at
from {{ ref('stg_customers') }} as customers
left join {{ ref('stg_orders') }} as orders on orders.customer_id = customers.customer_id
group by 1, 2
`,
    "models/models.yml": `models:
  - name: stg_customers
    description: Customers as the shop's database has them.
    columns:
      - name: customer_id
        data_tests: [unique, not_null]

  - name: stg_orders
    description: One row for each order.
    columns:
      - name: order_id
        data_tests: [unique, not_null]
      - name: customer_id
        data_tests:
          - relationships:
              arguments:
                to: ref('stg_customers')
                field: customer_id

  - name: customers
    description: One row for each customer, with what they ordered.
    columns:
      - name: customer_id
        description: Key of the customer.
        data_tests: [unique, not_null]
      - name: amount_total
        description: Sum of all orders, in the shop's currency.

unit_tests:
  - name: customer_without_orders_counts_zero
    model: customers
    given:
      - input: ref('stg_customers')
        rows:
          - { customer_id: 1, customer_name: Ada }
      - input: ref('stg_orders')
        rows: []
    expect:
      rows:
        - { customer_id: 1, order_count: 0, amount_total: 0 }
`,
    "tests/no_negative_amounts.sql": `select *
from {{ ref('stg_orders') }}
where amount < 0
`,
    "README.md": `# ${name}

    tsmodel build     load seeds, build models, run tests
    tsmodel watch     rebuild what you save
    tsmodel ls        list what there is
`,
  };
}
