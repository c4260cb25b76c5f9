/** Microbatch models: one materialization for each slice of time; first and last alone, the middle ones side by side where that is sound. */
import type { Value } from "@tsmodel/jinja";
import { relationOf } from "../compile/relation-name.ts";
import type { Connection } from "../context/connection.ts";
import { toTsmodelError } from "../context/to-tsmodel-error.ts";
import type { TsmodelError } from "../errors/tsmodel-error.ts";
import type { ModelNode } from "../manifest/node.ts";
import { shownName } from "./describe-node.ts";
import { batchId, formatBatchStart, sliceTime, type BatchSize, type Slice } from "./microbatch.ts";
import type { BatchResults } from "./node-result.ts";
import { modelWork } from "./run-model.ts";
import { type NodeWork, type Outcome, type RunScope } from "./run-node.ts";

export interface MicrobatchOptions {
  readonly eventTimeStart?: Date;
  readonly eventTimeEnd?: Date;
  readonly now: Date;
  readonly fullRefresh: boolean;
  /** Batches of an earlier run: `retry` repeats the failed ones instead of cutting new ones. */
  readonly retry?: BatchResults;
}

export function microbatchWork(scope: RunScope, node: ModelNode, options: MicrobatchOptions): NodeWork {
  return { execute: (connection) => runBatches(scope, node, options, connection) };
}

async function runBatches(scope: RunScope, node: ModelNode, options: MicrobatchOptions, connection: Connection): Promise<Outcome> {
  const existing = await scope.runtime.findRelation(relationOf(node, scope.runtime.shared), connection);
  const { retry } = options;
  // A retry must not empty the table that holds the batches which were done.
  const incremental = existing?.type === "table" && (retry !== undefined || !fullRefreshOf(node, options));
  const slices = retry ? retry.failed.map(toSlice) : sliceTime({ model: node, incremental, ...options });
  const failed: Slice[] = [];
  const successful: Slice[] = [];
  const attempt = async (index: number, firstBatch: boolean): Promise<boolean> => {
    const slice = slices[index]!;
    const done = await runBatch(scope, node, slice, { index, count: slices.length, incremental: !firstBatch || incremental });
    (done ? successful : failed).push(slice);
    return done;
  };
  if (!(await attempt(0, true))) {
    failed.push(...slices.slice(1));
    for (const [index, [start]] of slices.entries())
      if (index > 0) tellBatch(scope, node, { start, index, count: slices.length }).skipped();
  } else {
    const middle = slices.map((_, index) => index).slice(1, -1);
    if (runsSideBySide(scope, node)) await inParallel(middle, scope.runtime.shared.project.profile.threads, (index) => attempt(index, false));
    else for (const index of middle) await attempt(index, false);
    if (slices.length > 1) await attempt(slices.length - 1, false);
  }
  return summarize(successful, failed, retry?.successful ?? []);
}

const toSlice = ([start, end]: readonly [string, string]): Slice => [new Date(start), new Date(end)];

const fullRefreshOf = (node: ModelNode, options: MicrobatchOptions): boolean =>
  typeof node.config.full_refresh === "boolean" ? node.config.full_refresh : options.fullRefresh;

/** dbt's rule: the adapter must allow it, the model may say; a model that reads itself must not. */
function runsSideBySide(scope: RunScope, node: ModelNode): boolean {
  if (scope.runtime.shared.project.profile.plugin.capabilities.microbatchConcurrency !== true) return false;
  if (typeof node.config.concurrent_batches === "boolean") return node.config.concurrent_batches;
  return !/\bthis\b/.test(node.raw_code);
}

async function inParallel(items: readonly number[], width: number, work: (item: number) => Promise<unknown>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, queue.length) }, worker));
}

