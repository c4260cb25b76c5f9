/**
 * `build` runs the tests of a node before what depends on it. A test of one node comes before that node's
 * dependants; a test of several nodes before whatever depends on all of them (anything earlier could close a cycle).
 * Only the nearest dependants get an edge: everything below waits for them anyway.
 */
import type { Manifest } from "../manifest/manifest.ts";
import type { Graph, NumberedGraph } from "./build-graph.ts";

/** `build`: a graph in which tests of upstream nodes come before what is downstream of all nodes they test. */
export function addTestEdges(graph: Graph, manifest: Manifest): Graph {
  const { numbered } = graph;
  const walker = new Walker(graph, manifest);
  const edges: [number, number][] = [];
  const spanning: MultiTest[] = [];
  for (const node of manifest.nodes.values()) {
    if (node.resource_type !== "test") continue;
    const test = numbered.indexOf(node.unique_id)!;
    const tested = numbered.parents[test]!;
    if (tested.length === 1) for (const below of walker.nearestBelow(tested[0]!)) edges.push([test, below]);
    else if (tested.length > 1) spanning.push({ test, tested });
  }
  for (const batch of batches(spanning)) edges.push(...spanningEdges(numbered, batch, walker));
  return graph.withEdges(edges);
}

interface MultiTest {
  readonly test: number;
  readonly tested: readonly number[];
}

/** Finds the first nodes below another that wait for tests: what is run and is no test itself. */
class Walker {
  private readonly numbered: NumberedGraph;
  private readonly waits: Uint8Array;
  /** The walk that last came by a vertex. */
  private readonly seen: Int32Array;
  private walk = 0;

  constructor(graph: Graph, manifest: Manifest) {
    this.numbered = graph.numbered;
    this.seen = new Int32Array(graph.ids.length);
    this.waits = Uint8Array.from(graph.ids, (id) => {
      const type = manifest.nodes.get(id)?.resource_type;
      return type !== undefined && type !== "test" ? 1 : 0;
    });
  }

  /** On every way down, those that satisfy the condition first. */
  nearestBelow(start: number, accept: (position: number) => boolean = () => true): number[] {
    const walk = ++this.walk;
    const found: number[] = [];
    const stack = [start];
    while (stack.length > 0) {
      for (const child of this.numbered.children[stack.pop()!]!) {
        if (this.seen[child] === walk) continue;
        this.seen[child] = walk;
        if (this.waits[child] === 1 && accept(child)) found.push(child);
        else stack.push(child);
      }
    }
    return found;
  }
}

/** Tested nodes looked at together: one bit each in eight 32-bit words. */
const bitsPerBatch = 256;

function batches(tests: readonly MultiTest[]): MultiTest[][] {
  const result: MultiTest[][] = [];
  let current: MultiTest[] = [];
  let tested = new Set<number>();
  for (const test of tests) {
    const added = test.tested.filter((position) => !tested.has(position));
    if (current.length > 0 && tested.size + added.length > bitsPerBatch) {
      result.push(current);
      current = [];
      tested = new Set();
    }
    current.push(test);
    for (const position of test.tested) tested.add(position);
  }
  return current.length > 0 ? [...result, current] : result;
}

function spanningEdges(
  numbered: NumberedGraph,
  tests: readonly MultiTest[],
  walker: Walker,
): [number, number][] {
  const bit = new Map<number, number>();
  for (const { tested } of tests)
    for (const position of tested) if (!bit.has(position)) bit.set(position, bit.size);
  const above = new AncestorBits(numbered, bit);
  return tests.flatMap(({ test, tested }) => {
    // What is below all of them is below the one that comes last.
    const last = tested.reduce((a, b) => (above.rank(a) > above.rank(b) ? a : b));
    const bits = tested.map((position) => bit.get(position)!);
    const below = walker.nearestBelow(last, (position) => bits.every((index) => above.has(position, index)));
    return below.map((position): [number, number] => [test, position]);
  });
}

/** For every vertex, which of some chosen ones are above it. */
class AncestorBits {
  private readonly ranks: Int32Array;
  private readonly words: Uint32Array;
  private readonly width: number;

  constructor({ order, parents }: NumberedGraph, bit: ReadonlyMap<number, number>) {
    const width = Math.ceil(bit.size / 32);
    this.width = width;
    this.ranks = new Int32Array(parents.length);
    const words = (this.words = new Uint32Array(parents.length * width));
    order.forEach((position, rank) => {
      this.ranks[position] = rank;
      for (const parent of parents[position]!) {
        for (let word = 0; word < width; word++)
          words[position * width + word]! |= words[parent * width + word]!;
        const own = bit.get(parent);
        if (own !== undefined) words[position * width + (own >> 5)]! |= 1 << (own & 31);
      }
    });
  }

  /** Its place in topological order. */
  rank(position: number): number {
    return this.ranks[position]!;
  }

  has(position: number, index: number): boolean {
    return ((this.words[position * this.width + (index >> 5)]! >>> (index & 31)) & 1) === 1;
  }
}
