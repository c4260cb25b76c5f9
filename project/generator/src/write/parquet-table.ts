/** A table as a Parquet file: rows are collected to pages of some thousands, pages to row groups. */
import { ByteSink } from "../parquet/byte-sink.ts";
import { ColumnChunk } from "../parquet/column-chunk.ts";
import type { ColumnType } from "../parquet/format.ts";
import { ParquetFile } from "../parquet/parquet-file.ts";
import { ColumnBuffer } from "../tables/column-buffer.ts";
import { idShapes } from "../tables/entity-id.ts";
import { NULL, type ColumnKind, type ColumnSpec } from "../tables/table-spec.ts";
import { IdEncoder } from "./encode-ids.ts";
import { KeyEncoder } from "./encode-keys.ts";
import { BooleanEncoder, ChoiceEncoder, IntegerEncoder, TimestampEncoder } from "./encode-values.ts";
import type { ValueEncoder } from "./value-encoder.ts";

/** A page has at least so many rows: enough not to matter for the size, few enough to stay in the processor's cache. */
const PAGE_ROWS = 8_192;
/** A row group ends with the page that fills it up to this: large enough to be read quickly, small enough to be kept. */
const GROUP_ROWS = 122_880;

export class ParquetTable {
  private readonly file: ParquetFile;
  private readonly specs: readonly ColumnSpec[];
  private readonly encoders: readonly ValueEncoder[];
  private readonly chunks: readonly ColumnChunk[];
  /** Rows of buffers too small for a page. */
  private readonly waiting: ColumnBuffer;
  private readonly values = new ByteSink();
  /** Of a page with nulls, which rows have a value, and the values. */
  private present = new Int32Array(0);
  private some = new Float64Array(0);
  private rows = 0;

  constructor(path: string, specs: readonly ColumnSpec[]) {
    const columns = specs.map(({ name, kind }) => ({ name, type: columnType(kind) }));
    this.specs = specs;
    this.encoders = specs.map(({ kind }, column) => createEncoder(kind, column === 0));
    this.chunks = columns.map((column, at) => new ColumnChunk(column, this.encoders[at]!.encoding));
    this.waiting = new ColumnBuffer(specs.length);
    this.file = new ParquetFile(path, columns);
  }

  add(buffer: ColumnBuffer): void {
    const { waiting } = this;
    if (waiting.length === 0 && buffer.length >= PAGE_ROWS) return this.addPages(buffer);
    waiting.append(buffer);
    if (waiting.length >= PAGE_ROWS) this.endPages();
  }

  finish(): void {
    if (this.waiting.length > 0) this.endPages();
    if (this.rows > 0) this.endRowGroup();
    this.file.finish();
  }

  close(): void {
    this.file.close();
  }

  private endPages(): void {
    this.addPages(this.waiting);
    this.waiting.clear();
  }

  /** One page in each column. */
  private addPages(buffer: ColumnBuffer): void {
    for (let column = 0; column < this.specs.length; column++) this.addPage(buffer, column);
    this.rows += buffer.length;
    if (this.rows >= GROUP_ROWS) this.endRowGroup();
  }

  private addPage(buffer: ColumnBuffer, column: number): void {
    const { values } = this;
    const { kind } = this.specs[column]!;
    const numbers = buffer.columns[column]!;
    const kinds = kind.type === "id-of" ? buffer.columns[kind.column] : undefined;
    values.clear();
    if (countPresent(numbers, buffer.length) === buffer.length) {
      this.encoders[column]!.encode(values, numbers, buffer.length, kinds);
      this.chunks[column]!.addPage(buffer.length, undefined, values);
      return;
    }
    if (this.present.length < buffer.length) {
      this.present = new Int32Array(buffer.length);
      this.some = new Float64Array(buffer.length);
    }
    const { present, some } = this;
    const count = pickPresent(numbers, buffer.length, present, some);
    this.encoders[column]!.encode(
      values,
      some,
      count,
      kinds?.subarray(0, buffer.length).filter((_, row) => present[row] === 1),
    );
    this.chunks[column]!.addPage(buffer.length, present, values);
  }

  private endRowGroup(): void {
    const ends = this.encoders.map((encoder) => encoder.finish());
    this.file.writeRowGroup(this.rows, this.chunks, ends);
    this.rows = 0;
  }
}

function countPresent(numbers: Float64Array, rows: number): number {
  let count = 0;
  for (let row = 0; row < rows; row++) count += numbers[row] === NULL ? 0 : 1;
  return count;
}

/** Sets `present` to 1 where there is a value and to 0 where there is none; returns how many values there are. */
function pickPresent(numbers: Float64Array, rows: number, present: Int32Array, some: Float64Array): number {
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const number = numbers[row]!;
    const one = number === NULL ? 0 : 1;
    present[row] = one;
    some[count] = number;
    count += one;
  }
  return count;
}

function columnType(kind: ColumnKind): ColumnType {
  switch (kind.type) {
    case "id":
    case "id-of":
    case "choice":
      return "text";
    case "integer":
    case "boolean":
    case "timestamp":
      return kind.type;
  }
}

/** A table's own ids come once each and in order; for others a dictionary is shorter. */
function createEncoder(kind: ColumnKind, isKey: boolean): ValueEncoder {
  switch (kind.type) {
    case "id":
      return isKey ? new KeyEncoder(idShapes[kind.entity]) : new IdEncoder([idShapes[kind.entity]]);
    case "id-of":
      return new IdEncoder(kind.entities.map((entity) => idShapes[entity]));
    case "choice":
      return new ChoiceEncoder(kind.values);
    case "integer":
      return new IntegerEncoder();
    case "boolean":
      return new BooleanEncoder();
    case "timestamp":
      return new TimestampEncoder();
  }
}
