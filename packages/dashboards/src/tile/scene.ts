/** What a tile is drawn from: the plan, the rows, and what the reader chose. The same on the server and in the browser. */
import type { Selection } from "../cube/aggregate.ts";
import type { Category, Cube } from "../cube/cube.ts";
import type { PartKind } from "../cube/measure.ts";
import { rangeStart } from "../format/period.ts";
import type { Filter, Measure, Query } from "../plan/plan.ts";

/** The range by name of a date filter, values by name of a select; an empty list is all. */
export type FilterState = { readonly [filter: string]: string | readonly string[] };

export interface Scene {
  readonly asOf: string;
  readonly locale: string;
  readonly filters: readonly Filter[];
  readonly queries: readonly Query[];
  readonly cubes: { readonly [query: string]: Cube };
  /** Why a query gave no rows to draw: the database's words. */
  readonly failures: { readonly [query: string]: string };
  readonly state: FilterState;
}

export const initialState = (filters: readonly Filter[]): FilterState =>
  Object.fromEntries(filters.map(({ name, initial }) => [name, initial]));

/** @throws Error for a name that the plan does not have: a plan is checked */
export function getQuery(scene: Scene, name: string): Query {
  const query = scene.queries.find((each) => each.name === name);
  if (query === undefined) throw new Error(`the plan has no query "${name}"`);
  return query;
}

export function getMeasure(query: Query, name: string): Measure {
  const measure = query.measures.find((each) => each.name === name);
  if (measure === undefined) throw new Error(`query "${query.name}" has no measure "${name}"`);
  return measure;
}

export function selectionOf(scene: Scene, query: Query): Selection {
  const chosen: { [column: string]: readonly (string | null)[] } = {};
  let from: string | undefined;
  for (const filter of scene.filters) {
    const column = query.filters[filter.name];
    const value = scene.state[filter.name];
    if (column === undefined || value === undefined) continue;
    if (filter.type === "date-range") from = rangeStart(String(value), scene.asOf);
    else if (value.length > 0)
      chosen[column] = (value as readonly string[]).map((each) => (each === NONE ? null : each));
  }
  return { from, chosen };
}

/** How rows without a value are written in the state of a filter and in the address. */
export const NONE = "(none)";

export const categoriesOf = (cube: Cube, column: string): readonly Category[] =>
  cube.dimensions.find((dimension) => dimension.column === column)?.values ?? [];

/** Why a figure is "mixed", in a sentence that says what to choose. */
export function explainMixed(scene: Scene, query: Query, measure: Measure): string {
  const kinds = [measure.numerator, measure.denominator].flatMap((part) =>
    part === undefined ? [] : [query.parts[part]!.kind],
  );
  const fixed = kinds.find((kind) => kind in FIXED_WORDS) ?? "value";
  const several = scene.filters.filter((filter) => {
    const column = query.filters[filter.name];
    const value = scene.state[filter.name];
    if (filter.type !== "select" || column === undefined || value === undefined || value.length < 2)
      return false;
    return value.length < categoriesOf(scene.cubes[query.name]!, column).length;
  });
  const over =
    several.length > 0
      ? several.map(({ label }) => `several values of ${label.toLowerCase()}`).join(" and ")
      : "several periods";
  return `${FIXED_WORDS[fixed]} cannot be added up over ${over}. Choose one, or all.`;
}

const FIXED_WORDS: { readonly [kind in PartKind]?: string } = {
  median: "A median",
  distinct: "A count of different things",
  value: "This figure",
};
