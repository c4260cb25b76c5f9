/**
 * Ids that mostly count up by one, as Parquet's DELTA_BYTE_ARRAY: how much of the start is that of the id before, and
 * the rest as text. Nine times out of ten the rest is one digit.
 */
import { ByteSink } from "../parquet/byte-sink.ts";
import type { ChunkEnd } from "../parquet/column-chunk.ts";
import { encodeDelta } from "../parquet/encode-delta.ts";
import { encoding } from "../parquet/format.ts";
import type { IdShape } from "../tables/entity-id.ts";
import { IdRange, textStatistics } from "./id-range.ts";
import type { ValueEncoder } from "./value-encoder.ts";
import { digitCount, POWERS_OF_TEN, writeDigits, writeText } from "./write-digits.ts";

const ZERO = 48;
const LONGEST_ID = 32;
/** Ids after one in full: many enough for that not to matter, few enough for the engine to compile calls and not one call. */
const STRETCH = 1_024;

export class KeyEncoder implements ValueEncoder {
  readonly encoding: number = encoding.deltaText;
  private readonly shape: IdShape;
  private readonly prefix: Uint8Array;
  private readonly range: IdRange;
  private readonly rests = new ByteSink();
  /** Of each id, how many characters it shares with the one before, and how many are its own. */
  private shared = new Float64Array(0);
  private own = new Float64Array(0);

  constructor(shape: IdShape) {
    this.shape = shape;
    this.prefix = new TextEncoder().encode(shape.prefix);
    this.range = new IdRange(shape);
  }

  encode(sink: ByteSink, values: Float64Array, count: number): void {
    const { own, rests, shared } = this.makeRoom(count);
    for (let at = 0; at < count;) at = this.addOfOneLength(values, at, Math.min(at + STRETCH, count));
    encodeDelta(sink, shared, count, 1);
    encodeDelta(sink, own, count, 1);
    sink.addBytes(rests.written());
  }

  finish(): ChunkEnd {
    return { dictionary: undefined, statistics: textStatistics(this.range.takeEnds()) };
  }

  private makeRoom(count: number): this {
    this.rests.clear();
    this.rests.reserve(count * LONGEST_ID);
    if (this.shared.length < count) {
      this.shared = new Float64Array(count * 2);
      this.own = new Float64Array(count * 2);
    }
    return this;
  }

  /** Adds ids as long as they have the length of the first, which is written in full; returns where it stopped. */
  private addOfOneLength(values: Float64Array, from: number, to: number): number {
    const { own, prefix, range, rests, shape, shared } = this;
    const { bytes } = rests;
    const first = values[from]!;
    const width = digitCount(first, shape.digits);
    const length = prefix.length + width;
    const least = width === shape.digits ? 0 : POWERS_OF_TEN[width - 1]!;
    const tooMuch = POWERS_OF_TEN[width]!;
    let end = writeDigits(bytes, writeText(bytes, rests.length, prefix), first, width);
    shared[from] = 0;
    own[from] = length;
    let before = first;
    let digit = first % 10;
    let smallest = first;
    let largest = first;
    let at = from + 1;
    for (; at < to; at++) {
      const number = values[at]!;
      let size = 1;
      if (number === before + 1 && digit < 9) {
        digit++;
        bytes[end++] = ZERO + digit;
      } else if (number >= least && number < tooMuch) {
        size = countChanged(number, before, width);
        end = writeDigits(bytes, end, number % POWERS_OF_TEN[size]!, size);
        digit = number % 10;
        if (before > largest) largest = before;
        if (number < smallest) smallest = number;
      } else break;
      shared[at] = length - size;
      own[at] = size;
      before = number;
    }
    range.add(smallest, width);
    range.add(before > largest ? before : largest, width);
    rests.length = end;
    return at;
  }
}

/** How many digits at the end two numbers of that width do not share; at least one. */
function countChanged(number: number, before: number, width: number): number {
  let size = 1;
  for (let scale = 10; size < width; scale *= 10, size++) {
    if (Math.floor(number / scale) === Math.floor(before / scale)) break;
  }
  return size;
}
