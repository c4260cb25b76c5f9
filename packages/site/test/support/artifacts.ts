/** Artifacts of a small shop, and of projects of any size, made in memory. */
import type { Artifacts, HistoryRun, Json } from "../../src/index.ts";

type Fields = { readonly [key: string]: unknown };

export function resource(id: string, fields: Fields = {}): Json {
  const [type, ...rest] = id.split(".");
  const name = rest.at(-1)!;
  return {
    unique_id: id,
    name,
    resource_type: type,
    package_name: rest[0],
    original_file_path: `models/${name}.sql`,
    description: "",
    columns: {},
    config: { materialized: "view", enabled: true },
    depends_on: { nodes: [], macros: [] },
    tags: [],
    ...fields,
  };
}

export const reads = (...nodes: string[]): Fields => ({ depends_on: { nodes, macros: [] } });

export const column = (name: string, description = "", type: string | null = null): [string, Json] => [
  name,
  { name, description, data_type: type, constraints: [], tags: [], meta: {} },
];

/** A data test of one column. */
export function columnTest(
  tested: string,
  columnName: string,
  kind: string,
  kwargs: Fields = {},
  others: string[] = [],
): Json {
  return resource(`test.shop.${kind}_${tested.split(".").at(-1)}_${columnName}`, {
    ...reads(...others, tested),
    attached_node: tested,
    column_name: columnName,
    test_metadata: { name: kind, namespace: null, kwargs: { column_name: columnName, ...kwargs } },
    config: { severity: "ERROR" },
  });
}

export function manifest(
  nodes: readonly Json[],
  maps: { readonly [map: string]: readonly Json[] } = {},
): Json {
  const byId = (list: readonly Json[]): Json =>
    Object.fromEntries(list.map((each) => [String(each["unique_id"]), each]));
  return {
    metadata: {
      project_name: "shop",
      adapter_type: "duckdb",
      dbt_version: "1.11.0",
      generated_at: "2026-03-01T10:00:00Z",
    },
    nodes: byId(nodes),
    ...Object.fromEntries(Object.entries(maps).map(([map, list]) => [map, byId(list)])),
  };
}

export const run = (
  id: string,
  at: string,
  results: readonly (readonly [string, string, number?, (number | null)?, (string | null)?])[],
  command = "build",
): HistoryRun => ({
  id,
  command,
  at,
  elapsed: 1,
  results: results.map(([node, status, seconds = 0.1, rows = null, message = null]) => [
    node,
    status,
    seconds,
    rows,
    null,
    message,
  ]),
});

const ORDERS = "model.shop.orders";

