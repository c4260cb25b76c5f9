/**
 * Ids that mostly count up by one, as Parquet's DELTA_BYTE_ARRAY: how much of the start is that of the id before, and
 * the rest as text. Nine times out of ten the rest is one digit.
 */
import { ByteSink } from "../parquet/byte-sink.ts";
import { encodeDelta } from "../parquet/encode-delta.ts";
import { encoding } from "../parquet/format.ts";
import type { IdShape } from "../tables/entity-id.ts";
import { IdRange, textStatistics } from "./id-range.ts";
import type { ValueEncoder } from "./value-encoder.ts";
import { writeDigits, writeText } from "./write-digits.ts";

const ZERO = 48;
const LONGEST_ID = 32;

export function createKeyEncoder(shape: IdShape): ValueEncoder {
  const prefix = new TextEncoder().encode(shape.prefix);
  const range = new IdRange(shape);
  const rests = new ByteSink();
  let shared = new Float64Array(0);
  let own = new Float64Array(0);

  function makeRoom(count: number): void {
    rests.clear();
    rests.reserve(count * LONGEST_ID);
    if (shared.length >= count) return;
    shared = new Float64Array(count * 2);
    own = new Float64Array(count * 2);
  }

  return {
    encoding: encoding.deltaText,
    encode(sink, values, count) {
      makeRoom(count);
      const { bytes } = rests;
      let end = 0;
      let at = 0;
      while (at < count) {
        // Ids of one length, the first of them in full.
        const first = values[at]!;
        const width = Math.max(shape.digits, String(first).length);
        const length = prefix.length + width;
        const limit = width === shape.digits ? 0 : 10 ** (width - 1);
        const tooWide = 10 ** width;
        end = writeDigits(bytes, writeText(bytes, end, prefix), first, width);
        shared[at] = 0;
        own[at] = length;
        let before = first;
        let digit = first % 10;
        let [smallest, largest] = [first, first];
        for (at++; at < count; at++) {
          const number = values[at]!;
          let size = 1;
          if (number === before + 1 && digit < 9) bytes[end++] = ZERO + ++digit;
          else if (number >= limit && number < tooWide) {
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
        range.add(smallest);
        range.add(Math.max(largest, before));
      }
      rests.length = end;
      encodeDelta(sink, shared, count, 1);
      encodeDelta(sink, own, count, 1);
      sink.addBytes(rests.written());
    },
    finish: () => ({ dictionary: undefined, statistics: textStatistics(range.takeEnds()) }),
  };
}

const POWERS_OF_TEN: readonly number[] = Array.from({ length: 22 }, (_, power) => 10 ** power);

/** How many digits at the end two numbers of that width do not share; at least one. */
function countChanged(number: number, before: number, width: number): number {
  let size = 1;
  for (let scale = 10; size < width; scale *= 10, size++) {
    if (Math.floor(number / scale) === Math.floor(before / scale)) break;
  }
  return size;
}
