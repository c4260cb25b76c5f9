/**
 * One node, start to finish: its own connection, compile, execute, result. Errors of the user's become results; bugs
 * of ours go up.
 */
import type { Compiler } from "../compile/compile-node.ts";
import type { Connection } from "../context/connection.ts";
import type { Runtime } from "../context/runtime.ts";
import { toTsmodelError } from "../context/to-tsmodel-error.ts";
import type { TsmodelError } from "../errors/tsmodel-error.ts";
import type { ScriptHost } from "../typescript/script-host.ts";
import type { GraphNode } from "../manifest/node.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { isoMicroseconds } from "../util/iso-microseconds.ts";
import { describeNode } from "./describe-node.ts";
import type { StepPosition } from "./execute-plan.ts";
import type { FixtureColumns } from "./fixture-columns.ts";
import type { NodeResult, NodeStatus, TimingInfo } from "./node-result.ts";
import type { RenameStatement, SharedViews } from "./shared-views/shared-views.ts";

/** What every node run of one command shares. */
export interface RunScope {
  readonly runtime: Runtime;
  readonly manifest: Manifest;
  readonly compiler: Compiler;
  /** False: no start and end of nodes is reported. */
  readonly narrates: boolean;
  /** Runs TypeScript models. */
  readonly scripts?: ScriptHost;
  /** Views that are read once. */
  readonly sharedViews?: SharedViews;
  readonly fixtureColumns?: FixtureColumns;
}

/** What a kind of node adds to the common course. */
export interface NodeWork {
  /** Renders what will be sent; absent for nodes without a template. */
  compile?(connection: Connection): Promise<void>;
  execute?(connection: Connection): Promise<Outcome>;
}

export interface Outcome {
  readonly status: NodeStatus;
  readonly message: string | null;
  readonly adapterResponse?: { readonly [key: string]: unknown };
  readonly failures?: number | null;
  readonly rows?: number;
  readonly sample?: NodeResult["sample"];
  readonly batchResults?: NodeResult["batch_results"];
  readonly table?: NodeResult["table"];
}

export async function runNode(scope: RunScope, node: GraphNode, position: StepPosition, createWork: () => NodeWork): Promise<NodeResult> {
  const { effects } = scope.runtime.shared;
  const what = describeNode(node, scope.runtime.shared);
  const shown = position.index > 0 && scope.narrates;
  if (shown) effects.report({ type: "node-started", node, what, index: position.index, total: position.total });
  const result = await perform(scope, node, position, createWork);
  if (shown) effects.report({ type: "node-finished", node, what, index: position.index, total: position.total, result });
  return result;
}

async function perform(scope: RunScope, node: GraphNode, position: StepPosition, createWork: () => NodeWork): Promise<NodeResult> {
  const { shared } = scope.runtime;
  const clock = startClock(shared.effects);
  const rename = scope.sharedViews?.renamerFor(node);
  let done = await attempt(scope, node, position, createWork(), clock, rename);
  // Its own statements have the last word about what is wrong, and whether anything is.
  if (done.renamed && done.error !== undefined && done.error.code !== "sql-interrupted") {
    clock.restart();
    done = await attempt(scope, node, position, createWork(), clock);
  }
  const { error } = done;
  // dbt's word for a source whose query failed: "error" means that it is stale.
  const failed: Outcome | undefined = error && { status: node.resource_type === "source" ? "runtime error" : "error", message: error.describe() };
  return toResult(node, position, failed ?? done.outcome, clock, error);
}

interface Attempt {
  readonly outcome: Outcome;
  readonly error: TsmodelError | undefined;
  /** Statements were sent in other words than the node's. */
  readonly renamed: boolean;
}

async function attempt(scope: RunScope, node: GraphNode, position: StepPosition, work: NodeWork, clock: Clock, rename?: RenameStatement): Promise<Attempt> {
  const { shared } = scope.runtime;
  const connection = scope.runtime.connect(node.unique_id, node, position.threadId);
  if (shared.effects.wantsProgress?.()) connection.onProgress = (fraction) => shared.effects.report({ type: "node-progress", node, fraction });
  connection.rename = rename;
  let outcome: Outcome = { status: "success", message: null };
  let error: TsmodelError | undefined;
  try {
    // Both steps are timed for every node, as in dbt, even where there is nothing to compile.
    await clock.measure("compile", async () => work.compile?.(connection));
    outcome = (await clock.measure("execute", async () => work.execute?.(connection))) ?? outcome;
  } catch (thrown) {
    error = toTsmodelError(thrown, { shared, node, compiled: scope.compiler.compiledOf(node.unique_id) });
  }
  try {
    await connection.release();
  } catch (thrown) {
    error ??= toTsmodelError(thrown, { shared, node });
  }
  return { outcome, error, renamed: connection.renamed };
}

function toResult(node: GraphNode, position: StepPosition, outcome: Outcome, clock: Clock, error: TsmodelError | undefined): NodeResult {
  const compiled = "compiled" in node ? (node.compiled as boolean) : null;
  return {
    unique_id: node.unique_id,
    status: outcome.status,
    timing: clock.timing,
    thread_id: position.threadId,
    execution_time: clock.seconds(),
    adapter_response: outcome.adapterResponse ?? {},
    message: outcome.message,
    failures: outcome.failures ?? null,
    compiled,
    compiled_code: "compiled_code" in node ? (node.compiled_code as string | null) : null,
    relation_name: "relation_name" in node ? (node.relation_name as string | null) : null,
    batch_results: outcome.batchResults ?? null,
    node,
    error,
    rows: outcome.rows,
    sample: outcome.sample,
    table: outcome.table,
  };
}

interface Clock {
  readonly timing: readonly TimingInfo[];
  /** Forgets the timing: what was done is done again. */
  restart(): void;
  /** Since the clock was started. */
  seconds(): number;
  measure<T>(name: TimingInfo["name"], work: () => Promise<T>): Promise<T>;
}

function startClock(effects: { now(): Date; elapsed(): number }): Clock {
  const start = effects.elapsed();
  const timing: TimingInfo[] = [];
  return {
    timing,
    restart: () => void timing.splice(0),
    seconds: () => (effects.elapsed() - start) / 1000,
    async measure(name, work) {
      const started_at = isoMicroseconds(effects.now());
      try {
        return await work();
      } finally {
        timing.push({ name, started_at, completed_at: isoMicroseconds(effects.now()) });
      }
    },
  };
}

