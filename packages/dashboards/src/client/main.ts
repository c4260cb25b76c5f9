/**
 * What the page does when scripts are on: filters that add the figures up anew, values under the pointer or the arrow
 * keys, tabs, the theme. State lives in the address, so that a link shows the same page.
 */
import type { Dashboard, Tile } from "../plan/plan.ts";
import { renderTile } from "../tile/render-tile.ts";
import { initialState, type FilterState, type Scene } from "../tile/scene.ts";
import { describeState } from "../page/describe-state.ts";
import { followCharts } from "./chart-cursor.ts";
import { readAddress, writeAddress } from "./address.ts";
import { startTabs } from "./tabs.ts";
import { startTheme } from "./theme.ts";

interface PageData {
  readonly dashboard: Dashboard;
  readonly scene: Pick<Scene, "asOf" | "cubes" | "failures">;
}

startTheme();
// On a phone the bar of pages scrolls: the open one comes into sight.
document.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "center" });
startTabs();
followCharts();
const text = document.getElementById("data")?.textContent;
if (text) startFilters(JSON.parse(text) as PageData);
else carryAddress();

function startFilters({ dashboard, scene: facts }: PageData): void {
  const form = document.querySelector<HTMLFormElement>("[data-filters]")!;
  const initial = initialState(dashboard.filters);
  const tiles = dashboard.tabs.flatMap(({ rows }) => rows.flatMap((row) => row.tiles));
  let state = initial;
  const show = (next: FilterState): void => {
    state = next;
    const scene: Scene = {
      ...facts,
      locale: dashboard.locale,
      filters: dashboard.filters,
      queries: dashboard.queries,
      state,
    };
    for (const tile of tiles) redraw(tile, scene);
    document.querySelector("[data-summary]")!.textContent = describeState(dashboard.filters, scene);
    fillForm(form, state);
    form.querySelector<HTMLElement>("[data-reset]")!.hidden =
      JSON.stringify(state) === JSON.stringify(initial);
    carryAddress();
  };
  const fromAddress = (): void => show(readAddress(dashboard.filters));
  const change = (next: FilterState): void => {
    writeAddress(next, initial);
    show(next);
  };
  form.hidden = false;
  form.addEventListener("change", () => change(readForm(form, initial)));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    if (!(event.target as Element).closest("[data-reset]")) return;
    event.preventDefault();
    change(initial);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || /^(INPUT|SELECT|TEXTAREA)$/.test((event.target as Element).tagName)) return;
    event.preventDefault();
    form.querySelector<HTMLElement>("select,input")?.focus();
  });
  addEventListener("hashchange", fromAddress);
  // The page as it was sent shows the initial state.
  if (JSON.stringify(readAddress(dashboard.filters)) !== JSON.stringify(initial)) fromAddress();
  else carryAddress();
}

function redraw(tile: Tile, scene: Scene): void {
  if (tile.kind === "text") return;
  const frame = document.getElementById(tile.id)!;
  const open = frame.querySelector("details")?.open === true;
  frame.innerHTML = renderTile(tile, scene);
  const details = frame.querySelector("details");
  if (details) details.open = open;
}

function readForm(form: HTMLFormElement, initial: FilterState): FilterState {
  const data = new FormData(form);
  return Object.fromEntries(
    Object.entries(initial).map(([name, value]) => [
      name,
      typeof value === "string" ? String(data.get(name)) : data.getAll(name).map(String),
    ]),
  );
}

function fillForm(form: HTMLFormElement, state: FilterState): void {
  for (const control of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input,select")) {
    const value = state[control.name]!;
    if (control instanceof HTMLInputElement) control.checked = value.includes(control.value);
    else control.value = String(value);
  }
}

/** Links to the other pages take the choice along. */
function carryAddress(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-page]")) link.hash = location.hash;
}
