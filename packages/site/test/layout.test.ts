/** Properties of the layout that hold for every graph: left to right, nothing on top of anything, the same every time. */
import { describe, expect, test } from "vitest";
import { assignLayers } from "../src/lineage/assign-layers.ts";
import { drawEdge, drawEdgeInside, SvgPen } from "../src/lineage/edge-path.ts";
import { layoutGraph, type Layout, type LayoutInput } from "../src/lineage/layout-graph.ts";
import { poolAdjacent } from "../src/lineage/place-rows.ts";

function randomGraph(count: number, edges: number, seed: number): LayoutInput {
  let state = seed;
  const next = (below: number): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  const from: number[] = [];
  const to: number[] = [];
  for (let edge = 0; edge < edges; edge++) {
    const [a, b] = [next(count), next(count)];
    if (a === b) continue;
    from.push(Math.min(a, b));
    to.push(Math.max(a, b));
  }
  return {
    count,
    width: Array.from({ length: count }, () => 60 + next(180)),
    height: Array.from({ length: count }, () => 28 + next(3) * 20),
    from,
    to,
  };
}

function overlaps({ count, width, height }: LayoutInput, { x, y }: Layout): string[] {
  const order = [...Array(count).keys()].sort((a, b) => x[a]! - x[b]!);
  const found: string[] = [];
  order.forEach((a, at) => {
    for (let index = at + 1; index < count && x[order[index]!]! < x[a]! + width[a]!; index++) {
      const b = order[index]!;
      if (Math.abs(y[a]! - y[b]!) < (height[a]! + height[b]!) / 2 - 0.01) found.push(`${a} and ${b}`);
    }
  });
  return found;
}

const GRAPHS: readonly [name: string, input: LayoutInput][] = [
  ["nothing", randomGraph(0, 0, 1)],
  ["one node", randomGraph(1, 0, 1)],
  ["no edges", randomGraph(40, 0, 1)],
  ["a small graph", randomGraph(12, 16, 2)],
  ["a middling graph", randomGraph(120, 160, 3)],
  ["a dense graph", randomGraph(60, 400, 4)],
  [
    "a wide graph",
    {
      ...randomGraph(2000, 0, 5),
      from: Array.from({ length: 1999 }, () => 0),
      to: Array.from({ length: 1999 }, (_, at) => at + 1),
    },
  ],
  [
    "a long chain",
    {
      ...randomGraph(300, 0, 6),
      from: Array.from({ length: 299 }, (_, at) => at),
      to: Array.from({ length: 299 }, (_, at) => at + 1),
    },
  ],
  ["thousands", randomGraph(3000, 4500, 7)],
];

describe.each(GRAPHS)("%s", (_, input) => {
  const layout = layoutGraph(input);
  test("no box covers another", () => expect(overlaps(input, layout)).toEqual([]));
  test("edges go left to right", () => {
    for (let edge = 0; edge < input.from.length; edge++) {
      const [a, b] = [input.from[edge]!, input.to[edge]!];
      expect(layout.x[b]!).toBeGreaterThanOrEqual(layout.x[a]! + input.width[a]!);
      let at = layout.x[a]! + input.width[a]!;
      for (let bend = layout.bendStart[edge]!; bend < layout.bendStart[edge + 1]!; bend += 3) {
        expect(layout.bends[bend]!).toBeGreaterThanOrEqual(at);
        at = layout.bends[bend + 1]!;
      }
      expect(layout.x[b]!).toBeGreaterThanOrEqual(at);
    }
  });
  test("everything is inside, from the top left corner on", () => {
    for (let node = 0; node < input.count; node++) {
      expect(layout.x[node]!).toBeGreaterThanOrEqual(0);
      expect(layout.y[node]! - input.height[node]! / 2).toBeGreaterThanOrEqual(-0.01);
      expect(layout.x[node]! + input.width[node]!).toBeLessThanOrEqual(layout.width + 0.01);
      expect(layout.y[node]! + input.height[node]! / 2).toBeLessThanOrEqual(layout.height + 0.01);
    }
  });
  test("the same graph gives the same layout", () => expect(layoutGraph(input)).toEqual(layout));
});

test("long edges pass beside the boxes of the columns between", () => {
  // 0 → 1 → 2 → 3, and 0 → 3 at once.
  const input: LayoutInput = {
    count: 4,
    width: [80, 80, 80, 80],
    height: [28, 28, 28, 28],
    from: [0, 1, 2, 0],
    to: [1, 2, 3, 3],
  };
  const { bends, bendStart, x, y } = layoutGraph(input);
  expect(bendStart[4]! - bendStart[3]!).toBe(6);
  for (let at = bendStart[3]!; at < bendStart[4]!; at += 3) {
    const beside = [1, 2].find((node) => x[node] === bends[at])!;
    expect(Math.abs(y[beside]! - bends[at + 2]!)).toBeGreaterThan(14);
  }
});

test("sources stand next to their first reader", () => {
  const { layer } = assignLayers(4, [0, 1, 3], [1, 2, 2]);
  expect([...layer]).toEqual([0, 1, 2, 1]);
});

test("a cycle is laid out, with one edge that goes back", () => {
  const { layer } = assignLayers(3, [0, 1, 2], [1, 2, 0]);
  expect([...layer]).toEqual([0, 1, 2]);
});

test("the nearest rising sequence", () =>
  expect([...poolAdjacent(Float64Array.of(3, 1, 2, 5), Float64Array.of(1, 1, 1, 1))]).toEqual([2, 2, 2, 5]));

describe("the part of a curve in a window", () => {
  const ends = { x1: 0, y1: 0, x2: 1000, y2: 500 };
  const draw = (window: Parameters<typeof drawEdgeInside>[2]): string | undefined => {
    const pen = new SvgPen();
    return drawEdgeInside(pen, ends, window) ? pen.path : undefined;
  };
  test("all of it is the curve itself", () => {
    const whole = new SvgPen();
    drawEdge(whole, ends, [], 0, 0);
    expect(draw({ left: 0, right: 1000, top: 0, bottom: 500 })).toBe(whole.path);
  });
  test("a window in the middle cuts both ends off", () => {
    const [startX, startY] = /M([\d.]+) ([\d.]+)/
      .exec(draw({ left: 400, right: 600, top: 0, bottom: 500 })!)!
      .slice(1)
      .map(Number) as [number, number];
    expect(Math.abs(startX - 400)).toBeLessThan(2);
    expect(startY).toBeGreaterThan(100);
  });
  test("above and below there is nothing", () => {
    expect(draw({ left: 0, right: 100, top: 400, bottom: 500 })).toBe(undefined);
    expect(draw({ left: 900, right: 1000, top: 0, bottom: 100 })).toBe(undefined);
  });
});
