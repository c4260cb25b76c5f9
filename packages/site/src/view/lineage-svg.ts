/** A small graph as SVG: each box is a link. */
import type { GraphChunk } from "../data/site-data.ts";
import { escapeHtml, Html } from "../html/html.ts";
import { BOX_HEIGHT, boxLabel, boxWidth } from "../lineage/box.ts";
import { drawEdge, SvgPen } from "../lineage/edge-path.ts";
import { layoutGraph } from "../lineage/layout-graph.ts";
import type { Site } from "./site.ts";

export interface SmallGraph {
  /** Numbers of nodes, and edges between their positions. */
  readonly nodes: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
}

const PAD = 12;

export function renderLineageSvg(site: Site, { nodes, from, to }: SmallGraph, focus = -1): Html {
  const width = nodes.map((node) => boxWidth(site.name(node)));
  const layout = layoutGraph({ count: nodes.length, width, height: nodes.map(() => BOX_HEIGHT), from, to, gapX: 56 });
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
  const boxes = nodes.map((node, at) => renderBox(site, node, layout.x[at]!, layout.y[at]!, width[at]!, node === focus));
  const [wide, tall] = [Math.ceil(layout.width) + PAD * 2, Math.ceil(layout.height) + PAD * 2];
  return new Html(
    `<svg class="lineage" width="${wide}" height="${tall}" viewBox="${-PAD} ${-PAD} ${wide} ${tall}" role="group" aria-label="Lineage">${edges.join("")}${boxes.join("")}</svg>`,
  );
}

function renderBox(site: Site, node: number, x: number, y: number, width: number, focused: boolean): string {
  const name = escapeHtml(site.name(node));
  const top = y - BOX_HEIGHT / 2;
  const state = site.state(node);
  const kind = site.kind(node);
  const round = kind === "exposure" ? BOX_HEIGHT / 2 : kind === "source" || kind === "seed" ? 2 : 6;
  return `<a href="${escapeHtml(site.href(node))}" class="box k-${kind}${focused ? " focus" : ""}"${focused ? ' aria-current="page"' : ""}><title>${name} · ${kind.replaceAll("_", " ")}${state === "none" ? "" : ` · ${state}`}</title><rect x="${r(x)}" y="${r(top)}" width="${r(width)}" height="${BOX_HEIGHT}" rx="${round}"/><circle class="mark" cx="${r(x + 14)}" cy="${r(y)}" r="4"/><text x="${r(x + 24)}" y="${r(y + 4)}">${escapeHtml(boxLabel(site.name(node)))}</text>${state === "bad" || state === "warn" ? `<circle class="flag ${state}" cx="${r(x + width)}" cy="${r(top)}" r="5"/>` : ""}</a>`;
}

const r = (value: number): number => Math.round(value * 10) / 10;

/** `chosen` are positions in the chunk. */
export function subgraph(chunk: GraphChunk, chosen: ReadonlySet<number>): SmallGraph & { readonly positions: readonly number[] } {
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
