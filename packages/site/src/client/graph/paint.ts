/** Draws a part of a scene onto a canvas. What is not in view costs a comparison; what is small is drawn plainly. */
import { BOX_HEIGHT } from "../../lineage/box.ts";
import { drawEdge, drawEdgeInside } from "../../lineage/edge-path.ts";
import type { Scene } from "./scene.ts";

/** Screen = world × scale + offset. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Paints {
  readonly surface: string;
  readonly ink: string;
  readonly muted: string;
  readonly edge: string;
  readonly accent: string;
  readonly good: string;
  readonly fair: string;
  readonly bad: string;
}

export interface Look {
  readonly paints: Paints;
  /** Of each box. */
  readonly color: readonly string[];
  /** Border of boxes that failed or warned; "" for none. */
  readonly border: readonly string[];
  /** Radius of corners: tells kinds apart. */
  readonly round: Uint8Array;
  /** 1: in sight; 0: faded. Undefined: all in sight. */
  readonly lit: Uint8Array | undefined;
}

/** Below these scales names, curves and rounded boxes cannot be seen. */
const NAMES_FROM = 0.5;
const CURVES_FROM = 0.16;
const BOXES_FROM = 0.22;
const FADED = 0.16;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Edges first, then boxes: a step is one of either. */
export const stepsOf = ({ from, nodes }: Scene): number => from.length + nodes.length;

/** Draws steps `start` to `end`, with context scaled to screen pixels; returns how many of them were in view. */
export function paintSteps(
  context: CanvasRenderingContext2D,
  scene: Scene,
  look: Look,
  view: View,
  size: Size,
  start: number,
  end: number,
): number {
  const edges = scene.from.length;
  let drawn = 0;
  if (start < edges) drawn += paintEdges(context, scene, look, view, size, start, Math.min(end, edges));
  if (end > edges)
    drawn += paintBoxes(context, scene, look, view, size, Math.max(0, start - edges), end - edges);
  return drawn;
}

function paintEdges(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { paints, lit }: Look,
  view: View,
  size: Size,
  start: number,
  end: number,
): number {
  const { scale } = view;
  const window = {
    left: -view.x / scale,
    right: (size.width - view.x) / scale,
    top: -view.y / scale,
    bottom: (size.height - view.y) / scale,
  };
  const { left, right, top, bottom } = window;
  const curved = scale >= CURVES_FROM;
  let drawn = 0;
  context.save();
  context.translate(view.x, view.y);
  context.scale(scale, scale);
  for (const bright of lit === undefined ? [true] : [false, true]) {
    context.beginPath();
    for (let edge = start; edge < end; edge++) {
      const [a, b] = [scene.from[edge]!, scene.to[edge]!];
      if (lit !== undefined && (lit[a] === 1 && lit[b] === 1) !== bright) continue;
      const [x1, y1, x2, y2] = [scene.x[a]! + scene.w[a]!, scene.y[a]!, scene.x[b]!, scene.y[b]!];
      if (Math.max(x1, x2) < left || Math.min(x1, x2) > right) continue;
      const [first, last] = [scene.bendStart[edge]!, scene.bendStart[edge + 1]!];
      if (first === last && (Math.max(y1, y2) < top || Math.min(y1, y2) > bottom)) continue;
      if (curved && first === last) {
        if (drawEdgeInside(context, { x1, y1, x2, y2 }, window)) drawn++;
        continue;
      }
      drawn++;
      if (curved) drawEdge(context, { x1, y1, x2, y2 }, scene.bends, first, last);
      else {
        context.moveTo(x1, y1);
        for (let at = first; at < last; at += 3) context.lineTo(scene.bends[at]!, scene.bends[at + 2]!);
        context.lineTo(x2, y2);
      }
    }
    context.globalAlpha = bright ? (lit === undefined ? (scale < BOXES_FROM ? 0.45 : 1) : 1) : FADED;
    context.strokeStyle = bright && lit !== undefined ? paints.accent : paints.edge;
    context.lineWidth = Math.max(1, Math.min(1.5, scale * 1.5)) / scale;
    context.stroke();
  }
  context.restore();
  return drawn;
}

function paintBoxes(
  context: CanvasRenderingContext2D,
  scene: Scene,
  look: Look,
  view: View,
  size: Size,
  start: number,
  end: number,
): number {
  const { scale } = view;
  const half = BOX_HEIGHT / 2;
  let drawn = 0;
  context.save();
  if (scale >= NAMES_FROM) {
    context.font = `${12 * scale}px system-ui, "Segoe UI", Roboto, sans-serif`;
    context.textBaseline = "middle";
  }
  let fill = "";
  let alpha = 1;
  for (let at = start; at < end; at++) {
    const x = scene.x[at]! * scale + view.x;
    const y = (scene.y[at]! - half) * scale + view.y;
    const [width, height] = [scene.w[at]! * scale, BOX_HEIGHT * scale];
    if (x > size.width || y > size.height || x + width < 0 || y + height < 0) continue;
    drawn++;
    const wanted = look.lit === undefined || look.lit[at] === 1 ? 1 : FADED;
    if (wanted !== alpha) context.globalAlpha = alpha = wanted;
    if (scale < BOXES_FROM) {
      const color = look.border[at] || look.color[at]!;
      if (color !== fill) context.fillStyle = fill = color;
      context.fillRect(x, y, Math.max(1, width), Math.max(1, height));
      continue;
    }
    fill = "";
    paintBox(context, scene, look, at, { x, y, width, height, scale });
  }
  context.restore();
  return drawn;
}

function paintBox(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { color, border, round, paints }: Look,
  at: number,
  { x, y, width, height, scale }: { x: number; y: number; width: number; height: number; scale: number },
): void {
  context.beginPath();
  context.roundRect(x, y, width, height, round[at]! * scale);
  context.fillStyle = paints.surface;
  context.fill();
  context.lineWidth = (border[at] === "" ? 1.25 : 2.5) * Math.min(1, scale * 1.2);
  context.strokeStyle = border[at] || color[at]!;
  context.stroke();
  const radius = 4 * scale;
  context.beginPath();
  context.arc(x + 14 * scale, y + height / 2, radius, 0, Math.PI * 2);
  context.fillStyle = color[at]!;
  context.fill();
  if (scale >= NAMES_FROM) {
    context.fillStyle = paints.ink;
    context.fillText(scene.labels[at]!, x + 24 * scale, y + height / 2 + 0.5);
  }
}

/** The ring around the chosen box, and one under the pointer: drawn over everything in each frame. */
export function paintRing(
  context: CanvasRenderingContext2D,
  scene: Scene,
  at: number,
  view: View,
  color: string,
  width: number,
): void {
  const { scale } = view;
  context.beginPath();
  context.roundRect(
    scene.x[at]! * scale + view.x - 3,
    (scene.y[at]! - BOX_HEIGHT / 2) * scale + view.y - 3,
    scene.w[at]! * scale + 6,
    BOX_HEIGHT * scale + 6,
    6,
  );
  context.lineWidth = width;
  context.strokeStyle = color;
  context.stroke();
}
