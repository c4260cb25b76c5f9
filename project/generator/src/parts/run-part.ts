import { config } from "../config.ts";
import { EventLog } from "../life/event-log.ts";
import { simulateAccount } from "../life/simulate-account.ts";
import { buildWorld } from "../life/world.ts";
import { clearBatch, createBatch, type Batch } from "../tables/column-buffer.ts";
import { createBatchChecker } from "../verify/check-batch.ts";
import { createTally, type Tally } from "../verify/tally.ts";
import { ACCOUNTS_PER_BATCH, type PartJob } from "./part.ts";

/** Gives one batch after the other, undefined at the end; the same batch object is filled again each time. */
export type BatchSource = () => Batch | undefined;

/** Simulates, checks and writes the accounts of a part. */
export async function runPart(job: PartJob): Promise<Tally> {
  const world = buildWorld({ config, seed: job.seed, asOfDay: job.asOfDay });
  const log = new EventLog(world);
  const batch = createBatch();
  const tally = createTally();
  const checkBatch = createBatchChecker(world.asOf);
  let next = job.first;

  const nextBatch: BatchSource = () => {
    if (next > job.last) return undefined;
    clearBatch(batch);
    const end = Math.min(next + ACCOUNTS_PER_BATCH - 1, job.last);
    for (; next <= end; next++) simulateAccount(world, next, log, batch);
    checkBatch(batch, tally);
    return batch;
  };
  // The writers are loaded when needed: help and wrong arguments should not pay for a database.
  if (job.format === "csv") (await import("../write/write-csv-part.ts")).writeCsvPart(job, nextBatch);
  else (await import("../write/write-parquet-part.ts")).writeParquetPart(job, nextBatch);
  return tally;
}
