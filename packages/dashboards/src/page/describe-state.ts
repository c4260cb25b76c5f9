/** The choice of filters in words. */
import { rangeLabel } from "../format/period.ts";
import type { Filter } from "../plan/plan.ts";
import { categoriesOf, NONE, type Scene } from "../tile/scene.ts";

/** Values of a select filter: those of its column in any query that it goes to. */
export function filterValues(
  name: string,
  scene: Scene,
): { readonly value: string | null; readonly label: string }[] {
  const found = new Map<string | null, string>();
  for (const query of scene.queries) {
    const [column, cube] = [query.filters[name], scene.cubes[query.name]];
    if (column !== undefined && cube !== undefined)
      for (const { value, label } of categoriesOf(cube, column)) found.set(value, label);
  }
  return [...found].map(([value, label]) => ({ value, label }));
}

/** "Last 12 weeks · Plan tier: all · Region: EMEA": what the page shows, for those without scripts too. */
export function describeState(filters: readonly Filter[], scene: Scene): string {
  return filters
    .map((filter) => {
      const value = scene.state[filter.name];
      if (filter.type === "date-range") return rangeLabel(String(value));
      const labels = filterValues(filter.name, scene).flatMap(({ value: each, label }) =>
        value?.includes(each ?? NONE) ? [label] : [],
      );
      return `${filter.label}: ${labels.length === 0 ? "all" : labels.join(", ")}`;
    })
    .join(" · ");
}
