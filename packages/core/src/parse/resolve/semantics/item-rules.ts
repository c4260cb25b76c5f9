/** Rules of what filters and saved queries refer to. */
import { GRAINS } from "../../properties/semantic-words.ts";
import { readQueryItems, type ItemPlace, type QueryItem } from "./query-items.ts";
import {
  named,
  type Finding,
  type Metric,
  type Rule,
  type SavedQuery,
  type SemanticLayer,
} from "./semantic-layer.ts";

type Filter =
  { readonly where_filters: readonly { readonly where_sql_template: string }[] } | null | undefined;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Where a metric has filters: its own, and those of what it is made of. */
function filtersOf({ name, filter, type_params: params }: Metric): (readonly [string, Filter])[] {
  const { measure, numerator, denominator } = params;
  return [
    [`filter of metric \`${name}\``, filter as Filter],
    [`filter of the measure of metric \`${name}\``, measure?.filter as Filter],
    [`numerator filter of metric \`${name}\``, numerator?.filter as Filter],
    [`denominator filter of metric \`${name}\``, denominator?.filter as Filter],
    ...params.metrics.map(
      (input) =>
        [`filter for input metric \`${input.name}\` of metric \`${name}\``, input.filter as Filter] as const,
    ),
  ];
}

const filters: Rule = function* (layer) {
  for (const about of layer.metrics)
    for (const [what, filter] of filtersOf(about)) yield* filterFindings(about, what, filter, layer);
  for (const about of layer.savedQueries)
    yield* filterFindings(
      about,
      `where of saved query \`${about.name}\``,
      about.query_params.where as Filter,
      layer,
    );
};

function* filterFindings(
  about: Finding["about"],
  what: string,
  filter: Filter,
  layer: SemanticLayer,
): Iterable<Finding> {
  for (const { where_sql_template: template } of filter?.where_filters ?? []) {
    try {
      for (const { grain } of readQueryItems(template, layer))
        if (grain !== null && !GRAINS.includes(grain) && !layer.customGrains.has(grain))
          yield {
            about,
            isWarning: true,
            message: `The ${what} has '${grain}', which is not a valid granularity name (${[...GRAINS, ...layer.customGrains].join(", ")})`,
          };
    } catch (error) {
      yield { about, message: `The ${what} cannot be read: ${reasonOf(error)}` };
    }
  }
}

const groupBys: Rule = function* (layer) {
  const { models, metrics } = layer;
  const known = new Set([
    "metric_time",
    ...metrics.map(({ name }) => name),
    ...models.flatMap(({ dimensions, entities }) => [...dimensions, ...entities].map(({ name }) => name)),
  ]);
  for (const about of layer.savedQueries) {
    for (const text of about.query_params.group_by) {
      const items = readOrReason(text, layer);
      if (typeof items === "string")
        yield {
          about,
          message: `The group-by '${text}' of saved query \`${about.name}\` cannot be read: ${items}`,
        };
      else if (items.length !== 1 || !known.has(items[0]!.element))
        yield { about, message: `'${text}' is not a valid group-by name of saved query \`${about.name}\`` };
    }
  }
};

const orderBys: Rule = function* (layer) {
  for (const about of layer.savedQueries) yield* orderByFindings(about, layer);
};

function* orderByFindings(about: SavedQuery, layer: SemanticLayer): Iterable<Finding> {
  const { metrics, group_by: groups, order_by: orders } = about.query_params;
  if (orders.length === 0) return;
  const place = { ...layer, isOrderBy: true };
  const listed = [...metrics.map((metric) => `Metric('${metric}')`), ...groups].map((text) =>
    readOrReason(text, place),
  );
  // What is wrong with these is told by itself.
  if (listed.some((items) => typeof items === "string")) return;
  const keys = new Set(listed.flatMap((items) => (items as QueryItem[]).map(({ key }) => key)));
  for (const text of orders) {
    const items = readOrReason(text, place);
    if (typeof items === "string")
      yield {
        about,
        message: `The order-by '${text}' of saved query \`${about.name}\` cannot be read: ${items}`,
      };
    else if (items.length !== 1 || !keys.has(items[0]!.key))
      yield {
        about,
        message: `The order-by '${text}' of saved query \`${about.name}\` does not match any of the listed metrics or group-by items: ${named([...metrics, ...groups])}`,
      };
  }
}

/** The items of one expression, or why there are none. */
function readOrReason(text: string, place: ItemPlace): QueryItem[] | string {
  try {
    return readQueryItems(`{{ ${text} }}`, place);
  } catch (error) {
    return reasonOf(error);
  }
}

export const itemRules: readonly Rule[] = [filters, groupBys, orderBys];
