import { Worker } from "node:worker_threads";
import { addTally, createTally, type Tally } from "../verify/tally.ts";
import type { PartJob } from "./part.ts";
import { runPart } from "./run-part.ts";

export interface PartTally {
  readonly part: number;
  readonly tally: Tally;
}

/** What a lane works on: its memory is shared by all lanes, which take the jobs in turn. */
export interface Lane {
  readonly jobs: readonly PartJob[];
  /** One number: the position of the next job that nobody has taken yet. */
  readonly next: Int32Array;
}

/** Runs all parts on that many threads, this one among them, or fewer when there are fewer parts; the result is the same. */
export async function runParts(jobs: readonly PartJob[], threads: number): Promise<Tally> {
  const lane: Lane = { jobs, next: new Int32Array(new SharedArrayBuffer(4)) };
  const others = Array.from({ length: Math.min(threads, jobs.length) - 1 }, () => runInWorker(lane));
  // All of them have to be through before the caller cleans up, also when one has failed.
  const outcomes = await Promise.allSettled([...others, runLane(lane)]);
  const tallies: PartTally[] = [];
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") throw outcome.reason;
    tallies.push(...outcome.value);
  }
  const total = createTally();
  for (const { tally } of tallies.sort((left, right) => left.part - right.part)) addTally(total, tally);
  return total;
}

/** Runs job after job until none is left; after a failure there is none left for any lane. */
export async function runLane({ jobs, next }: Lane): Promise<PartTally[]> {
  const tallies: PartTally[] = [];
  try {
    for (let at = Atomics.add(next, 0, 1); at < jobs.length; at = Atomics.add(next, 0, 1)) {
      const job = jobs[at]!;
      tallies.push({ part: job.part, tally: await runPart(job) });
    }
  } catch (error) {
    Atomics.store(next, 0, jobs.length);
    throw error;
  }
  return tallies;
}

function runInWorker(lane: Lane): Promise<PartTally[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./part-worker.js", import.meta.url), { workerData: lane });
    worker.once("message", resolve);
    worker.once("error", (error: unknown) =>
      reject(error instanceof Error ? error : new Error(String(error))),
    );
  });
}
