/**
 * One file per table. The events, by far the most, are written as they come; the rows of the other tables are kept
 * for the part, so that each becomes one row group.
 */
import { join } from "node:path";
import { partFileName, type PartJob } from "../parts/part.ts";
import type { BatchSource } from "../parts/run-part.ts";
import { ColumnBuffer } from "../tables/column-buffer.ts";
import { tableNames, tableSpecs, type TableName } from "../tables/table-spec.ts";
import { ParquetTable } from "./parquet-table.ts";

export function writeParquetPart(job: PartJob, nextBatch: BatchSource): void {
  const others = tableNames
    .filter((table) => table !== "events")
    .map((table) => ({ table, rows: new ColumnBuffer(tableSpecs[table].length) }));
  writeTable(job, "events", () => {
    const batch = nextBatch();
    if (batch !== undefined) for (const { table, rows } of others) rows.append(batch[table]);
    return batch?.events;
  });
  for (const { table, rows } of others) {
    const waiting = [rows];
    writeTable(job, table, () => waiting.pop());
  }
}

function writeTable(job: PartJob, table: TableName, next: () => ColumnBuffer | undefined): void {
  const file = new ParquetTable(
    join(job.folder, partFileName(table, job.part, "parquet")),
    tableSpecs[table],
  );
  try {
    for (let buffer = next(); buffer !== undefined; buffer = next()) file.add(buffer);
    file.finish();
  } finally {
    file.close();
  }
}
