/** `semantic_models:` entries, and the metrics that are made of their measures. */
import { toTsmodelError } from "../../context/to-tsmodel-error.ts";
import type { NodeConfig, SemanticResource } from "../../manifest/node.ts";
import { fqnOf } from "../nodes/create-node.ts";
import { addUnique, registerDisabled } from "../nodes/register-node.ts";
import type { ParseState } from "../parse-state.ts";
import { strOf } from "../python-text.ts";
import { addMetric } from "./metrics.ts";
import { listOf, type Entry } from "./prepare-entry.ts";
import { placeOf } from "./properties-file.ts";
import { ReferenceContext } from "./reference-context.ts";
import type { MutableEntry } from "./render-entry.ts";
import { semanticWord } from "./semantic-words.ts";

/** @throws TsmodelError */
export function parseSemanticModel(state: ParseState, entry: Entry): void {
  const model = buildSemanticModel(state, entry);
  readModel(state, entry, model);
  if (model.config.enabled) {
    addUnique(state.manifest.semantic_models, model);
    state.manifest.index.addSemantic(model);
  } else registerDisabled(state, model);
  for (const measure of listOf(entry.value.measures))
    if (measure.create_metric === true) createMetric(state, entry, model, measure);
}

function buildSemanticModel(state: ParseState, entry: Entry): SemanticResource {
  const { value } = entry;
  const { source, packageName } = entry.raw.file;
  const fqn = fqnOf(packageName, source.relativePath, entry.name);
  const { config, unrendered } = state.configs.resolve({
    resourceType: "semantic_model",
    packageName,
    fqn,
    patch: (value.config ?? {}) as MutableEntry,
  });
  const meta = config.meta as MutableEntry;
  return {
    name: entry.name,
    resource_type: "semantic_model",
    package_name: packageName,
    path: source.relativePath,
    original_file_path: source.originalPath,
    unique_id: `semantic_model.${packageName}.${entry.name}`,
    fqn,
    model: value.model as string,
    node_relation: null,
    description: value.description ?? null,
    label: value.label ?? null,
    defaults: value.defaults ? { agg_time_dimension: null, ...(value.defaults as MutableEntry) } : null,
    entities: listOf(value.entities).map((entity) => buildEntity(entity, meta)),
    measures: listOf(value.measures).map((measure) => buildMeasure(measure, meta)),
    dimensions: listOf(value.dimensions).map((dimension) => buildDimension(dimension, meta)),
    metadata: null,
    depends_on: { macros: [], nodes: [] },
    refs: [],
    created_at: state.createdAt,
    config: { ...config } as unknown as NodeConfig,
    unrendered_config: unrendered,
    primary_entity: value.primary_entity ?? null,
    group: config.group ?? null,
  };
}

function named(element: MutableEntry, meta: MutableEntry): MutableEntry {
  const own = ((element.config ?? {}) as MutableEntry).meta as MutableEntry | undefined;
  return {
    name: element.name,
    description: element.description ?? null,
    label: element.label ?? null,
    config: { meta: { ...meta, ...own } },
  };
}

function buildEntity(entity: MutableEntry, meta: MutableEntry): MutableEntry {
  return { ...named(entity, meta), type: semanticWord(entity.type), role: entity.role ?? null, expr: entity.expr ?? null };
}

function buildMeasure(measure: MutableEntry, meta: MutableEntry): MutableEntry {
  const expr = measure.expr ?? null;
  const nonAdditive = measure.non_additive_dimension as MutableEntry | null | undefined;
  return {
    ...named(measure, meta),
    agg: semanticWord(measure.agg),
    create_metric: false,
    expr: expr === null ? null : strOf(expr),
    agg_params: measure.agg_params
      ? {
          percentile: null,
          use_discrete_percentile: false,
          use_approximate_percentile: false,
          ...(measure.agg_params as MutableEntry),
        }
      : null,
    non_additive_dimension: nonAdditive
      ? { window_groupings: [], ...nonAdditive, window_choice: semanticWord(nonAdditive.window_choice) }
      : null,
    agg_time_dimension: measure.agg_time_dimension ?? null,
  };
}

function buildDimension(dimension: MutableEntry, meta: MutableEntry): MutableEntry {
  const params = dimension.type_params as
    { time_granularity: string; validity_params?: MutableEntry | null } | null | undefined;
  const validity = params?.validity_params;
  return {
    ...named(dimension, meta),
    type: semanticWord(dimension.type),
    is_partition: dimension.is_partition ?? false,
    type_params: params
      ? {
          time_granularity: semanticWord(params.time_granularity),
          validity_params: validity ? { is_start: false, is_end: false, ...validity } : null,
        }
      : null,
    expr: dimension.expr ?? null,
    metadata: null,
  };
}

function readModel(state: ParseState, entry: Entry, model: SemanticResource): void {
  try {
    state.environment
      .compile(`{{ ${String(model.model)} }}`, { name: model.name })
      .render(new ReferenceContext(model, ["ref"]));
  } catch (error) {
    const wrapped = toTsmodelError(error, { shared: state.shared, node: model });
    wrapped.at = [placeOf(entry.raw, ["model"])];
    throw wrapped;
  }
}

function createMetric(state: ParseState, entry: Entry, model: SemanticResource, measure: MutableEntry): void {
  const name = measure.name as string;
  addMetric(state, entry.raw, {
    name,
    label: measure.label || name,
    type: "simple",
    type_params: { measure: name, expr: measure.expr || name },
    description: measure.description || `Metric created from measure ${name}`,
    config: { enabled: model.config.enabled, meta: model.config.meta },
  });
}
