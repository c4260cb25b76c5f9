/** The site in the browser: an address behind the hash → a page in `main`. */
import { html, type Html } from "../html/html.ts";
import { renderEntities } from "../view/entities-view.ts";
import { renderHealth } from "../view/health-view.ts";
import { renderList, renderSearchPage } from "../view/list-view.ts";
import { renderOverview } from "../view/overview-view.ts";
import { renderPage } from "../view/page-view.ts";
import { Site } from "../view/site.ts";
import { searchNodes } from "../search/search-nodes.ts";
import { formatAddress, parseAddress, type Address } from "./address.ts";
import { centre, fillDrawings } from "./drawings.ts";
import { openGraph, renderGraphFrame, type GraphPage } from "./graph/graph-page.ts";
import { jumpTo, startPageParts } from "./page-parts.ts";
import { searchTable, startSearchBox } from "./search-box.ts";
import { loadChunk, loadPage, readIndex } from "./store.ts";
import { startTheme } from "./theme.ts";
import { startTree } from "./tree.ts";

const site = new Site(readIndex());
const main = document.querySelector<HTMLElement>("main")!;
let graph: GraphPage | undefined;
let turn = 0;

startTheme(() => graph?.refresh());
startPageParts(main);
startSearchBox(site);
startSide();
const tree = startTree(site);
addEventListener("hashchange", () => void show());
// Where the reader was on each page: the browser keeps that for pages, not for what a hash shows.
history.scrollRestoration = "manual";
const scrolls = new Map<string, number>();
/** A link was followed: its page begins at the top. */
let followed = false;
addEventListener("scroll", () => scrolls.set(location.hash, scrollY), { passive: true });
document.addEventListener(
  "click",
  (event) => (followed ||= (event.target as Element).closest("a[href^='#']") !== null),
  true,
);
void show();

async function show(): Promise<void> {
  const address = parseAddress(location.hash);
  const here = ++turn;
  const back = followed ? undefined : scrolls.get(location.hash);
  followed = false;
  try {
    const { title, body, node, after } = await open(address);
    if (here !== turn) return;
    graph = undefined;
    main.innerHTML = body.text;
    main.classList.toggle("full", address.path[0] === "lineage");
    document.title = title === "" ? `${site.index.project} · docs` : `${title} · ${site.index.project}`;
    markNavigation(address);
    tree.show(node);
    document.body.classList.remove("side-open");
    scrollTo(0, back ?? 0);
    await after?.();
    await fillDrawings(site, main);
    const at = address.params.get("at");
    if (here === turn && at !== null && back === undefined) jumpTo(at);
    main.dataset["ready"] = location.hash;
  } catch (error) {
    if (here !== turn) return;
    main.innerHTML = html`<article class="page">
      <h1>This page could not be shown</h1>
      <pre class="failure">${error instanceof Error ? error.message : String(error)}</pre>
    </article>`.text;
  }
}

interface Opened {
  readonly title: string;
  readonly body: Html;
  readonly node?: number;
  /** What can only be done once the page is there. */
  readonly after?: () => Promise<void> | void;
}

async function open(address: Address): Promise<Opened> {
  const [place, id] = address.path;
  switch (place) {
    case undefined:
    case "overview":
      return { title: id ?? "", body: renderOverview(site, id) };
    case "lineage":
      return {
        title: "Lineage",
        body: renderGraphFrame(address),
        after: async () => void (graph = await openGraph(site, main, address)),
      };
    case "health":
      return { title: "Health", body: renderHealth(site, await loadChunk(site, "health")) };
    case "entities":
      return openEntities(address);
    case "list":
      return { title: "List", body: renderList(site, address.params) };
    case "source_list":
      return { title: id ?? "", body: renderList(site, new URLSearchParams({ source: id ?? "" })) };
    case "search": {
      const query = address.params.get("q") ?? "";
      return {
        title: `Search: ${query}`,
        body: renderSearchPage(site, query, searchNodes(query, await searchTable(site))),
      };
    }
    default: {
      const node = site.find(id ?? "");
      if (node === undefined) return { title: "Not here", body: renderMissing(address) };
      return { title: site.name(node), body: renderPage(site, await loadPage(site, node)), node };
    }
  }
}

function renderMissing({ path }: Address): Html {
  const name = (path[1] ?? path[0] ?? "").split(".").at(-1)!;
  return html`<article class="page">
    <header class="head">
      <h1>Nothing has this address</h1>
      <p class="lead prose">
        <code>${path.join("/")}</code> is not in this project, or no longer.
        <a href="#!/search?q=${encodeURIComponent(name)}">Search for ${name}</a>, or go
        <a href="#!/overview">to the overview</a>.
      </p>
    </header>
  </article>`;
}

async function openEntities(address: Address): Promise<Opened> {
  const state = { around: address.params.get("around"), allColumns: address.params.has("columns") };
  return {
    title: "Entities",
    body: renderEntities(site, await loadChunk(site, "entities"), state),
    after: () => {
      const drawing = main.querySelector<HTMLElement>(".drawing");
      if (drawing) centre(drawing);
      const form = main.querySelector<HTMLFormElement>("[data-entities]");
      form?.addEventListener("change", () => {
        const data = new FormData(form);
        const params = new URLSearchParams();
        if (data.get("around")) params.set("around", String(data.get("around")));
        if (data.has("columns")) params.set("columns", "all");
        location.hash = formatAddress({ path: ["entities"], params }).slice(1);
      });
    },
  };
}

function markNavigation({ path: [place = "overview"] }: Address): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-nav]")) {
    if (link.dataset["nav"] === place) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** On narrow screens the tree is a drawer. */
function startSide(): void {
  const button = document.querySelector<HTMLElement>("[data-side]")!;
  const set = (open: boolean): void => {
    document.body.classList.toggle("side-open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => set(!document.body.classList.contains("side-open")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") set(false);
  });
}
