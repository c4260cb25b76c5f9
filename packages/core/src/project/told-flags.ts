/** What a command tells of its flags, as dbt does: `args` of run_results.json, and `invocation_args_dict` in templates. */
import { join } from "node:path";
import type { JsonObject, JsonValue } from "../manifest/json.ts";
import { isoOffset } from "../util/iso-microseconds.ts";
import type { Project } from "./project.ts";
import { readSampleWindow, type SampleWindow } from "./sample-window.ts";

/** Every flag and option that the command has, under dbt's names; what is unset or merely switched off is left out. */
export function toldFlags(project: Project, startedAt: Date, which: string = String(project.flags["which"])): JsonObject {
  const { flags, root, cliVars } = project;
  const shown = Object.entries(flags).filter(([name, value]) => isTold(name, value, which));
  const sample = sampleOf(project, startedAt);
  return {
    ...defaultsOf(which),
    log_path: join(root.root, root.logPath),
    ...Object.fromEntries(shown),
    ...(sample && { sample: { start: isoOffset(sample.start), end: isoOffset(sample.end) } }),
    vars: cliVars,
  };
}

/** The slice that `--sample` names, for a command that started then. @throws TsmodelError option-value */
export function sampleOf({ flags: { sample } }: Project, startedAt: Date): SampleWindow | undefined {
  return typeof sample === "string" ? readSampleWindow(sample, startedAt) : undefined;
}

/** The same in the results of an operation: its arguments and what is no list and no path, switched off or not. */
export function toldFlagsOfOperation({ flags, cliVars }: Project): JsonObject {
  const plain = Object.entries(flags).filter(
    ([name, value]) => value !== null && (typeof value !== "object" || name === "args") && !untold.has(name) && !OPERATION_UNTOLD.has(name),
  );
  return { ...Object.fromEntries(plain), show_resource_report: false, vars: cliVars };
}

/** Not worth a line while they are off. */
const quietWhenFalse: ReadonlySet<string> = new Set([
  "debug",
  "full_refresh",
  "fail_fast",
  "warn_error",
  "single_threaded",
  "log_cache_events",
  "store_failures",
  "use_experimental_parser",
]);

/** Options of a command that dbt writes with their defaults, by the command's last word. */
const writtenDefaults: { readonly [which: string]: JsonObject } = {
  build: { show: false, include_saved_query: false },
  compile: { output: "text" },
  generate: { compile: true, empty_catalog: false, static: false },
  seed: { show: false },
  show: { output: "text", limit: 5 },
};

/** Flags that only some commands of dbt's have, by the command's last word. */
const ofCommands: { readonly [name: string]: ReadonlySet<string> } = {
  empty: new Set(["build", "compile", "run", "snapshot"]),
  export_saved_queries: new Set(["build"]),
  inject_ephemeral_ctes: new Set(["compile"]),
  resource_types: new Set(["build", "clone", "ls", "list", "test"]),
  exclude_resource_types: new Set(["build", "clone", "ls", "list", "test"]),
};

/** What is ours alone, what dbt keeps to itself, and what is of a command without results. */
const untold: ReadonlySet<string> = new Set([
  "fold_tests",
  "share_views",
  "require_event_names_in_deprecations",
  "clean_project_files_only",
]);

const OPERATION_UNTOLD: ReadonlySet<string> = new Set(["warn_error", "empty", "export_saved_queries", "inject_ephemeral_ctes", "log_path", "project_dir"]);

/** dbt's own, which change nothing here: limits of its SQL formatter, and a report of what a command took. */
const DBT_ALONE: JsonObject = {
  sqlparse: { MAX_GROUPING_DEPTH: null, MAX_GROUPING_TOKENS: null },
  show_resource_report: false,
};

function defaultsOf(which: string): JsonObject {
  if (which === "run-operation") return { show_resource_report: false };
  return { select: [], exclude: [], ...(which === "clone" ? { show_resource_report: false } : DBT_ALONE), ...writtenDefaults[which] };
}

function isTold(name: string, value: JsonValue | undefined, which: string): boolean {
  if (value === null || untold.has(name) || (quietWhenFalse.has(name) && value === false)) return false;
  return ofCommands[name]?.has(which) ?? true;
}
