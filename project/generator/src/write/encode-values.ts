/** Encoders of everything that is not an id. */
import { ByteSink } from "../parquet/byte-sink.ts";
import { encodeDelta } from "../parquet/encode-delta.ts";
import { bitWidth, encodeHybrid } from "../parquet/encode-hybrid.ts";
import { encoding } from "../parquet/format.ts";
import { textStatistics } from "./id-range.ts";
import type { ValueEncoder } from "./value-encoder.ts";

const MICROS = 1e6;

/** Indexes into fixed texts: all of them are the dictionary, used or not. */
export function createChoiceEncoder(texts: readonly string[]): ValueEncoder {
  const dictionary = new ByteSink();
  for (const text of texts) {
    const bytes = new TextEncoder().encode(text);
    dictionary.addUint32(bytes.length);
    dictionary.addBytes(bytes);
  }
  const width = bitWidth(texts.length - 1);
  const seen = new Uint8Array(texts.length);
  let codes = new Int32Array(0);
  return {
    encoding: encoding.dictionary,
    encode(sink, values, count) {
      if (codes.length < count) codes = new Int32Array(count * 2);
      for (let at = 0; at < count; at++) {
        const code = values[at]!;
        codes[at] = code;
        seen[code] = 1;
      }
      sink.addByte(width);
      encodeHybrid(sink, codes, count, width);
    },
    finish() {
      const statistics = textStatistics(texts.filter((_, code) => seen[code] === 1));
      seen.fill(0);
      return { dictionary: { count: texts.length, bytes: dictionary.written() }, statistics };
    },
  };
}

/** Seconds since 1970, as microseconds. */
export function createTimestampEncoder(): ValueEncoder {
  const range = createNumberRange((view, seconds) =>
    view.setBigInt64(0, BigInt(seconds) * BigInt(MICROS), true),
  );
  return {
    encoding: encoding.deltaBinary,
    encode(sink, values, count) {
      range.add(values, count);
      encodeDelta(sink, values, count, MICROS);
    },
    finish: () => ({ dictionary: undefined, statistics: range.take(8) }),
  };
}

export function createIntegerEncoder(): ValueEncoder {
  const range = createNumberRange((view, number) => view.setInt32(0, number, true));
  return {
    encoding: encoding.plain,
    encode(sink, values, count) {
      range.add(values, count);
      sink.reserve(count * 4);
      for (let at = 0; at < count; at++) sink.view.setInt32(sink.length + at * 4, values[at]!, true);
      sink.length += count * 4;
    },
    finish: () => ({ dictionary: undefined, statistics: range.take(4) }),
  };
}

/** A bit each, eight to a byte. */
export function createBooleanEncoder(): ValueEncoder {
  const range = createNumberRange((view, number) => view.setUint8(0, number));
  return {
    encoding: encoding.plain,
    encode(sink, values, count) {
      range.add(values, count);
      for (let from = 0; from < count; from += 8) {
        let byte = 0;
        for (let at = from; at < Math.min(from + 8, count); at++) byte |= values[at]! << (at - from);
        sink.addByte(byte);
      }
    },
    finish: () => ({ dictionary: undefined, statistics: range.take(1) }),
  };
}

interface NumberRange {
  add(values: Float64Array, count: number): void;
  /** Both ends in that many bytes; forgets them. */
  take(size: number): { min: Uint8Array; max: Uint8Array } | undefined;
}

function createNumberRange(write: (view: DataView, number: number) => void): NumberRange {
  let smallest = Infinity;
  let largest = -Infinity;
  const plain = (number: number, size: number): Uint8Array => {
    const bytes = new Uint8Array(size);
    write(new DataView(bytes.buffer), number);
    return bytes;
  };
  return {
    add(values, count) {
      for (let at = 0; at < count; at++) {
        const value = values[at]!;
        if (value < smallest) smallest = value;
        if (value > largest) largest = value;
      }
    },
    take(size) {
      if (smallest > largest) return undefined;
      const ends = { min: plain(smallest, size), max: plain(largest, size) };
      smallest = Infinity;
      largest = -Infinity;
      return ends;
    },
  };
}
