/**
 * What ran and how it ended, over time: target/run_history.jsonl, ours beside dbt's artifacts, a line for each command
 * that executed something. `docs generate` draws durations and last results from it. It never grows without end: past
 * MOST_BYTES the older half goes.
 */
import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { targetFolder, type RunSummary, type Workspace } from "@tsmodel/core";
import type { HistoryRun } from "@tsmodel/site";

export const HISTORY_FILE = "run_history.jsonl";
const MOST_BYTES = 8_000_000;
const MOST_RUNS = 200;
const MESSAGE_LENGTH = 600;

/** A folder that cannot be written leaves the run as it was: the history is no result of it. */
export function appendRunHistory(
  command: string,
  { project, invocation }: Workspace,
  summary: RunSummary,
): void {
  if (project.flags["write_json"] === false || summary.results.length === 0) return;
  const run: HistoryRun = {
    id: invocation.id,
    command,
    at: invocation.startedAt.toISOString(),
    elapsed: round(summary.elapsed),
    results: summary.results.map(({ unique_id, status, execution_time, rows, failures, message }) => [
      unique_id,
      status,
      round(execution_time),
      rows ?? null,
      failures,
      TOLD.has(status) ? null : (message?.slice(0, MESSAGE_LENGTH) ?? null),
    ]),
  };
  const path = join(targetFolder(project), HISTORY_FILE);
  try {
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, `${JSON.stringify(run)}\n`);
    if (statSync(path).size > MOST_BYTES) shorten(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

/** Their message says nothing that the status does not. */
const TOLD: ReadonlySet<string> = new Set(["success", "pass", "skipped", "no-op", "reused"]);

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** The newest runs that fit half the room, at least one; replaced in one step. */
function shorten(path: string): void {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n").slice(-MOST_RUNS);
  let first = lines.length;
  let bytes = 0;
  while (
    first > 0 &&
    (first === lines.length || bytes + Buffer.byteLength(lines[first - 1]!) <= MOST_BYTES / 2)
  )
    bytes += Buffer.byteLength(lines[--first]!) + 1;
  const next = `${path}.next`;
  writeFileSync(next, `${lines.slice(first).join("\n")}\n`);
  renameSync(next, path);
}
