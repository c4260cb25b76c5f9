/**
 * Small whole numbers as Parquet's RLE / bit-packing hybrid: stretches of equal values as a length and the value,
 * everything between as groups of eight values of `width` bits each
 * (https://parquet.apache.org/docs/file-format/data-pages/encodings/, RLE = 3).
 */
import type { ByteSink } from "./byte-sink.ts";

/** From here on a stretch of equal values is written as one. */
const LONG_RUN = 24;
const GROUP = 8;

/** The bits that hold every number up to `largest`; at least one, because not every reader likes none. */
export function bitWidth(largest: number): number {
  return largest < 2 ? 1 : 32 - Math.clz32(largest);
}

/** `width` is at most 24. */
export function encodeHybrid(sink: ByteSink, values: Int32Array, count: number, width: number): void {
  let at = 0;
  while (at < count) {
    if (startsLongRun(values, at, count)) {
      const end = runEnd(values, at, count);
      addRun(sink, values[at]!, end - at, width);
      at = end;
      continue;
    }
    let end = at + GROUP;
    while (end < count && !startsLongRun(values, end, count)) end += GROUP;
    addPacked(sink, values, at, Math.min(end, count), width);
    at = end;
  }
}

/** The far end is looked at first: mostly that is answer enough. */
function startsLongRun(values: Int32Array, from: number, count: number): boolean {
  const last = from + LONG_RUN - 1;
  return last < count && values[last] === values[from] && runEnd(values, from, last + 1) > last;
}

function runEnd(values: Int32Array, from: number, to: number): number {
  const value = values[from];
  let end = from + 1;
  while (end < to && values[end] === value) end++;
  return end;
}

function addRun(sink: ByteSink, value: number, length: number, width: number): void {
  sink.addVarint(length * 2);
  for (let shift = 0; shift < width; shift += 8) sink.addByte((value >>> shift) & 0xff);
}

/** A last group that is not full is filled up with zeros. */
function addPacked(sink: ByteSink, values: Int32Array, from: number, to: number, width: number): void {
  const groups = Math.ceil((to - from) / GROUP);
  sink.addVarint(groups * 2 + 1);
  const size = groups * width;
  sink.reserve(size + 4);
  const { view } = sink;
  let position = sink.length;
  let waiting = 0;
  let bits = 0;
  for (let at = from; at < to; at++) {
    // Writes also the bits of an unfinished byte, which the next number completes: no branch to mispredict.
    waiting |= values[at]! << bits;
    bits += width;
    view.setUint32(position, waiting, true);
    position += bits >> 3;
    waiting >>>= bits & 0x18;
    bits &= 7;
  }
  if (bits > 0) position++;
  sink.length += size;
  if (position < sink.length) sink.bytes.fill(0, position, sink.length);
}
