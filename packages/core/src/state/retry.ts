/** What `retry` repeats: the command of run_results.json with its options, for the nodes that did not succeed. */
import type { BatchResults } from "../run/node-result.ts";
import type { RunResultEntry, RunResultsFile } from "../artifacts/run-results-file.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { JsonObject, JsonValue } from "../manifest/json.ts";

export interface Retry {
  /** e.g. "build", "docs generate" */
  readonly command: string;
  /** Options as the earlier invocation had them, with those of this one that count. */
  readonly args: JsonObject;
  /** Unique ids. */
  readonly ids: ReadonlySet<string>;
  /** Microbatch models of which some batches were done, by unique id. */
  readonly batches: ReadonlyMap<string, BatchResults>;
  /** When the first of these invocations started: what "now" is for batches. */
  readonly startedAt: Date;
}

const COMMANDS: { readonly [which: string]: string } = {
  build: "build",
  clone: "clone",
  compile: "compile",
  generate: "docs generate",
  run: "run",
  "run-operation": "run-operation",
  seed: "seed",
  snapshot: "snapshot",
  test: "test",
};

const RETRYABLE: ReadonlySet<string> = new Set([
  "error",
  "fail",
  "skipped",
  "runtime error",
  "partial success",
]);

/** What is written on the screen and to the log: dbt has opened both when it reads what was run before. */
const TOLD = [
  "debug",
  "quiet",
  "log_format",
  "log_format_file",
  "log_level",
  "log_level_file",
  "use_colors",
  "use_colors_file",
];
/** Places and verdicts are this invocation's affair; dbt's lists. */
const OWN = [
  ...TOLD,
  "log_path",
  "output_path",
  "profiles_dir",
  "project_dir",
  "defer_state",
  "target_path",
  "warn_error",
  "invocation_command",
];
const OVERRIDING = ["vars", "threads"];

/** `args`: what the command line of `retry` says. @throws TsmodelError retry-command */
export function planRetry(file: RunResultsFile, args: JsonObject, warnError: boolean): Retry {
  const which = String(file.args["which"]);
  const command = COMMANDS[which];
  if (command === undefined)
    throw fail("retry-command", { command: which, commands: Object.values(COMMANDS) });
  const isRetried = ({ status, unique_id }: RunResultEntry): boolean =>
    (RETRYABLE.has(status) || (warnError && status === "warn")) &&
    (which === "run-operation" || !unique_id.startsWith("operation."));
  const batches = file.results.flatMap(({ unique_id, batch_results }) =>
    batch_results && batch_results.successful.length > 0 && batch_results.failed.length > 0
      ? [[unique_id, batch_results] as const]
      : [],
  );
  return {
    command,
    args: mergeArgs(file.args, args),
    ids: new Set(file.results.filter(isRetried).map(({ unique_id }) => unique_id)),
    batches: new Map(batches),
    startedAt: new Date(file.metadata.invocation_started_at ?? file.metadata.generated_at),
  };
}

function mergeArgs(previous: JsonObject, current: JsonObject): JsonObject {
  const own = [...OWN, ...OVERRIDING].filter((name) => current[name] !== undefined);
  const kept = Object.entries(previous).filter(
    ([name, value]) => !OWN.includes(name) && name !== "show" && !isDefault(name, value),
  );
  // A slice of time is told as its two ends.
  const texts = kept.map(([name, value]) => [
    name,
    name === "sample" && typeof value === "object" ? JSON.stringify(value) : value,
  ]);
  return { ...Object.fromEntries(texts), ...Object.fromEntries(own.map((name) => [name, current[name]!])) };
}

/** Written although nobody asked for it; given again it would contradict other options. */
const isDefault = (name: string, value: JsonValue): boolean =>
  name === "warn_error_options" &&
  Object.values((value ?? {}) as JsonObject).every((list) => Array.isArray(list) && list.length === 0);
