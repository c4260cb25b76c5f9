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

/** A number of no more bytes than this plus 2 ** 52 is a double whose lowest bytes are the number. */
const BYTES_IN_DOUBLE = 6;

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
    let largest = -Infinity;
    for (let at = 0; at < length; at++) {
      const value = values[from + at]!;
      const delta = value - before;
      deltas[at] = delta;
      if (delta < smallest) smallest = delta;
      if (delta > largest) largest = delta;
      before = value;
    }
    sink.addZigzag(smallest * scale);
    addBlock(sink, length, smallest, packedWidth((largest - smallest) * scale), scale);
  }
}

/** All miniblocks get the width of the block; a last one that is not full is filled up, those after it are left out. */
function addBlock(sink: ByteSink, length: number, smallest: number, width: number, scale: number): void {
  const miniblocks = Math.ceil(length / MINIBLOCK);
  const full = miniblocks * MINIBLOCK;
  deltas.fill(smallest, length, full);
  for (let at = 0; at < MINIBLOCKS; at++) sink.addByte(at < miniblocks ? width : 0);
  sink.reserve((full + 1) * 8);
  if (width > WIDEST_PACKED) addWhole(sink, full, smallest, scale, width / 8);
  else if (width > 0) addPacked(sink, full, smallest, scale, width);
}

/** In bits. */
function packedWidth(largest: number): number {
  if (largest < 1 << WIDEST_PACKED) return 32 - Math.clz32(largest);
  let width = WIDEST_PACKED;
  for (let rest = largest / (1 << WIDEST_PACKED); rest >= 1; rest /= 256) width += 8;
  return width;
}

function addPacked(sink: ByteSink, count: number, smallest: number, scale: number, width: number): void {
  const { view } = sink;
  let position = sink.length;
  let waiting = 0;
  let bits = 0;
  for (let at = 0; at < count; at++) {
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
function addWhole(sink: ByteSink, count: number, smallest: number, scale: number, size: number): void {
  const { view } = sink;
  const { length } = sink;
  if (size <= BYTES_IN_DOUBLE) {
    for (let at = 0; at < count; at++) {
      view.setFloat64(length + at * size, (deltas[at]! - smallest) * scale + 2 ** 52, true);
    }
  } else {
    for (let at = 0; at < count; at++) {
      view.setBigUint64(length + at * size, BigInt((deltas[at]! - smallest) * scale), true);
    }
  }
  sink.length = length + count * size;
}
