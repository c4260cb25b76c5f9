/**
 * Encoders for values that only change byte order on their way: booleans, integers, floats, times, UUIDs,
 * intervals. Each has its own loop: a shared one taking a callback runs at half the speed.
 */
import type { StoredInteger } from "../type-map.ts";
import { type ColumnEncoder, isValid, measureFixed, type Output, writeNull } from "./column-encoder.ts";
import type { RawColumn } from "./raw-column.ts";

export const boolEncoder: ColumnEncoder = {
  stride: 1,
  measure: (column, rows, sizes) => measureFixed(column, rows, sizes, 1),
  write({ bytes, validity }, { from, to }, output, positions) {
    for (let row = from; row < to; row++) {
      if (!isValid(validity, row)) {
        writeNull(row, output, positions);
        continue;
      }
      const at = positions[row] as number;
      output.view.setInt32(at, 1);
      output.view.setUint8(at + 4, bytes[row] === 0 ? 0 : 1);
      positions[row] = at + 5;
    }
  },
};

/** BIGINT and TIME: eight bytes, moved as two halves. */
export const int64Encoder: ColumnEncoder = {
  stride: 8,
  measure: (column, rows, sizes) => measureFixed(column, rows, sizes, 8),
  write({ words, validity }, { from, to }, output, positions) {
    for (let row = from; row < to; row++) {
      if (!isValid(validity, row)) {
        writeNull(row, output, positions);
        continue;
      }
      const at = positions[row] as number;
      output.view.setInt32(at, 8);
      output.view.setInt32(at + 4, words[row * 2 + 1] as number);
      output.view.setInt32(at + 8, words[row * 2] as number);
      positions[row] = at + 12;
    }
  },
};

/** Integers of up to 32 stored bits, widened to 2, 4 or 8 bytes. */
export function smallIntegerEncoder(stored: StoredInteger, size: 2 | 4 | 8): ColumnEncoder {
  const stride = stored === "i8" || stored === "u8" ? 1 : stored === "i16" || stored === "u16" ? 2 : 4;
  return {
    stride,
    measure: (column, rows, sizes) => measureFixed(column, rows, sizes, size),
    write(column, { from, to }, output, positions) {
      const values = integerView(column, stored);
      for (let row = from; row < to; row++) {
        if (!isValid(column.validity, row)) {
          writeNull(row, output, positions);
          continue;
        }
        const at = positions[row] as number;
        const value = values[row] as number;
        output.view.setInt32(at, size);
        if (size === 2) output.view.setInt16(at + 4, value);
        else if (size === 4) output.view.setInt32(at + 4, value);
        else {
          output.view.setInt32(at + 4, value < 0 ? -1 : 0);
          output.view.setInt32(at + 8, value | 0);
        }
        positions[row] = at + 4 + size;
      }
    },
  };
}

/** The column as an array of small integers. */
export function integerView(
  { bytes, words }: RawColumn,
  stored: StoredInteger,
): Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array {
  const { buffer, byteOffset, byteLength } = bytes;
  switch (stored) {
    case "i8":
      return new Int8Array(buffer, byteOffset, byteLength);
    case "u8":
      return bytes;
    case "i16":
      return new Int16Array(buffer, byteOffset, byteLength >> 1);
    case "u16":
      return new Uint16Array(buffer, byteOffset, byteLength >> 1);
    case "u32":
      return new Uint32Array(buffer, byteOffset, byteLength >> 2);
    default:
      return words;
  }
}

export const float64Encoder: ColumnEncoder = {
  stride: 8,
  measure: (column, rows, sizes) => measureFixed(column, rows, sizes, 8),
  write: int64Encoder.write, // the bits of a double are moved like those of an integer
};

export const float32Encoder: ColumnEncoder = {
  stride: 4,
  measure: (column, rows, sizes) => measureFixed(column, rows, sizes, 4),
  write({ words, validity }, { from, to }, output, positions) {
    for (let row = from; row < to; row++) {
      if (!isValid(validity, row)) {
        writeNull(row, output, positions);
        continue;
      }
      const at = positions[row] as number;
      output.view.setInt32(at, 4);
      output.view.setInt32(at + 4, words[row] as number);
      positions[row] = at + 8;
    }
  },
};

/** UUIDs are stored as a 128-bit integer with its top bit flipped, so that they sort like their text. */
export const uuidEncoder: ColumnEncoder = fixedEncoder(16, 16, ({ words }, row, { view }, at) => {
  view.setInt32(at, (words[row * 4 + 3] as number) ^ 0x80000000);
  view.setInt32(at + 4, words[row * 4 + 2] as number);
  view.setInt32(at + 8, words[row * 4 + 1] as number);
  view.setInt32(at + 12, words[row * 4] as number);
});

/** DuckDB: months, days, microseconds. Postgres: microseconds, days, months. */
export const intervalEncoder: ColumnEncoder = fixedEncoder(16, 16, ({ words }, row, { view }, at) => {
  view.setInt32(at, words[row * 4 + 3] as number);
  view.setInt32(at + 4, words[row * 4 + 2] as number);
  view.setInt32(at + 8, words[row * 4 + 1] as number);
  view.setInt32(at + 12, words[row * 4] as number);
});

const MAX_ZONE_OFFSET = 57_599; // 15:59:59 in seconds; DuckDB stores MAX_ZONE_OFFSET - offset

/** DuckDB: 40 bits of microseconds, 24 bits of offset. Postgres: microseconds, then seconds WEST of Greenwich. */
export const timeZonedEncoder: ColumnEncoder = fixedEncoder(8, 12, ({ words }, row, { view }, at) => {
  const low = words[row * 2] as number;
  const high = words[row * 2 + 1] as number;
  view.setInt32(at, high >>> 24);
  view.setInt32(at + 4, (high << 8) | (low >>> 24));
  view.setInt32(at + 8, (low & 0xffffff) - MAX_ZONE_OFFSET);
});

type WriteValue = (column: RawColumn, row: number, output: Output, at: number) => void;

function fixedEncoder(stride: number, size: number, writeValue: WriteValue): ColumnEncoder {
  return {
    stride,
    measure: (column, rows, sizes) => measureFixed(column, rows, sizes, size),
    write(column, { from, to }, output, positions) {
      for (let row = from; row < to; row++) {
        if (!isValid(column.validity, row)) {
          writeNull(row, output, positions);
          continue;
        }
        const at = positions[row] as number;
        output.view.setInt32(at, size);
        writeValue(column, row, output, at + 4);
        positions[row] = at + 4 + size;
      }
    },
  };
}