/** Source → staging → orders → exposure, with tests, a macro, a unit test, runs. */
export function shop(): Artifacts {
  return {
    manifest: manifest(
      [
        resource("model.shop.stg_orders", {
          ...reads("source.shop.raw.orders"),
          original_file_path: "models/staging/stg_orders.sql",
          database: "db",
          schema: "main",
          raw_code: "select * from {{ source('raw', 'orders') }}",
          columns: Object.fromEntries([column("id"), column("customer_id")]),
        }),
        resource("model.shop.customers", {
          original_file_path: "models/customers.sql",
          columns: Object.fromEntries([column("id", "Who")]),
          description: "People",
        }),
        resource(ORDERS, {
          depends_on: {
            nodes: ["model.shop.stg_orders", "model.shop.customers"],
            macros: ["macro.shop.cents"],
          },
          original_file_path: "models/marts/orders.sql",
          description: "Every **order** once.",
          tags: ["daily"],
          group: "sales",
          access: "public",
          database: "db",
          schema: "main",
          relation_name: '"db"."main"."orders"',
          config: { materialized: "table", contract: { enforced: true }, meta: { owner: "Ann" } },
          raw_code: "select {{ cents('amount') }} from {{ ref('stg_orders') }}",
          compiled_code: "select amount / 100 from stg_orders",
          columns: Object.fromEntries([column("id", "The `key`."), column("customer_id"), column("gone")]),
        }),
        columnTest(ORDERS, "id", "not_null"),
        columnTest(ORDERS, "id", "unique"),
        columnTest(ORDERS, "customer_id", "relationships", { to: "ref('customers')", field: "id" }, [
          "model.shop.customers",
        ]),
        resource("test.shop.totals_match", { ...reads(ORDERS), raw_code: "select 1" }),
      ],
      {
        sources: [
          resource("source.shop.raw.orders", {
            source_name: "raw",
            database: "db",
            schema: "raw",
            freshness: { warn_after: { count: 24, period: "hour" }, error_after: null },
          }),
        ],
        exposures: [
          resource("exposure.shop.board", {
            ...reads(ORDERS),
            label: "The board",
            type: "dashboard",
            url: "https://example.com/board",
            owner: { name: "Bo", email: "bo@example.com" },
          }),
        ],
        macros: [
          resource("macro.shop.cents", {
            macro_sql: "{% macro cents(x) %}{{ x }} / 100{% endmacro %}",
            arguments: [{ name: "x", type: "column", description: "Cents" }],
          }),
          resource("macro.dbt.run_query"),
        ],
        unit_tests: [
          resource("unit_test.shop.orders.adds_up", {
            ...reads(ORDERS),
            given: [{ input: "ref('stg_orders')", rows: [{ id: 1 }], format: "dict" }],
            expect: { rows: [{ id: 1 }], format: "dict" },
          }),
        ],
        groups: [resource("group.shop.sales", { owner: { name: "Sales", email: "sales@example.com" } })],
        docs: [{ ...resource("doc.shop.__overview__"), block_contents: "# Our shop\n\nAll about **it**." }],
      },
    ),
    catalog: {
      metadata: { generated_at: "2026-03-01T10:00:01Z" },
      nodes: {
        [ORDERS]: {
          metadata: {
            type: "BASE TABLE",
            schema: "main",
            name: "orders",
            database: "db",
            comment: null,
            owner: null,
          },
          columns: {
            id: { type: "BIGINT", index: 1, name: "id", comment: null },
            customer_id: { type: "INTEGER", index: 2, name: "customer_id", comment: null },
            amount: { type: "DECIMAL(18,2)", index: 3, name: "amount", comment: null },
          },
          stats: {},
        },
      },
      sources: {},
    },
    sources: {
      results: [
        {
          unique_id: "source.shop.raw.orders",
          status: "warn",
          max_loaded_at: "2026-02-27T00:00:00+00:00",
          snapshotted_at: "2026-03-01T00:00:00+00:00",
          max_loaded_at_time_ago_in_s: 172_800,
        },
      ],
    },
    history: [
      run("a", "2026-02-27T08:00:00Z", [[ORDERS, "success", 0.2, 10]]),
      run("b", "2026-02-28T08:00:00Z", [[ORDERS, "success", 0.2, 11]]),
      run("c", "2026-02-28T09:00:00Z", [[ORDERS, "success", 0.2, 11]]),
      run("d", "2026-03-01T08:00:00Z", [
        [ORDERS, "success", 1.5, 12],
        ["model.shop.stg_orders", "error", 0.1, null, "no such table <raw>"],
        ["test.shop.not_null_orders_id", "pass"],
        ["test.shop.unique_orders_id", "fail", 0.1, null, "Got 2 results"],
      ]),
    ],
  };
}

/** A chain of layers; each model reads one to three of the layer before. */
export function layered(models: number): Artifacts {
  const width = Math.ceil(Math.sqrt(models));
  let seed = 7;
  const next = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  const id = (at: number): string => `model.shop.m${at}`;
  const nodes = Array.from({ length: models }, (_, at) => {
    const layer = Math.floor(at / width);
    const parents =
      layer === 0 ? [] : Array.from({ length: 1 + next(3) }, () => id((layer - 1) * width + next(width)));
    return resource(id(at), {
      ...reads(...new Set(parents)),
      original_file_path: `models/l${layer}/m${at}.sql`,
    });
  });
  return { manifest: manifest(nodes), history: [] };
}
