import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { addTestEdges } from "../../src/graph/add-test-edges.ts";
import { buildGraph } from "../../src/graph/build-graph.ts";
import { executionGraph } from "../../src/graph/execution-order.ts";
import { makeManifest } from "./make-manifest.ts";

interface Recorded {
  nodes: { [id: string]: string[] };
  closure: { [id: string]: string[] };
  selected: string[];
  subset_closure: { [id: string]: string[] };
  levels: { [id: string]: number };
}
const recorded = JSON.parse(readFileSync(new URL("./dbt-graph.json", import.meta.url), "utf8")) as Recorded[];

/** Everything above a node in a waits-for relation. */
function closureOf(waitsFor: ReadonlyMap<string, readonly string[]>, id: string): string[] {
  const seen = new Set<string>();
  const stack = [id];
  while (stack.length > 0) {
    for (const other of waitsFor.get(stack.pop()!)!) {
      if (seen.has(other)) continue;
      seen.add(other);
      stack.push(other);
    }
  }
  return [...seen].sort();
}

describe("like dbt on 150 random graphs", () => {
  const graphs = recorded.map((item) => {
    const manifest = makeManifest(item.nodes);
    return { item, graph: addTestEdges(buildGraph(manifest), manifest) };
  });
  test("test edges order the same pairs", () => {
    for (const { item, graph } of graphs) {
      const closure = Object.fromEntries(
        Object.keys(item.nodes)
          .sort()
          .map((id) => [id, [...graph.ancestors(id)].sort()]),
      );
      expect(closure).toEqual(item.closure);
    }
  });
  test("a part keeps the order of what lies between", () => {
    for (const { item, graph } of graphs) {
      const { waitsFor } = executionGraph(graph, new Set(item.selected));
      expect(Object.fromEntries(item.selected.map((id) => [id, closureOf(waitsFor, id)]))).toEqual(
        item.subset_closure,
      );
    }
  });
  test("levels and order are the queue's", () => {
    for (const { item, graph } of graphs) {
      const { level, order } = executionGraph(graph, new Set(item.selected));
      expect(Object.fromEntries(item.selected.map((id) => [id, level.get(id)]))).toEqual(item.levels);
      expect(order).toEqual(
        [...item.selected].sort((a, b) => item.levels[a]! - item.levels[b]! || (a < b ? -1 : 1)),
      );
    }
  });
});

describe("walks", () => {
  const graph = buildGraph(
    makeManifest({
      "model.p.a": [],
      "model.p.b": ["model.p.a"],
      "model.p.c": ["model.p.b"],
      "model.p.d": ["model.p.c", "model.p.a"],
    }),
  );
  const names = (ids: Iterable<string>): string =>
    [...ids]
      .map((id) => id.slice(-1))
      .sort()
      .join("");
  const cases: [string, Iterable<string>, string][] = [
    ["all above", graph.ancestors("model.p.d"), "abc"],
    ["one step above", graph.ancestors("model.p.d", 1), "ac"],
    ["no step", graph.ancestors("model.p.d", 0), ""],
    ["two steps below", graph.descendants("model.p.a", 2), "bcd"],
    ["of several, which may be above each other", graph.ancestors(["model.p.c", "model.p.b"]), "ab"],
    ["of an unknown id", graph.ancestors("model.p.x"), ""],
  ];
  test.each(cases)("%s", (_, found, expected) => expect(names(found)).toBe(expected));
});

describe("a circle is named", () => {
  const cases: [string, { [id: string]: string[] }, string][] = [
    [
      "two",
      { "model.p.a": ["model.p.b"], "model.p.b": ["model.p.a"] },
      "model.p.a --> model.p.b --> model.p.a",
    ],
    ["itself", { "model.p.a": ["model.p.a"] }, "model.p.a --> model.p.a"],
    [
      "the shortest, without what hangs on it",
      {
        "model.p.z": ["model.p.c"],
        "model.p.a": ["model.p.c"],
        "model.p.b": ["model.p.a"],
        "model.p.c": ["model.p.b"],
        "model.p.r": [],
      },
      "model.p.a --> model.p.b --> model.p.c --> model.p.a",
    ],
  ];
  test.each(cases)("%s", (_, nodes, path) => {
    expect(() => buildGraph(makeManifest(nodes))).toThrow(`Found a cycle: ${path}\n- `);
  });
});

test("a cycle may be longer than the call stack is deep", () => {
  const ring: { [id: string]: string[] } = {};
  for (let index = 0; index < 20_000; index++) ring[`n${index}`] = [`n${(index + 1) % 20_000}`];
  expect(() => buildGraph(makeManifest(ring))).toThrow("Found a cycle: n0 --> n19999 --> n19998 --> ");
});

test("twenty thousand nodes are linked and ordered in well under a second", () => {
  const nodes: { [id: string]: string[] } = {};
  for (let index = 0; index < 20_000; index++) {
    const parents = [1, 7, 113].map((step) => index - step * 3).filter((parent) => parent >= 0);
    nodes[`model.p.n${index}`] = parents.map((parent) => `model.p.n${parent}`);
  }
  const manifest = makeManifest(nodes);
  const start = process.cpuUsage();
  const graph = buildGraph(manifest);
  const { order } = executionGraph(graph, new Set(graph.ids));
  expect(order).toHaveLength(20_000);
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000).toBeLessThan(1000);
});
