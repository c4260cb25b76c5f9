/** Encoders of everything that is not an id. */
import { ByteSink } from "../parquet/byte-sink.ts";
import type { ChunkEnd, Statistics } from "../parquet/column-chunk.ts";
import { encodeDelta } from "../parquet/encode-delta.ts";
import { bitWidth, encodeHybrid } from "../parquet/encode-hybrid.ts";
import { encoding } from "../parquet/format.ts";
import { textStatistics } from "./id-range.ts";
import type { ValueEncoder } from "./value-encoder.ts";

const MICROS = 1e6;

/** Indexes into fixed texts: all of them are the dictionary, used or not. */
export class ChoiceEncoder implements ValueEncoder {
  readonly encoding: number = encoding.dictionary;
  private readonly texts: readonly string[];
  private readonly width: number;
  private readonly dictionary = new ByteSink();
  private readonly seen: Uint8Array;
  private codes = new Int32Array(0);

  constructor(texts: readonly string[]) {
    this.texts = texts;
    this.width = bitWidth(texts.length - 1);
    this.seen = new Uint8Array(texts.length);
    for (const text of texts) {
      const bytes = new TextEncoder().encode(text);
      this.dictionary.addUint32(bytes.length);
      this.dictionary.addBytes(bytes);
    }
  }

  encode(sink: ByteSink, values: Float64Array, count: number): void {
    if (this.codes.length < count) this.codes = new Int32Array(count * 2);
    const { codes, seen, width } = this;
    for (let at = 0; at < count; at++) {
      const code = values[at]!;
      codes[at] = code;
      seen[code] = 1;
    }
    sink.addByte(width);
    encodeHybrid(sink, codes, count, width);
  }

  finish(): ChunkEnd {
    const { dictionary, seen, texts } = this;
    const statistics = textStatistics(texts.filter((_, code) => seen[code] === 1));
    seen.fill(0);
    return { dictionary: { count: texts.length, bytes: dictionary.written() }, statistics };
  }
}

/** Seconds since 1970, as microseconds. */
export class TimestampEncoder implements ValueEncoder {
  readonly encoding: number = encoding.deltaBinary;
  private readonly range = new NumberRange();

  encode(sink: ByteSink, values: Float64Array, count: number): void {
    this.range.add(values, count);
    encodeDelta(sink, values, count, MICROS);
  }

  finish(): ChunkEnd {
    const statistics = this.range.take(8, (view, seconds) =>
      view.setBigInt64(0, BigInt(seconds) * BigInt(MICROS), true),
    );
    return { dictionary: undefined, statistics };
  }
}

export class IntegerEncoder implements ValueEncoder {
  readonly encoding: number = encoding.plain;
  private readonly range = new NumberRange();

  encode(sink: ByteSink, values: Float64Array, count: number): void {
    this.range.add(values, count);
    sink.reserve(count * 4);
    for (let at = 0; at < count; at++) sink.view.setInt32(sink.length + at * 4, values[at]!, true);
    sink.length += count * 4;
  }

  finish(): ChunkEnd {
    const statistics = this.range.take(4, (view, number) => view.setInt32(0, number, true));
    return { dictionary: undefined, statistics };
  }
}

/** A bit each, eight to a byte. */
export class BooleanEncoder implements ValueEncoder {
  readonly encoding: number = encoding.plain;
  private readonly range = new NumberRange();

  encode(sink: ByteSink, values: Float64Array, count: number): void {
    this.range.add(values, count);
    for (let from = 0; from < count; from += 8) {
      const to = Math.min(from + 8, count);
      let byte = 0;
      for (let at = from; at < to; at++) byte |= values[at]! << (at - from);
      sink.addByte(byte);
    }
  }

  finish(): ChunkEnd {
    const statistics = this.range.take(1, (view, number) => view.setUint8(0, number));
    return { dictionary: undefined, statistics };
  }
}

class NumberRange {
  private smallest = Infinity;
  private largest = -Infinity;

  add(values: Float64Array, count: number): void {
    let { largest, smallest } = this;
    for (let at = 0; at < count; at++) {
      const value = values[at]!;
      if (value < smallest) smallest = value;
      if (value > largest) largest = value;
    }
    this.smallest = smallest;
    this.largest = largest;
  }

  /** Both ends in that many bytes, as `write` writes them; forgets them. */
  take(size: number, write: (view: DataView, number: number) => void): Statistics | undefined {
    const { largest, smallest } = this;
    if (smallest > largest) return undefined;
    const plain = (number: number): Uint8Array => {
      const bytes = new Uint8Array(size);
      write(new DataView(bytes.buffer), number);
      return bytes;
    };
    this.smallest = Infinity;
    this.largest = -Infinity;
    return { min: plain(smallest), max: plain(largest) };
  }
}
