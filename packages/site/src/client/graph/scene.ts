/** What a drawing of lineage is made of: boxes and edges in typed arrays, whole or of a selection. */
import type { GraphChunk } from "../../data/site-data.ts";
import { BOX_HEIGHT, boxLabel, boxWidth } from "../../lineage/box.ts";
import { buildAdjacency, type Adjacency } from "../../lineage/adjacency.ts";
import { layoutGraph } from "../../lineage/layout-graph.ts";
import { subgraph } from "../../view/lineage-svg.ts";
import type { Site } from "../../view/site.ts";

export interface Scene {
  /** Numbers of nodes in the index. */
  readonly nodes: readonly number[];
  readonly labels: readonly string[];
  /** Left edges, middles, widths. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly w: Float32Array;
  readonly layer: ArrayLike<number>;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly bendStart: Int32Array;
  readonly bends: Float64Array;
  readonly parents: Adjacency;
  readonly children: Adjacency;
  readonly width: number;
  readonly height: number;
}

export function wholeScene(site: Site, chunk: GraphChunk): Scene {
  const bendStart = new Int32Array(chunk.from.length + 1);
  const bends: number[] = [];
  let next = 0;
  for (let edge = 0; edge < chunk.from.length; edge++) {
    if (chunk.bends[next]?.[0] === edge) bends.push(...chunk.bends[next++]!.slice(1));
    bendStart[edge + 1] = bends.length;
  }
  return finish(site, chunk, { ...chunk, bendStart, bends: Float64Array.from(bends) });
}

/** The chosen positions of the chunk, laid out by themselves. */
export function partScene(site: Site, chunk: GraphChunk, chosen: ReadonlySet<number>): Scene {
  const { nodes, from, to } = subgraph(chunk, chosen);
  const w = nodes.map((node) => boxWidth(site.name(node)));
  const layout = layoutGraph({ count: nodes.length, width: w, height: w.map(() => BOX_HEIGHT), from, to });
  return finish(site, { nodes, from, to }, { ...layout, w });
}

function finish(
  site: Site,
  { nodes, from, to }: Pick<GraphChunk, "nodes" | "from" | "to">,
  place: {
    readonly x: ArrayLike<number>;
    readonly y: ArrayLike<number>;
    readonly w: ArrayLike<number>;
    readonly layer: ArrayLike<number>;
    readonly bendStart: Int32Array;
    readonly bends: Float64Array;
    readonly width: number;
    readonly height: number;
  },
): Scene {
  return {
    nodes,
    labels: nodes.map((node) => boxLabel(site.name(node))),
    x: Float32Array.from(place.x),
    y: Float32Array.from(place.y),
    w: Float32Array.from(place.w),
    layer: place.layer,
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    bendStart: place.bendStart,
    bends: place.bends,
    parents: buildAdjacency(nodes.length, to, from),
    children: buildAdjacency(nodes.length, from, to),
    width: place.width,
    height: place.height,
  };
}
