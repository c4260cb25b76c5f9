/** target/semantic_manifest.json: the semantic layer's resources, in the shape MetricFlow reads. */
import type { Effects } from "../effects.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { ModelNode } from "../manifest/node.ts";
import { artifactPath } from "./artifact-metadata.ts";
import type { ManifestScope } from "./manifest-file.ts";
import { jsonText } from "./json-text.ts";

type Json = { readonly [key: string]: unknown };

/** The interface version dbt 1.11 was made with. */
const interfaceVersion = { major_version: "0", minor_version: "9", patch_version: "0" };

export function writeSemanticManifest(scope: ManifestScope, effects: Effects): void {
  if (scope.project.flags["write_json"] === false) return;
  effects.files.writeText(
    artifactPath(scope.project, "semantic_manifest.json"),
    jsonText(buildSemanticManifest(scope.manifest)),
  );
}

export function buildSemanticManifest(manifest: Manifest): object {
  return {
    semantic_models: [...manifest.semantic_models.values()].map(semanticModel),
    metrics: [...manifest.metrics.values()].map(metric),
    project_configuration: {
      time_spine_table_configurations: legacyTimeSpines(manifest),
      metadata: null,
      dsi_package_version: interfaceVersion,
      time_spines: [...manifest.nodes.values()].flatMap((node) =>
        node.resource_type === "model" && node.time_spine ? [timeSpine(node)] : [],
      ),
    },
    saved_queries: [...manifest.saved_queries.values()].map(savedQuery),
  };
}

function pick(source: Json, keys: readonly string[]): { [key: string]: unknown } {
  return Object.fromEntries(keys.map((key) => [key, source[key] ?? null]));
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function metaOf(source: Json): object {
  return { meta: ((source["config"] ?? {}) as Json)["meta"] ?? {} };
}

function semanticModel(model: Json): object {
  const part =
    (keys: readonly string[]) =>
    (item: Json): object => ({ ...pick(item, keys), config: metaOf(item) });
  return {
    ...pick(model, ["name", "defaults", "description", "node_relation", "primary_entity"]),
    entities: list(model["entities"]).map(
      part(["name", "description", "type", "role", "expr", "metadata", "label"]),
    ),
    measures: list(model["measures"]).map(
      part([
        "name",
        "agg",
        "description",
        "create_metric",
        "expr",
        "agg_params",
        "metadata",
        "non_additive_dimension",
        "agg_time_dimension",
        "label",
      ]),
    ),
    dimensions: list(model["dimensions"]).map(
      part(["name", "description", "type", "is_partition", "type_params", "expr", "metadata", "label"]),
    ),
    ...pick(model, ["label", "metadata"]),
    config: metaOf(model),
  };
}

const typeParamKeys = [
  "measure",
  "numerator",
  "denominator",
  "expr",
  "window",
  "grain_to_date",
  "metrics",
  "conversion_type_params",
  "cumulative_type_params",
  "input_measures",
];

function typeParams(source: Json): object {
  const picked = pick(source, typeParamKeys) as Json;
  const cumulative = picked["cumulative_type_params"] as Json | null;
  if (cumulative === null) return picked;
  return { ...picked, cumulative_type_params: pick(cumulative, ["window", "grain_to_date", "period_agg"]) };
}

function metric(source: Json): object {
  return {
    ...pick(source, ["name", "description", "type"]),
    type_params: typeParams((source["type_params"] ?? {}) as Json),
    ...pick(source, ["filter", "metadata", "label"]),
    config: metaOf(source),
    time_granularity: source["time_granularity"] ?? null,
  };
}

function savedQuery(query: Json): object {
  return {
    name: query["name"],
    query_params: pick((query["query_params"] ?? {}) as Json, [
      "metrics",
      "group_by",
      "order_by",
      "limit",
      "where",
    ]),
    ...pick(query, ["description", "metadata", "label"]),
    exports: list(query["exports"]).map((item) => ({
      name: item["name"],
      config: pick((item["config"] ?? {}) as Json, ["export_as", "schema_name", "alias"]),
    })),
    tags: query["tags"] ?? [],
  };
}

function timeSpine(node: ModelNode): object {
  const spine = node.time_spine as {
    standard_granularity_column: string;
    custom_granularities?: readonly Json[];
  };
  const column = Object.values(node.columns).find(({ name }) => name === spine.standard_granularity_column);
  return {
    node_relation: {
      alias: node.alias,
      schema_name: node.schema,
      database: node.database,
      relation_name: node.relation_name,
    },
    primary_column: {
      name: spine.standard_granularity_column,
      time_granularity: column?.granularity ?? null,
    },
    custom_granularities: (spine.custom_granularities ?? []).map((item) =>
      pick(item, ["name", "column_name"]),
    ),
  };
}

/** Before time spines could be configured, a model of this name was one. */
function legacyTimeSpines(manifest: Manifest): object[] {
  if (manifest.semantic_models.size === 0) return [];
  for (const node of manifest.nodes.values()) {
    if (node.resource_type !== "model" || node.name !== "metricflow_time_spine" || node.time_spine) continue;
    return [{ location: node.relation_name, column_name: "date_day", grain: "day" }];
  }
  return [];
}
