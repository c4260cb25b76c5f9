import type { JsonObject } from "../manifest/json.ts";
import type { NodeStatus, TimingInfo } from "../run/node-result.ts";

/** One entry of run_results.json (v6). */
export interface RunResultEntry {
  readonly status: NodeStatus;
  readonly timing: readonly TimingInfo[];
  readonly thread_id: string;
  readonly execution_time: number;
  readonly adapter_response: { readonly [key: string]: unknown };
  readonly message: string | null;
  readonly failures: number | null;
  readonly unique_id: string;
  readonly compiled: boolean | null;
  readonly compiled_code: string | null;
  readonly relation_name: string | null;
  readonly batch_results: { readonly successful: readonly (readonly [string, string])[]; readonly failed: readonly (readonly [string, string])[] } | null;
}
export interface RunResultsFile {
  readonly metadata: JsonObject;
  readonly results: readonly RunResultEntry[];
  readonly elapsed_time: number;
  readonly args: JsonObject;
}
