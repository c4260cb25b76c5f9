import type { DuckDBDataChunk } from "@duckdb/node-api";
import bindings from "@duckdb/node-bindings";

/**
 * One column of a chunk as DuckDB holds it in memory. The views are valid while the chunk is alive.
 * Layout: the C API's vectors (duckdb_vector_get_data, duckdb_vector_get_validity), flat, little-endian.
 */
export interface RawColumn {
  readonly bytes: Uint8Array;
  /** The same memory in 32-bit words, so that 64-bit values are read as two halves and never as BigInt. */
  readonly words: Int32Array;
  readonly view: DataView;
  /** One bit per row, set when the row has a value; null when every row has one. */
  readonly validity: Uint8Array | null;
}

/** @param stride bytes per stored value */
export function readRawColumn(chunk: DuckDBDataChunk, index: number, stride: number): RawColumn {
  const rows = chunk.rowCount;
  const vector = bindings.data_chunk_get_vector(chunk.chunk, index);
  const bytes = bindings.vector_get_data(vector, rows * stride);
  const validityBytes = Math.ceil(rows / 64) * 8;
  return {
    bytes,
    words: new Int32Array(bytes.buffer, bytes.byteOffset, (rows * stride) >> 2),
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    validity: bindings.vector_get_validity(vector, validityBytes),
  };
}

/** Copies `length` bytes from the address stored at `offset` of the column's own memory. */
export function readPointer(column: RawColumn, offset: number, length: number): Uint8Array {
  return bindings.get_data_from_pointer(
    column.bytes.buffer as ArrayBuffer,
    column.bytes.byteOffset + offset,
    length,
  );
}

/** Whether this process can read vectors in place: the layout above assumes a little-endian machine. */
export function canReadVectors(): boolean {
  return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 && bindings.sizeof_bool === 1;
}
