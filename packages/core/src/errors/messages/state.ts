import type { ErrorText } from "./error-text.ts";

/** Artifacts of earlier invocations, and what changed since. */
export const stateMessages = {
  "artifact-unreadable": (e: { file: string; reason: string }): ErrorText => ({
    label: "Runtime",
    message: `Could not read ${e.file} as JSON: ${e.reason}`,
  }),
  "artifact-version": (e: { file: string; expected: string; found: string | undefined }): ErrorText => ({
    label: "Runtime",
    message: `Expected a schema version of "${e.expected}" in ${e.file}, but found ${e.found === undefined ? "nothing" : `"${e.found}"`}.`,
    hint: "was it written by a different version?",
  }),
  "contract-broken": (e: {
    model: string;
    path: string;
    changes: readonly string[];
    versioned: boolean;
  }): ErrorText => ({
    label: "Breaking change to contract",
    message:
      (e.versioned
        ? "While comparing to previous project state, dbt detected a breaking change to an enforced contract."
        : `Breaking change to contracted, unversioned model ${e.model} (${e.path})\nWhile comparing to previous project state, dbt detected a breaking change to an unversioned model.`) +
      `\n  - ${e.changes.join("\n  - ")}`,
    hint: "add instead of changing, or create a new model version",
  }),
  "retry-command": (e: { command: string; commands: readonly string[] }): ErrorText => ({
    label: "Runtime",
    message: `The previous command was "${e.command}", which cannot be retried`,
    hint: `these can: ${e.commands.join(", ")}`,
  }),
  "retry-node-gone": (e: { id: string; command: string }): ErrorText => ({
    label: "Runtime",
    message: `Couldn't find model '${e.id}': it was deleted or disabled since the last run`,
    hint: `tsmodel ${e.command} runs what there is now`,
  }),
  "retry-nothing": (e: { folder: string }): ErrorText => ({
    label: "Runtime",
    message: `Could not find previous run in '${e.folder}' target directory`,
    hint: "retry repeats what failed in the last run: run something first, or name the folder of its run_results.json with --state",
  }),
  "seed-grew": (e: { seed: string }): ErrorText => ({
    message: `Found a seed (${e.seed}) >1MB in size. The previous file was <=1MB, so it has changed`,
  }),
  "seed-moved": (e: { seed: string }): ErrorText => ({
    message: `Found a seed (${e.seed}) >1MB in size. The previous file was in a different location, assuming it has changed`,
  }),
  "seed-too-big-to-compare": (e: { seed: string }): ErrorText => ({
    message: `Found a seed (${e.seed}) >1MB in size at the same path: it cannot be told whether it has changed, assuming it has not`,
  }),
  "state-required": (_: object): ErrorText => ({
    label: "Runtime",
    message: "--state or --defer-state are required for deferral, but neither was provided",
    hint: "name the folder that holds the manifest.json of the other environment",
  }),
  "state-without-manifest": (e: { path: string }): ErrorText => ({
    label: "Runtime",
    message: `Could not find manifest in --state path: "${e.path}"`,
  }),
  "test-macro-gone": (e: { test: string; path: string; macro: string }): ErrorText => ({
    message: `'${e.test}' (in ${e.path}) cannot be compared with the earlier state: it depends on a macro or test that does not exist, ${e.macro}`,
    hint: "take the test out of the YAML file too, look for a typing error, or install the package that has it: tsmodel deps",
  }),
  "state-is-target": (e: { path: string }): ErrorText => ({
    message: `The state and target directories are the same: '${e.path}'. Changes can be missed, for the state is overwritten while it is compared with.`,
    hint: "copy the earlier artifacts elsewhere and give that folder with --state",
  }),
} as const;
