import type { Effects } from "../effects.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { RunResultsFile } from "../artifacts/run-results-file.ts";
import type { SourcesFile } from "../artifacts/sources-file.ts";

/** What a --state folder remembers of an earlier invocation. Parts that have no file are absent. */
export interface PreviousState {
  /** Absolute folder. */
  readonly folder: string;
  readonly manifest?: Manifest;
  readonly runResults?: RunResultsFile;
  readonly sources?: SourcesFile;
  /** sources.json of the current target folder, for `source_status:`. */
  readonly currentSources?: SourcesFile;
}

/** @throws TsmodelError artifact-unreadable, artifact-version */
export declare function readPreviousState(folder: string, targetFolder: string, effects: Effects): PreviousState;
