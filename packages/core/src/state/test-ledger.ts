/**
 * Which tests passed on which build: `target/test_status.json`, ours beside dbt's artifacts. Publishing asks it
 * whether a table may go out. A build of a node forgets the tests of the build before.
 */
import { resolve } from "node:path";
import type { FileSystem } from "../effects.ts";
import type { Graph } from "../graph/build-graph.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { NodeResult, NodeStatus } from "../run/node-result.ts";

export interface NodeRecord {
  /** ISO 8601. */
  readonly built_at: string | null;
  readonly tests: { readonly [testId: string]: NodeStatus };
}

export interface TestLedger {
  readonly [uniqueId: string]: NodeRecord;
}

export interface LedgerPlace {
  readonly files: FileSystem;
  /** Absolute. */
  readonly targetFolder: string;
}

const FILE = "test_status.json";

/** An unreadable ledger counts as none: tests then have to run again. */
export function readTestLedger({ files, targetFolder }: LedgerPlace): TestLedger {
  const path = resolve(targetFolder, FILE);
  if (!files.exists(path)) return {};
  try {
    return JSON.parse(files.readText(path)) as TestLedger;
  } catch {
    return {};
  }
}

export function writeTestLedger(place: LedgerPlace, ledger: TestLedger): void {
  place.files.writeText(resolve(place.targetFolder, FILE), `${JSON.stringify(ledger, null, 1)}\n`);
}

/** The ledger after one command's results, taken in their order. */
export function updateTestLedger(ledger: TestLedger, results: readonly NodeResult[]): TestLedger {
  const next: { [id: string]: { built_at: string | null; tests: { [id: string]: NodeStatus } } } = {};
  for (const [id, record] of Object.entries(ledger)) next[id] = { built_at: record.built_at, tests: { ...record.tests } };
  for (const { node, status, timing } of results) {
    if (node.resource_type === "test") {
      for (const parent of node.depends_on.nodes) (next[parent] ??= { built_at: null, tests: {} }).tests[node.unique_id] = status;
    } else if (status === "success" && ["model", "seed", "snapshot"].includes(node.resource_type)) {
      next[node.unique_id] = { built_at: timing.at(-1)?.completed_at ?? null, tests: {} };
    }
  }
  return next;
}

export interface Untested {
  readonly id: string;
  readonly failed: readonly string[];
  readonly missing: readonly string[];
}

/** Of these nodes, those whose tests failed on the last build or have not run since. */
export function findUntested(ids: readonly string[], ledger: TestLedger, graph: Graph, manifest: Manifest): Untested[] {
  return ids.flatMap((id) => {
    const tests = graph.children(id).filter((child) => manifest.nodes.get(child)?.resource_type === "test");
    const record = ledger[id]?.tests ?? {};
    const failed = tests.filter((test) => record[test] !== undefined && !["pass", "warn"].includes(record[test]));
    const missing = tests.filter((test) => record[test] === undefined);
    return failed.length + missing.length === 0 ? [] : [{ id, failed, missing }];
  });
}
