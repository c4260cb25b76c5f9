/** The lineage of everything that data flows through, laid out once. */
import { layoutGraph } from "../lineage/layout-graph.ts";
import { boxWidth, BOX_HEIGHT } from "../lineage/box.ts";
import { displayName } from "./shown-resources.ts";
import type { SiteFacts } from "./site-facts.ts";
import type { GraphChunk } from "./site-data.ts";

const LEFT_OUT: ReadonlySet<string> = new Set(["test", "unit_test", "macro"]);

export function buildGraph({ shown, parents }: SiteFacts): GraphChunk {
  const nodes = shown.resources.flatMap(({ resource_type }, at) => (LEFT_OUT.has(resource_type) ? [] : [at]));
  const position = new Map(nodes.map((node, at) => [node, at]));
  const from: number[] = [];
  const to: number[] = [];
  nodes.forEach((node, at) => {
    for (const parent of parents[node]!) {
      const start = position.get(parent);
      if (start === undefined) continue;
      from.push(start);
      to.push(at);
    }
  });
  const w = nodes.map((node) => boxWidth(displayName(shown.resources[node]!)));
  const layout = layoutGraph({ count: nodes.length, width: w, height: w.map(() => BOX_HEIGHT), from, to });
  const bends: number[][] = [];
  for (let edge = 0; edge < from.length; edge++) {
    const [start, end] = [layout.bendStart[edge]!, layout.bendStart[edge + 1]!];
    if (end > start) bends.push([edge, ...Array.from(layout.bends.slice(start, end), Math.round)]);
  }
  return {
    nodes,
    x: Array.from(layout.x, Math.round),
    y: Array.from(layout.y, Math.round),
    w,
    layer: [...layout.layer],
    from,
    to,
    bends,
    width: Math.ceil(layout.width),
    height: Math.ceil(layout.height),
  };
}
