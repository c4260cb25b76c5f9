/** The search box of the header: "/" goes there, arrows choose, Enter opens, Escape leaves. */
import { KINDS } from "../data/site-data.ts";
import { html } from "../html/html.ts";
import { buildSearchTable, searchNodes, type Hit, type SearchTable } from "../search/search-nodes.ts";
import { renderHit } from "../view/list-view.ts";
import type { Site } from "../view/site.ts";
import { loadChunk } from "./store.ts";

const SHOWN = 10;
/** What is as well answered comes in this order. */
const WEIGHTS: { readonly [kind: string]: number } = {
  model: 30,
  source: 25,
  exposure: 25,
  seed: 22,
  snapshot: 22,
  metric: 20,
  macro: 5,
  unit_test: 0,
  test: 0,
};

let table: Promise<SearchTable> | undefined;

export function searchTable(site: Site): Promise<SearchTable> {
  table ??= loadChunk(site, "search").then(({ description, columns, tags }) =>
    buildSearchTable(
      site.index.nodes.name.map((name, at) => ({
        name,
        weight: WEIGHTS[KINDS[site.index.nodes.kind[at]!]!] ?? 10,
        description: description[at]!,
        columns: columns[at]!,
        tags: tags[at]!,
      })),
    ),
  );
  return table;
}

export function startSearchBox(site: Site): void {
  const box = document.querySelector<HTMLInputElement>("#search")!;
  const list = document.querySelector<HTMLElement>("#search-results")!;
  let chosen = -1;
  let asked = 0;
  const close = (): void => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    chosen = -1;
  };
  const choose = (next: number): void => {
    const options = [...list.querySelectorAll<HTMLElement>("[role=option]")];
    chosen = options.length === 0 ? -1 : (next + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) return;
    box.setAttribute("aria-activedescendant", options[chosen]!.id);
    options[chosen]!.scrollIntoView({ block: "nearest" });
  };
  const update = async (): Promise<void> => {
    const turn = ++asked;
    const query = box.value.trim();
    if (query === "") return close();
    const hits = searchNodes(query, await searchTable(site));
    // A later letter asked again while the table was on its way.
    if (turn !== asked) return;
    list.innerHTML = renderHits(site, hits, query);
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    choose(0);
  };
  box.addEventListener("focus", () => void searchTable(site));
  box.addEventListener("input", () => void update());
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter")
      void update().then(() => list.querySelector<HTMLAnchorElement>("[aria-selected=true] a")?.click());
    else if (event.key === "Escape") {
      close();
      box.blur();
    } else return;
    event.preventDefault();
  });
  list.addEventListener("click", () => {
    close();
    box.value = "";
    box.blur();
  });
  document.addEventListener("click", (event) => {
    if (!(event.target as Element).closest(".search")) close();
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test((event.target as Element).tagName);
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.key !== "/") return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}

function renderHits(site: Site, hits: readonly Hit[], query: string): string {
  if (hits.length === 0) return html`<li class="none empty">Nothing found.</li>`.text;
  const shown = hits
    .slice(0, SHOWN)
    .map(
      (hit, at) =>
        html`<li role="option" id="hit-${at}" aria-selected="false">${renderHit(site, hit, query)}</li>`,
    );
  const all = html`<li role="option" id="hit-all" aria-selected="false">
    <a class="hit all" href="#!/search?q=${encodeURIComponent(query)}">All ${hits.length} results</a>
  </li>`;
  return html`${shown}${hits.length > SHOWN ? all : ""}`.text;
}