async function runBatch(scope: RunScope, node: ModelNode, [start, end]: Slice, at: { index: number; count: number; incremental: boolean }): Promise<boolean> {
  const { shared } = scope.runtime;
  const size = node.config.batch_size as BatchSize;
  const label = formatBatchStart(start, size);
  const tell = tellBatch(scope, node, { start, index: at.index, count: at.count });
  tell.started();
  const copy: ModelNode = { ...node, config: { ...hooksForBatch(node, at), ...sliceConfig(start, end) } };
  const connection = scope.runtime.connect(`${node.unique_id}`, copy);
  const extras: Record<string, Value> = at.incremental ? { is_incremental: () => true, should_full_refresh: () => false } : {};
  try {
    const batch = { id: batchId(start, size), eventTimeStart: start, eventTimeEnd: end, label };
    const work = modelWork(scope, copy, { batch, suffix: label, extras });
    await work.compile!(connection);
    const outcome = await work.execute!(connection);
    tell.done(outcome.message ?? "OK");
    return true;
  } catch (thrown) {
    tell.failed(toTsmodelError(thrown, { shared, node, compiled: scope.compiler.compiledOf(node.unique_id) }));
    return false;
  } finally {
    await connection.release();
  }
}

interface BatchLines {
  started(): void;
  done(message: string): void;
  failed(error: TsmodelError): void;
  skipped(): void;
}

/** dbt's events about one batch; its seconds begin now. */
function tellBatch({ runtime: { shared } }: RunScope, node: ModelNode, { start, index, count }: { start: Date; index: number; count: number }): BatchLines {
  const { effects } = shared;
  const began = effects.elapsed();
  const description = `batch ${formatBatchStart(start, node.config.batch_size as BatchSize)} of ${shownName(node, shared)}`;
  const at = { description, batch_index: index + 1, total_batches: count };
  const of = `Batch ${index + 1} of ${count}`;
  const result = (word: string, shown: string, status: string, more = ""): void => {
    const execution_time = status === "skipped" ? 0 : (effects.elapsed() - began) / 1000;
    const text = `${of} ${word} ${description}  [${shown} in ${execution_time.toFixed(2)}s]${more}`;
    const level = status === "error" ? "error" : "info";
    effects.report({ type: "message", level, name: "LogBatchResult", code: "Q046", text, data: { ...at, status, execution_time }, node });
  };
  return {
    started: () => effects.report({ type: "message", level: "info", name: "LogStartBatch", code: "Q045", text: `${of} START ${description}  [RUN]`, data: at, node }),
    done: (message) => result("OK created", message, message),
    failed: (error) => result("ERROR creating", "ERROR", "error", `\n${error.render()}`),
    skipped: () => result("SKIP", "SKIPPED", "skipped"),
  };
}

/** The keys under which templates written for dbt before 1.9 look for the slice; `model.batch` has the same. */
const sliceConfig = (start: Date, end: Date): object => ({
  __dbt_internal_microbatch_event_time_start: start,
  __dbt_internal_microbatch_event_time_end: end,
});

/** pre-hooks run with the first batch only, post-hooks with the last. */
function hooksForBatch(node: ModelNode, { index, count }: { index: number; count: number }): ModelNode["config"] {
  const config = { ...node.config };
  if (index > 0) config["pre-hook"] = [];
  if (index < count - 1) config["post-hook"] = [];
  return config;
}

/** Python's isoformat of whole seconds in UTC. */
const isoInstant = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, "+00:00");

/** `before`: batches that an earlier run did; the result tells them, the verdict is about this run. */
function summarize(successful: readonly Slice[], failed: readonly Slice[], before: BatchResults["successful"]): Outcome {
  const sorted = (slices: readonly Slice[]): BatchResults["failed"] =>
    [...slices].sort((a, b) => a[0].getTime() - b[0].getTime()).map(([start, end]) => [isoInstant(start), isoInstant(end)] as const);
  const shared = { failures: 0, batchResults: { successful: [...sorted(successful), ...before], failed: sorted(failed) } };
  if (failed.length === 0) return { status: "success", message: "SUCCESS", ...shared };
  if (successful.length === 0) return { status: "error", message: "ERROR", ...shared };
  return { status: "partial success", message: `PARTIAL SUCCESS (${successful.length}/${successful.length + failed.length})`, ...shared };
}
