/** The shapes of the semantic layer: semantic models, metrics, saved queries. */
import {
  aggregation,
  calculation,
  dimensionType,
  entityType,
  grain,
  metricType,
  optionalGrain,
  periodAggregation,
} from "./semantic-words.ts";
import type { Check, Shape } from "./shape.ts";
import { shape } from "./shape.ts";

const texts: Check = { list: "text" };
const filter: Check = { anyOf: ["text?", texts], words: "a text or a list of texts" };

const inputMeasure: Shape = shape(
  { name: "text", filter, alias: "text?", join_to_timespine: "boolean", fill_nulls_with: "integer?" },
  { required: ["name"] },
);
const measureInput: Check = { anyOf: ["text", inputMeasure], words: "a measure's name or a mapping" };
const optionalMeasure: Check = { anyOf: ["text?", inputMeasure], words: "a measure's name or a mapping" };
const inputMetric: Shape = shape(
  { name: "text", filter, alias: "text?", offset_window: "text?", offset_to_grain: "text?" },
  { required: ["name"] },
);
const metricInput: Check = { anyOf: ["text", inputMetric], words: "a metric's name or a mapping" };
const optionalMetric: Check = { anyOf: ["text?", inputMetric], words: "a metric's name or a mapping" };

const conversion: Shape = shape(
  {
    base_measure: measureInput,
    conversion_measure: measureInput,
    entity: "text",
    calculation,
    window: "text?",
    constant_properties: {
      list: shape(
        { base_property: "text", conversion_property: "text" },
        { required: ["base_property", "conversion_property"] },
      ),
      nullable: true,
    },
  },
  { required: ["base_measure", "conversion_measure", "entity"], nullable: true },
);
const cumulative: Shape = shape(
  { window: "text?", grain_to_date: "text?", period_agg: periodAggregation },
  { nullable: true },
);

const typeParams: Shape = shape({
  measure: optionalMeasure,
  numerator: optionalMetric,
  denominator: optionalMetric,
  expr: { anyOf: ["text?", "boolean"], words: "an expression" },
  window: "text?",
  grain_to_date: optionalGrain,
  metrics: { list: metricInput, nullable: true },
  conversion_type_params: conversion,
  cumulative_type_params: cumulative,
});

export const metricShape: Shape = shape(
  {
    name: "text",
    label: "text",
    type: metricType,
    type_params: typeParams,
    description: "text",
    filter,
    time_granularity: "text?",
    meta: "mapping",
    tags: texts,
    config: "mapping",
  },
  { required: ["name", "label", "type", "type_params"] },
);

const named = { name: "text", description: "text?", label: "text?", config: "mapping" } as const satisfies {
  [key: string]: Check;
};
const entity: Shape = shape(
  { ...named, type: entityType, role: "text?", expr: "text?" },
  { required: ["name", "type"] },
);
const nonAdditive: Shape = shape(
  { name: "text", window_choice: aggregation, window_groupings: texts },
  { required: ["name", "window_choice"], nullable: true },
);
const measure: Shape = shape(
  {
    ...named,
    agg: aggregation,
    expr: { anyOf: ["text?", "boolean", "integer?"], words: "an expression" },
    agg_params: shape(
      { percentile: "number?", use_discrete_percentile: "boolean", use_approximate_percentile: "boolean" },
      { nullable: true },
    ),
    non_additive_dimension: nonAdditive,
    agg_time_dimension: "text?",
    create_metric: "boolean",
  },
  { required: ["name", "agg"] },
);
const dimension: Shape = shape(
  {
    ...named,
    type: dimensionType,
    is_partition: "boolean",
    expr: "text?",
    type_params: shape(
      {
        time_granularity: grain,
        validity_params: shape({ is_start: "boolean", is_end: "boolean" }, { nullable: true }),
      },
      { required: ["time_granularity"], nullable: true },
    ),
  },
  { required: ["name", "type"] },
);

export const semanticModelShape: Shape = shape(
  {
    ...named,
    model: "text",
    defaults: shape({ agg_time_dimension: "text?" }, { nullable: true }),
    entities: { list: entity },
    measures: { list: measure },
    dimensions: { list: dimension },
    primary_entity: "text?",
  },
  { required: ["name", "model"] },
);

export const savedQueryShape: Shape = shape(
  {
    ...named,
    query_params: shape({
      metrics: texts,
      group_by: texts,
      where: filter,
      order_by: texts,
      limit: "integer?",
    }),
    exports: { list: shape({ name: "text", config: "mapping" }, { required: ["name"] }) },
    tags: { anyOf: ["text", texts], words: "a text or a list of texts" },
  },
  { required: ["name", "query_params"] },
);
