import type { ColumnBuffer } from "./column-buffer.ts";

/** Numbers from here on are far apart and go to a map; below they are close together within a batch. */
const DENSE_SPAN = 1 << 20;

/** Finds the row of an id number in a buffer whose first column is the key; made once, rebuilt for each batch. */
export class RowIndex {
  private memory = new Int32Array(0);
  private dense = new Int32Array(0);
  private first = 0;
  private readonly sparse = new Map<number, number>();
  duplicates = 0;

  rebuild(buffer: ColumnBuffer): void {
    const keys = buffer.columns[0]!;
    this.sparse.clear();
    this.duplicates = 0;
    this.first = buffer.length > 0 ? keys[0]! : 0;
    let span = 0;
    for (let row = 0; row < buffer.length; row++) {
      const offset = keys[row]! - this.first;
      if (offset < DENSE_SPAN && offset >= span) span = offset + 1;
    }
    if (this.memory.length < span) this.memory = new Int32Array(span * 2);
    this.dense = this.memory.subarray(0, span).fill(-1);
    for (let row = 0; row < buffer.length; row++) this.add(keys[row]!, row);
  }

  /** -1 when there is no such row. */
  rowOf(key: number): number {
    const offset = key - this.first;
    if (offset >= 0 && offset < this.dense.length) return this.dense[offset]!;
    return this.sparse.get(key) ?? -1;
  }

  private add(key: number, row: number): void {
    if (this.rowOf(key) >= 0) this.duplicates++;
    const offset = key - this.first;
    if (offset >= 0 && offset < this.dense.length) this.dense[offset] = row;
    else this.sparse.set(key, row);
  }
}
