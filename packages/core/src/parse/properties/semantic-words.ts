/** The words of the semantic layer: dbt_semantic_interfaces reads its enumerations in any case and keeps them small. */
import type { Check } from "./shape.ts";

/** From short to long. */
export const GRAINS: readonly string[] = [
  "nanosecond",
  "microsecond",
  "millisecond",
  "second",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "quarter",
  "year",
];

const oneOf = (...words: readonly string[]): Check => ({ oneOf: words, anyCase: true });

export const grain: Check = oneOf(...GRAINS);
export const optionalGrain: Check = { oneOf: GRAINS, anyCase: true, nullable: true };
export const metricType: Check = oneOf("simple", "ratio", "cumulative", "derived", "conversion");
export const entityType: Check = oneOf("foreign", "natural", "primary", "unique");
export const dimensionType: Check = oneOf("categorical", "time");
export const calculation: Check = oneOf("conversions", "conversion_rate");
export const periodAggregation: Check = oneOf("first", "last", "average");
export const aggregation: Check = oneOf(
  "sum",
  "min",
  "max",
  "count_distinct",
  "sum_boolean",
  "average",
  "percentile",
  "median",
  "count",
);

/** A word that fitted one of these, as it is kept; null for none. */
export function semanticWord(written: unknown): string | null {
  return typeof written === "string" && written !== "" ? written.toLowerCase() : null;
}
