/** Ids of other tables' rows, as Parquet's dictionary encoding: every id once, then small numbers that say which. */
import { ByteSink } from "../parquet/byte-sink.ts";
import { bitWidth, encodeHybrid } from "../parquet/encode-hybrid.ts";
import { encoding } from "../parquet/format.ts";
import type { IdShape } from "../tables/entity-id.ts";
import { IdRange, textStatistics } from "./id-range.ts";
import type { ValueEncoder } from "./value-encoder.ts";
import { writeDigits, writeText } from "./write-digits.ts";

/** Numbers this close to the first are found by position, the others in a map. */
const NEARBY = 1 << 18;
/** The first need not be the smallest. */
const BELOW_FIRST = 1 << 10;
const LONGEST_ID = 32;

/** With several shapes, the kinds given with the values are indexes into them. */
export function createIdEncoder(shapes: readonly IdShape[]): ValueEncoder {
  const dictionary = new ByteSink();
  const ranges = shapes.map((shape) => new IdRange(shape));
  let entries = 0;
  const indexes = shapes.map((shape, kind) => {
    const prefix = new TextEncoder().encode(shape.prefix);
    return new IdIndex((number) => {
      dictionary.reserve(4 + LONGEST_ID);
      const start = writeText(dictionary.bytes, dictionary.length + 4, prefix);
      const end = writeDigits(dictionary.bytes, start, number, shape.digits);
      dictionary.view.setUint32(dictionary.length, end - dictionary.length - 4, true);
      dictionary.length = end;
      ranges[kind]!.add(number);
      return entries++;
    });
  });
  let found = new Int32Array(0);

  return {
    encoding: encoding.dictionary,
    encode(sink, values, count, kinds) {
      if (found.length < count) found = new Int32Array(count * 2);
      let number = NaN;
      let kind = 0;
      let entry = 0;
      for (let at = 0; at < count; at++) {
        const ofKind = kinds === undefined ? 0 : kinds[at]!;
        if (values[at] !== number || ofKind !== kind) {
          number = values[at]!;
          kind = ofKind;
          entry = indexes[kind]!.get(number);
        }
        found[at] = entry;
      }
      const width = bitWidth(entries - 1);
      sink.addByte(width);
      encodeHybrid(sink, found, count, width);
    },
    finish() {
      const end = {
        dictionary: { count: entries, bytes: dictionary.written().slice() },
        statistics: textStatistics(ranges.flatMap((range) => range.takeEnds())),
      };
      entries = 0;
      dictionary.clear();
      for (const index of indexes) index.clear();
      return end;
    },
  };
}

/** From number to dictionary entry, made at first sight. */
class IdIndex {
  private readonly addEntry: (number: number) => number;
  /** Entry + 1 by distance from `first`; 0 where there is none. */
  private readonly nearby = new Int32Array(NEARBY);
  private readonly distant = new Map<number, number>();
  private first = NaN;
  private used = 0;

  constructor(addEntry: (number: number) => number) {
    this.addEntry = addEntry;
  }

  get(number: number): number {
    if (Number.isNaN(this.first)) this.first = number - BELOW_FIRST;
    const distance = number - this.first;
    if (distance < 0 || distance >= NEARBY) return this.getDistant(number);
    const known = this.nearby[distance]!;
    if (known > 0) return known - 1;
    const entry = this.addEntry(number);
    this.nearby[distance] = entry + 1;
    if (distance >= this.used) this.used = distance + 1;
    return entry;
  }

  clear(): void {
    this.nearby.fill(0, 0, this.used);
    this.distant.clear();
    this.first = NaN;
    this.used = 0;
  }

  private getDistant(number: number): number {
    let entry = this.distant.get(number);
    if (entry === undefined) {
      entry = this.addEntry(number);
      this.distant.set(number, entry);
    }
    return entry;
  }
}
