import { join } from "node:path";
import { partFileName, type PartJob } from "../parts/part.ts";
import type { BatchSource } from "../parts/run-part.ts";
import { tableNames, tableSpecs } from "../tables/table-spec.ts";
import { ParquetTable } from "./parquet-table.ts";

/** One file per table, each complete in itself. */
export function writeParquetPart(job: PartJob, nextBatch: BatchSource): void {
  const tables = tableNames.map((name) => ({
    name,
    file: new ParquetTable(join(job.folder, partFileName(name, job.part, "parquet")), tableSpecs[name]),
  }));
  try {
    for (let batch = nextBatch(); batch !== undefined; batch = nextBatch()) {
      for (const { name, file } of tables) file.add(batch[name]);
    }
    for (const { file } of tables) file.finish();
  } finally {
    for (const { file } of tables) file.close();
  }
}
