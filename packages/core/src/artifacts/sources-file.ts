/** target/sources.json, schema v3: what `source freshness` measured. */
import { isAbsolute, join } from "node:path";
import type { Effects } from "../effects.ts";
import type { FreshnessThreshold } from "../manifest/node.ts";
import type { TimingInfo } from "../run/node-result.ts";
import { artifactMetadata, artifactPath, parseArtifact } from "./artifact-metadata.ts";
import type { ArtifactMetadata, ArtifactScope } from "./artifact-metadata.ts";
import { jsonText } from "./json-text.ts";

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

/** Writes target/sources.json, or the file that --output names. */
export function writeSources(run: Pick<SourcesFile, "results" | "elapsed_time">, scope: ArtifactScope, effects: Effects): void {
  const { output } = scope.project.flags;
  const path = typeof output !== "string" ? artifactPath(scope.project, "sources.json") : isAbsolute(output) ? output : join(effects.cwd, output);
  const file: SourcesFile = { metadata: artifactMetadata("sources/v3", scope, effects), ...run };
  effects.files.writeText(path, jsonText(file));
}

/** `file` is shown in errors. @throws TsmodelError artifact-unreadable, artifact-version */
export function readSources(text: string, file: string): SourcesFile {
  return parseArtifact(text, file, "sources", [3]) as unknown as SourcesFile;
}
