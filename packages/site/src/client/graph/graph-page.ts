/** The lineage page: a selector box, the drawing, what is chosen, the same as a list, and pictures to take along. */
import type { GraphChunk } from "../../data/site-data.ts";
import { html, nothing, type Html } from "../../html/html.ts";
import { buildAdjacency, reach } from "../../lineage/adjacency.ts";
import { selectNodes, type Selectable, type SelectionGraph } from "../../select/select-nodes.ts";
import { counted } from "../../view/format.ts";
import { renderKind, renderLink, renderSign } from "../../view/marks.ts";
import type { Site } from "../../view/site.ts";
import { formatAddress, type Address } from "../address.ts";
import { loadChunk } from "../store.ts";
import { downloadPng, downloadSvg } from "./export.ts";
import { GraphCanvas } from "./graph-canvas.ts";
import { buildLook, type ColorBy } from "./look.ts";
import { partScene, wholeScene, type Scene } from "./scene.ts";

const LISTED = 500;

export function renderGraphFrame({ params }: Address): Html {
  const by = colorOf(params);
  const option = (value: ColorBy, label: string): Html =>
    html`<option value="${value}" ${value === by ? html` selected` : nothing}>${label}</option>`;
  return html`<article class="graph-page">
    <h1 class="hidden">Lineage</h1>
    <form class="controls" data-graph-form role="search" aria-label="Choose what the graph shows">
      <label class="grow"
        ><span class="hidden">Selector</span
        ><input
          name="select"
          type="text"
          value="${params.get("select") ?? ""}"
          placeholder="Everything; or +orders+, tag:daily, path:models/marts, --exclude …"
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off" /></label
      ><button type="submit">Select</button
      ><label
        >Colour
        <select name="color">
          ${option("folder", "by folder")}${option("kind", "by kind")}${option("status", "by status")}
        </select></label
      >
    </form>
    <p class="note problems" data-problems role="status"></p>
    <div class="stage">
      <canvas
        tabindex="0"
        data-graph
        role="application"
        aria-label="Lineage graph. Arrows walk along the edges, Enter opens the page, plus and minus zoom, 0 shows all, Escape lets go. The same is below as a list."
      ></canvas>
      <div class="zoom">
        <button type="button" data-zoom="in" aria-label="Zoom in">+</button
        ><button type="button" data-zoom="out" aria-label="Zoom out">−</button
        ><button type="button" data-zoom="fit">Fit</button>
      </div>
      <ul class="legend" data-legend></ul>
      <div class="tip" data-tip hidden></div>
    </div>
    <div class="chosen" data-chosen aria-live="polite"></div>
    <div class="export">
      <button type="button" data-export="svg">Save as SVG</button
      ><button type="button" data-export="png">Save as PNG</button>
    </div>
    <details class="as-list">
      <summary data-list-title>As a list</summary>
      <div data-list></div>
    </details>
  </article>`;
}

const colorOf = (params: URLSearchParams): ColorBy => {
  const by = params.get("color");
  return by === "kind" || by === "status" ? by : "folder";
};

export class GraphPage {
  private readonly site: Site;
  private readonly root: HTMLElement;
  private readonly chunk: GraphChunk;
  private readonly graph: GraphCanvas;
  private params: URLSearchParams;
  private scene: Scene;
  private chosen = -1;

  constructor(site: Site, root: HTMLElement, chunk: GraphChunk, params: URLSearchParams) {
    this.site = site;
    this.root = root;
    this.chunk = chunk;
    this.params = params;
    this.graph = new GraphCanvas(this.part("[data-graph]"));
    this.graph.onChoose = (at) => this.choose(at);
    this.graph.onOpen = (at) => (location.hash = site.href(this.scene.nodes[at]!).slice(1));
    this.graph.onHover = (at, x, y) => this.hover(at, x, y);
    const { scene, problems } = selectScene(site, chunk, params.get("select") ?? "");
    this.scene = scene;
    const focus = site.find(params.get("focus") ?? "");
    this.chosen = focus === undefined ? -1 : scene.nodes.indexOf(focus);
    this.part("[data-problems]").textContent = problems.join("; ");
    this.listen();
    this.showScene();
    // For those who measure.
    Object.assign(this.part("[data-graph]"), { graph: this.graph });
  }

  /** Colours anew, after the theme changed. */
  refresh(): void {
    this.graph.setLook(this.buildLook());
  }

  private part<E extends HTMLElement>(selector: string): E {
    return this.root.querySelector<E>(selector)!;
  }

  private buildLook(): ReturnType<typeof buildLook>["look"] {
    const { look, legend } = buildLook(this.site, this.scene, colorOf(this.params), this.lit());
    this.part("[data-legend]").innerHTML = html`${legend.entries.map(
      ([color, label]) =>
        html`<li>
          <svg width="10" height="10" aria-hidden="true">
            <rect width="10" height="10" rx="2" fill="${color}" /></svg
          >${label}
        </li>`,
    )}`.text;
    return look;
  }

  /** The chosen node with all its ancestors and descendants. */
  private lit(): Uint8Array | undefined {
    if (this.chosen < 0) return undefined;
    const lit = new Uint8Array(this.scene.nodes.length);
    for (const graph of [this.scene.parents, this.scene.children])
      for (const at of reach(graph, [this.chosen])) lit[at] = 1;
    return lit;
  }

