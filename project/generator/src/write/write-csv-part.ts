import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { partFileName, type PartJob } from "../parts/part.ts";
import type { BatchSource } from "../parts/run-part.ts";
import { tableNames, tableSpecs } from "../tables/table-spec.ts";
import { createCsvRenderer } from "./render-csv.ts";

/** One file per table, without header; the headers come when the parts are put together. */
export function writeCsvPart(job: PartJob, nextBatch: BatchSource): void {
  const files = tableNames.map((table) => ({
    table,
    renderer: createCsvRenderer(tableSpecs[table]),
    handle: openSync(join(job.folder, partFileName(table, job.part, "csv")), "w"),
  }));
  try {
    for (let batch = nextBatch(); batch !== undefined; batch = nextBatch()) {
      for (const { table, renderer, handle } of files) writeFully(handle, renderer.render(batch[table]));
    }
  } finally {
    for (const { handle } of files) closeSync(handle);
  }
}

function writeFully(handle: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
}
