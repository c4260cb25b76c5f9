/** A table as a Parquet file: a page per column and buffer, and so many buffers to a row group. */
import { ByteSink } from "../parquet/byte-sink.ts";
import { ColumnChunk } from "../parquet/column-chunk.ts";
import type { ColumnType } from "../parquet/format.ts";
import { ParquetFile } from "../parquet/parquet-file.ts";
import type { ColumnBuffer } from "../tables/column-buffer.ts";
import { idShapes } from "../tables/entity-id.ts";
import { NULL, type ColumnKind, type ColumnSpec } from "../tables/table-spec.ts";
import { createIdEncoder } from "./encode-ids.ts";
import { createKeyEncoder } from "./encode-keys.ts";
import {
  createBooleanEncoder,
  createChoiceEncoder,
  createIntegerEncoder,
  createTimestampEncoder,
} from "./encode-values.ts";
import type { ValueEncoder } from "./value-encoder.ts";

/** A row group ends with the buffer that fills it up to this: large enough to be read quickly, small enough to be kept. */
const GROUP_ROWS = 100_000;

export class ParquetTable {
  private readonly file: ParquetFile;
  private readonly encoders: readonly ValueEncoder[];
  private readonly chunks: readonly ColumnChunk[];
  private readonly specs: readonly ColumnSpec[];
  private readonly values = new ByteSink();
  private rows = 0;

  constructor(path: string, specs: readonly ColumnSpec[]) {
    const columns = specs.map(({ name, kind }) => ({ name, type: columnType(kind) }));
    this.specs = specs;
    this.encoders = specs.map(({ kind }, column) => createEncoder(kind, column === 0));
    this.chunks = columns.map((column, at) => new ColumnChunk(column, this.encoders[at]!.encoding));
    this.file = new ParquetFile(path, columns);
  }

  add(buffer: ColumnBuffer): void {
    if (buffer.length === 0) return;
    this.specs.forEach(({ kind }, column) => this.addPage(buffer, column, kind));
    this.rows += buffer.length;
    if (this.rows >= GROUP_ROWS) this.endRowGroup();
  }

  finish(): void {
    if (this.rows > 0) this.endRowGroup();
    this.file.finish();
  }

  close(): void {
    this.file.close();
  }

  private addPage(buffer: ColumnBuffer, column: number, kind: ColumnKind): void {
    const { values } = this;
    const numbers = buffer.columns[column]!;
    const kinds = kind.type === "id-of" ? buffer.columns[kind.column] : undefined;
    const present = findPresent(numbers, buffer.length);
    values.clear();
    if (present === undefined) this.encoders[column]!.encode(values, numbers, buffer.length, kinds);
    else {
      const some = numbers.subarray(0, buffer.length).filter((number) => number !== NULL);
      const theirKinds = kinds?.subarray(0, buffer.length).filter((_, row) => present[row] === 1);
      this.encoders[column]!.encode(values, some, some.length, theirKinds);
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
  if (numbers.subarray(0, rows).indexOf(NULL) < 0) return undefined;
  const present = new Int32Array(rows);
  for (let row = 0; row < rows; row++) present[row] = numbers[row] === NULL ? 0 : 1;
  return present;
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
      return isKey ? createKeyEncoder(idShapes[kind.entity]) : createIdEncoder([idShapes[kind.entity]]);
    case "id-of":
      return createIdEncoder(kind.entities.map((entity) => idShapes[entity]));
    case "choice":
      return createChoiceEncoder(kind.values);
    case "integer":
      return createIntegerEncoder();
    case "boolean":
      return createBooleanEncoder();
    case "timestamp":
      return createTimestampEncoder();
  }
}