  private showScene(): void {
    this.graph.setScene(this.scene, this.buildLook(), this.chosen);
    this.renderChosen();
    const order = [...this.scene.nodes.keys()].sort(
      (a, b) => this.scene.layer[a]! - this.scene.layer[b]! || a - b,
    );
    this.part("[data-list-title]").textContent = `As a list: ${counted(order.length, "node")}, sources first`;
    this.part("[data-list]").innerHTML = html`<ol class="links">
        ${order.slice(0, LISTED).map((at) => html`<li>${renderLink(this.site, this.scene.nodes[at]!)} ${renderSign(this.site.state(this.scene.nodes[at]!))}</li>`)}
      </ol>
      ${order.length > LISTED ? html`<p class="note">The first ${LISTED}: a selector above makes it fewer.</p>` : nothing}`.text;
  }

  private listen(): void {
    const form = this.part<HTMLFormElement>("[data-graph-form]");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const select = (form.elements.namedItem("select") as HTMLInputElement).value.trim();
      const params = new URLSearchParams(this.params);
      params.delete("focus");
      if (select === "") params.delete("select");
      else params.set("select", select);
      location.hash = formatAddress({ path: ["lineage"], params }).slice(1);
    });
    form.addEventListener("change", (event) => {
      const input = event.target as HTMLSelectElement;
      if (input.name !== "color") return;
      this.setParam("color", input.value === "folder" ? undefined : input.value);
      this.refresh();
    });
    this.root.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-zoom],[data-export]");
      if (button?.dataset["zoom"] === "fit") this.graph.fit();
      else if (button?.dataset["zoom"]) this.graph.zoomBy(button.dataset["zoom"] === "in" ? 1.4 : 1 / 1.4);
      else if (button?.dataset["export"] === "svg")
        downloadSvg(this.scene, this.buildLook(), this.site.index.project);
      else if (button?.dataset["export"] === "png")
        downloadPng(this.scene, this.buildLook(), this.site.index.project);
    });
  }

  /** Kept in the address without a step in the history. */
  private setParam(name: string, value: string | undefined): void {
    const params = new URLSearchParams(this.params);
    if (value === undefined) params.delete(name);
    else params.set(name, value);
    this.params = params;
    history.replaceState(null, "", formatAddress({ path: ["lineage"], params }));
  }

  private choose(at: number): void {
    this.chosen = at;
    this.setParam("focus", at < 0 ? undefined : this.site.id(this.scene.nodes[at]!));
    this.graph.setLook(this.buildLook(), at);
    this.renderChosen();
  }

  private renderChosen(): void {
    const box = this.part("[data-chosen]");
    if (this.chosen < 0) {
      box.innerHTML = html`<p class="note">
        ${counted(this.scene.nodes.length, "node")}, ${counted(this.scene.from.length, "edge")}. Choose one to
        see what it comes from and leads to.
      </p>`.text;
      return;
    }
    const node = this.scene.nodes[this.chosen]!;
    const [up, down] = [this.scene.parents, this.scene.children].map(
      (graph) => reach(graph, [this.chosen]).size - 1,
    ) as [number, number];
    const only = formatAddress({
      path: ["lineage"],
      params: new URLSearchParams({
        select: `2+${selectorOf(this.site, node)}+2`,
        focus: this.site.id(node),
      }),
    });
    box.innerHTML = html`<p>
      <strong>${renderLink(this.site, node)}</strong> ${renderKind(this.site, node)}
      ${renderSign(this.site.state(node))}
      <span class="none">${counted(up, "ancestor")}, ${counted(down, "descendant")}</span>
      <a href="${only}">Only its surroundings</a>
    </p>`.text;
  }

  private hover(at: number, x: number, y: number): void {
    const tip = this.part("[data-tip]");
    tip.hidden = at < 0;
    if (at < 0) return;
    const node = this.scene.nodes[at]!;
    tip.innerHTML = html`<b>${this.site.name(node)}</b>${this.site.path(node)}`.text;
    const room = this.part("[data-graph]").clientWidth;
    tip.style.left = `${Math.min(x + 14, room - tip.offsetWidth - 8)}px`;
    tip.style.top = `${y + 16}px`;
  }
}

/** What selects this node and no other. */
const selectorOf = (site: Site, node: number): string => {
  const kind = site.kind(node);
  return kind === "source" || kind === "exposure" || kind === "metric"
    ? `${kind}:${site.name(node)}`
    : site.name(node);
};

function selectScene(
  site: Site,
  chunk: GraphChunk,
  select: string,
): { readonly scene: Scene; readonly problems: readonly string[] } {
  if (select === "") return { scene: wholeScene(site, chunk), problems: [] };
  const { chosen, problems } = selectNodes(select, selectionGraph(site, chunk));
  return {
    scene: chosen.size === chunk.nodes.length ? wholeScene(site, chunk) : partScene(site, chunk, chosen),
    problems,
  };
}

function selectionGraph(site: Site, { nodes, from, to }: GraphChunk): SelectionGraph {
  const tags = new Map<number, string[]>();
  for (const [tag, tagged] of site.index.tags)
    for (const node of tagged) tags.set(node, [...(tags.get(node) ?? []), tag]);
  return {
    nodes: nodes.map((node): Selectable => ({
      name: site.name(node),
      fqn: [site.package(node), ...site.folder(node).split("/").slice(1), site.name(node)],
      path: site.path(node),
      kind: site.kind(node),
      package: site.package(node),
      tags: tags.get(node) ?? [],
      group: site.group(node),
      access: site.access(node),
      schema: site.place(node),
      materialized: site.materialized(node),
      state: site.state(node),
    })),
    parents: buildAdjacency(nodes.length, to, from),
    children: buildAdjacency(nodes.length, from, to),
  };
}

export async function openGraph(site: Site, root: HTMLElement, { params }: Address): Promise<GraphPage> {
  return new GraphPage(site, root, await loadChunk(site, "graph"), params);
}
