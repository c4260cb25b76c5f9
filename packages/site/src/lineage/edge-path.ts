/** The curve of an edge: from the right side of one box through its bends to the left side of another. */

/** Takes a canvas path as it is, or collects SVG's words for the same. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void;
}

export interface EdgeEnds {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** `bends` from `start` to `end`: left, right, height of each passage. */
export function drawEdge(
  pen: Pen,
  { x1, y1, x2, y2 }: EdgeEnds,
  bends: ArrayLike<number>,
  start: number,
  end: number,
): void {
  pen.moveTo(x1, y1);
  let [x, y] = [x1, y1];
  for (let at = start; at < end; at += 3) {
    curveTo(pen, x, y, bends[at]!, bends[at + 2]!);
    pen.lineTo(bends[at + 1]!, bends[at + 2]!);
    [x, y] = [bends[at + 1]!, bends[at + 2]!];
  }
  curveTo(pen, x, y, x2, y2);
}

function curveTo(pen: Pen, x1: number, y1: number, x2: number, y2: number): void {
  if (x2 >= x1) {
    const reach = Math.min((x2 - x1) / 2, 120);
    pen.bezierCurveTo(x1 + reach, y1, x2 - reach, y2, x2, y2);
    return;
  }
  // Backwards, as edges of cycles go: out to the right and round.
  pen.bezierCurveTo(x1 + 60, y1, x2 - 60, y2, x2, y2);
}

export class SvgPen implements Pen {
  private readonly words: string[] = [];
  moveTo(x: number, y: number): void {
    this.words.push(`M${round(x)} ${round(y)}`);
  }
  lineTo(x: number, y: number): void {
    this.words.push(`L${round(x)} ${round(y)}`);
  }
  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.words.push(`C${round(x1)} ${round(y1)} ${round(x2)} ${round(y2)} ${round(x)} ${round(y)}`);
  }
  get path(): string {
    return this.words.join("");
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;

export interface Window {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * The part of a curve without bends that is in a window; false when none is. Heights only rise or only fall along it, so
 * the ends of the part tell whether it is in sight. Long curves far outside cost browsers more than all that is seen.
 */
export function drawEdgeInside(
  pen: Pen,
  { x1, y1, x2, y2 }: EdgeEnds,
  { left, right, top, bottom }: Window,
): boolean {
  if (x2 < x1) {
    drawEdge(pen, { x1, y1, x2, y2 }, [], 0, 0);
    return true;
  }
  const reach = Math.min((x2 - x1) / 2, 120);
  const xs = [x1, x1 + reach, x2 - reach, x2] as const;
  const ys = [y1, y1, y2, y2] as const;
  const start = x1 < left ? timeAt(xs, left) : 0;
  const end = x2 > right ? timeAt(xs, right) : 1;
  const [from, to] = [valueAt(ys, start), valueAt(ys, end)];
  if (end <= start || Math.max(from, to) < top || Math.min(from, to) > bottom) return false;
  pen.moveTo(valueAt(xs, start), from);
  pen.bezierCurveTo(
    blossom(xs, start, start, end),
    blossom(ys, start, start, end),
    blossom(xs, start, end, end),
    blossom(ys, start, end, end),
    valueAt(xs, end),
    to,
  );
  return true;
}

type Cubic = readonly [number, number, number, number];

/** De Casteljau with a parameter of its own for each step: the control points of a part are blossoms of its ends. */
function blossom([a, b, c, d]: Cubic, u: number, v: number, w: number): number {
  const [ab, bc, cd] = [a + (b - a) * u, b + (c - b) * u, c + (d - c) * u];
  const [abc, bcd] = [ab + (bc - ab) * v, bc + (cd - bc) * v];
  return abc + (bcd - abc) * w;
}

const valueAt = (cubic: Cubic, t: number): number => blossom(cubic, t, t, t);

/** Where a rising cubic has a value, to a thousandth. */
function timeAt(cubic: Cubic, value: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 10; step++) {
    const middle = (low + high) / 2;
    if (valueAt(cubic, middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
