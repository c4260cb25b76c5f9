import { tableNames, tableSpecs, type TableName } from "./table-spec.ts";

/** Rows kept by column, as numbers; grows by doubling and is refilled batch after batch. */
export class ColumnBuffer {
  readonly columns: Float64Array[];
  length = 0;

  constructor(width: number, capacity = 256) {
    this.columns = Array.from({ length: width }, () => new Float64Array(capacity));
  }

  /** Makes room for one more row and returns its position; the caller fills every column of it. */
  addRow(): number {
    if (this.length === this.columns[0]!.length) this.grow();
    return this.length++;
  }

  /** Makes room for so many rows and returns the position of the first. */
  addRows(count: number): number {
    const first = this.length;
    this.length += count;
    while (this.columns[0]!.length < this.length) this.grow();
    return first;
  }

  /** Adds a row from values in column order. */
  push(...values: readonly number[]): void {
    const row = this.addRow();
    for (let at = 0; at < values.length; at++) this.columns[at]![row] = values[at]!;
  }

  /** Adds a copy of all rows of another buffer of the same width. */
  append(other: ColumnBuffer): void {
    const start = this.addRows(other.length);
    const { columns } = this;
    for (let at = 0; at < columns.length; at++) {
      columns[at]!.set(other.columns[at]!.subarray(0, other.length), start);
    }
  }

  clear(): void {
    this.length = 0;
  }

  private grow(): void {
    const { columns } = this;
    for (let at = 0; at < columns.length; at++) {
      const wider = new Float64Array(columns[at]!.length * 2);
      wider.set(columns[at]!);
      columns[at] = wider;
    }
  }
}

/** One batch: the rows of a run of accounts in all five tables. */
export type Batch = Readonly<Record<TableName, ColumnBuffer>>;

export function createBatch(): Batch {
  const entries = tableNames.map((name) => [name, new ColumnBuffer(tableSpecs[name].length)] as const);
  return Object.fromEntries(entries) as Record<TableName, ColumnBuffer>;
}

export function clearBatch(batch: Batch): void {
  for (const name of tableNames) batch[name].clear();
}
