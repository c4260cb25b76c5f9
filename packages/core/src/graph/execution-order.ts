import type { Graph } from "./build-graph.ts";

export interface ExecutionGraph {
  /** Selected ids, every one after all it waits for; ties by depth level, then by id: dbt's priority. */
  readonly order: readonly string[];
  /** How deep a node sits: 0 waits for nothing. Lower runs first. */
  readonly level: ReadonlyMap<string, number>;
  /** What a selected node waits for, through unselected nodes too. */
  readonly waitsFor: ReadonlyMap<string, readonly string[]>;
  /** The opposite direction. */
  readonly unblocks: ReadonlyMap<string, readonly string[]>;
}

/** The part of a graph that a command runs: dbt's get_subset_graph and queue order. */
export declare function executionGraph(graph: Graph, selected: ReadonlySet<string>): ExecutionGraph;
