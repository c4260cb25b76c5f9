/** Small lineage drawings within pages: the surroundings of a node, and the whole of a small project. */
import { buildAdjacency, reach } from "../lineage/adjacency.ts";
import { html } from "../html/html.ts";
import { renderFolderLineage, renderLineageSvg, subgraph } from "../view/lineage-svg.ts";
import type { GraphChunk } from "../data/site-data.ts";
import { formatCount } from "../view/format.ts";
import type { Site } from "../view/site.ts";
import { loadChunk } from "./store.ts";

/** More boxes than this are for the graph page. */
const MOST = 60;

export async function fillDrawings(site: Site, root: HTMLElement): Promise<void> {
  const near = root.querySelector<HTMLElement>("[data-neighbourhood]");
  const whole = root.querySelector<HTMLElement>("[data-whole]");
  if (near === null && whole === null) return;
  const chunk = await loadChunk(site, "graph");
  if (near !== null) fillNear(site, chunk, near);
  if (whole !== null) fillWhole(site, chunk, whole);
}

function fillNear(site: Site, chunk: GraphChunk, box: HTMLElement): void {
  const node = Number(box.dataset["neighbourhood"]);
  const at = chunk.nodes.indexOf(node);
  if (at < 0) return;
  const parents = buildAdjacency(chunk.nodes.length, chunk.to, chunk.from);
  const children = buildAdjacency(chunk.nodes.length, chunk.from, chunk.to);
  const around = (depth: number): Set<number> =>
    new Set([...reach(parents, [at], depth), ...reach(children, [at], depth)]);
  const [far, close] = [around(2), around(1)];
  const chosen = far.size <= MOST ? far : new Set([at, ...[...close].slice(0, MOST)]);
  box.innerHTML = renderLineageSvg(site, subgraph(chunk, chosen), node).text;
  shrink(box);
  if (far.size > chosen.size)
    box.insertAdjacentHTML(
      "afterend",
      html`<p class="note">
        ${chosen.size} of the ${far.size} nodes within two steps: the graph has all of them.
      </p>`.text,
    );
  centre(box);
}

function fillWhole(site: Site, chunk: GraphChunk, box: HTMLElement): void {
  const count = chunk.nodes.length;
  if (count > 0 && count <= MOST) {
    box.innerHTML = renderLineageSvg(site, subgraph(chunk, new Set(chunk.nodes.keys()))).text;
    shrink(box);
  } else if (count > 0) {
    box.innerHTML = renderFolderLineage(site, chunk).text;
    shrink(box);
    box.insertAdjacentHTML(
      "afterend",
      html`<p class="note">
        By folder: ${formatCount(count)} nodes are too many to be read here. The graph has them all.
      </p>`.text,
    );
  } else box.outerHTML = html`<p class="none">There are no nodes.</p>`.text;
}

const SMALLEST = 0.72;

/** A little smaller where that makes it fit: much smaller could not be read. */
function shrink(box: HTMLElement): void {
  const svg = box.querySelector("svg")!;
  const [width, height] = [Number(svg.getAttribute("width")), Number(svg.getAttribute("height"))];
  const by = Math.max(SMALLEST, box.clientWidth / width);
  if (by >= 1) return;
  svg.setAttribute("width", String(Math.floor(width * by)));
  svg.setAttribute("height", String(Math.ceil(height * by)));
}

/** Wide drawings scroll: the node in question comes into view. */
export function centre(box: HTMLElement): void {
  const here = box.querySelector<SVGGraphicsElement>("[aria-current]");
  if (here === null) return;
  const [frame, mark] = [box.getBoundingClientRect(), here.getBoundingClientRect()];
  box.scrollLeft = mark.left - frame.left + mark.width / 2 - frame.width / 2;
  box.scrollTop = mark.top - frame.top + mark.height / 2 - frame.height / 2;
}
