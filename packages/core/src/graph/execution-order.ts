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
  const { positions, nearest } = nearestSelected(graph, selected);
  const { ids } = graph;
  const level = new Map<string, number>();
  const waitsFor = new Map<string, readonly string[]>();
  const unblocks = new Map<string, string[]>();
  for (const position of positions) {
    const id = ids[position]!;
    const others = nearest[position]!.map((other) => ids[other]!);
    waitsFor.set(id, others);
    unblocks.set(id, []);
    let depth = 0;
    for (const other of others) {
      unblocks.get(other)!.push(id);
      depth = Math.max(depth, level.get(other)! + 1);
    }
    level.set(id, depth);
  }
  const order = [...waitsFor.keys()].sort((a, b) => level.get(a)! - level.get(b)! || (a < b ? -1 : 1));
  return { order, level, waitsFor, unblocks };
}

interface Nearest {
  /** Selected vertices in topological order. */
  readonly positions: readonly number[];
  /** By vertex: the selected ones that are first met going up. */
  readonly nearest: readonly (readonly number[])[];
}

function nearestSelected(graph: Graph, selected: ReadonlySet<string>): Nearest {
  const { parents, order } = graph.numbered;
  const nearest: (readonly number[])[] = new Array(graph.ids.length);
  // What a child has to wait for because of a vertex: the vertex itself, or what stands in for an unselected one.
  const standsFor: (readonly number[])[] = new Array(graph.ids.length);
  const positions: number[] = [];
  for (const position of order) {
    const isSelected = selected.has(graph.ids[position]!);
    const merged = mergeNearest(parents[position]!, standsFor, nearest);
    nearest[position] = merged;
    standsFor[position] = isSelected ? [position] : merged;
    if (isSelected) positions.push(position);
  }
  return { positions, nearest };
}

function mergeNearest(
  parents: readonly number[],
  standsFor: readonly (readonly number[])[],
  nearest: readonly (readonly number[])[],
): readonly number[] {
  if (parents.length === 0) return parents;
  if (parents.length === 1) return standsFor[parents[0]!]!;
  const distinct = [...new Set(parents.map((parent) => standsFor[parent]!))].filter(
    (list) => list.length > 0,
  );
  if (distinct.length < 2) return distinct[0] ?? [];
  const merged = new Set(distinct.flat());
  // Without unselected parents these are a node's own parents: kept as they are.
  if (distinct.some((list) => list.length > 1)) {
    for (const position of merged) for (const covered of nearest[position]!) merged.delete(covered);
  }
  return [...merged];
}
