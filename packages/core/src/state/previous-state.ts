/** What a --state folder remembers of an earlier invocation. */
import { join } from "node:path";
import { readManifest } from "../artifacts/manifest-file.ts";
import { readRunResults } from "../artifacts/run-results-file.ts";
import type { RunResultsFile } from "../artifacts/run-results-file.ts";
import { readSources } from "../artifacts/sources-file.ts";
import type { SourcesFile } from "../artifacts/sources-file.ts";
import type { Effects } from "../effects.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { Manifest } from "../manifest/manifest.ts";

/** Parts that have no file are absent. */
export interface PreviousState {
  /** Absolute folder. */
  readonly folder: string;
  readonly manifest?: Manifest;
  readonly runResults?: RunResultsFile;
  readonly sources?: SourcesFile;
  /** sources.json of the current target folder, for `source_status:`. */
  readonly currentSources?: SourcesFile;
}

/** Both folders absolute; `given` is how the user named the first. @throws TsmodelError artifact-unreadable, artifact-version */
export function readPreviousState(
  folder: string,
  targetFolder: string,
  effects: Effects,
  given: string = folder,
): PreviousState {
  if (folder === targetFolder) {
    effects.report({
      type: "warning",
      error: fail("state-is-target", { path: given }),
      name: "WarnStateTargetEqual",
      code: "I072",
    });
  }
  const read = <T>(path: string, parse: (text: string, file: string) => T): T | undefined =>
    effects.files.stat(path)?.isFile ? parse(effects.files.readText(path), path) : undefined;
  const manifest = read(join(folder, "manifest.json"), readManifest)?.manifest;
  const runResults = read(join(folder, "run_results.json"), readRunResults);
  const sources = read(join(folder, "sources.json"), readSources);
  const currentSources = read(join(targetFolder, "sources.json"), readSources);
  return {
    folder,
    ...(manifest && { manifest }),
    ...(runResults && { runResults }),
    ...(sources && { sources }),
    ...(currentSources && { currentSources }),
  };
}
