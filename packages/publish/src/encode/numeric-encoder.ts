/**
 * Scaled integers → Postgres numeric. The binary form (numeric_recv in Postgres) is: number of digits, weight of
 * the first, sign, decimal places shown, then digits of base 10000 aligned to the decimal point. Leading and
 * trailing zero digits are allowed and dropped by Postgres, so every value of a column has the same size here.
 */
import type { StoredInteger } from "../type-map.ts";
import { type ColumnEncoder, isValid, measureFixed, writeNull } from "./column-encoder.ts";
import { integerView } from "./plain-encoders.ts";
import type { RawColumn } from "./raw-column.ts";

const BASE = 10_000;
const NEGATIVE = 0x4000;

/** How a DECIMAL(digits, scale) is cut into base-10000 digits. */
export interface NumericLayout {
  readonly groups: number;
  readonly weight: number;
  readonly scale: number;
  /** The stored integer times this has its decimal point between two groups. */
  readonly factor: number;
}

export function numericLayout(digits: number, scale: number): NumericLayout {
  const whole = Math.max(1, Math.ceil((digits - scale) / 4));
  const fraction = Math.ceil(scale / 4);
  return { groups: whole + fraction, weight: whole - 1, scale, factor: 10 ** (fraction * 4 - scale) };
}

/** Bytes of one value: four 16-bit header words and the digits. */
export function numericSize(layout: NumericLayout): number {
  return 8 + layout.groups * 2;
}

export function numericEncoder(stored: StoredInteger, digits: number, scale: number): ColumnEncoder {
  const layout = numericLayout(digits, scale);
  const size = numericSize(layout);
  const limit = Math.floor(Number.MAX_SAFE_INTEGER / layout.factor);
  const read = numberReader(stored);
  const readLarge = bigIntReader(stored);
  return {
    stride: strides[stored],
    measure: (column, rows, sizes) => measureFixed(column, rows, sizes, size),
    write(column, { from, to }, output, positions) {
      const values = read(column);
      for (let row = from; row < to; row++) {
        if (!isValid(column.validity, row)) {
          writeNull(row, output, positions);
          continue;
        }
        const at = positions[row] as number;
        output.view.setInt32(at, size);
        const value = values(row);
        if (value >= -limit && value <= limit) writeNumber(value, layout, output.view, at + 4);
        else writeBigInt(readLarge(column, row), layout, output.view, at + 4);
        positions[row] = at + 4 + size;
      }
    },
  };
}

function writeHeader(negative: boolean, layout: NumericLayout, view: DataView, at: number): void {
  view.setInt16(at, layout.groups);
  view.setInt16(at + 2, layout.weight);
  view.setInt16(at + 4, negative ? NEGATIVE : 0);
  view.setInt16(at + 6, layout.scale);
}

function writeNumber(value: number, layout: NumericLayout, view: DataView, at: number): void {
  writeHeader(value < 0, layout, view, at);
  let rest = Math.abs(value) * layout.factor;
  for (let place = at + 6 + layout.groups * 2; place > at + 6; place -= 2) {
    const higher = Math.floor(rest / BASE);
    view.setInt16(place, rest - higher * BASE);
    rest = higher;
  }
}

/** For the rare values beyond 2^53; also the reference the fast way is tested against. */
export function writeBigInt(value: bigint, layout: NumericLayout, view: DataView, at: number): void {
  writeHeader(value < 0n, layout, view, at);
  let rest = (value < 0n ? -value : value) * BigInt(layout.factor);
  for (let place = at + 6 + layout.groups * 2; place > at + 6; place -= 2) {
    view.setInt16(place, Number(rest % 10_000n));
    rest /= 10_000n;
  }
}

const strides: Readonly<Record<StoredInteger, number>> = {
  i8: 1,
  u8: 1,
  i16: 2,
  u16: 2,
  i32: 4,
  u32: 4,
  i64: 8,
  u64: 8,
  i128: 16,
  u128: 16,
};

const TWO_32 = 4_294_967_296;

/** Reads a stored integer as a double; exact up to 2^53, and beyond that never closer to zero than 2^53. */
function numberReader(stored: StoredInteger): (column: RawColumn) => (row: number) => number {
  switch (stored) {
    case "i64":
      return ({ words }) =>
        (row) =>
          (words[row * 2 + 1] as number) * TWO_32 + ((words[row * 2] as number) >>> 0);
    case "u64":
      return ({ words }) =>
        (row) =>
          ((words[row * 2 + 1] as number) >>> 0) * TWO_32 + ((words[row * 2] as number) >>> 0);
    case "i128":
    case "u128":
      return ({ words }) =>
        (row) =>
          wideNumber(words, row * 4, stored === "i128");
    default:
      return (column) => {
        const values = integerView(column, stored);
        return (row) => values[row] as number;
      };
  }
}

function wideNumber(words: Int32Array, at: number, signed: boolean): number {
  const low = (words[at] as number) >>> 0;
  const second = words[at + 1] as number;
  const third = words[at + 2] as number;
  const fourth = words[at + 3] as number;
  if (third === 0 && fourth === 0) return (second >>> 0) * TWO_32 + low;
  if (signed && third === -1 && fourth === -1 && second < 0) return second * TWO_32 + low;
  return Number.POSITIVE_INFINITY; // out of range of the fast way, whatever the sign
}

function bigIntReader(stored: StoredInteger): (column: RawColumn, row: number) => bigint {
  switch (stored) {
    case "u64":
      return ({ view }, row) => view.getBigUint64(row * 8, true);
    case "i128":
      return ({ view }, row) =>
        (view.getBigInt64(row * 16 + 8, true) << 64n) | view.getBigUint64(row * 16, true);
    case "u128":
      return ({ view }, row) =>
        (view.getBigUint64(row * 16 + 8, true) << 64n) | view.getBigUint64(row * 16, true);
    default:
      return ({ view }, row) => view.getBigInt64(row * 8, true);
  }
}
