/**
 * The semantic layer as its rules look at it: what dbt hands to dbt_semantic_interfaces, whose rules are checked beside
 * this file.
 */
import type { Environment } from "@tsmodel/jinja";
import type { Manifest } from "../../../manifest/manifest.ts";
import type { ModelNode, SemanticResource } from "../../../manifest/node.ts";

export interface Entity {
  readonly name: string;
  readonly label: string | null;
  readonly type: string;
}

export interface Dimension {
  readonly name: string;
  readonly label: string | null;
  readonly type: string;
  readonly is_partition: boolean;
  readonly type_params: {
    readonly time_granularity: string;
    readonly validity_params: { readonly is_start: boolean; readonly is_end: boolean } | null;
  } | null;
}

export interface Measure {
  readonly name: string;
  readonly label: string | null;
  readonly agg: string;
  readonly expr: string | null;
  readonly agg_params: {
    readonly percentile: number | { valueOf(): number } | null;
    readonly use_discrete_percentile: boolean;
    readonly use_approximate_percentile: boolean;
  } | null;
  readonly agg_time_dimension: string | null;
  readonly non_additive_dimension: {
    readonly name: string;
    readonly window_choice: string;
    readonly window_groupings: readonly string[];
  } | null;
}

export type SemanticModel = SemanticResource & {
  readonly label: string | null;
  readonly primary_entity: string | null;
  readonly defaults: { readonly agg_time_dimension: string | null } | null;
  readonly entities: readonly Entity[];
  readonly dimensions: readonly Dimension[];
  readonly measures: readonly Measure[];
  readonly node_relation: { readonly relation_name: string | null } | null;
};

export interface TimeWindow {
  readonly count: number;
  readonly granularity: string;
}

export interface InputMeasure {
  readonly name: string;
  readonly filter: unknown;
  readonly alias: string | null;
}

export interface InputMetric {
  readonly name: string;
  readonly filter: unknown;
  readonly alias: string | null;
  readonly offset_window: TimeWindow | null;
  readonly offset_to_grain: string | null;
}

export type Metric = SemanticResource & {
  readonly label: string | null;
  readonly type: string;
  readonly type_params: {
    readonly measure: InputMeasure | null;
    readonly numerator: InputMetric | null;
    readonly denominator: InputMetric | null;
    readonly input_measures: readonly InputMeasure[];
    readonly expr: string | null;
    readonly window: TimeWindow | null;
    readonly grain_to_date: string | null;
    readonly metrics: readonly InputMetric[];
    readonly conversion_type_params: {
      readonly base_measure: InputMeasure;
      readonly conversion_measure: InputMeasure;
      readonly entity: string;
      readonly window: TimeWindow | null;
      readonly constant_properties:
        readonly { readonly base_property: string; readonly conversion_property: string }[] | null;
    } | null;
    readonly cumulative_type_params: {
      readonly window: TimeWindow | null;
      readonly grain_to_date: string | null;
    } | null;
  };
};

export type SavedQuery = SemanticResource & {
  readonly query_params: {
    readonly metrics: readonly string[];
    readonly group_by: readonly string[];
    readonly where: unknown;
    readonly order_by: readonly string[];
    readonly limit: number | null;
  };
};

export interface SemanticLayer {
  readonly environment: Environment;
  readonly models: readonly SemanticModel[];
  readonly metrics: readonly Metric[];
  readonly savedQueries: readonly SavedQuery[];
  /** Models with a `time_spine`, and their own grains. */
  readonly timeSpines: readonly {
    readonly node: ModelNode;
    readonly grain: string;
    readonly ownGrains: readonly string[];
  }[];
  /** The grains of all time spines' own. */
  readonly customGrains: ReadonlySet<string>;
  /** The model that has a measure of a name, the first of them. */
  readonly homes: ReadonlyMap<string, SemanticModel>;
}

/** What a rule finds; `about` is the resource that has to be changed. */
export interface Finding {
  readonly about: SemanticResource | ModelNode;
  readonly message: string;
  /** dbt goes on with a warning. */
  readonly isWarning?: boolean;
}

export type Rule = (layer: SemanticLayer) => Iterable<Finding>;

export function readSemanticLayer(manifest: Manifest, environment: Environment): SemanticLayer {
  const models = [...manifest.semantic_models.values()] as SemanticModel[];
  const timeSpines = [...manifest.nodes.values()].flatMap((node) =>
    node.resource_type === "model" && node.time_spine ? [readTimeSpine(node)] : [],
  );
  const homes = new Map<string, SemanticModel>();
  for (const model of models)
    for (const { name } of model.measures) if (!homes.has(name)) homes.set(name, model);
  return {
    environment,
    models,
    metrics: [...manifest.metrics.values()] as Metric[],
    savedQueries: [...manifest.saved_queries.values()] as SavedQuery[],
    timeSpines,
    customGrains: new Set(timeSpines.flatMap(({ ownGrains }) => ownGrains)),
    homes,
  };
}

function readTimeSpine(node: ModelNode): SemanticLayer["timeSpines"][number] {
  const spine = node.time_spine as {
    readonly standard_granularity_column: string;
    readonly custom_granularities?: readonly { readonly name: string }[];
  };
  const column = Object.values(node.columns).find(({ name }) => name === spine.standard_granularity_column);
  return {
    node,
    grain: column?.granularity ?? "",
    ownGrains: (spine.custom_granularities ?? []).map(({ name }) => name),
  };
}

/** `validity_params` of a time dimension. */
export const validityOf = ({
  type_params: params,
}: Dimension): { readonly is_start: boolean; readonly is_end: boolean } | null =>
  params?.validity_params ?? null;

/** The dimension that a measure is aggregated over time by: its own, else the model's default. */
export const timeDimensionOf = (model: SemanticModel, measure: Measure): string | null =>
  measure.agg_time_dimension ?? model.defaults?.agg_time_dimension ?? null;

export const hasTimeDimension = ({ dimensions }: SemanticModel, name: string): boolean =>
  dimensions.some((dimension) => dimension.name === name && dimension.type === "time");

/** Names like a list of Python shows them. */
export const named = (names: Iterable<string>): string => [...names].map((name) => `\`${name}\``).join(", ");
