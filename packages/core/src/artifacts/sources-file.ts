/** target/sources.json, schema v3: what `source freshness` measured. */
import { resolve } from "node:path";
import type { Effects } from "../effects.ts";
import type { FreshnessThreshold } from "../manifest/node.ts";
import type { NodeResult, TimingInfo } from "../run/node-result.ts";
import { isoOffset } from "../util/iso-microseconds.ts";
import { artifactMetadata, artifactPath, parseArtifact } from "./artifact-metadata.ts";
import type { ArtifactMetadata } from "./artifact-metadata.ts";
import { jsonText } from "./json-text.ts";
import type { ManifestScope } from "./manifest-file.ts";
import type { FinishedRun } from "./run-results-file.ts";

/** A measured source, or one whose query failed. */
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
  readonly metadata: ArtifactMetadata;
  readonly results: readonly FreshnessEntry[];
  /** Seconds. */
  readonly elapsed_time: number;
}

/** How old a source's newest row was. */
export interface MeasuredFreshness {
  readonly maxLoadedAt: Date;
  readonly snapshottedAt: Date;
  /** Seconds. */
  readonly age: number;
}

/** Writes target/sources.json, or the file that --output names. `measured` is by unique id. */
export function writeSources(
  run: FinishedRun,
  measured: ReadonlyMap<string, MeasuredFreshness>,
  scope: ManifestScope,
  effects: Effects,
): void {
  const { output } = scope.project.flags;
  const path =
    typeof output === "string"
      ? resolve(scope.project.root.root, output)
      : artifactPath(scope.project, "sources.json");
  const file: SourcesFile = {
    metadata: artifactMetadata("sources/v3", scope, effects),
    results: run.results.flatMap((result) => freshnessEntry(result, measured.get(result.unique_id), scope)),
    elapsed_time: run.elapsed,
  };
  effects.files.writeText(path, jsonText(file));
}

function freshnessEntry(
  result: NodeResult,
  measured: MeasuredFreshness | undefined,
  { manifest }: ManifestScope,
): FreshnessEntry[] {
  const { unique_id, status, message, adapter_response, timing, thread_id, execution_time } = result;
  const criteria = manifest.sources.get(unique_id)?.freshness;
  if (measured === undefined || !criteria) {
    const failed = status === "error" || status === "runtime error";
    return failed ? [{ unique_id, error: message, status: "runtime error" }] : [];
  }
  return [
    {
      unique_id,
      max_loaded_at: isoOffset(measured.maxLoadedAt),
      snapshotted_at: isoOffset(measured.snapshottedAt),
      max_loaded_at_time_ago_in_s: measured.age,
      status: status as "pass" | "warn" | "error",
      criteria,
      adapter_response,
      timing,
      thread_id,
      execution_time,
    },
  ];
}


/** `file` is shown in errors. @throws TsmodelError artifact-unreadable, artifact-version */
export function readSources(text: string, file: string): SourcesFile {
  return parseArtifact(text, file, "sources", [3]) as unknown as SourcesFile;
}
