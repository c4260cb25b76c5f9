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
export function drawEdge(pen: Pen, { x1, y1, x2, y2 }: EdgeEnds, bends: ArrayLike<number>, start: number, end: number): void {
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
