/** What distinguishes the commands that run nodes: a table, so that the spine is one. */
import type { ResourceType } from "../manifest/node.ts";
import type { NodeStatus } from "./node-result.ts";

export type RunCommand = "run" | "test" | "build" | "seed" | "snapshot" | "compile" | "show" | "freshness" | "clone";

export interface CommandKind {
  readonly command: RunCommand;
  /** Resource types it can touch; `--resource-type` narrows within these. */
  readonly resourceTypes: readonly ResourceType[];
  /** Tests upstream of a node come before it. */
  readonly testEdges: boolean;
  readonly unitTestsWithModels: boolean;
  /** Statuses that skip everything below a node. */
  readonly blocking: ReadonlySet<NodeStatus>;
  /** Creates schemas and lists relations. */
  readonly prepares: boolean;
  /** Runs on-run-start and on-run-end. */
  readonly hooks: boolean;
  /** Nodes do not wait for each other: what they read is there already. */
  readonly independent: boolean;
  /** Says which node it works on; compile and show print their own results and stop at the first error. */
  readonly narrates: boolean;
}

const ERRORS: ReadonlySet<NodeStatus> = new Set(["error", "partial success"]);
const ERRORS_FAILURES_SKIPS: ReadonlySet<NodeStatus> = new Set(["error", "fail", "skipped", "partial success"]);

const kind = (command: RunCommand, resourceTypes: readonly ResourceType[], rest: Partial<CommandKind> = {}): CommandKind => ({
  command,
  resourceTypes,
  testEdges: false,
  unitTestsWithModels: false,
  blocking: ERRORS,
  prepares: true,
  hooks: true,
  independent: false,
  narrates: true,
  ...rest,
});

const EXECUTABLE: readonly ResourceType[] = ["model", "seed", "snapshot", "test", "analysis", "operation", "sql_operation", "unit_test", "function"];

export const COMMAND_KINDS: { readonly [command in RunCommand]: CommandKind } = {
  run: kind("run", ["model"]),
  test: kind("test", ["test", "unit_test"]),
  build: kind("build", ["model", "seed", "snapshot", "test", "unit_test", "saved_query", "exposure", "function"], {
    testEdges: true,
    unitTestsWithModels: true,
    blocking: ERRORS_FAILURES_SKIPS,
  }),
  seed: kind("seed", ["seed"]),
  snapshot: kind("snapshot", ["snapshot"]),
  clone: kind("clone", ["model", "seed", "snapshot"], { hooks: false, independent: true }),
  freshness: kind("freshness", ["source"]),
  compile: kind("compile", EXECUTABLE.filter((type) => type !== "unit_test"), { prepares: false, hooks: false, narrates: false }),
  show: kind("show", EXECUTABLE.filter((type) => type !== "unit_test" && type !== "operation"), { prepares: false, hooks: false, narrates: false }),
};
