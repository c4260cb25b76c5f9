import type { Graph, NumberedGraph } from "./build-graph.ts";

/** One cycle, as a path that ends where it starts (["a", "b", "a"]); undefined when there is none. */
export function findCycle(graph: Graph): readonly string[] | undefined {
  const knot = smallestKnot(graph);
  return knot && walkRound(graph, new Set(knot));
}

/** Nodes that all lead to each other, the fewest there are: the shortest thing to read. */
function smallestKnot({ ids, numbered }: Graph): readonly string[] | undefined {
  const settled = new Set(numbered.order);
  const left = ids.flatMap((_, position) => (settled.has(position) ? [] : [position]));
  const knots = findKnots(numbered, left).map((knot) => knot.map((position) => ids[position]!).sort());
  return knots.sort((a, b) => a.length - b.length || (a.join() < b.join() ? -1 : 1))[0];
}

/**
 * Strongly connected components that have a cycle (Tarjan, "Depth-first search and linear graph algorithms", 1972), with a
 * stack of our own: a cycle may be longer than the call stack is deep.
 */
function findKnots({ children }: NumberedGraph, starts: readonly number[]): number[][] {
  const knots: number[][] = [];
  const found = new Map<number, number>();
  /** The earliest vertex on the path that can be reached. */
  const lowest = new Map<number, number>();
  const open: number[] = [];
  const isOpen = new Set<number>();
  const path: { readonly vertex: number; next: number }[] = [];
  const enter = (vertex: number): void => {
    found.set(vertex, found.size);
    lowest.set(vertex, found.get(vertex)!);
    open.push(vertex);
    isOpen.add(vertex);
    path.push({ vertex, next: 0 });
  };
  const lower = (vertex: number, by: number): void =>
    void lowest.set(vertex, Math.min(lowest.get(vertex)!, by));
  for (const start of starts) {
    if (!found.has(start)) enter(start);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const { vertex } = step;
      const child = children[vertex]![step.next++];
      if (child !== undefined) {
        if (!found.has(child)) enter(child);
        else if (isOpen.has(child)) lower(vertex, found.get(child)!);
        continue;
      }
      path.pop();
      const before = path.at(-1);
      if (before !== undefined) lower(before.vertex, lowest.get(vertex)!);
      if (lowest.get(vertex) !== found.get(vertex)) continue;
      const knot = open.splice(open.lastIndexOf(vertex));
      for (const member of knot) isOpen.delete(member);
      if (knot.length > 1 || children[vertex]!.includes(vertex)) knots.push(knot);
    }
  }
  return knots;
}

/** The shortest way from the first node of a knot back to itself. */
function walkRound(graph: Graph, knot: ReadonlySet<string>): readonly string[] {
  const start = [...knot].sort()[0]!;
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const id of queue) {
    for (const child of [...graph.children(id)].sort()) {
      if (child === start) return [start, ...backtrack(cameFrom, id, start), start];
      if (!knot.has(child) || cameFrom.has(child)) continue;
      cameFrom.set(child, id);
      queue.push(child);
    }
  }
  return [start, start];
}

function backtrack(cameFrom: ReadonlyMap<string, string>, end: string, start: string): string[] {
  const path: string[] = [];
  for (let id = end; id !== start; id = cameFrom.get(id)!) path.push(id);
  return path.reverse();
}
