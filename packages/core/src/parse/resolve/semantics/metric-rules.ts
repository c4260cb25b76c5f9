/** Rules of metrics, by type; and of saved queries and time spines, which are about metrics. */
import { GRAINS } from "../../properties/semantic-words.ts";
import {
  named,
  type Finding,
  type Metric,
  type Rule,
  type SemanticLayer,
  type SemanticModel,
  type TimeWindow,
} from "./semantic-layer.ts";
import { findNameProblems } from "./name-rules.ts";

/** A rule that looks at the metrics of one type. */
const each = (
  type: string | undefined,
  check: (metric: Metric, layer: SemanticLayer) => Iterable<string>,
): Rule =>
  function* (layer) {
    for (const about of layer.metrics)
      if (type === undefined || about.type === type)
        for (const message of check(about, layer)) yield { about, message };
  };

function* windowProblems(
  window: TimeWindow | null,
  layer: SemanticLayer,
  allowsCustom = false,
): Iterable<string> {
  if (window === null) return;
  const custom = layer.customGrains;
  const singular = window.granularity.replace(/s$/, "");
  const grain = GRAINS.includes(singular) || custom.has(singular) ? singular : window.granularity;
  if (GRAINS.includes(grain) || (allowsCustom && custom.has(grain))) return;
  const known = custom.has(grain) ? ": grains of your own are not supported here" : "";
  yield `Invalid time granularity '${grain}' in window '${window.count} ${window.granularity}'${known}`;
}

const show = (window: TimeWindow): string => `${window.count} ${window.granularity}`;

const cumulative: Rule = each("cumulative", function* ({ name, type_params: params }, layer) {
  const nested = params.cumulative_type_params;
  const beside = params.window;
  if (beside && nested?.window && show(beside) !== show(nested.window))
    yield `Got differing values for \`window\` on cumulative metric '${name}': '${show(beside)}' in type_params, '${show(nested.window)}' in type_params.cumulative_type_params`;
  const window = nested?.window ?? beside;
  const grain = nested?.grain_to_date ?? params.grain_to_date;
  if (grain && !GRAINS.includes(grain))
    yield `Invalid time granularity found in \`grain_to_date\`: '${grain}'`;
  if (window && grain)
    yield `Both window and grain_to_date are set for cumulative metric '${name}': it is one or the other`;
  yield* windowProblems(window, layer);
});

const derivedInputs: Rule = each("derived", function* ({ name, type_params: params }) {
  if (params.metrics.length === 0)
    yield `No input metrics found for derived metric '${name}': they go into type_params.metrics`;
  const used = new Set(params.metrics.map((input) => input.name));
  for (const input of params.metrics) {
    if (!input.alias) continue;
    yield* findNameProblems(input.alias);
    if (used.has(input.alias))
      yield `Alias '${input.alias}' for input metric '${input.name}' is already being used`;
    used.add(input.alias);
  }
});

const offsets: Rule = each(undefined, function* ({ name, type_params: { metrics } }, layer) {
  for (const input of metrics) {
    yield* windowProblems(input.offset_window, layer, true);
    if (input.offset_to_grain && !GRAINS.includes(input.offset_to_grain))
      yield `Invalid time granularity found in \`offset_to_grain\`: '${input.offset_to_grain}'`;
    if (input.offset_window && input.offset_to_grain)
      yield `Both offset_window and offset_to_grain are set for derived metric '${name}' on input metric '${input.name}': it is one or the other`;
  }
});

const derivedExpr: Rule = function* ({ metrics }) {
  for (const about of metrics) {
    if (about.type !== "derived") continue;
    const { expr, metrics: inputs } = about.type_params;
    if (!expr) {
      yield {
        about,
        isWarning: true,
        message: `No \`expr\` set for derived metric ${about.name}: it says what becomes of the input metrics`,
      };
      continue;
    }
    for (const input of inputs) {
      const used = input.alias || input.name;
      if (!expr.includes(used))
        yield {
          about,
          isWarning: true,
          message: `Input metric '${used}' is not used in \`expr\` ('${expr}') of derived metric '${about.name}'`,
        };
    }
  }
};

