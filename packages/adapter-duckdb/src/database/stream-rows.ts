/** A SELECT's rows in pieces: no more than a chunk of them is held at a time. */
import type { Cell, RowBatch } from "@tsmodel/core/adapter";
import type { DuckDbConnection } from "./driver.ts";
import { cellReader } from "./read-cell.ts";
import { typeName } from "./types.ts";

/** @throws what the driver throws */
export async function* streamRows(connection: DuckDbConnection, sql: string): AsyncGenerator<RowBatch> {
  const result = await connection.stream(sql);
  const columns = result.columnNames().map((name, index) => ({ name, type: typeName(result.columnType(index)) }));
  const readers = result.columnTypes().map(cellReader);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    const rows = Array.from({ length: chunk.rowCount }, () => new Array<Cell>(readers.length));
    for (const [column, read] of readers.entries()) {
      const vector = chunk.getColumnVector(column);
      for (const [index, row] of rows.entries()) {
        const value = vector.getItem(index);
        row[column] = value === null ? null : read(value);
      }
    }
    yield { columns, rows };
  }
}
