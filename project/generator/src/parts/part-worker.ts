/** Runs in a worker thread: takes its turns at the jobs, then sends what it has counted. */
import { parentPort, workerData } from "node:worker_threads";
import { runLane, type Lane } from "./run-parts.ts";

parentPort?.postMessage(await runLane(workerData as Lane));
