/** Rules of measures: how they are aggregated, and over which time. */
import {
  hasTimeDimension,
  named,
  timeDimensionOf,
  type Measure,
  type Rule,
  type SemanticModel,
} from "./semantic-layer.ts";

/** A rule that looks at one measure at a time. */
const each = (check: (measure: Measure, model: SemanticModel) => Iterable<string>): Rule =>
  function* ({ models }) {
    for (const about of models)
      for (const measure of about.measures)
        for (const message of check(measure, about)) yield { about, message };
  };

const percentiles: Rule = each(function* ({ name, agg, agg_params: params }) {
  const percentile = params?.percentile == null ? null : Number(params.percentile);
  if (agg === "percentile") {
    if (percentile === null)
      yield `Measure '${name}' uses a PERCENTILE aggregation, which requires agg_params.percentile`;
    else if (percentile <= 0 || percentile >= 1)
      yield `Percentile aggregation parameter for measure '${name}' is '${percentile}', but must be between 0 and 1: for 0 there is min, for 1 there is max`;
    return;
  }
  if (params === null) return;
  const { use_discrete_percentile: discrete, use_approximate_percentile: approximate } = params;
  if (agg === "median") {
    if (percentile !== null && percentile !== 0.5)
      yield `Measure '${name}' uses a MEDIAN aggregation, while percentile is set to '${percentile}'`;
    if (discrete) yield `Measure '${name}' uses a MEDIAN aggregation, while use_discrete_percentile is set`;
    return;
  }
  const wrong = [
    ...(percentile ? ["percentile"] : []),
    ...(discrete ? ["use_discrete_percentile"] : []),
    ...(approximate ? ["use_approximate_percentile"] : []),
  ];
  if (wrong.length > 0)
    yield `Measure '${name}' with aggregation '${agg}' uses agg_params (${wrong.join(", ")}) that are for percentiles only`;
});

const counts: Rule = each(function* ({ name, agg, expr }) {
  if (agg !== "count") return;
  if (expr === null)
    yield `Measure '${name}' uses a COUNT aggregation, which requires an expr: \`expr: 1\` counts all rows`;
  else if (expr.toLowerCase().startsWith("distinct "))
    yield `Measure '${name}' uses a COUNT aggregation with a DISTINCT expr '${expr}': the aggregation count_distinct is there for that`;
});

const timeDimensions: Rule = each(function* (measure, model) {
  const time = timeDimensionOf(model, measure);
  if (time === null)
    yield `Aggregation time dimension for measure '${measure.name}' on semantic model '${model.name}' is not set: give it agg_time_dimension, or the model one under defaults`;
  else if (!hasTimeDimension(model, time))
    yield `In semantic model '${model.name}', measure '${measure.name}' has the aggregation time dimension '${time}', which is not a valid time dimension in the semantic model`;
});

const nonAdditive: Rule = each(function* (measure, model) {
  const wanted = measure.non_additive_dimension;
  const time = model.dimensions.find(({ name }) => name === timeDimensionOf(model, measure));
  if (wanted === null || time === undefined) return;
  const subject = `Measure '${measure.name}' has a non_additive_dimension`;
  const found = model.dimensions.find(({ name }) => name === wanted.name);
  if (found === undefined)
    yield `${subject} '${wanted.name}' that is not defined as a dimension in semantic model '${model.name}'`;
  else if (found.type !== "time")
    yield `${subject} '${wanted.name}' that is a categorical dimension, which is not supported`;
  const [grain, base] = [found?.type_params?.time_granularity, time.type_params?.time_granularity];
  if (grain !== undefined && base !== undefined && grain !== base)
    yield `${subject} '${wanted.name}' with the granularity ${grain}, which is not equal to that of its agg_time_dimension '${time.name}', ${base}`;
  if (wanted.window_choice !== "min" && wanted.window_choice !== "max")
    yield `${subject} with an invalid 'window_choice' of '${wanted.window_choice}': min and max are supported`;
  const unknown = wanted.window_groupings.filter(
    (name) => !model.entities.some((entity) => entity.name === name),
  );
  if (unknown.length > 0)
    yield `${subject} with invalid 'window_groupings': ${named(unknown)} are no entities of the semantic model`;
});

const measuresOnce: Rule = function* ({ models }) {
  const homes = new Map<string, string>();
  for (const about of models) {
    for (const { name } of about.measures) {
      const home = homes.get(name);
      if (home === undefined) homes.set(name, about.name);
      else
        yield {
          about,
          message: `Found measure with name '${name}' in multiple semantic models: in \`${home}\` and \`${about.name}\``,
        };
    }
  }
};

export const measureRules: readonly Rule[] = [percentiles, counts, measuresOnce, timeDimensions, nonAdditive];
