/** The order within layers: barycenter sweeps, and of the orders seen the one with the fewest crossings. */
import { buildAdjacency, type Adjacency } from "./adjacency.ts";

export interface LayeredGraph {
  /** Vertices: nodes, then the bends of long edges. */
  readonly count: number;
  readonly layer: Int32Array;
  readonly layers: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Vertices of each layer from top to bottom. Deterministic: ties keep the order before. */
export function orderLayers(graph: LayeredGraph, sweeps = 12): Int32Array[] {
  const down = buildAdjacency(graph.count, graph.from, graph.to);
  const up = buildAdjacency(graph.count, graph.to, graph.from);
  let rows = firstOrder(graph, down);
  const place = new Float64Array(graph.count);
  for (const row of rows) number(row, place);
  let best = rows.map((row) => row.slice());
  let fewest = countCrossings(rows, up, place);
  let idle = 0;
  for (let sweep = 0; sweep < sweeps && fewest > 0 && idle < 4; sweep++) {
    const forward = sweep % 2 === 0;
    for (let step = 0; step < rows.length; step++) {
      const row = rows[forward ? step : rows.length - 1 - step]!;
      sortRow(row, forward ? up : down, place);
    }
    const crossings = countCrossings(rows, up, place);
    if (crossings < fewest) {
      fewest = crossings;
      best = rows.map((row) => row.slice());
      idle = 0;
    } else idle++;
  }
  rows = best;
  return rows;
}

/** Depth first from the left: families stand together. */
function firstOrder({ count, layer, layers }: LayeredGraph, down: Adjacency): Int32Array[] {
  const rows: number[][] = Array.from({ length: layers }, () => []);
  const seen = new Uint8Array(count);
  for (let first = 0; first < count; first++) {
    if (seen[first] || layer[first]! < 0) continue;
    const stack = [first];
    while (stack.length > 0) {
      const vertex = stack.pop()!;
      if (seen[vertex]) continue;
      seen[vertex] = 1;
      rows[layer[vertex]!]!.push(vertex);
      for (let at = down.start[vertex + 1]! - 1; at >= down.start[vertex]!; at--)
        if (!seen[down.to[at]!]) stack.push(down.to[at]!);
    }
  }
  return rows.map((row) => Int32Array.from(row));
}

/** Places are from 0 to 1, so that layers of different sizes compare. */
function number(row: Int32Array, place: Float64Array): void {
  for (let index = 0; index < row.length; index++) place[row[index]!] = (index + 0.5) / row.length;
}

function sortRow(row: Int32Array, neighbours: Adjacency, place: Float64Array): void {
  const key = new Float64Array(row.length);
  for (let index = 0; index < row.length; index++) {
    const vertex = row[index]!;
    let sum = 0;
    const start = neighbours.start[vertex]!;
    const end = neighbours.start[vertex + 1]!;
    for (let at = start; at < end; at++) sum += place[neighbours.to[at]!]!;
    key[index] = end > start ? sum / (end - start) : place[vertex]!;
  }
  const order = Uint32Array.from(row, (_, index) => index).sort((a, b) => key[a]! - key[b]! || a - b);
  row.set(Int32Array.from(order, (index) => row[index]!));
  number(row, place);
}

/** Crossings between layers next to each other, by counting inversions in a Fenwick tree. */
function countCrossings(rows: readonly Int32Array[], up: Adjacency, place: Float64Array): number {
  let crossings = 0;
  for (let index = 1; index < rows.length; index++) {
    const width = rows[index - 1]!.length;
    const tree = new Int32Array(width + 1);
    let seen = 0;
    for (const vertex of rows[index]!) {
      const ends: number[] = [];
      for (let at = up.start[vertex]!; at < up.start[vertex + 1]!; at++)
        ends.push(Math.floor(place[up.to[at]!]! * width));
      for (const end of ends) {
        let before = 0;
        for (let at = end + 1; at > 0; at -= at & -at) before += tree[at]!;
        crossings += seen - before;
      }
      for (const end of ends) {
        seen++;
        for (let at = end + 1; at <= width; at += at & -at) tree[at]!++;
      }
    }
  }
  return crossings;
}
