/**
 * Where the boxes of a graph stand, left to right: layers, order within them, heights, columns. Long edges bend around
 * the columns they pass, as long as there are few enough of them to be followed by eye; a layer too tall to look at is
 * dealt onto several columns.
 */
import { assignLayers } from "./assign-layers.ts";
import { orderLayers, type LayeredGraph } from "./order-layers.ts";
import { placeRows } from "./place-rows.ts";

export interface LayoutInput {
  readonly count: number;
  /** Pixels. */
  readonly width: ArrayLike<number>;
  readonly height: ArrayLike<number>;
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  /** Between columns and between boxes. */
  readonly gapX?: number;
  readonly gapY?: number;
}

export interface Layout {
  /** Left edges and middles, pixels from the top left corner of everything. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** -1 for nodes without edges: they stand below. */
  readonly layer: Int32Array;
  readonly width: number;
  readonly height: number;
  /** Bends of edge e: numbers from bendStart[e] to bendStart[e + 1] of three each: left, right, height of a passage. */
  readonly bendStart: Int32Array;
  readonly bends: Float64Array;
}

/** More bends than this, or taller layers, and edges go straight. */
const MOST_BENDS = 6000;
const TALLEST = 60;
const BEND_HEIGHT = 10;
/** Width of the whole to its height, where layers are dealt onto columns. */
const SHAPE = 1.7;

export function layoutGraph(input: LayoutInput): Layout {
  const { count, from, to, width, height, gapX = 72, gapY = 12 } = input;
  const { layer, count: layers } = assignLayers(count, from, to);
  const graph = addBends(input, layer, layers);
  const rows = orderLayers(graph);
  const rowHeight = mean(height) + gapY;
  const widest = rows.map((row) => row.reduce((most, vertex) => Math.max(most, width[vertex] ?? 0), 0));
  const decks = graph.count > count ? rows.map(() => 1) : dealDecks(rows, widest, rowHeight, gapX);
  const tall = (vertex: number): number => (vertex < count ? height[vertex]! + gapY : BEND_HEIGHT);
  // Dealt onto k columns, each k-th stands below the one before: room for the tallest, a k-th of it each.
  const tallest = rows.map((row) => row.reduce((most, vertex) => Math.max(most, tall(vertex)), 0));
  const distance = (a: number, b: number): number => {
    const at = graph.layer[a]!;
    return decks[at] === 1 ? (tall(a) + tall(b)) / 2 : tallest[at]! / decks[at]!;
  };
  const y = placeRows(graph, rows, distance, count);
  const x = new Float64Array(count);
  const left = new Float64Array(layers);
  let right = 0;
  rows.forEach((row, index) => {
    left[index] = right;
    row.forEach((vertex, at) => {
      if (vertex < count) x[vertex] = right + (at % decks[index]!) * (widest[index]! + gapX);
    });
    right += decks[index]! * (widest[index]! + gapX);
  });
  const top = lowest(rows, y, tall);
  for (let vertex = 0; vertex < graph.count; vertex++) y[vertex]! -= top;
  const bottom = rows.reduce(
    (most, row) => row.reduce((all, vertex) => Math.max(all, y[vertex]! + tall(vertex) / 2), most),
    0,
  );
  const size = placeLoose(
    input,
    layer,
    { x, y },
    { width: Math.max(0, right - gapX), height: Math.max(0, bottom) },
  );
  return { x, y: y.slice(0, count), layer, ...size, ...bendsOf(graph, input, y, left, widest) };
}

const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]!;
  return values.length === 0 ? 0 : sum / values.length;
};

const lowest = (rows: readonly Int32Array[], y: Float64Array, tall: (vertex: number) => number): number =>
  rows.reduce(
    (least, row) => row.reduce((all, vertex) => Math.min(all, y[vertex]! - tall(vertex) / 2), least),
    Infinity,
  );

