/** target/run_results.json, schema v6. */
import type { Effects } from "../effects.ts";
import type { JsonValue } from "../manifest/json.ts";
import { toldFlags, toldFlagsOfOperation } from "../project/told-flags.ts";
import type { BatchResults, NodeResult, NodeStatus, TimingInfo } from "../run/node-result.ts";
import { secretPrefix } from "../template/env-var.ts";
import { SecretRegister } from "../template/secret-register.ts";
import { artifactMetadata, artifactPath, parseArtifact } from "./artifact-metadata.ts";
import type { ArtifactMetadata, ArtifactScope } from "./artifact-metadata.ts";
import { jsonText } from "./json-text.ts";

/** One entry of run_results.json (v6). */
export interface RunResultEntry {
  readonly status: NodeStatus;
  readonly timing: readonly TimingInfo[];
  readonly thread_id: string;
  /** Seconds. */
  readonly execution_time: number;
  readonly adapter_response: { readonly [key: string]: unknown };
  readonly message: string | null;
  readonly failures: number | null;
  readonly unique_id: string;
  readonly compiled: boolean | null;
  readonly compiled_code: string | null;
  readonly relation_name: string | null;
  readonly batch_results: BatchResults | null;
}

export interface RunResultsFile {
  readonly metadata: ArtifactMetadata;
  readonly results: readonly RunResultEntry[];
  /** Seconds. */
  readonly elapsed_time: number;
  /** The command (`which`) and its flags: what `retry` starts from. */
  readonly args: { readonly [name: string]: JsonValue };
}

/** A finished run, as far as the file is concerned. */
export interface FinishedRun {
  readonly results: readonly NodeResult[];
  /** Seconds. */
  readonly elapsed: number;
}

/** Writes target/run_results.json, unless the flag write_json is off. */
export function writeRunResults(run: FinishedRun, scope: ArtifactScope, effects: Effects): void {
  if (scope.project.flags["write_json"] === false) return;
  const file: RunResultsFile = {
    metadata: artifactMetadata("run-results/v6", scope, effects),
    results: run.results.map(resultEntry),
    elapsed_time: run.elapsed,
    args: argsOf(scope),
  };
  effects.files.writeText(artifactPath(scope.project, "run_results.json"), jsonText(file));
}

/** Only where there is something to compile does dbt tell of it, and of the relation. */
const compiling: ReadonlySet<string> = new Set(["model", "test", "snapshot", "analysis", "operation", "sql_operation", "function"]);

/** A unit test is something compiled once it has run; before, and after an error, it is its definition. */
const isCompiling = ({ node, status }: NodeResult): boolean =>
  compiling.has(node.resource_type) || (node.resource_type === "unit_test" && (status === "pass" || status === "fail"));

/** What run_results.json and `results` of on-run-end both tell first, in dbt's order. */
export function outcomeOf(result: NodeResult): OutcomeFields {
  const { status, timing, thread_id, execution_time, adapter_response, message, failures } = result;
  return { status, timing, thread_id, execution_time, adapter_response, message, failures };
}

type OutcomeFields = Pick<NodeResult, "status" | "timing" | "thread_id" | "execution_time" | "adapter_response" | "message" | "failures">;

function resultEntry(result: NodeResult): RunResultEntry {
  const { node } = result;
  const compiles = isCompiling(result);
  return {
    ...outcomeOf(result),
    unique_id: result.unique_id,
    compiled: compiles ? (result.compiled ?? false) : null,
    compiled_code: compiles ? result.compiled_code : null,
    relation_name: compiles ? ((node as { relation_name?: string | null }).relation_name ?? null) : null,
    batch_results: result.batch_results ?? null,
  };
}

function argsOf({ project, invocation }: ArtifactScope): RunResultsFile["args"] {
  const args = project.flags["which"] === "run-operation" ? toldFlagsOfOperation(project) : toldFlags(project, invocation.startedAt);
  const secrets = new SecretRegister({});
  for (const [name, value] of Object.entries(project.cliVars))
    // As they stand in JSON.
    if (name.startsWith(secretPrefix)) secrets.add(JSON.stringify(String(value)).slice(1, -1));
  return secrets.isEmpty ? args : (JSON.parse(secrets.scrub(jsonText(args))) as RunResultsFile["args"]);
}

/** `file` is shown in errors. @throws TsmodelError artifact-unreadable, artifact-version */
export function readRunResults(text: string, file: string): RunResultsFile {
  return parseArtifact(text, file, "run-results", [4, 5, 6]) as unknown as RunResultsFile;
}
