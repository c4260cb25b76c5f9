/** What ran and how it ended, from the history and the newest run_results.json. */
import { isObject, listOf, objectOf, textOf, type Artifacts, type HistoryRun } from "../artifacts/artifacts.ts";
import { STATES, type RunPoint, type RunSummary, type State } from "./site-data.ts";

export interface LastResult {
  readonly state: number;
  readonly status: string;
  readonly at: string;
  readonly seconds: number;
  readonly failures: number | null;
  readonly message: string | null;
  readonly rows: number | null;
}

export interface Runs {
  readonly last: ReadonlyMap<string, LastResult>;
  /** Oldest first, at most MOST_POINTS. */
  readonly points: ReadonlyMap<string, readonly RunPoint[]>;
  /** Oldest first, at most MOST_POINTS. */
  readonly lastRuns: readonly RunSummary[];
}

const MOST_POINTS = 30;
/** Commands whose results say something about data. */
const EXECUTING: ReadonlySet<string> = new Set(["build", "run", "test", "seed", "snapshot", "clone", "retry"]);

const STATE_OF: { readonly [status: string]: State } = {
  success: "good",
  pass: "good",
  reused: "good",
  warn: "warn",
  error: "bad",
  fail: "bad",
  "runtime error": "bad",
  "partial success": "bad",
  skipped: "skipped",
};

export const stateNumber = (status: string): number => STATES.indexOf(STATE_OF[status] ?? "none");

/** The worse of two: a failure, then a warning, then skipped, then good. */
export const worse = (a: number, b: number): number => (RANK[a]! >= RANK[b]! ? a : b);
const RANK = STATES.map((state) => ["none", "good", "skipped", "warn", "bad"].indexOf(state));

export function collectRuns({ history, runResults }: Artifacts): Runs {
  const newest = runResults === undefined ? undefined : runOfResults(runResults);
  const runs = [...history];
  if (newest !== undefined && !runs.some(({ id }) => id === newest.id)) runs.push(newest);
  runs.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const last = new Map<string, LastResult>();
  const points = new Map<string, RunPoint[]>();
  for (const run of runs) for (const result of run.results) addResult(run, result);
  return { last, points, lastRuns: runs.slice(-MOST_POINTS).map(summaryOf) };

  function addResult(run: HistoryRun, [id, status, seconds, rows, failures, message]: HistoryRun["results"][number]): void {
    const state = stateNumber(status);
    const { at, command } = run;
    const before = last.get(id);
    last.set(id, { state, status, at, seconds, failures, message, rows: rows ?? (state === 1 ? null : (before?.rows ?? null)) });
    const list = points.get(id);
    const point = { at, command, state, status, seconds, rows };
    if (list === undefined) points.set(id, [point]);
    else if (list.push(point) > MOST_POINTS) list.shift();
  }
}

function summaryOf(run: HistoryRun): RunSummary {
  const counts = STATES.map(() => 0);
  for (const [, status] of run.results) counts[stateNumber(status)]!++;
  return { command: run.command, at: run.at, elapsed: run.elapsed, counts };
}

/** Of a command that executed nothing there is nothing to tell. */
function runOfResults(file: { readonly [key: string]: unknown }): HistoryRun | undefined {
  const command = textOf(objectOf(file["args"])["which"]);
  if (!EXECUTING.has(command)) return undefined;
  const metadata = objectOf(file["metadata"]);
  return {
    id: textOf(metadata["invocation_id"]),
    command,
    at: textOf(metadata["invocation_started_at"]) || textOf(metadata["generated_at"]),
    elapsed: Number(file["elapsed_time"]) || 0,
    results: listOf(file["results"])
      .filter(isObject)
      .map((each) => [
        textOf(each["unique_id"]),
        textOf(each["status"]),
        Number(each["execution_time"]) || 0,
        rowsOf(objectOf(each["adapter_response"])),
        typeof each["failures"] === "number" ? each["failures"] : null,
        textOf(each["message"]) || null,
      ]),
  };
}

const rowsOf = (response: { readonly [key: string]: unknown }): number | null => {
  const rows = response["rows_affected"];
  return typeof rows === "number" && rows >= 0 ? rows : null;
};
