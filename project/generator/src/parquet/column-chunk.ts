/** One column of one row group: pages of encoded values, and what the footer says about them. */
import { ByteSink } from "./byte-sink.ts";
import { encodeHybrid } from "./encode-hybrid.ts";
import { encoding, pageType, physicalType, type Column } from "./format.ts";
import {
  binary,
  i32,
  i64,
  list,
  struct,
  writeStruct,
  type ThriftFields,
  type ThriftValue,
} from "./thrift.ts";

export interface Dictionary {
  readonly count: number;
  /** The values, PLAIN. */
  readonly bytes: Uint8Array;
}

/** Smallest and largest value, PLAIN, but text without its length. */
export interface Statistics {
  readonly min: Uint8Array;
  readonly max: Uint8Array;
}

export interface ChunkEnd {
  readonly dictionary: Dictionary | undefined;
  /** Undefined when there is no value at all. */
  readonly statistics: Statistics | undefined;
}

export class ColumnChunk {
  readonly column: Column;
  private readonly encoding: number;
  private readonly pages = new ByteSink(1 << 16);
  private readonly levels = new ByteSink();
  private rows = 0;
  private nulls = 0;

  /** `encoding` is the one of all its data pages. */
  constructor(column: Column, encoding: number) {
    this.column = column;
    this.encoding = encoding;
  }

  /** Adds a page; `present` says with 1 and 0 which rows have a value, undefined that all have. */
  addPage(rows: number, present: Int32Array | undefined, values: ByteSink): void {
    const { levels, pages } = this;
    levels.clear();
    levels.addUint32(0);
    if (present !== undefined) encodeHybrid(levels, present, rows, 1);
    else encodeAllPresent(levels, rows);
    levels.view.setUint32(0, levels.length - 4, true);
    const data = { 1: i32(rows), 2: i32(this.encoding), 3: i32(encoding.rle), 4: i32(encoding.rle) };
    addPageHeader(pages, pageType.data, levels.length + values.length, { 5: struct(data) });
    pages.addBytes(levels.written());
    pages.addBytes(values.written());
    this.rows += rows;
    if (present !== undefined) for (let row = 0; row < rows; row++) this.nulls += 1 - present[row]!;
  }

  /** Moves the pages to the file's bytes, which begin at `start` in the file; returns the footer's entry. */
  finish(out: ByteSink, start: number, { dictionary, statistics }: ChunkEnd): ThriftValue {
    const dictionaryAt = start + out.length;
    if (dictionary !== undefined) {
      const about = struct({ 1: i32(dictionary.count), 2: i32(encoding.plain) });
      addPageHeader(out, pageType.dictionary, dictionary.bytes.length, { 7: about });
      out.addBytes(dictionary.bytes);
    }
    const dataAt = start + out.length;
    out.addBytes(this.pages.written());
    const size = i64(start + out.length - dictionaryAt);
    const encodings = [this.encoding, encoding.rle, ...(dictionary === undefined ? [] : [encoding.plain])];
    const about = struct({
      1: i32(physicalType(this.column.type)),
      2: list("i32", encodings.map(i32)),
      3: list("binary", [binary(this.column.name)]),
      4: i32(0),
      5: i64(this.rows),
      6: size,
      7: size,
      9: i64(dataAt),
      11: dictionary && i64(dictionaryAt),
      12: struct({
        3: i64(this.nulls),
        5: statistics && binary(statistics.max),
        6: statistics && binary(statistics.min),
      }),
    });
    this.pages.clear();
    this.rows = 0;
    this.nulls = 0;
    return struct({ 2: i64(dictionaryAt), 3: about });
  }
}

function encodeAllPresent(levels: ByteSink, rows: number): void {
  levels.addVarint(rows * 2);
  levels.addByte(1);
}

function addPageHeader(sink: ByteSink, type: number, size: number, more: ThriftFields): void {
  writeStruct(sink, { 1: i32(type), 2: i32(size), 3: i32(size), ...more });
}
