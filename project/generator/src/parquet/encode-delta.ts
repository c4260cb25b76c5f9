/**
 * Whole numbers as Parquet's DELTA_BINARY_PACKED: differences to the value before, in blocks of 128, less the smallest
 * of the block, in four miniblocks of their own bit width
 * (https://parquet.apache.org/docs/file-format/data-pages/encodings/, DELTA_BINARY_PACKED = 5).
 */
import type { ByteSink } from "./byte-sink.ts";

const BLOCK = 128;
const MINIBLOCKS = 4;
const MINIBLOCK = BLOCK / MINIBLOCKS;
/** Wider numbers are packed in whole bytes: a few bits more, and no shifting beyond 32 bits. */
const WIDEST_PACKED = 24;

/** A number below this plus 2 ** 52 is a double whose lowest six bytes are the number. */
const SIX_BYTES = 2 ** 48;

const deltas = new Float64Array(BLOCK);

/** Encodes the first `count` values, each times `scale`; the products have to stay below 2 ** 53. */
export function encodeDelta(sink: ByteSink, values: Float64Array, count: number, scale: number): void {
  sink.addVarint(BLOCK);
  sink.addVarint(MINIBLOCKS);
  sink.addVarint(count);
  let before = count > 0 ? values[0]! : 0;
  sink.addZigzag(before * scale);
  for (let from = 1; from < count; from += BLOCK) {
    const length = Math.min(BLOCK, count - from);
    let smallest = Infinity;
    for (let at = 0; at < length; at++) {
      const value = values[from + at]!;
      const delta = value - before;
      deltas[at] = delta;
      if (delta < smallest) smallest = delta;
      before = value;
    }
    if (length < BLOCK) deltas.fill(smallest, length);
    sink.addZigzag(smallest * scale);
    addBlock(sink, length, smallest, scale);
  }
}

function addBlock(sink: ByteSink, length: number, smallest: number, scale: number): void {
  sink.reserve(MINIBLOCKS + (BLOCK + 1) * 8);
  const widthAt = sink.length;
  sink.length += MINIBLOCKS;
  for (let miniblock = 0; miniblock < MINIBLOCKS; miniblock++) {
    const from = miniblock * MINIBLOCK;
    let largest = smallest;
    for (let at = from; at < from + MINIBLOCK; at++) if (deltas[at]! > largest) largest = deltas[at]!;
    const width = from < length ? packedWidth((largest - smallest) * scale) : 0;
    sink.bytes[widthAt + miniblock] = width;
    if (width > WIDEST_PACKED) addWhole(sink, from, smallest, scale, width / 8);
    else if (width > 0) addPacked(sink, from, smallest, scale, width);
  }
}

/** In bits. */
function packedWidth(largest: number): number {
  if (largest < 2 ** WIDEST_PACKED) return 32 - Math.clz32(largest);
  let bytes = 4;
  while (largest >= 2 ** (bytes * 8)) bytes++;
  return bytes * 8;
}

function addPacked(sink: ByteSink, from: number, smallest: number, scale: number, width: number): void {
  const { view } = sink;
  let position = sink.length;
  let waiting = 0;
  let bits = 0;
  for (let at = from; at < from + MINIBLOCK; at++) {
    waiting |= ((deltas[at]! - smallest) * scale) << bits;
    bits += width;
    view.setUint32(position, waiting, true);
    position += bits >> 3;
    waiting >>>= bits & 0x18;
    bits &= 7;
  }
  sink.length = position;
}

/** Writes all eight bytes of each number; those not wanted are covered by the number after it. */
function addWhole(sink: ByteSink, from: number, smallest: number, scale: number, size: number): void {
  const { view } = sink;
  const inDouble = 2 ** (size * 8) <= SIX_BYTES;
  let position = sink.length;
  for (let at = from; at < from + MINIBLOCK; at++) {
    const number = (deltas[at]! - smallest) * scale;
    if (inDouble) view.setFloat64(position, number + 2 ** 52, true);
    else view.setBigUint64(position, BigInt(number), true);
    position += size;
  }
  sink.length = position;
}
