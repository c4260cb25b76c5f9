/**
 * Manifest → graph. Vertices are numbers inside, so that ten thousand nodes and all their tests are linked in
 * milliseconds; ids come in and go out.
 */
import type { Location } from "../errors/location.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { findGraphNode, graphNodes } from "../manifest/manifest.ts";
import type { GraphNode } from "../manifest/node.ts";
import { positionAt } from "../util/text-position.ts";
import { findCycle } from "./find-cycle.ts";

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
  /** Every id after all it depends on; unrelated ones in manifest order. */
  topologicalOrder(): readonly string[];
  /** The same vertices with more edges, given as [from, to] in numbers. They must not close a cycle. */
  withEdges(edges: Iterable<readonly [number, number]>): Graph;
  /** The graph in numbers, for algorithms: a vertex is its position in `ids`. */
  readonly numbered: NumberedGraph;
}

export interface NumberedGraph {
  readonly parents: readonly (readonly number[])[];
  readonly children: readonly (readonly number[])[];
  /** Every vertex after all it depends on; shorter than `ids` only while a cycle is being looked for. */
  readonly order: readonly number[];
  indexOf(id: string): number | undefined;
}

/** Reads the file of a node, for the places of errors. */
export type ReadNodeFile = (node: GraphNode) => string | undefined;

/** @throws TsmodelError graph-cycle, graph-dependency-missing */
export function buildGraph(manifest: Manifest, readFile?: ReadNodeFile): Graph {
  const nodes = [...graphNodes(manifest)];
  const index = new Map(nodes.map((node, position) => [node.unique_id, position]));
  const parents = nodes.map((node) => dependencies(node).map((id) => index.get(id) ?? missing(node, id)));
  const graph = new AdjacencyGraph(
    nodes.map((node) => node.unique_id),
    index,
    parents,
  );
  const cycle = graph.isAcyclic() ? undefined : findCycle(graph);
  if (cycle !== undefined) throw cycleError(cycle, manifest, readFile);
  return graph;
}

/** The same from numbers: for each id the positions of what it depends on. A cycle is not looked for. */
export function graphOfNumbers(ids: readonly string[], parents: readonly (readonly number[])[]): Graph {
  return new AdjacencyGraph(ids, new Map(ids.map((id, position) => [id, position])), parents);
}

/** What a node waits for: nothing for seeds, whatever their hooks say, as in dbt. */
export function dependencies(node: GraphNode): readonly string[] {
  if (node.resource_type === "source" || node.resource_type === "seed") return [];
  return [...new Set(node.depends_on.nodes)];
}

function missing(node: GraphNode, id: string): never {
  throw fail("graph-dependency-missing", { node: node.unique_id, dependency: id }, { node });
}

function cycleError(cycle: readonly string[], manifest: Manifest, readFile: ReadNodeFile | undefined): Error {
  const nodes = cycle.map((id) => findGraphNode(manifest, id)!);
  const places = nodes.slice(1).map((node) => `${node.unique_id} (${node.original_file_path})`);
  const at = nodes.slice(1).flatMap((node, index) => placesOfRef(node, nodes[index]!, readFile?.(node)));
  return fail("graph-cycle", { cycle: nodes.map((node) => node.unique_id), places }, { at });
}

/** Where one node of a cycle refers to the one before it; nowhere when a macro does. */
function placesOfRef(
  { original_file_path: file }: GraphNode,
  { name }: GraphNode,
  text: string | undefined,
): Location[] {
  const call =
    text === undefined
      ? null
      : new RegExp(`ref\\s*\\([^)]*["']${name.replace(/\W/g, "\\$&")}["'][^)]*\\)`).exec(text);
  if (call === null) return [];
  const { line, column } = positionAt(text!, call.index);
  return [{ file, line, column, endColumn: column + call[0].length, text }];
}

class AdjacencyGraph implements Graph {
  readonly ids: readonly string[];
  private readonly index: ReadonlyMap<string, number>;
  private readonly parentsOf: readonly (readonly number[])[];
  private readonly childrenOf: readonly (readonly number[])[];
  private order: readonly number[] | undefined;

  constructor(
    ids: readonly string[],
    index: ReadonlyMap<string, number>,
    parentsOf: readonly (readonly number[])[],
  ) {
    this.ids = ids;
    this.index = index;
    this.parentsOf = parentsOf;
    this.childrenOf = invert(parentsOf);
  }

  has(id: string): boolean {
    return this.index.has(id);
  }
  parents(id: string): readonly string[] {
    return this.neighbours(id, this.parentsOf);
  }
  children(id: string): readonly string[] {
    return this.neighbours(id, this.childrenOf);
  }
  ancestors(ids: string | Iterable<string>, depth: number = Infinity): Set<string> {
    return this.reach(ids, depth, this.parentsOf);
  }
  descendants(ids: string | Iterable<string>, depth: number = Infinity): Set<string> {
    return this.reach(ids, depth, this.childrenOf);
  }
  topologicalOrder(): readonly string[] {
    return this.numbered.order.map((position) => this.ids[position]!);
  }
  isAcyclic(): boolean {
    return this.numbered.order.length === this.ids.length;
  }

  get numbered(): NumberedGraph {
    this.order ??= this.sort();
    return {
      parents: this.parentsOf,
      children: this.childrenOf,
      order: this.order,
      indexOf: (id) => this.index.get(id),
    };
  }

  withEdges(edges: Iterable<readonly [number, number]>): Graph {
    const parents: (readonly number[])[] = [...this.parentsOf];
    const added = new Map<number, Set<number>>();
    for (const [from, to] of edges) {
      let list = added.get(to);
      if (list === undefined) added.set(to, (list = new Set(parents[to])));
      list.add(from);
    }
    for (const [target, list] of added) parents[target] = [...list];
    return new AdjacencyGraph(this.ids, this.index, parents);
  }

  private neighbours(id: string, lists: readonly (readonly number[])[]): readonly string[] {
    const position = this.index.get(id);
    return position === undefined ? [] : lists[position]!.map((other) => this.ids[other]!);
  }

  /** Breadth first, layer by layer, so that a depth is a distance. */
  private reach(
    ids: string | Iterable<string>,
    depth: number,
    lists: readonly (readonly number[])[],
  ): Set<string> {
    const seen = new Uint8Array(this.ids.length);
    const found = new Set<string>();
    let layer = (typeof ids === "string" ? [ids] : [...ids])
      .map((id) => this.index.get(id))
      .filter((position) => position !== undefined);
    for (let step = 0; step < depth && layer.length > 0; step++) {
      const next: number[] = [];
      for (const position of layer) {
        for (const other of lists[position]!) {
          if (seen[other] === 1) continue;
          seen[other] = 1;
          found.add(this.ids[other]!);
          next.push(other);
        }
      }
      layer = next;
    }
    return found;
  }

  /** Kahn's algorithm; shorter than `ids` when there is a cycle. */
  private sort(): number[] {
    const waiting = Int32Array.from(this.parentsOf, (list) => list.length);
    const ready: number[] = [];
    waiting.forEach((count, position) => count === 0 && ready.push(position));
    for (let next = 0; next < ready.length; next++) {
      for (const child of this.childrenOf[ready[next]!]!) {
        if (--waiting[child]! === 0) ready.push(child);
      }
    }
    return ready;
  }
}

function invert(lists: readonly (readonly number[])[]): number[][] {
  const inverted: number[][] = lists.map(() => []);
  lists.forEach((list, position) => list.forEach((other) => inverted[other]!.push(position)));
  return inverted;
}
