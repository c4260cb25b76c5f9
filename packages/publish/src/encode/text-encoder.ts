/**
 * VARCHAR and BLOB. A stored string is 16 bytes: a 32-bit length, then up to 12 bytes of text, or 4 bytes of prefix
 * and a pointer (duckdb_string_t). Following a pointer costs a call into the bindings, about 700 ns, so strings
 * that lie next to each other are fetched with one call, and a block already fetched is used again.
 */
import { type ColumnEncoder, isValid, type Output, type RowRange, writeNull } from "./column-encoder.ts";
import { type RawColumn, readPointer } from "./raw-column.ts";

const STRIDE = 16;
const INLINE_BYTES = 12;
const POINTER_OFFSET = 8;
const MAX_BLOCK_BYTES = 1 << 20;
const TWO_32 = 4_294_967_296;

/** @param prefix bytes put before each value, e.g. jsonb's version number */
export function textEncoder(prefix: readonly number[] = []): ColumnEncoder {
  const extra = prefix.length;
  return {
    stride: STRIDE,
    measure({ words, validity }, rows, sizes) {
      for (let row = 0; row < rows; row++) {
        if (!isValid(validity, row)) continue;
        sizes[row] = (sizes[row] as number) + extra + ((words[row * 4] as number) >>> 0);
      }
    },
    write(column, range, output, positions) {
      const blocks = new BlockReader(column, range.to);
      for (let row = range.from; row < range.to; row++) {
        if (!isValid(column.validity, row)) {
          writeNull(row, output, positions);
          continue;
        }
        const length = (column.words[row * 4] as number) >>> 0;
        let at = positions[row] as number;
        output.view.setInt32(at, extra + length);
        at += 4;
        for (let i = 0; i < extra; i++) output.bytes[at++] = prefix[i] as number;
        if (length <= INLINE_BYTES) {
          copyShort(column.bytes, row * STRIDE + 4, length, output, at);
        } else {
          blocks.seek(row, length);
          copyBytes(blocks.block, blocks.offset, length, output, at);
        }
        positions[row] = at + length;
      }
    },
  };
}

function copyShort(source: Uint8Array, from: number, length: number, { bytes }: Output, at: number): void {
  for (let i = 0; i < length; i++) bytes[at + i] = source[from + i] as number;
}

/** For a few dozen bytes a loop beats the call of TypedArray.set and the view it needs. */
function copyBytes(source: Uint8Array, from: number, length: number, output: Output, at: number): void {
  if (length < 64) copyShort(source, from, length, output, at);
  else output.bytes.set(source.subarray(from, from + length), at);
}

/** Finds long strings, fetching as many neighbours as possible at once. */
class BlockReader {
  block: Uint8Array = new Uint8Array(0);
  offset = 0;
  private start = 0;
  private end = 0;
  private readonly column: RawColumn;
  private readonly rows: number;
  private readonly fetched = new Map<number, Uint8Array>();

  constructor(column: RawColumn, rows: number) {
    this.column = column;
    this.rows = rows;
  }

  /** Afterwards the string of this row is `block` from `offset` on. */
  seek(row: number, length: number): void {
    const pointer = pointerAt(this.column.words, row);
    if (pointer < this.start || pointer + length > this.end) this.fetch(row, length, pointer);
    this.offset = pointer - this.start;
  }

  private fetch(row: number, length: number, pointer: number): void {
    const known = this.fetched.get(pointer);
    this.start = pointer;
    if (known !== undefined && known.length >= length) {
      this.block = known;
    } else {
      this.block = readPointer(
        this.column,
        row * STRIDE + POINTER_OFFSET,
        this.blockLength(row, length, pointer),
      );
      this.fetched.set(pointer, this.block);
    }
    this.end = pointer + this.block.length;
  }

  /** Length of the unbroken run of strings that begins with this row's. */
  private blockLength(row: number, length: number, pointer: number): number {
    const { words, validity } = this.column;
    let total = length;
    for (let next = row + 1; next < this.rows && total < MAX_BLOCK_BYTES; next++) {
      if (!isValid(validity, next)) continue;
      const nextLength = (words[next * 4] as number) >>> 0;
      if (nextLength <= INLINE_BYTES) continue;
      if (pointerAt(words, next) !== pointer + total) break;
      total += nextLength;
    }
    return total;
  }
}

/** Addresses have 48 bits in use, so a double holds them exactly. */
function pointerAt(words: Int32Array, row: number): number {
  return ((words[row * 4 + 3] as number) >>> 0) * TWO_32 + ((words[row * 4 + 2] as number) >>> 0);
}
