/**
 * Heights: each vertex wants to stand level with its neighbours, none may come closer to the next than its distance.
 * One layer at a time that is isotonic regression, solved exactly by pooling adjacent violators.
 */
import { buildAdjacency } from "./adjacency.ts";
import type { LayeredGraph } from "./order-layers.ts";

/** `distance(upper, lower)`: the least between two vertices that follow each other in a layer. Returns centres. */
export function placeRows(
  graph: LayeredGraph,
  rows: readonly Int32Array[],
  distance: (upper: number, lower: number) => number,
  /** Bends are pulled straight by counting more. */
  firstBend: number,
  rounds = 8,
): Float64Array {
  const y = new Float64Array(graph.count);
  const down = buildAdjacency(graph.count, graph.from, graph.to);
  const up = buildAdjacency(graph.count, graph.to, graph.from);
  const offsets = rows.map((row) => offsetsOf(row, distance));
  rows.forEach((row, index) => {
    const tall = offsets[index]!.at(-1) ?? 0;
    row.forEach((vertex, at) => (y[vertex] = offsets[index]![at]! - tall / 2));
  });
  for (let round = 0; round < rounds; round++) {
    const last = round >= rounds - 2;
    const forward = round % 2 === 0;
    for (let step = 0; step < rows.length; step++) {
      const index = forward ? step : rows.length - 1 - step;
      const sides = last ? [up, down] : [forward ? up : down];
      settle(rows[index]!, offsets[index]!, sides);
    }
  }
  return y;

  function settle(
    row: Int32Array,
    offset: Float64Array,
    sides: readonly { start: Int32Array; to: Int32Array }[],
  ): void {
    const wish = new Float64Array(row.length);
    const weight = new Float64Array(row.length);
    for (let at = 0; at < row.length; at++) {
      const vertex = row[at]!;
      let sum = 0;
      let total = 0;
      for (const { start, to } of sides) {
        for (let edge = start[vertex]!; edge < start[vertex + 1]!; edge++) {
          const other = to[edge]!;
          const pull =
            vertex >= firstBend && other >= firstBend ? 8 : vertex >= firstBend || other >= firstBend ? 2 : 1;
          sum += y[other]! * pull;
          total += pull;
        }
      }
      wish[at] = (total > 0 ? sum / total : y[vertex]!) - offset[at]!;
      weight[at] = total > 0 ? total : 0.1;
    }
    const settled = poolAdjacent(wish, weight);
    for (let at = 0; at < row.length; at++) y[row[at]!] = settled[at]! + offset[at]!;
  }
}

function offsetsOf(row: Int32Array, distance: (upper: number, lower: number) => number): Float64Array {
  const offsets = new Float64Array(row.length);
  for (let at = 1; at < row.length; at++) offsets[at] = offsets[at - 1]! + distance(row[at - 1]!, row[at]!);
  return offsets;
}

/** The non-decreasing sequence nearest to `wish` in weighted least squares. */
export function poolAdjacent(wish: Float64Array, weight: Float64Array): Float64Array {
  const mean: number[] = [];
  const mass: number[] = [];
  const size: number[] = [];
  for (let at = 0; at < wish.length; at++) {
    mean.push(wish[at]!);
    mass.push(weight[at]!);
    size.push(1);
    while (mean.length > 1 && mean.at(-2)! > mean.at(-1)!) {
      const [value, heavy, long] = [mean.pop()!, mass.pop()!, size.pop()!];
      const below = mean.length - 1;
      mean[below] = (mean[below]! * mass[below]! + value * heavy) / (mass[below]! + heavy);
      mass[below]! += heavy;
      size[below]! += long;
    }
  }
  const out = new Float64Array(wish.length);
  let at = 0;
  for (let block = 0; block < mean.length; block++)
    for (let step = 0; step < size[block]!; step++) out[at++] = mean[block]!;
  return out;
}
