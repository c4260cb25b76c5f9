/**
 * Chunks of DuckDB rows → COPY (FORMAT binary). The two roads, columnar and row by row, give the same bytes.
 * Format: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format".
 */
import type { DuckDBDataChunk } from "@duckdb/node-api";
import type { Wire } from "../type-map.ts";
import { ChunkValueError } from "./chunk-value-error.ts";
import { type ColumnEncoder, type Output, UnencodableValue } from "./column-encoder.ts";
import { enumEncoder } from "./enum-encoder.ts";
import { numericEncoder } from "./numeric-encoder.ts";
import {
  boolEncoder,
  float32Encoder,
  float64Encoder,
  int64Encoder,
  intervalEncoder,
  smallIntegerEncoder,
  timeZonedEncoder,
  uuidEncoder,
} from "./plain-encoders.ts";
import { canReadVectors, readRawColumn } from "./raw-column.ts";
import { encodeRows } from "./row-encoder.ts";
import { dateEncoder, timestampEncoder } from "./temporal-encoders.ts";
import { textEncoder } from "./text-encoder.ts";

/** Signature, flags (none), length of the header extension (none). */
export const COPY_HEADER: Buffer = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
/** A row with -1 fields ends the data. */
export const COPY_TRAILER: Buffer = Buffer.from([0xff, 0xff]);

/** Rows of very wide text are sent in several pieces: Postgres takes messages below 1 GB, and memory is dear. */
const MAX_PIECE_BYTES = 8 << 20;

/** Turns a chunk into the bytes of its rows, in pieces. @throws ChunkValueError */
export type ChunkEncoder = (chunk: DuckDBDataChunk) => Iterable<Uint8Array>;

export function buildChunkEncoder(wires: readonly Wire[], road: "columnar" | "rows"): ChunkEncoder {
  if (road === "rows" || !canReadVectors()) return (chunk) => encodeRows(chunk, wires);
  const encoders = wires.map(columnEncoder);
  return (chunk) => encodeColumns(chunk, encoders);
}

function columnEncoder(wire: Wire): ColumnEncoder {
  switch (wire.kind) {
    case "bool":
      return boolEncoder;
    case "integer":
      return wire.stored === "i64" ? int64Encoder : smallIntegerEncoder(wire.stored, wire.bytes);
    case "numeric":
      return numericEncoder(wire.stored, wire.digits, wire.scale);
    case "float":
      return wire.bytes === 8 ? float64Encoder : float32Encoder;
    case "text":
    case "bytes":
      return textEncoder();
    case "jsonb":
      return textEncoder([1]);
    case "enum":
      return enumEncoder(wire.stored, wire.values);
    case "uuid":
      return uuidEncoder;
    case "date":
      return dateEncoder;
    case "timestamp":
      return timestampEncoder;
    case "time":
      return int64Encoder;
    case "time-zoned":
      return timeZonedEncoder;
    case "interval":
      return intervalEncoder;
  }
}

function* encodeColumns(chunk: DuckDBDataChunk, encoders: readonly ColumnEncoder[]): Iterable<Uint8Array> {
  const rows = chunk.rowCount;
  const columns = encoders.map((encoder, index) => readRawColumn(chunk, index, encoder.stride));
  const sizes = new Float64Array(rows).fill(2 + 4 * encoders.length);
  encoders.forEach((encoder, index) => encoder.measure(columns[index]!, rows, sizes));
  for (let from = 0; from < rows;) {
    const { to, positions, output } = layOut(sizes, from, encoders.length);
    encoders.forEach((encoder, index) => {
      try {
        encoder.write(columns[index]!, { from, to }, output, positions);
      } catch (error) {
        if (error instanceof UnencodableValue) throw new ChunkValueError(error.row, index, error.message);
        throw error;
      }
    });
    yield output.bytes;
    from = to;
  }
  // The columns are windows into memory that DuckDB frees with the chunk; asking it here keeps it until now.
  if (chunk.rowCount !== rows) throw new Error("a chunk changed while it was being read");
}

/** Takes as many rows as fit a piece, gives each its place, and writes the number of fields of each. */
function layOut(
  sizes: Float64Array,
  from: number,
  fields: number,
): { readonly to: number; readonly positions: Int32Array; readonly output: Output } {
  const positions = new Int32Array(sizes.length);
  let total = 0;
  let to = from;
  do {
    positions[to] = total;
    total += sizes[to] as number;
    to++;
  } while (to < sizes.length && total + (sizes[to] as number) <= MAX_PIECE_BYTES);
  const bytes = Buffer.allocUnsafeSlow(total);
  const view = new DataView(bytes.buffer, bytes.byteOffset, total);
  for (let row = from; row < to; row++) {
    const at = positions[row] as number;
    view.setInt16(at, fields);
    positions[row] = at + 2;
  }
  return { to, positions, output: { bytes, view } };
}
