/** A directed graph in typed arrays: the neighbours of node n are `to[start[n]] … to[start[n + 1] - 1]`. */
export interface Adjacency {
  readonly start: Int32Array;
  readonly to: Int32Array;
}

/** Neighbours keep the order of the edges. Edges out of range are the caller's fault. */
export function buildAdjacency(count: number, from: ArrayLike<number>, to: ArrayLike<number>): Adjacency {
  const start = new Int32Array(count + 1);
  for (let edge = 0; edge < from.length; edge++) start[from[edge]! + 1]!++;
  for (let node = 0; node < count; node++) start[node + 1]! += start[node]!;
  const next = start.slice(0, count);
  const targets = new Int32Array(from.length);
  for (let edge = 0; edge < from.length; edge++) targets[next[from[edge]!]!++] = to[edge]!;
  return { start, to: targets };
}

/** `seeds` and what is reached from them within `depth` steps. */
export function reach(graph: Adjacency, seeds: Iterable<number>, depth: number = Infinity): Set<number> {
  const found = new Set(seeds);
  let frontier = [...found];
  for (let step = 0; step < depth && frontier.length > 0; step++) {
    const next: number[] = [];
    for (const node of frontier) {
      for (let at = graph.start[node]!; at < graph.start[node + 1]!; at++) {
        const neighbour = graph.to[at]!;
        if (found.has(neighbour)) continue;
        found.add(neighbour);
        next.push(neighbour);
      }
    }
    frontier = next;
  }
  return found;
}
