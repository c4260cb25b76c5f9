/** Results → rows of Cells. A reader is chosen once for each column, and each chunk is read column by column. */
import type { Cell } from "@tsmodel/core/adapter";
import type { DuckDbResult } from "./driver.ts";
import { cellReader } from "./read-cell.ts";

/** Results of few chunks are read at once: each chunk that is waited for is a trip to another thread. */
const CHUNKS_AT_ONCE = 4;

/** At most `limit` rows, if it is given. */
export async function readRows(
  result: DuckDbResult,
  limit: number | undefined,
): Promise<readonly (readonly Cell[])[]> {
  const readers = result.columnTypes().map(cellReader);
  const rows: Cell[][] = [];
  const end = Math.min(result.rowCount, limit ?? Infinity);
  const chunks = result.chunkCount;
  for (let index = 0; rows.length < end; index++) {
    const chunk =
      chunks > CHUNKS_AT_ONCE ? await result.fetchChunk() : index < chunks ? result.getChunk(index) : null;
    if (chunk === null || chunk.rowCount === 0) break;
    const first = rows.length;
    const count = Math.min(chunk.rowCount, end - first);
    for (let row = 0; row < count; row++) rows.push(new Array<Cell>(readers.length));
    for (const [column, read] of readers.entries()) {
      const vector = chunk.getColumnVector(column);
      for (let row = 0; row < count; row++) {
        const value = vector.getItem(row);
        rows[first + row]![column] = value === null ? null : read(value);
      }
    }
  }
  return rows;
}
