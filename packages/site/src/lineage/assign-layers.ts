/**
 * Layers by longest path: every edge goes to a higher layer. Nodes without parents then move right, next to their first
 * reader, so that a seed used late does not draw a line through everything.
 */
import { buildAdjacency } from "./adjacency.ts";

export interface Layers {
  /** Layer of each node, from 0; -1 for nodes without edges. */
  readonly layer: Int32Array;
  readonly count: number;
}

/** Where there are cycles, an edge that closes one goes backwards. */
export function assignLayers(count: number, from: ArrayLike<number>, to: ArrayLike<number>): Layers {
  const children = buildAdjacency(count, from, to);
  const waiting = new Int32Array(count);
  const linked = new Uint8Array(count);
  for (let edge = 0; edge < from.length; edge++) {
    if (from[edge] === to[edge]) continue;
    waiting[to[edge]!]!++;
    linked[from[edge]!] = linked[to[edge]!] = 1;
  }
  const layer = new Int32Array(count).fill(-1);
  const order: number[] = [];
  const done = new Uint8Array(count);
  for (let node = 0; node < count; node++) if (linked[node] && waiting[node] === 0) enter(node, 0);
  // Leftovers of cycles come in their order.
  for (let at = 0, rest = 0; at < order.length || rest < count;) {
    if (at === order.length) {
      if (linked[rest] && !done[rest]) enter(rest, Math.max(0, layer[rest]!));
      rest++;
      continue;
    }
    const node = order[at++]!;
    for (let index = children.start[node]!; index < children.start[node + 1]!; index++) {
      const child = children.to[index]!;
      if (done[child]) continue;
      layer[child] = Math.max(layer[child]!, layer[node]! + 1);
      if (--waiting[child]! === 0) enter(child, layer[child]!);
    }
  }
  moveSourcesRight();
  return { layer, count: layer.reduce((most, each) => Math.max(most, each + 1), 0) };

  function enter(node: number, at: number): void {
    done[node] = 1;
    layer[node] = at;
    order.push(node);
  }

  function moveSourcesRight(): void {
    const hasParents = new Uint8Array(count);
    for (let edge = 0; edge < from.length; edge++) if (from[edge] !== to[edge]) hasParents[to[edge]!] = 1;
    for (const node of order) {
      if (hasParents[node]) continue;
      let nearest = Infinity;
      for (let index = children.start[node]!; index < children.start[node + 1]!; index++) {
        const child = children.to[index]!;
        if (child !== node) nearest = Math.min(nearest, layer[child]!);
      }
      if (nearest !== Infinity && nearest > 0) layer[node] = nearest - 1;
    }
  }
}
