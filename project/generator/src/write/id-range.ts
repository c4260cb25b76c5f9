import type { Statistics } from "../parquet/column-chunk.ts";
import { renderId, type IdShape } from "../tables/entity-id.ts";

/** More digits than any number has. */
const WIDTHS = 20;

/** The first and the last of ids as text. Ids of one width compare as their numbers do, so each width keeps its own. */
export class IdRange {
  private readonly shape: IdShape;
  private readonly smallest = new Float64Array(WIDTHS).fill(Infinity);
  private readonly largest = new Float64Array(WIDTHS).fill(-Infinity);

  constructor(shape: IdShape) {
    this.shape = shape;
  }

  /** `width` is how many digits the number has in the id. */
  add(number: number, width: number): void {
    if (number < this.smallest[width]!) this.smallest[width] = number;
    if (number > this.largest[width]!) this.largest[width] = number;
  }

  /** Forgets what was added and returns the ends, two for every width there was. */
  takeEnds(): string[] {
    const numbers = [...this.smallest, ...this.largest].filter(Number.isFinite);
    this.smallest.fill(Infinity);
    this.largest.fill(-Infinity);
    return numbers.map((number) => renderId(this.shape, number));
  }
}

/** Only for plain characters, whose order as UTF-16 is that of their bytes. */
export function textStatistics(texts: readonly string[]): Statistics | undefined {
  const sorted = [...texts].sort((left, right) => (left < right ? -1 : Number(left > right)));
  if (sorted.length === 0) return undefined;
  const encoder = new TextEncoder();
  return { min: encoder.encode(sorted[0]), max: encoder.encode(sorted.at(-1)) };
}
