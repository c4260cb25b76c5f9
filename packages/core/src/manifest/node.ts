/**
 * The nouns of a project, in the words and shapes of dbt's manifest.json (schema v12): a field here is a
 * field there, so that artifacts, the `graph` and `model` template variables and our own code share one
 * vocabulary. Parsing fills an object in place; from the finished `Manifest` on, everything but the
 * compile fields (`compiled*`, `extra_ctes*`, `relation_name` of ephemerals) is read only.
 */
import type { JsonObject, JsonValue } from "./json.ts";

export type ResourceType =
  | "model"
  | "seed"
  | "snapshot"
  | "analysis"
  | "test"
  | "operation"
  | "source"
  | "macro"
  | "doc"
  | "exposure"
  | "metric"
  | "group"
  | "semantic_model"
  | "saved_query"
  | "unit_test"
  | "function"
  | "sql_operation";

/** Complete, merged configuration of a node; adapter and user keys stand beside dbt's own. */
export interface NodeConfig {
  [key: string]: unknown;
  enabled: boolean;
  materialized?: string;
  alias?: string | null;
  schema?: string | null;
  database?: string | null;
  tags?: string[];
  meta?: { [key: string]: unknown };
}

export interface FileHash {
  name: string;
  checksum: string;
}
export interface DependsOn {
  macros: string[];
  nodes: string[];
}
export interface RefArgs {
  name: string;
  package: string | null;
  version: string | number | null;
}
export interface Docs {
  show: boolean;
  node_color: string | null;
}
export interface InjectedCte {
  id: string;
  sql: string;
}
export interface ContractState {
  enforced: boolean;
  alias_types: boolean;
  checksum: string | null;
}
export interface Constraint {
  type: "check" | "not_null" | "unique" | "primary_key" | "foreign_key" | "custom";
  name: string | null;
  expression: string | null;
  warn_unenforced: boolean;
  warn_unsupported: boolean;
  to: string | null;
  to_columns: string[];
  columns?: string[];
}
export interface ColumnInfo {
  name: string;
  description: string;
  meta: { [key: string]: unknown };
  data_type: string | null;
  constraints: Constraint[];
  quote: boolean | null;
  config: { meta: { [key: string]: unknown }; tags: string[] };
  tags: string[];
  granularity: string | null;
  doc_blocks: string[];
  /** Keys that dbt does not know are kept. */
  [key: string]: unknown;
}

/** What every file-backed resource carries. */
export interface BaseResource {
  name: string;
  resource_type: ResourceType;
  package_name: string;
  /** Relative to its resource folder, "/" separated. e.g. "staging/stg_orders.sql" */
  path: string;
  /** Relative to the project root. e.g. "models/staging/stg_orders.sql" */
  original_file_path: string;
  /** e.g. "model.shop.stg_orders" */
  unique_id: string;
}

export interface GraphResource extends BaseResource {
  fqn: string[];
}

/** Nodes that live in `manifest.nodes`: they render to SQL or are loaded into a relation. */
export interface ParsedNode extends GraphResource {
  database: string | null;
  schema: string;
  alias: string;
  checksum: FileHash;
  config: NodeConfig;
  tags: string[];
  description: string;
  columns: { [name: string]: ColumnInfo };
  meta: { [key: string]: unknown };
  group: string | null;
  docs: Docs;
  patch_path: string | null;
  build_path: string | null;
  unrendered_config: { [key: string]: unknown };
  /** Seconds since the epoch. */
  created_at: number;
  relation_name: string | null;
  raw_code: string;
  doc_blocks: string[];
  /** In-file config() call as written, before merging. Not written to artifacts. */
  config_call_dict?: { [key: string]: unknown };
}

/** A node whose text is a template. */
export interface CompiledNode extends ParsedNode {
  language: string;
  refs: RefArgs[];
  sources: string[][];
  metrics: string[][];
  /** [name] or [package, name] */
  functions: string[][];
  depends_on: DependsOn;
  compiled_path: string | null;
  compiled: boolean;
  compiled_code: string | null;
  extra_ctes_injected: boolean;
  extra_ctes: InjectedCte[];
  contract: ContractState;
}

