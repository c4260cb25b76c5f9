/**
 * Dates and timestamps. DuckDB counts from 1970-01-01, Postgres from 2000-01-01; both reserve extreme values for
 * infinity, but not the same ones.
 */
import { type ColumnEncoder, isValid, measureFixed, UnencodableValue, writeNull } from "./column-encoder.ts";

const EPOCH_DAYS = 10_957; // from 1970-01-01 to 2000-01-01
const EPOCH_HIGH = 220_417; // 946684800000000 microseconds = 220417 * 2^32 + 993517568
const EPOCH_LOW = 993_517_568;
const MIN_INT = -0x8000_0000;
const MAX_INT = 0x7fff_ffff;

export const dateEncoder: ColumnEncoder = {
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
      output.view.setInt32(at + 4, postgresDays(words[row] as number, row));
      positions[row] = at + 8;
    }
  },
};

function postgresDays(days: number, row: number): number {
  if (days === MAX_INT) return MAX_INT; // infinity
  if (days === -MAX_INT) return MIN_INT; // -infinity
  const moved = days - EPOCH_DAYS;
  if (moved <= MIN_INT)
    throw new UnencodableValue(row, "the date lies before 4713 BC, the first Postgres knows");
  return moved;
}

/** TIMESTAMP and TIMESTAMP WITH TIME ZONE: microseconds, worked on as two 32-bit halves. */
export const timestampEncoder: ColumnEncoder = {
  stride: 8,
  measure: (column, rows, sizes) => measureFixed(column, rows, sizes, 8),
  write({ words, validity }, { from, to }, output, positions) {
    for (let row = from; row < to; row++) {
      if (!isValid(validity, row)) {
        writeNull(row, output, positions);
        continue;
      }
      const at = positions[row] as number;
      let low = (words[row * 2] as number) >>> 0;
      let high = words[row * 2 + 1] as number;
      if (high === MIN_INT && low === 1) {
        low = 0; // -infinity
      } else if (high !== MAX_INT || low !== 0xffff_ffff) {
        high -= low < EPOCH_LOW ? EPOCH_HIGH + 1 : EPOCH_HIGH;
        low -= EPOCH_LOW;
        if (high <= MIN_INT) {
          throw new UnencodableValue(row, "the timestamp lies before 4713 BC, the first Postgres knows");
        }
      }
      output.view.setInt32(at, 8);
      output.view.setInt32(at + 4, high);
      output.view.setInt32(at + 8, low | 0);
      positions[row] = at + 12;
    }
  },
};