const conversion: Rule = function* (layer) {
  for (const about of layer.metrics) {
    const params = about.type === "conversion" ? about.type_params.conversion_type_params : null;
    if (params === null) continue;
    const base = layer.homes.get(params.base_measure.name);
    const converted = layer.homes.get(params.conversion_measure.name);
    if (base === undefined || converted === undefined) continue;
    const error = (message: string): Finding => ({ about, message });
    for (const [model, what] of [
      [base, "base"],
      [converted, "conversion"],
    ] as const)
      if (!model.entities.some(({ name }) => name === params.entity))
        yield error(`Entity '${params.entity}' not found in ${what} semantic model '${model.name}'`);
    for (const [input, model] of [
      [params.base_measure, base],
      [params.conversion_measure, converted],
    ] as const) {
      const { name, agg, expr } = model.measures.find((measure) => measure.name === input.name)!;
      if (agg !== "count" && agg !== "count_distinct" && (agg !== "sum" || expr !== "1"))
        yield error(
          `For conversion metrics, the measure must be COUNT, COUNT_DISTINCT or SUM(1), but '${name}' is of the type ${agg}`,
        );
    }
    if (params.conversion_measure.filter !== null)
      yield {
        about,
        isWarning: true,
        message: `Measure input '${params.conversion_measure.name}' has a filter: on the conversion measure of a conversion metric it is not fully supported`,
      };
    for (const message of windowProblems(params.window, layer)) yield error(message);
    for (const { base_property: first, conversion_property: second } of params.constant_properties ?? []) {
      if (!hasElement(base, first))
        yield error(`The constant property '${first}' cannot be found in semantic model '${base.name}'`);
      if (!hasElement(converted, second))
        yield error(
          `The constant property '${second}' cannot be found in semantic model '${converted.name}'`,
        );
    }
  }
};

const hasElement = ({ entities, dimensions }: SemanticModel, name: string): boolean =>
  [...entities, ...dimensions].some((element) => element.name === name);

/** Measures with filters are told apart by aliases, which are nothing else's names. */
const aliases: Rule = function* ({ models, metrics }) {
  const measures = new Set(models.flatMap((model) => model.measures.map(({ name }) => name)));
  const owners = new Map<string, string>();
  for (const about of metrics) {
    const inputs = about.type_params.input_measures;
    for (const name of new Set(inputs.map((input) => input.name))) {
      const same = inputs.filter((input) => input.name === name);
      const distinct = new Set(same.map((input) => JSON.stringify(input)));
      if (distinct.size > 1 && same.some((input) => input.filter !== null && input.alias === null))
        yield {
          about,
          message: `Metric ${about.name} depends on multiple different constrained versions of measure '${name}': those with a filter need an alias`,
        };
    }
    for (const { name, alias } of inputs) {
      if (alias === null) continue;
      for (const message of findNameProblems(alias)) yield { about, message };
      if (measures.has(alias))
        yield {
          about,
          message: `Alias '${alias}' for measure '${name}' conflicts with the name of a measure`,
        };
      const owner = owners.get(alias);
      if (owner !== undefined)
        yield {
          about,
          message: `Measure alias '${alias}' conflicts with the same alias in metric '${owner}'`,
        };
      owners.set(alias, about.name);
    }
  }
};

const savedQueries: Rule = function* ({ savedQueries: queries }) {
  for (const about of queries) {
    const { limit } = about.query_params;
    if (limit !== null && Number(limit) < 0)
      yield { about, message: `Invalid limit value: ${limit} (should be >= 0)` };
  }
};

const timeSpines: Rule = function* ({ timeSpines: spines, models }) {
  for (const grain of new Set(spines.map((spine) => spine.grain))) {
    const same = spines.filter((spine) => spine.grain === grain);
    if (same.length > 1)
      yield {
        about: same[1]!.node,
        isWarning: true,
        message: `Only one time spine is supported per granularity, but of ${grain} there are ${named(same.map(({ node }) => node.name))}`,
      };
  }
  const finest = (grains: readonly string[]): number =>
    Math.min(...grains.map((grain) => GRAINS.indexOf(grain)));
  const wanted = models.flatMap((model) =>
    model.dimensions.flatMap(({ type_params: params }) => params?.time_granularity ?? []),
  );
  if (spines.length === 0 || wanted.length === 0) return;
  const [dimension, spine] = [finest(wanted), finest(spines.map(({ grain }) => grain))];
  if (dimension < spine)
    yield {
      about: spines[0]!.node,
      isWarning: true,
      message: `A time spine at or below the smallest granularity of time dimensions is recommended: that is ${GRAINS[dimension]}, and the smallest of a time spine ${GRAINS[spine]}`,
    };
};

export const metricRules: readonly Rule[] = [
  cumulative,
  derivedInputs,
  offsets,
  derivedExpr,
  conversion,
  aliases,
  savedQueries,
  timeSpines,
];
