/** Ids of other tables' rows, as Parquet's dictionary encoding: every id once, then small numbers that say which. */
import { ByteSink } from "../parquet/byte-sink.ts";
import type { ChunkEnd } from "../parquet/column-chunk.ts";
import { bitWidth, encodeHybrid } from "../parquet/encode-hybrid.ts";
import { encoding } from "../parquet/format.ts";
import type { IdShape } from "../tables/entity-id.ts";
import { IdRange, textStatistics } from "./id-range.ts";
import type { ValueEncoder } from "./value-encoder.ts";
import { digitCount, writeDigits, writeText } from "./write-digits.ts";

/** Numbers this close to the first are found by position, the others in a map. */
const NEARBY = 1 << 16;
/** The first need not be the smallest. */
const BELOW_FIRST = 1 << 10;
const LONGEST_ID = 32;

/** With several shapes, the kinds given with the values are indexes into them. */
export class IdEncoder implements ValueEncoder {
  readonly encoding: number = encoding.dictionary;
  private readonly dictionary: IdDictionary;
  private readonly indexes: readonly IdIndex[];
  private found = new Int32Array(0);

  constructor(shapes: readonly IdShape[]) {
    this.dictionary = new IdDictionary();
    this.indexes = shapes.map((shape) => new IdIndex(shape, this.dictionary));
  }

  encode(sink: ByteSink, values: Float64Array, count: number, kinds: Float64Array | undefined): void {
    if (this.found.length < count) this.found = new Int32Array(count * 2);
    if (kinds === undefined) findEntries(this.indexes[0]!, values, count, this.found);
    else findEntriesOfKinds(this.indexes, values, kinds, count, this.found);
    const width = bitWidth(this.dictionary.count - 1);
    sink.addByte(width);
    encodeHybrid(sink, this.found, count, width);
  }

  finish(): ChunkEnd {
    const texts = this.indexes.flatMap((index) => index.takeEnds());
    return { dictionary: this.dictionary.take(), statistics: textStatistics(texts) };
  }
}

function findEntries(index: IdIndex, values: Float64Array, count: number, found: Int32Array): void {
  for (let at = 0; at < count; at++) found[at] = index.get(values[at]!);
}

function findEntriesOfKinds(
  indexes: readonly IdIndex[],
  values: Float64Array,
  kinds: Float64Array,
  count: number,
  found: Int32Array,
): void {
  for (let at = 0; at < count; at++) found[at] = indexes[kinds[at]!]!.get(values[at]!);
}

/** The ids seen, as text one after the other. */
class IdDictionary {
  private readonly bytes = new ByteSink();
  count = 0;

  add(prefix: Uint8Array, number: number, digits: number): number {
    const { bytes } = this;
    bytes.reserve(4 + LONGEST_ID);
    const start = writeText(bytes.bytes, bytes.length + 4, prefix);
    const end = writeDigits(bytes.bytes, start, number, digits);
    bytes.view.setUint32(bytes.length, end - bytes.length - 4, true);
    bytes.length = end;
    return this.count++;
  }

  /** What was collected, valid until the next `add`; the next one begins afresh. */
  take(): { count: number; bytes: Uint8Array } {
    const taken = { count: this.count, bytes: this.bytes.written() };
    this.bytes.clear();
    this.count = 0;
    return taken;
  }
}

/** From the number of an id to its entry in the dictionary, which is made at first sight. */
class IdIndex {
  private readonly shape: IdShape;
  private readonly prefix: Uint8Array;
  private readonly dictionary: IdDictionary;
  private readonly range: IdRange;
  /** Entry + 1 by distance from `first`; 0 where there is none. */
  private readonly nearby = new Int32Array(NEARBY);
  private readonly distant = new Map<number, number>();
  private first = NaN;
  private used = 0;

  constructor(shape: IdShape, dictionary: IdDictionary) {
    this.shape = shape;
    this.prefix = new TextEncoder().encode(shape.prefix);
    this.dictionary = dictionary;
    this.range = new IdRange(shape);
  }

  get(number: number): number {
    const distance = number - this.first;
    if (distance >= 0 && distance < NEARBY) {
      const known = this.nearby[distance]!;
      return known > 0 ? known - 1 : this.addNearby(number, distance);
    }
    return this.getDistant(number);
  }

  /** Forgets all; returns the first and last ids, as text, among which the first and last of all are. */
  takeEnds(): string[] {
    this.nearby.fill(0, 0, this.used);
    this.distant.clear();
    this.first = NaN;
    this.used = 0;
    return this.range.takeEnds();
  }

  private addNearby(number: number, distance: number): number {
    const entry = this.addEntry(number);
    this.nearby[distance] = entry + 1;
    if (distance >= this.used) this.used = distance + 1;
    return entry;
  }

  private getDistant(number: number): number {
    if (Number.isNaN(this.first)) {
      this.first = number - BELOW_FIRST;
      return this.get(number);
    }
    let entry = this.distant.get(number);
    if (entry === undefined) {
      entry = this.addEntry(number);
      this.distant.set(number, entry);
    }
    return entry;
  }

  private addEntry(number: number): number {
    const digits = digitCount(number, this.shape.digits);
    this.range.add(number, digits);
    return this.dictionary.add(this.prefix, number, digits);
  }
}