/** One vertex more for each layer that an edge passes; none at all when there would be too many. */
function addBends({ count, from, to }: LayoutInput, layer: Int32Array, layers: number): LayeredGraph {
  let bends = 0;
  for (let edge = 0; edge < from.length; edge++)
    bends += Math.max(0, layer[to[edge]!]! - layer[from[edge]!]! - 1);
  const sizes = new Int32Array(layers);
  for (const each of layer) if (each >= 0) sizes[each]!++;
  const follows = bends <= Math.min(MOST_BENDS, 40 + count * 6) && sizes.every((size) => size <= TALLEST);
  const levels = [...layer];
  const heads: number[] = [];
  const tails: number[] = [];
  for (let edge = 0; edge < from.length; edge++) {
    const [start, end] = [layer[from[edge]!]!, layer[to[edge]!]!];
    if (end <= start) continue;
    let last = from[edge]!;
    if (follows) {
      for (let level = start + 1; level < end; level++) {
        heads.push(last);
        tails.push(levels.length);
        last = levels.length;
        levels.push(level);
      }
    }
    heads.push(last);
    tails.push(to[edge]!);
  }
  return {
    count: levels.length,
    layer: Int32Array.from(levels),
    layers,
    from: Int32Array.from(heads),
    to: Int32Array.from(tails),
  };
}

/** Columns for each layer so that the whole is about as wide as a screen. */
function dealDecks(
  rows: readonly Int32Array[],
  widest: readonly number[],
  rowHeight: number,
  gapX: number,
): number[] {
  const tallest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const decksFor = (most: number): number[] => rows.map((row) => Math.max(1, Math.ceil(row.length / most)));
  const wide = (decks: readonly number[]): number =>
    decks.reduce((sum, deck, index) => sum + deck * (widest[index]! + gapX), 0);
  let [low, high] = [Math.min(40, tallest), tallest];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (wide(decksFor(middle)) <= middle * rowHeight * SHAPE) high = middle;
    else low = middle + 1;
  }
  return decksFor(Math.max(1, high));
}

/** Nodes without edges: rows below everything else. */
function placeLoose(
  { count, width, height, gapX = 72, gapY = 12 }: LayoutInput,
  layer: Int32Array,
  at: { readonly x: Float64Array; readonly y: Float64Array },
  size: { readonly width: number; readonly height: number },
): { width: number; height: number } {
  const loose = Array.from({ length: count }, (_, node) => node).filter((node) => layer[node]! < 0);
  if (loose.length === 0) return size;
  const cell = loose.reduce((most, node) => Math.max(most, width[node]!), 0) + Math.min(24, gapX);
  const line = loose.reduce((most, node) => Math.max(most, height[node]!), 0) + gapY;
  const columns = Math.max(
    1,
    Math.floor(Math.max(size.width, Math.sqrt(loose.length * cell * line * SHAPE)) / cell),
  );
  const top = size.height === 0 ? 0 : size.height + line;
  loose.forEach((node, index) => {
    at.x[node] = (index % columns) * cell;
    at.y[node] = top + Math.floor(index / columns) * line + line / 2;
  });
  return {
    width: Math.max(size.width, Math.min(columns, loose.length) * cell),
    height: top + Math.ceil(loose.length / columns) * line,
  };
}

function bendsOf(
  graph: LayeredGraph,
  { count, from, to }: LayoutInput,
  y: Float64Array,
  left: Float64Array,
  widest: readonly number[],
): Pick<Layout, "bendStart" | "bends"> {
  const bendStart = new Int32Array(from.length + 1);
  const bends: number[] = [];
  // Bends were made edge by edge: they are met again in the same order.
  let bend = count;
  for (let edge = 0; edge < from.length; edge++) {
    const [start, end] = [graph.layer[from[edge]!]!, graph.layer[to[edge]!]!];
    if (graph.count > count) {
      for (let level = start + 1; level < end; level++) {
        bends.push(left[level]!, left[level]! + widest[level]!, y[bend++]!);
      }
    }
    bendStart[edge + 1] = bends.length;
  }
  return { bendStart, bends: Float64Array.from(bends) };
}
