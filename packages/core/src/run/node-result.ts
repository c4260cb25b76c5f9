import type { TsmodelError } from "../errors/tsmodel-error.ts";
import type { GraphNode } from "../manifest/node.ts";
import type { ResultTable } from "../template/table/result-table.ts";

/** dbt's words: run statuses, test statuses and freshness statuses in one union. */
export type NodeStatus = "success" | "error" | "skipped" | "partial success" | "no-op" | "pass" | "fail" | "warn" | "runtime error" | "reused";

export interface TimingInfo { readonly name: "compile" | "execute"; readonly started_at: string; readonly completed_at: string }

/** Half-open slices of time, ISO 8601 as Python writes it. e.g. "2026-01-31T00:00:00+00:00" */
export interface BatchResults {
  readonly successful: readonly (readonly [string, string])[];
  readonly failed: readonly (readonly [string, string])[];
}

/** Outcome of one node, in the shape of run_results.json (v6), with our own additions after the rule. */
export interface NodeResult {
  readonly unique_id: string;
  readonly status: NodeStatus;
  readonly timing: readonly TimingInfo[];
  readonly thread_id: string;
  /** Seconds. */
  readonly execution_time: number;
  readonly adapter_response: { readonly [key: string]: unknown };
  readonly message: string | null;
  readonly failures: number | null;
  readonly compiled: boolean | null;
  readonly compiled_code: string | null;
  readonly relation_name: string | null;
  readonly batch_results?: BatchResults | null;
  // ── beyond dbt ──
  readonly node: GraphNode;
  readonly error?: TsmodelError;
  /** Rows of the relation that was built, when known. */
  readonly rows?: number;
  /** First rows that failed a data test, as text. */
  readonly sample?: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
  /** The rows themselves: `show` and `seed --show`. */
  readonly table?: ResultTable;
  /** Who made this node skip: the failed ancestor's unique id. */
  readonly skippedBecauseOf?: string;
}
