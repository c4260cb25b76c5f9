/** Runs in a worker thread: a job comes in, its tally goes out. */
import { parentPort } from "node:worker_threads";
import type { PartJob } from "./part.ts";
import { runPart } from "./run-part.ts";

parentPort?.on("message", (job: PartJob) => {
  void runPart(job).then((tally) => parentPort?.postMessage(tally));
});
