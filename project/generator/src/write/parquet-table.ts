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
    const present = findPresent(numbers, buffer.length);
    values.clear();
    if (present === undefined) this.encoders[column]!.encode(values, numbers, buffer.length, kinds);
    else {
      const some = pick(numbers, present);
      this.encoders[column]!.encode(values, some, some.length, kinds && pick(kinds, present));
    }
    this.chunks[column]!.addPage(buffer.length, present, values);
  }

  private endRowGroup(): void {
    const ends = this.encoders.map((encoder) => encoder.finish());
    this.file.writeRowGroup(this.rows, this.chunks, ends);
    this.rows = 0;
  }
}

/** 1 where there is a value, 0 where there is none; undefined when there is one everywhere. */
function findPresent(numbers: Float64Array, rows: number): Int32Array | undefined {
  let row = 0;
  while (row < rows && numbers[row] !== NULL) row++;
  if (row === rows) return undefined;
  const present = new Int32Array(rows).fill(1, 0, row);
  for (; row < rows; row++) present[row] = numbers[row] === NULL ? 0 : 1;
  return present;
}

function pick(numbers: Float64Array, present: Int32Array): Float64Array {
  const picked = new Float64Array(present.length);
  let count = 0;
  for (let row = 0; row < present.length; row++) {
    picked[count] = numbers[row]!;
    count += present[row]!;
  }
  return picked.subarray(0, count);
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
