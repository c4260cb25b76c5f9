/** The choice of filters in the address: "#period=last-26-weeks&plan=growth&plan=starter". What is as at first is left out. */
import type { Filter } from "../plan/plan.ts";
import type { FilterState } from "../tile/scene.ts";

/** A range that this page does not offer counts as not given. */
export function readAddress(filters: readonly Filter[]): FilterState {
  const given = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(
    filters.map((filter) => {
      if (!given.has(filter.name)) return [filter.name, filter.initial];
      if (filter.type === "select")
        return [filter.name, given.getAll(filter.name).filter((each) => each !== "")];
      const range = given.get(filter.name)!;
      return [filter.name, filter.options.includes(range) ? range : filter.initial];
    }),
  );
}

/** Keeps what belongs to others: filters of other pages, the open tab. */
export function writeAddress(state: FilterState, initial: FilterState): void {
  const params = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of Object.entries(state)) {
    params.delete(name);
    if (JSON.stringify(value) === JSON.stringify(initial[name])) continue;
    if (typeof value === "string") params.set(name, value);
    else for (const each of value.length === 0 ? [""] : value) params.append(name, each);
  }
  replaceAddress(params);
}

export function replaceAddress(params: URLSearchParams): void {
  history.replaceState(
    null,
    "",
    params.size === 0 ? location.pathname + location.search : `#${params.toString()}`,
  );
}
