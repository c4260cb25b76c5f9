/** A small graph as SVG: each box is a link. */
import type { GraphChunk, Kind, State } from "../data/site-data.ts";
import { escapeHtml, Html } from "../html/html.ts";
import { BOX_HEIGHT, boxLabel, boxWidth } from "../lineage/box.ts";
import { drawEdge, SvgPen } from "../lineage/edge-path.ts";
import { layoutGraph } from "../lineage/layout-graph.ts";
import { KIND_NAMES, type Site } from "./site.ts";

export interface SmallGraph {
  /** Numbers of nodes, and edges between their positions. */
  readonly nodes: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
}

const PAD = 12;

export function renderLineageSvg(site: Site, { nodes, from, to }: SmallGraph, focus = -1): Html {
  return drawBoxes(
    nodes.map((node) => nodeBox(site, node, node === focus)),
    from,
    to,
  );
}

interface Box {
  readonly label: string;
  readonly title: string;
  readonly href: string;
  readonly kind: Kind;
  readonly state: State;
  readonly focused: boolean;
}

function nodeBox(site: Site, node: number, focused: boolean): Box {
  const [kind, state] = [site.kind(node), site.state(node)];
  const title = [site.name(node), kind.replaceAll("_", " "), state === "none" ? "" : state]
    .filter(Boolean)
    .join(" · ");
  return { label: site.name(node), title, href: site.href(node), kind, state, focused };
}

/** Folders instead of nodes, where there are too many: how many there are in each, and which read from which. */
export function renderFolderLineage(site: Site, { nodes, from, to }: SmallGraph): Html {
  const groups = new Map<string, { at: number; kind: Kind; href: string; count: number }>();
  const groupOf = nodes.map((node) => {
    const kind = site.kind(node);
    const folder = site.folder(node).split("/").slice(0, 2).join("/");
    const own = kind === "source" || kind === "exposure";
    const key = own ? KIND_NAMES[kind][1] : folder;
    const query = own ? `kind=${kind}` : `folder=${encodeURIComponent(folder)}`;
    const group = groups.get(key) ?? { at: groups.size, kind, href: `#!/list?${query}`, count: 0 };
    group.count++;
    groups.set(key, group);
    return group.at;
  });
  const edges = new Set<number>();
  from.forEach((start, edge) => {
    const [a, b] = [groupOf[start]!, groupOf[to[edge]!]!];
    if (a !== b) edges.add(a * groups.size + b);
  });
  const sorted = [...edges].sort((a, b) => a - b);
  const boxes = [...groups].map(([name, { kind, href, count }]): Box => ({
    label: `${name.replace(/^models\//, "")} (${count})`,
    title: `${name}: ${count}`,
    href,
    kind,
    state: "none",
    focused: false,
  }));
  return drawBoxes(
    boxes,
    sorted.map((edge) => Math.floor(edge / groups.size)),
    sorted.map((edge) => edge % groups.size),
  );
}

function drawBoxes(list: readonly Box[], from: readonly number[], to: readonly number[]): Html {
  const width = list.map(({ label }) => boxWidth(label));
  const layout = layoutGraph({
    count: list.length,
    width,
    height: list.map(() => BOX_HEIGHT),
    from,
    to,
    gapX: 56,
  });
  const edges = from.map((start, edge) => {
    const pen = new SvgPen();
    const end = to[edge]!;
    drawEdge(
      pen,
      { x1: layout.x[start]! + width[start]!, y1: layout.y[start]!, x2: layout.x[end]!, y2: layout.y[end]! },
      layout.bends,
      layout.bendStart[edge]!,
      layout.bendStart[edge + 1]!,
    );
    return `<path class="edge" d="${pen.path}"/>`;
  });
  const boxes = list.map((box, at) => renderBox(box, layout.x[at]!, layout.y[at]!, width[at]!));
  const [wide, tall] = [Math.ceil(layout.width) + PAD * 2, Math.ceil(layout.height) + PAD * 2];
  return new Html(
    `<svg class="lineage" width="${wide}" height="${tall}" viewBox="${-PAD} ${-PAD} ${wide} ${tall}" role="group" aria-label="Lineage">${edges.join("")}${boxes.join("")}</svg>`,
  );
}

function renderBox(
  { label, title, href, kind, state, focused }: Box,
  x: number,
  y: number,
  width: number,
): string {
  const top = y - BOX_HEIGHT / 2;
  const round = kind === "exposure" ? BOX_HEIGHT / 2 : kind === "source" || kind === "seed" ? 2 : 6;
  const flag =
    state === "bad" || state === "warn"
      ? `<circle class="flag ${state}" cx="${r(x + width)}" cy="${r(top)}" r="5"/>`
      : "";
  return `<a href="${escapeHtml(href)}" class="box k-${kind}${focused ? " focus" : ""}"${focused ? ' aria-current="page"' : ""}><title>${escapeHtml(title)}</title><rect x="${r(x)}" y="${r(top)}" width="${r(width)}" height="${BOX_HEIGHT}" rx="${round}"/><circle class="mark" cx="${r(x + 14)}" cy="${r(y)}" r="4"/><text x="${r(x + 24)}" y="${r(y + 4)}">${escapeHtml(boxLabel(label))}</text>${flag}</a>`;
}

const r = (value: number): number => Math.round(value * 10) / 10;

/** `chosen` are positions in the chunk. */
export function subgraph(
  chunk: GraphChunk,
  chosen: ReadonlySet<number>,
): SmallGraph & { readonly positions: readonly number[] } {
  const positions = [...chosen].sort((a, b) => a - b);
  const place = new Map(positions.map((position, at) => [position, at]));
  const from: number[] = [];
  const to: number[] = [];
  for (let edge = 0; edge < chunk.from.length; edge++) {
    const [start, end] = [place.get(chunk.from[edge]!), place.get(chunk.to[edge]!)];
    if (start === undefined || end === undefined) continue;
    from.push(start);
    to.push(end);
  }
  return { nodes: positions.map((position) => chunk.nodes[position]!), positions, from, to };
}
