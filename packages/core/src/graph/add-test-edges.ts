/**
 * `build` runs the tests of a node before what depends on it. A test of one node comes before that node's
 * dependants; a test of several nodes before whatever depends on all of them (anything earlier could close a cycle).
 * Only the nearest dependants get an edge: everything below waits for them anyway.
 */
import type { Manifest } from "../manifest/manifest.ts";
import type { TestNode } from "../manifest/node.ts";
import type { Graph } from "./build-graph.ts";

/** `build`: a graph in which tests of upstream nodes come before what is downstream of all nodes they test. */
export function addTestEdges(graph: Graph, manifest: Manifest): Graph {
  const tests: TestNode[] = [];
  for (const node of manifest.nodes.values()) if (node.resource_type === "test") tests.push(node);
  const waits = (id: string): boolean => {
    const type = manifest.nodes.get(id)?.resource_type;
    return type !== undefined && type !== "test";
  };
  const edges: [string, string][] = [];
  const spanning: MultiTest[] = [];
  for (const test of tests) {
    const tested = graph.parents(test.unique_id);
    if (tested.length === 1) for (const id of nearestBelow(graph, tested[0]!, waits)) edges.push([test.unique_id, id]);
    else if (tested.length > 1) spanning.push({ id: test.unique_id, tested });
  }
  for (const batch of batches(spanning)) edges.push(...spanningEdges(graph, batch, waits));
  return graph.withEdges(edges);
}

interface MultiTest { readonly id: string; readonly tested: readonly string[] }

/** The first nodes below that satisfy the condition, on every way down. */
function nearestBelow(graph: Graph, id: string, accept: (id: string) => boolean): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const stack = [id];
  while (stack.length > 0) {
    for (const child of graph.children(stack.pop()!)) {
      if (seen.has(child)) continue;
      seen.add(child);
      if (accept(child)) found.push(child);
      else stack.push(child);
    }
  }
  return found;
}

/** Tested nodes looked at together: one bit each in eight 32-bit words. */
const bitsPerBatch = 256;

function batches(tests: readonly MultiTest[]): MultiTest[][] {
  const result: MultiTest[][] = [];
  let current: MultiTest[] = [];
  let tested = new Set<string>();
  for (const test of tests) {
    const added = test.tested.filter((id) => !tested.has(id));
    if (current.length > 0 && tested.size + added.length > bitsPerBatch) {
      result.push(current);
      current = [];
      tested = new Set();
    }
    current.push(test);
    for (const id of test.tested) tested.add(id);
  }
  return current.length > 0 ? [...result, current] : result;
}

function spanningEdges(graph: Graph, tests: readonly MultiTest[], waits: (id: string) => boolean): [string, string][] {
  const bit = new Map<string, number>();
  for (const { tested } of tests) for (const id of tested) if (!bit.has(id)) bit.set(id, bit.size);
  const above = new AncestorBits(graph, bit);
  return tests.flatMap(({ id, tested }) => {
    const deepest = tested.reduce((a, b) => (above.position(a) > above.position(b) ? a : b));
    const bits = tested.map((other) => bit.get(other)!);
    const below = nearestBelow(graph, deepest, (other) => waits(other) && bits.every((index) => above.has(other, index)));
    return below.map((other): [string, string] => [id, other]);
  });
}

/** For every node, which of some chosen nodes are above it. */
class AncestorBits {
  private readonly positions = new Map<string, number>();
  private readonly words: Uint32Array;
  private readonly width: number;

  constructor(graph: Graph, bit: ReadonlyMap<string, number>) {
    const order = graph.topologicalOrder();
    this.width = Math.ceil(bit.size / 32);
    this.words = new Uint32Array(order.length * this.width);
    order.forEach((id, position) => {
      this.positions.set(id, position);
      for (const parent of graph.parents(id)) this.inherit(position, this.positions.get(parent)!, bit.get(parent));
    });
  }

  position(id: string): number {
    return this.positions.get(id)!;
  }

  has(id: string, index: number): boolean {
    const word = this.words[this.position(id) * this.width + (index >> 5)]!;
    return ((word >>> (index & 31)) & 1) === 1;
  }

  private inherit(position: number, parent: number, own: number | undefined): void {
    for (let word = 0; word < this.width; word++) {
      const target = position * this.width + word;
      this.words[target] = this.words[target]! | this.words[parent * this.width + word]!;
    }
    if (own !== undefined) {
      const target = position * this.width + (own >> 5);
      this.words[target] = this.words[target]! | (1 << (own & 31));
    }
  }
}
