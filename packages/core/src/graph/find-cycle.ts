import { Graph as LibraryGraph, alg } from "@dagrejs/graphlib";
import type { Graph } from "./build-graph.ts";

/** One cycle, as a path that ends where it starts (["a", "b", "a"]); undefined when there is none. */
export function findCycle(graph: Graph): readonly string[] | undefined {
  const settled = new Set(graph.topologicalOrder());
  const left = graph.ids.filter((id) => !settled.has(id));
  if (left.length === 0) return undefined;
  const knot = smallestKnot(graph, left);
  return knot && walkRound(graph, new Set(knot));
}

/** Nodes that all lead to each other, the fewest there are: the shortest thing to read. */
function smallestKnot(graph: Graph, ids: readonly string[]): readonly string[] | undefined {
  const library = new LibraryGraph({ directed: true });
  for (const id of ids) library.setNode(id);
  for (const id of ids)
    for (const child of graph.children(id)) if (library.hasNode(child)) library.setEdge(id, child);
  return alg.findCycles(library).sort((a, b) => a.length - b.length || (a.join() < b.join() ? -1 : 1))[0];
}

/** The shortest way from the first node of a knot back to itself. */
function walkRound(graph: Graph, knot: ReadonlySet<string>): readonly string[] {
  const start = [...knot].sort()[0]!;
  const cameFrom = new Map<string, string>();
  for (const queue = [start]; queue.length > 0;) {
    const id = queue.shift()!;
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
  for (let id = end; id !== start; id = cameFrom.get(id)!) path.unshift(id);
  return path;
}
