/**
 * The configuration each kind of resource takes: dbt's config classes (artifacts/resources/v1) as tables. A key that
 * is not in the table is the user's or the adapter's own: it is kept, and the last one written counts.
 */
import type { ResourceType } from "../../manifest/node.ts";
import { NO_FRESHNESS } from "./freshness.ts";

/** How a value joins the one that is already there. Clobber, the default, replaces it. */
export type MergeBehavior = "clobber" | "append" | "update" | "grants";

/** What a value has to be; "any" is not checked. */
export type ConfigType =
  | "any"
  | "boolean"
  | "boolean?"
  | "string"
  | "string?"
  | "integer?"
  | "strings"
  | "strings|string?"
  | "object"
  | "hooks"
  | "docs"
  | "contract"
  | "meta-columns"
  | "build-after"
  | "freshness"
  | "cache"
  | { readonly oneOf: readonly string[]; readonly nullable?: boolean };

export interface ConfigField {
  readonly type: ConfigType;
  readonly merge: MergeBehavior;
  /** Shared by all configs that do not set the key: never to be changed in place. */
  readonly initial: unknown;
}

export interface ConfigSchema {
  readonly fields: ReadonlyMap<string, ConfigField>;
  /** A config with nothing set. */
  readonly initial: { readonly [key: string]: unknown };
}

type Fields = { readonly [key: string]: ConfigField };

const field = (type: ConfigType, initial: unknown = null, merge: MergeBehavior = "clobber"): ConfigField => ({
  type,
  initial,
  merge,
});
const NOTHING: readonly never[] = Object.freeze([]);
const EMPTY: object = Object.freeze({});

const enabled: Fields = { enabled: field("boolean", true) };
const meta: Fields = { meta: field("object", EMPTY, "update") };
const staticAnalysis: Fields = { static_analysis: field("any") };

const nodeAndTest: Fields = {
  ...enabled,
  alias: field("string?"),
  schema: field("string?"),
  database: field("string?"),
  tags: field("strings|string?", NOTHING, "append"),
  ...meta,
  group: field("string?"),
  ...staticAnalysis,
};

const node: Fields = {
  ...nodeAndTest,
  materialized: field("string", "view"),
  incremental_strategy: field("string?"),
  batch_size: field("any"),
  lookback: field("any", 1),
  begin: field("any"),
  persist_docs: field("object", EMPTY),
  "post-hook": field("hooks", NOTHING, "append"),
  "pre-hook": field("hooks", NOTHING, "append"),
  quoting: field("object", EMPTY, "update"),
  column_types: field("object", EMPTY, "update"),
  full_refresh: field("boolean?"),
  unique_key: field("strings|string?"),
  on_schema_change: field("string?", "ignore"),
  on_configuration_change: field({ oneOf: ["apply", "continue", "fail"] }, "apply"),
  grants: field("object", EMPTY, "grants"),
  packages: field("strings", NOTHING, "append"),
  docs: field("docs", Object.freeze({ show: true, node_color: null }), "update"),
  contract: field("contract", Object.freeze({ enforced: false, alias_types: true }), "update"),
  event_time: field("any"),
  concurrent_batches: field("any"),
};

const model: Fields = { ...node, access: field("any", "protected"), freshness: field("build-after") };

const seed: Fields = {
  ...node,
  materialized: field({ oneOf: ["seed"] }, "seed"),
  delimiter: field("string", ","),
  quote_columns: field("boolean?"),
};

const snapshot: Fields = {
  ...node,
  materialized: field("string", "snapshot"),
  strategy: field("string?"),
  target_schema: field("string?"),
  target_database: field("string?"),
  updated_at: field("string?"),
  check_cols: field("strings|string?"),
  snapshot_meta_column_names: field(
    "meta-columns",
    Object.freeze({
      dbt_valid_to: null,
      dbt_valid_from: null,
      dbt_scd_id: null,
      dbt_updated_at: null,
      dbt_is_deleted: null,
    }),
  ),
  dbt_valid_to_current: field("string?"),
};

const dataTest: Fields = {
  ...nodeAndTest,
  schema: field("string?", "dbt_test__audit"),
  materialized: field({ oneOf: ["test"] }, "test"),
  severity: field("string", "ERROR"),
  store_failures: field("boolean?"),
  store_failures_as: field("string?"),
  where: field("string?"),
  limit: field("integer?"),
  fail_calc: field("string", "count(*)"),
  warn_if: field("string", "!= 0"),
  error_if: field("string", "!= 0"),
};

const sqlFunction: Fields = {
  ...node,
  materialized: field("string", "function"),
  type: field({ oneOf: ["scalar", "aggregate", "table"] }, "scalar"),
  volatility: field({ oneOf: ["deterministic", "stable", "non-deterministic"], nullable: true }),
  runtime_version: field("string?"),
  entry_point: field("string?"),
};

const source: Fields = {
  ...enabled,
  event_time: field("any"),
  freshness: field("freshness", NO_FRESHNESS),
  loaded_at_field: field("string?"),
  loaded_at_query: field("string?"),
  ...meta,
  tags: field("strings", NOTHING),
  ...staticAnalysis,
};

const exposure: Fields = { ...enabled, tags: field("strings", NOTHING), meta: field("object", EMPTY) };
const semantic: Fields = { ...enabled, group: field("string?"), ...meta };

const savedQuery: Fields = {
  ...semantic,
  export_as: field({ oneOf: ["table", "view", "cache"], nullable: true }),
  schema: field("string?"),
  cache: field("cache", Object.freeze({ enabled: false })),
};

const unitTest: Fields = {
  tags: field("strings|string?", NOTHING, "append"),
  ...meta,
  ...enabled,
  ...staticAnalysis,
};

const SCHEMAS: { readonly [type: string]: ConfigSchema } = {
  model: schemaOf(model),
  seed: schemaOf(seed),
  snapshot: schemaOf(snapshot),
  test: schemaOf(dataTest),
  function: schemaOf(sqlFunction),
  source: schemaOf(source),
  exposure: schemaOf(exposure),
  metric: schemaOf(semantic),
  semantic_model: schemaOf(semantic),
  saved_query: schemaOf(savedQuery),
  unit_test: schemaOf(unitTest),
  group: schemaOf(meta),
};
const OTHERS: ConfigSchema = schemaOf(node);

/** Analyses, hooks and inline queries take a node's configuration. */
export function configSchemaOf(type: ResourceType): ConfigSchema {
  return SCHEMAS[type] ?? OTHERS;
}

function schemaOf(fields: Fields): ConfigSchema {
  const initial: { [key: string]: unknown } = {};
  for (const [key, { initial: value }] of Object.entries(fields)) initial[key] = value;
  return { fields: new Map(Object.entries(fields)), initial: Object.freeze(initial) };
}
