import type { RawColumn } from "./raw-column.ts";

/** Where encoded rows are put: one memory, seen as bytes and as a view for big-endian numbers. */
export interface Output {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** Rows `from` up to, not including, `to` of a chunk. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Writes one column of a chunk into the binary COPY format: a 4-byte length, then the value; -1 for NULL.
 * `sizes` and `positions` are indexed by row of the chunk.
 */
export interface ColumnEncoder {
  /** Bytes per value in DuckDB's vector. */
  readonly stride: number;
  /** Adds to `sizes` the bytes of each row's value, without the 4-byte length. */
  measure(column: RawColumn, rows: number, sizes: Float64Array): void;
  /** Writes each row of the range at its position and moves the position behind it. */
  write(column: RawColumn, range: RowRange, output: Output, positions: Int32Array): void;
}

/** Thrown by encoders for a value Postgres has no room for; `row` is counted inside the chunk. */
export class UnencodableValue extends Error {
  readonly row: number;

  constructor(row: number, message: string) {
    super(message);
    this.row = row;
  }
}

export function isValid(validity: Uint8Array | null, row: number): boolean {
  return validity === null || ((validity[row >> 3] as number) & (1 << (row & 7))) !== 0;
}

/** `measure` of every encoder whose values all have the same size. */
export function measureFixed(column: RawColumn, rows: number, sizes: Float64Array, size: number): void {
  const { validity } = column;
  for (let row = 0; row < rows; row++) {
    if (isValid(validity, row)) sizes[row] = (sizes[row] as number) + size;
  }
}

/** Writes the NULL marker and moves on; the counterpart of a value's length and bytes. */
export function writeNull(row: number, output: Output, positions: Int32Array): void {
  const at = positions[row] as number;
  output.view.setInt32(at, -1);
  positions[row] = at + 4;
}
