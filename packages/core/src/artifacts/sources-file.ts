import type { JsonObject } from "../manifest/json.ts";
import type { FreshnessThreshold } from "../manifest/node.ts";
import type { TimingInfo } from "../run/node-result.ts";

/** One entry of sources.json (v3): a measured source, or one whose query failed. */
export type FreshnessEntry =
  | {
      readonly unique_id: string;
      /** ISO 8601. */
      readonly max_loaded_at: string;
      readonly snapshotted_at: string;
      /** Seconds. */
      readonly max_loaded_at_time_ago_in_s: number;
      readonly status: "pass" | "warn" | "error";
      readonly criteria: FreshnessThreshold;
      readonly adapter_response: { readonly [key: string]: unknown };
      readonly timing: readonly TimingInfo[];
      readonly thread_id: string;
      readonly execution_time: number;
    }
  | { readonly unique_id: string; readonly error: string | number | null; readonly status: "runtime error" };
export interface SourcesFile {
  readonly metadata: JsonObject;
  readonly results: readonly FreshnessEntry[];
  readonly elapsed_time: number;
}
