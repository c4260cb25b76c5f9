import { Worker } from "node:worker_threads";
import { addTally, createTally, type Tally } from "../verify/tally.ts";
import type { PartJob } from "./part.ts";
import { runPart } from "./run-part.ts";

/** Runs all parts, on that many worker threads when there is more than one of both; the result is the same. */
export async function runParts(jobs: readonly PartJob[], workers: number): Promise<Tally> {
  const total = createTally();
  const queue = [...jobs];
  if (workers <= 1 || jobs.length <= 1) {
    for (const job of queue) addTally(total, await runPart(job));
    return total;
  }
  const lanes = Array.from({ length: Math.min(workers, jobs.length) }, () => drainQueue(queue, total));
  // All of them have to be through before the caller cleans up, also when one has failed.
  const outcomes = await Promise.allSettled(lanes);
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return total;
}

/** One worker, given job after job until none is left. */
async function drainQueue(queue: PartJob[], total: Tally): Promise<void> {
  const worker = new Worker(new URL("./part-worker.js", import.meta.url));
  try {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      addTally(total, await askWorker(worker, job));
    }
  } catch (error) {
    queue.length = 0;
    throw error;
  } finally {
    await worker.terminate();
  }
}

function askWorker(worker: Worker, job: PartJob): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off("message", onMessage);
      worker.off("error", onError);
    };
    const onMessage = (tally: Tally): void => {
      settle();
      resolve(tally);
    };
    const onError = (error: unknown): void => {
      settle();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    worker.on("message", onMessage);
    worker.on("error", onError);
    worker.postMessage(job);
  });
}
