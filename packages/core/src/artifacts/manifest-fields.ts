/** Which fields an artifact shows of each kind of resource, in dbt's order (manifest schema v12). */
import type { AnyResource } from "../manifest/node.ts";

const base = ["name", "resource_type", "package_name", "path", "original_file_path", "unique_id"];
const graph = [...base, "fqn"];
const parsed = [
  "database",
  "schema",
  ...graph,
  "alias",
  "checksum",
  "config",
  "tags",
  "description",
  "columns",
  "meta",
  "group",
  "docs",
  "patch_path",
  "build_path",
  "unrendered_config",
  "created_at",
  "relation_name",
  "raw_code",
  "doc_blocks",
];
/** Written only of nodes that were compiled. */
const compileFields = ["compiled", "compiled_code", "extra_ctes_injected", "extra_ctes"];
const compiled = [
  ...parsed,
  "language",
  "refs",
  "sources",
  "metrics",
  "functions",
  "depends_on",
  "compiled_path",
  ...compileFields,
  "contract",
];

const fields: { readonly [kind: string]: readonly string[] } = {
  model: [
    ...compiled,
    "access",
    "constraints",
    "version",
    "latest_version",
    "deprecation_date",
    "primary_key",
    "time_spine",
  ],
  seed: [...parsed, "root_path", "depends_on"],
  snapshot: compiled,
  analysis: compiled,
  sql_operation: compiled,
  operation: [...compiled, "index"],
  singular_test: compiled,
  generic_test: [...compiled, "column_name", "file_key_name", "attached_node", "test_metadata"],
  function: ["returns", ...compiled, "arguments"],
  source: [
    "database",
    "schema",
    ...graph,
    "source_name",
    "source_description",
    "loader",
    "identifier",
    "quoting",
    "loaded_at_field",
    "loaded_at_query",
    "freshness",
    "external",
    "description",
    "columns",
    "meta",
    "source_meta",
    "tags",
    "config",
    "patch_path",
    "unrendered_config",
    "relation_name",
    "created_at",
    "unrendered_database",
    "unrendered_schema",
    "doc_blocks",
  ],
  exposure: [
    ...graph,
    "type",
    "owner",
    "description",
    "label",
    "maturity",
    "meta",
    "tags",
    "config",
    "unrendered_config",
    "url",
    "depends_on",
    "refs",
    "sources",
    "metrics",
    "created_at",
  ],
  metric: [
    ...graph,
    "description",
    "label",
    "type",
    "type_params",
    "filter",
    "metadata",
    "time_granularity",
    "meta",
    "tags",
    "config",
    "unrendered_config",
    "sources",
    "depends_on",
    "refs",
    "metrics",
    "created_at",
    "group",
  ],
  semantic_model: [
    ...graph,
    "model",
    "node_relation",
    "description",
    "label",
    "defaults",
    "entities",
    "measures",
    "dimensions",
    "metadata",
    "depends_on",
    "refs",
    "created_at",
    "config",
    "unrendered_config",
    "primary_entity",
    "group",
  ],
  saved_query: [
    ...graph,
    "query_params",
    "exports",
    "description",
    "label",
    "metadata",
    "config",
    "unrendered_config",
    "group",
    "depends_on",
    "created_at",
    "refs",
    "tags",
  ],
  unit_test: [
    "model",
    "given",
    "expect",
    ...graph,
    "description",
    "overrides",
    "depends_on",
    "config",
    "checksum",
    "schema",
    "created_at",
    "versions",
    "version",
  ],
  group: [...base, "owner", "description", "config"],
  macro: [
    ...base,
    "macro_sql",
    "depends_on",
    "description",
    "meta",
    "docs",
    "config",
    "patch_path",
    "arguments",
    "created_at",
    "supported_languages",
  ],
  doc: [...base, "block_contents"],
};

const isCompileField: ReadonlySet<string> = new Set(compileFields);

/** Names of the fields that are shown of a resource. */
export function fieldsOf(resource: AnyResource): readonly string[] {
  const isCompiled = (resource as { readonly compiled?: boolean }).compiled === true;
  return (isCompiled ? fields : fieldsUncompiled)[kindOf(resource)]!;
}

const fieldsUncompiled: typeof fields = Object.fromEntries(
  Object.entries(fields).map(([kind, names]) => [kind, names.filter((name) => !isCompileField.has(name))]),
);

/** What is shown as a field; null where there is nothing. */
export function shownValue(resource: AnyResource, field: string): unknown {
  return inOrder(field, (resource as unknown as { readonly [field: string]: unknown })[field]) ?? null;
}

function kindOf(resource: AnyResource): string {
  if (resource.resource_type !== "test") return resource.resource_type;
  return resource.test_metadata === undefined ? "singular_test" : "generic_test";
}

/** Mappings whose keys dbt writes in an order of its own, whatever the user's. */
const keyOrder: { readonly [field: string]: readonly string[] } = {
  owner: ["email", "name"],
  test_metadata: ["name", "kwargs", "namespace"],
};

function inOrder(field: string, value: unknown): unknown {
  const keys = keyOrder[field];
  if (keys === undefined || typeof value !== "object" || value === null) return value;
  const given = value as { readonly [key: string]: unknown };
  return { ...Object.fromEntries(keys.map((key) => [key, given[key] ?? null])), ...given };
}
