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
  const changed = new Map<string, { built_at: string | null; tests: { [id: string]: NodeStatus } }>();
  const recordOf = (id: string): { tests: { [id: string]: NodeStatus } } => {
    const known = changed.get(id);
    const record = known ?? { built_at: ledger[id]?.built_at ?? null, tests: { ...ledger[id]?.tests } };
    if (known === undefined) changed.set(id, record);
    return record;
  };
  for (const { node, status, timing } of results) {
    if (node.resource_type === "test") {
      for (const parent of node.depends_on.nodes) recordOf(parent).tests[node.unique_id] = status;
    } else if (status === "success" && ["model", "seed", "snapshot"].includes(node.resource_type)) {
      changed.set(node.unique_id, { built_at: timing.at(-1)?.completed_at ?? null, tests: {} });
    }
  }
  return { ...ledger, ...Object.fromEntries(changed) };
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