export interface ModelNode extends CompiledNode {
  resource_type: "model";
  access: "private" | "protected" | "public";
  constraints: Constraint[];
  version: string | number | null;
  latest_version: string | number | null;
  deprecation_date: string | null;
  primary_key: string[];
  time_spine: JsonValue;
  defer_relation: JsonObject | null;
}
export interface SqlOperationNode extends CompiledNode {
  resource_type: "sql_operation";
}
export interface AnalysisNode extends CompiledNode {
  resource_type: "analysis";
}
/** on-run-start / on-run-end hooks. */
export interface OperationNode extends CompiledNode {
  resource_type: "operation";
  index: number | null;
}
export interface SeedNode extends ParsedNode {
  resource_type: "seed";
  root_path: string | null;
  depends_on: { macros: string[]; nodes?: string[] };
  defer_relation: JsonObject | null;
}
export interface SnapshotNode extends CompiledNode {
  resource_type: "snapshot";
  defer_relation: JsonObject | null;
}
export interface TestMetadata {
  name: string;
  kwargs: { [key: string]: unknown };
  namespace: string | null;
}
/** A data test: singular when `test_metadata` is absent, generic otherwise. */
export interface TestNode extends CompiledNode {
  resource_type: "test";
  test_metadata?: TestMetadata;
  column_name?: string | null;
  file_key_name?: string | null;
  attached_node?: string | null;
}
export interface FunctionNode extends CompiledNode {
  resource_type: "function";
  returns: { data_type: string; description: string | null };
  arguments: { name: string; data_type: string; description: string | null; default_value: unknown }[];
  defer_function: JsonObject | null;
}

export type ManifestNode =
  ModelNode | AnalysisNode | OperationNode | SeedNode | SnapshotNode | TestNode | SqlOperationNode;

export interface FreshnessThreshold {
  warn_after: { count: number | null; period: string | null } | null;
  error_after: { count: number | null; period: string | null } | null;
  filter: string | null;
}
export interface SourceDefinition extends GraphResource {
  resource_type: "source";
  database: string | null;
  schema: string;
  source_name: string;
  source_description: string;
  loader: string;
  identifier: string;
  quoting: {
    database: boolean | null;
    schema: boolean | null;
    identifier: boolean | null;
    column: boolean | null;
  };
  loaded_at_field: string | null;
  loaded_at_query: string | null;
  freshness: FreshnessThreshold | null;
  external: JsonObject | null;
  description: string;
  columns: { [name: string]: ColumnInfo };
  meta: { [key: string]: unknown };
  source_meta: { [key: string]: unknown };
  tags: string[];
  config: NodeConfig;
  patch_path: string | null;
  unrendered_config: { [key: string]: unknown };
  relation_name: string | null;
  created_at: number;
  unrendered_database: string | null;
  unrendered_schema: string | null;
  doc_blocks: string[];
}
export interface MacroArgument {
  name: string;
  type: string | null;
  description: string;
}
export interface MacroNode extends BaseResource {
  resource_type: "macro";
  macro_sql: string;
  depends_on: { macros: string[] };
  description: string;
  meta: { [key: string]: unknown };
  docs: Docs;
  config: { meta: { [key: string]: unknown }; docs: Docs };
  patch_path: string | null;
  arguments: MacroArgument[];
  created_at: number;
  supported_languages: string[] | null;
}
export interface DocBlock extends BaseResource {
  resource_type: "doc";
  block_contents: string;
}
export interface Owner {
  email: string | string[] | null;
  name: string | null;
  [key: string]: unknown;
}
export interface ExposureNode extends GraphResource {
  resource_type: "exposure";
  type: string;
  owner: Owner;
  description: string;
  label: string | null;
  maturity: string | null;
  meta: { [key: string]: unknown };
  tags: string[];
  config: NodeConfig;
  unrendered_config: { [key: string]: unknown };
  url: string | null;
  depends_on: DependsOn;
  refs: RefArgs[];
  sources: string[][];
  metrics: string[][];
  created_at: number;
}
export interface GroupNode extends BaseResource {
  resource_type: "group";
  owner: Owner;
  description: string | null;
  config: { [key: string]: unknown };
}
/** Metrics, semantic models and saved queries are carried through to the artifacts, not executed. */
export interface SemanticResource extends GraphResource {
  resource_type: "metric" | "semantic_model" | "saved_query";
  depends_on: DependsOn;
  refs: RefArgs[];
  config: NodeConfig;
  created_at: number;
  [key: string]: unknown;
}
export interface UnitTestGiven {
  input: string;
  rows: unknown;
  format: "dict" | "csv" | "sql";
  fixture: string | null;
}
export interface UnitTestDefinition extends GraphResource {
  resource_type: "unit_test";
  model: string;
  given: UnitTestGiven[];
  expect: { rows: unknown; format: "dict" | "csv" | "sql"; fixture: string | null };
  overrides: {
    macros: { [key: string]: unknown };
    vars: { [key: string]: unknown };
    env_vars: { [key: string]: unknown };
  } | null;
  description: string;
  depends_on: DependsOn;
  config: NodeConfig;
  checksum: string | null;
  schema: string | null;
  created_at: number;
  versions: { include: unknown; exclude: unknown } | null;
  version: string | number | null;
}

export type AnyResource =
  | ManifestNode
  | SourceDefinition
  | ExposureNode
  | SemanticResource
  | UnitTestDefinition
  | FunctionNode
  | GroupNode
  | MacroNode
  | DocBlock;
/** Everything that is a vertex of the graph. */
export type GraphNode =
  ManifestNode | SourceDefinition | ExposureNode | SemanticResource | UnitTestDefinition | FunctionNode;
