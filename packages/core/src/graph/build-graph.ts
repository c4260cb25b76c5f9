import type { Manifest } from "../manifest/manifest.ts";

/** The dependency graph of a manifest: vertices are unique ids, edges go from a node to what depends on it. */
export interface Graph {
  /** In manifest order. */
  readonly ids: readonly string[];
  has(id: string): boolean;
  /** What a node depends on, directly. */
  parents(id: string): readonly string[];
  /** What depends on a node, directly. */
  children(id: string): readonly string[];
  /** Everything upstream of the given nodes, up to `depth` steps away; the nodes themselves only where they are upstream of another. */
  ancestors(ids: string | Iterable<string>, depth?: number): Set<string>;
  descendants(ids: string | Iterable<string>, depth?: number): Set<string>;
}

/** @throws TsmodelError graph-cycle, graph-dependency-missing */
export declare function buildGraph(manifest: Manifest): Graph;
