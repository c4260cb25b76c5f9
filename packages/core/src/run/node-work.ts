import { fail } from "../errors/tsmodel-error.ts";
import type { GraphNode, ModelNode, SourceDefinition } from "../manifest/node.ts";
import { isEphemeral } from "../plan/plan-run.ts";
import type { CommandKind } from "./command-kind.ts";
import type { BatchResults } from "./node-result.ts";
import type { DirectTests } from "./direct-tests.ts";
import type { AskUnitTest } from "./direct-unit-tests.ts";
import { cloneWork } from "./run-clone.ts";
import { dataTestWork } from "./run-data-test.ts";
import { freshnessWork, type Freshness } from "./run-freshness.ts";
import { microbatchWork } from "./run-microbatch.ts";
import { ephemeralWork, modelWork, type Materialized } from "./run-model.ts";
import type { NodeWork, RunScope } from "./run-node.ts";
import { showWork } from "./run-show.ts";
import { unitTestWork } from "./run-unit-test.ts";

export interface WorkOptions {
  readonly eventTimeStart?: Date;
  readonly eventTimeEnd?: Date;
  readonly fullRefresh: boolean;
  /** Rows of `show`; undefined for all. */
  readonly limit?: number;
  readonly now: Date;
  /** Batches of an earlier run, by unique id: `retry` repeats the failed ones. */
  readonly retryBatches?: ReadonlyMap<string, BatchResults>;
  /** Where freshness measurements go. */
  readonly keepFreshness: (id: string, freshness: Freshness) => void;
  /** Data tests that need no macro. */
  readonly directTests?: DirectTests;
  /** Unit tests that need none. */
  readonly askUnitTest?: AskUnitTest;
}

/** What a command does with one node. */
export function workFor(kind: CommandKind, scope: RunScope, node: GraphNode, options: WorkOptions): NodeWork {
  if (kind.command === "compile") return compileOnly(scope, node);
  if (kind.command === "clone") return cloneWork(scope, node as Materialized);
  if (kind.command === "show") return showWork(scope, node as ModelNode, options.limit);
  switch (node.resource_type) {
    case "model":
      if (isEphemeral(node)) return ephemeralWork(scope, node);
      return isMicrobatch(scope, node) ? microbatchWork(scope, node, { ...options, retry: options.retryBatches?.get(node.unique_id) }) : modelWork(scope, node);
    case "seed":
    case "snapshot":
    case "function":
      return modelWork(scope, node);
    case "test":
      return dataTestWork(scope, node, options.directTests);
    case "unit_test":
      return unitTestWork(scope, node, options.askUnitTest);
    case "source":
      return freshnessWork(scope, node as SourceDefinition, options.keepFreshness);
    case "exposure":
    case "saved_query":
      return { execute: () => Promise.resolve({ status: "no-op", message: "NO-OP", failures: 0 }) };
    default:
      throw fail("node-not-runnable", { type: node.resource_type, name: node.name });
  }
}

const isMicrobatch = (scope: RunScope, node: ModelNode): boolean =>
  node.config.materialized === "incremental" && node.config.incremental_strategy === "microbatch" && scope.runtime.shared.registry.microbatchMacroIsBuiltIn;

function compileOnly(scope: RunScope, node: GraphNode): NodeWork {
  if (!("raw_code" in node) || node.resource_type === "seed") return {};
  return {
    async compile(connection) {
      await scope.compiler.compile(node as ModelNode, scope.compiler.contextFor(node, { connection }));
    },
  };
}
