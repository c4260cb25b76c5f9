/**
 * Copies rows of a column buffer into a DuckDB data chunk, a column at a time, through the low-level bindings.
 * Ids are written as DuckDB keeps short strings: sixteen bytes, a length and up to twelve characters in place.
 */
import duckdb from "@duckdb/node-bindings";
import type { ColumnBuffer } from "../tables/column-buffer.ts";
import { idShapes, renderId, type IdShape } from "../tables/entity-id.ts";
import { createInlineIdWriter, WORDS_PER_STRING } from "./inline-id.ts";
import { NULL, type ColumnKind, type ColumnSpec } from "../tables/table-spec.ts";

/** Rows in a DuckDB vector. */
export const CHUNK_ROWS = 2_048;

/** Writes `count` values of a column, from row `from` on, into a vector of the chunk. */
type ColumnFiller = (vector: duckdb.Vector, buffer: ColumnBuffer, from: number, count: number) => void;

export interface ChunkFiller {
  /** The type of each column, in order. */
  readonly types: readonly duckdb.LogicalType[];
  fill(chunk: duckdb.DataChunk, buffer: ColumnBuffer, from: number, count: number): void;
}

export function createChunkFiller(specs: readonly ColumnSpec[]): ChunkFiller {
  const fillers = specs.map((spec, column) => createColumnFiller(spec.kind, column));
  return {
    types: specs.map((spec) => logicalType(spec.kind)),
    fill(chunk, buffer, from, count) {
      fillers.forEach((fillColumn, column) => {
        fillColumn(duckdb.data_chunk_get_vector(chunk, column), buffer, from, count);
      });
      duckdb.data_chunk_set_size(chunk, count);
    },
  };
}

function logicalType(kind: ColumnKind): duckdb.LogicalType {
  switch (kind.type) {
    case "id":
    case "id-of":
      return duckdb.create_logical_type(duckdb.Type.VARCHAR);
    case "choice":
      return duckdb.create_enum_type(kind.values);
    case "integer":
      return duckdb.create_logical_type(duckdb.Type.INTEGER);
    case "boolean":
      return duckdb.create_logical_type(duckdb.Type.BOOLEAN);
    case "timestamp":
      return duckdb.create_logical_type(duckdb.Type.TIMESTAMP_TZ);
  }
}

function createColumnFiller(kind: ColumnKind, column: number): ColumnFiller {
  switch (kind.type) {
    case "id":
      return idFiller(column, [idShapes[kind.entity]]);
    case "id-of":
      return idFiller(
        column,
        kind.entities.map((entity) => idShapes[entity]),
        kind.column,
      );
    case "choice":
      return plainFiller(
        column,
        kind.values.length > 256 ? new Uint16Array(CHUNK_ROWS) : new Uint8Array(CHUNK_ROWS),
      );
    case "integer":
      return plainFiller(column, new Int32Array(CHUNK_ROWS));
    case "boolean":
      return plainFiller(column, new Uint8Array(CHUNK_ROWS));
    case "timestamp":
      return timestampFiller(column);
  }
}

function plainFiller(column: number, values: Uint8Array | Uint16Array | Int32Array): ColumnFiller {
  return (vector, buffer, from, count) => {
    values.set(buffer.columns[column]!.subarray(from, from + count));
    copyValues(vector, values, count);
  };
}

/** Seconds to microseconds, as two halves of a 64-bit integer. */
function timestampFiller(column: number): ColumnFiller {
  const halves = new Uint32Array(CHUNK_ROWS * 2);
  return (vector, buffer, from, count) => {
    const seconds = buffer.columns[column]!;
    for (let at = 0; at < count; at++) {
      const micros = seconds[from + at]! * 1e6;
      const high = Math.floor(micros / 0x1_0000_0000);
      halves[at * 2] = micros - high * 0x1_0000_0000;
      halves[at * 2 + 1] = high;
    }
    copyValues(vector, halves, count * 2);
    markNulls(vector, seconds, from, count);
  };
}

/** With several shapes, `kinds` is the column that says which one a row has. */
function idFiller(column: number, shapes: readonly IdShape[], kinds?: number): ColumnFiller {
  const words = new Uint32Array(CHUNK_ROWS * WORDS_PER_STRING);
  const writers = shapes.map(createInlineIdWriter);
  return (vector, buffer, from, count) => {
    const numbers = buffer.columns[column]!;
    const kindOf = (at: number): number => (kinds === undefined ? 0 : buffer.columns[kinds]![from + at]!);
    const long: number[] = [];
    for (let at = 0; at < count; at++) {
      const number = numbers[from + at]!;
      const fits = number === NULL || writers[kindOf(at)]!(words, at * WORDS_PER_STRING, number);
      if (!fits) long.push(at);
    }
    copyValues(vector, words, count * WORDS_PER_STRING);
    for (const at of long) {
      duckdb.vector_assign_string_element(vector, at, renderId(shapes[kindOf(at)]!, numbers[from + at]!));
    }
    markNulls(vector, numbers, from, count);
  };
}

function copyValues(
  vector: duckdb.Vector,
  values: Uint8Array | Uint16Array | Int32Array | Uint32Array,
  count: number,
): void {
  const bytes = count * values.BYTES_PER_ELEMENT;
  duckdb.copy_data_to_vector(vector, 0, values.buffer as ArrayBuffer, values.byteOffset, bytes);
}

/** One bit per row, set when there is a value; left alone when every row has one. */
function markNulls(vector: duckdb.Vector, numbers: Float64Array, from: number, count: number): void {
  if (numbers.subarray(from, from + count).indexOf(NULL) < 0) return;
  const bits = new Uint8Array(CHUNK_ROWS / 8);
  for (let at = 0; at < count; at++) {
    if (numbers[from + at] !== NULL) bits[at >> 3] = bits[at >> 3]! | (1 << (at & 7));
  }
  duckdb.vector_ensure_validity_writable(vector);
  duckdb.copy_data_to_vector_validity(vector, 0, bits.buffer, 0, bits.length);
}
