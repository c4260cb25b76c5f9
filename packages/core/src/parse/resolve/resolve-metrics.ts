/** The semantic layer: input measures of metrics, what they depend on, and the relations behind semantic models. */
import { fail } from "../../errors/tsmodel-error.ts";
import { findMeasureOwner, findMetric, isDisabled } from "../../manifest/ref-lookup.ts";
import type { CompiledNode, SemanticResource } from "../../manifest/node.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import { jsonDumps } from "@tsmodel/jinja";
import { toTemplateValue } from "../python-text.ts";
import type { ParseState } from "../parse-state.ts";
import { resolveMetricsOf } from "./resolve-dependencies.ts";

interface Named {
  readonly name: string;
}
interface TypeParams {
  readonly measure: Named | null;
  readonly input_measures: Named[];
  readonly numerator: Named | null;
  readonly denominator: Named | null;
  readonly metrics: readonly Named[];
  readonly conversion_type_params: {
    readonly base_measure: Named;
    readonly conversion_measure: Named;
  } | null;
}

export function resolveMetrics(state: ParseState): void {
  const { nodes, exposures, metrics, saved_queries } = state.manifest;
  for (const metric of metrics.values())
    state.problems.attempt(() => resolveMetric(state, metric, []), { node: metric });
  for (const node of nodes.values())
    if (node.resource_type !== "seed") resolveMetricsOf(state, node, (node as CompiledNode).metrics);
  for (const exposure of exposures.values()) resolveMetricsOf(state, exposure, exposure.metrics);
  for (const query of saved_queries.values()) {
    const { metrics: names } = query.query_params as { readonly metrics: readonly string[] };
    resolveMetricsOf(
      state,
      query,
      names.map((name) => [name]),
    );
  }
}

/** `chain` holds the metrics on the way here. @throws TsmodelError metric-… */
function resolveMetric(state: ParseState, metric: SemanticResource, chain: readonly string[]): void {
  const params = metric.type_params as TypeParams;
  if (params.input_measures.length > 0) return;
  if (chain.includes(metric.unique_id)) throw fail("metric-cycle", { chain: [...chain, metric.unique_id] });
  if (metric.type === "derived" || metric.type === "ratio")
    return resolveInputs(state, metric, params, [...chain, metric.unique_id]);
  for (const measure of measuresOf(metric, params)) {
    addMeasure(params, measure);
    dependOn(metric, findMeasure(state, metric, measure.name).unique_id);
  }
}

function measuresOf(metric: SemanticResource, params: TypeParams): Named[] {
  if (metric.type === "conversion" && params.conversion_type_params !== null) {
    return [params.conversion_type_params.base_measure, params.conversion_type_params.conversion_measure];
  }
  if (metric.type === "conversion" || params.measure === null)
    throw fail("metric-incomplete", { metric: metric.name, type: String(metric.type) });
  return [params.measure];
}

function resolveInputs(
  state: ParseState,
  metric: SemanticResource,
  params: TypeParams,
  chain: readonly string[],
): void {
  const inputs = metric.type === "ratio" ? [params.numerator, params.denominator] : params.metrics;
  for (const input of inputs) {
    if (input === null) throw fail("metric-incomplete", { metric: metric.name, type: "ratio" });
    const target = findMetric(state.manifest, input.name, null, metric.package_name);
    if (target === undefined || isDisabled(target)) {
      const nearest = findNearestName(input.name, state.manifest.index.metrics.keys());
      throw fail("metric-not-found", {
        metric: metric.name,
        input: input.name,
        disabled: target !== undefined,
        nearest,
      });
    }
    resolveMetric(state, target, chain);
    for (const measure of (target.type_params as TypeParams).input_measures) addMeasure(params, measure);
    dependOn(metric, target.unique_id);
  }
}

function addMeasure({ input_measures: known }: TypeParams, measure: Named): void {
  const text = jsonDumps(toTemplateValue(measure));
  if (!known.some((one) => jsonDumps(toTemplateValue(one)) === text)) known.push(measure);
}

function findMeasure(state: ParseState, metric: SemanticResource, name: string): SemanticResource {
  const owner = findMeasureOwner(state.manifest, name, metric.package_name);
  if (owner === undefined || !owner.config.enabled) {
    const nearest = findNearestName(name, state.manifest.index.measures.keys());
    throw fail("measure-not-found", {
      metric: metric.name,
      measure: name,
      disabledModel: owner?.name,
      nearest,
    });
  }
  return owner;
}

function dependOn(metric: SemanticResource, id: string): void {
  if (!metric.depends_on.nodes.includes(id)) metric.depends_on.nodes.push(id);
}

/** Where the rows of a semantic model are. */
export function fillNodeRelations({ manifest }: ParseState): void {
  for (const model of manifest.semantic_models.values()) {
    const node = manifest.nodes.get(model.depends_on.nodes[0] ?? "");
    if (node === undefined) continue;
    model.node_relation = {
      alias: node.alias,
      schema_name: node.schema,
      database: node.database,
      relation_name: node.relation_name,
    };
  }
}
