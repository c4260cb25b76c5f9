import type { Graph } from "./build-graph.ts";

export interface ExecutionGraph {
  /** Selected ids, every one after all it waits for; ties by depth level, then by id: dbt's priority. */
  readonly order: readonly string[];
  /** How deep a node sits: 0 waits for nothing. Lower runs first. */
  readonly level: ReadonlyMap<string, number>;
  /**
   * What a selected node waits for, through unselected nodes too. What another entry waits for anyway may be left
   * out, so that lists stay short where long unselected stretches lie between.
   */
  readonly waitsFor: ReadonlyMap<string, readonly string[]>;
  /** The opposite direction. */
  readonly unblocks: ReadonlyMap<string, readonly string[]>;
}

/** The part of a graph that a command runs: dbt's get_subset_graph and queue order. */
export function executionGraph(graph: Graph, selected: ReadonlySet<string>): ExecutionGraph {
  const waitsFor = nearestSelected(graph, selected);
  const level = new Map<string, number>();
  for (const [id, others] of waitsFor) level.set(id, others.reduce((depth, other) => Math.max(depth, level.get(other)! + 1), 0));
  const order = [...waitsFor.keys()].sort((a, b) => level.get(a)! - level.get(b)! || (a < b ? -1 : 1));
  return { order, level, waitsFor, unblocks: invert(waitsFor) };
}

/** For each selected node the selected ones that are first met going up, in topological order of the keys. */
function nearestSelected(graph: Graph, selected: ReadonlySet<string>): Map<string, readonly string[]> {
  const waitsFor = new Map<string, readonly string[]>();
  // What a child has to wait for because of a node: the node itself, or what stands in for an unselected one.
  const standsFor = new Map<string, readonly string[]>();
  for (const id of graph.topologicalOrder()) {
    const nearest = mergeNearest(graph.parents(id).map((parent) => standsFor.get(parent)!), waitsFor);
    if (selected.has(id)) waitsFor.set(id, nearest);
    standsFor.set(id, selected.has(id) ? [id] : nearest);
  }
  return waitsFor;
}

function mergeNearest(lists: readonly (readonly string[])[], waitsFor: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const distinct = [...new Set(lists)].filter((list) => list.length > 0);
  if (distinct.length < 2) return distinct[0] ?? [];
  const merged = new Set(distinct.flat());
  // Without unselected parents these are a node's own parents: kept as they are.
  if (distinct.some((list) => list.length > 1)) {
    for (const id of merged) for (const covered of waitsFor.get(id)!) merged.delete(covered);
  }
  return [...merged];
}

function invert(waitsFor: ReadonlyMap<string, readonly string[]>): Map<string, readonly string[]> {
  const unblocks = new Map<string, string[]>();
  for (const id of waitsFor.keys()) unblocks.set(id, []);
  for (const [id, others] of waitsFor) for (const other of others) unblocks.get(other)!.push(id);
  return unblocks;
}
