/** The choice of filters in the address: "#period=last-26-weeks&plan=growth&plan=starter". What is as at first is left out. */
import type { FilterState } from "../tile/scene.ts";

export function readAddress(initial: FilterState): FilterState {
  const given = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(Object.entries(initial).map(([name, value]) => [name, !given.has(name) ? value : typeof value === "string" ? given.get(name)! : given.getAll(name).filter((each) => each !== "")]));
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
  history.replaceState(null, "", params.size === 0 ? location.pathname + location.search : `#${params.toString()}`);
}
