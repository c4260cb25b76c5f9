/** dbt's flags: what they hold, their default, the environment variable behind them. */
import type { JsonValue } from "../manifest/json.ts";

export type FlagKind = "boolean" | "text" | "number" | "yaml" | "words";

export interface FlagSpec {
  readonly name: string;
  readonly kind: FlagKind;
  readonly default: JsonValue;
  /** Without its prefix: "DEBUG" of DBT_DEBUG, DBT_ENGINE_DEBUG and TSMODEL_DEBUG; absent: TSMODEL_… only. */
  readonly env?: string;
  readonly choices?: readonly string[];
  /** Can stand under `flags:` of dbt_project.yml. */
  readonly inProject?: boolean;
}

const levels = ["debug", "info", "warn", "error", "none"];
const formats = ["text", "debug", "json", "default"];
const indirect = ["eager", "cautious", "buildable", "empty"];
const types = [
  "metric",
  "semantic_model",
  "saved_query",
  "source",
  "analysis",
  "function",
  "model",
  "test",
  "unit_test",
  "exposure",
  "snapshot",
  "seed",
  "default",
  "all",
];

const project = { inProject: true };
const boolean = (name: string, value: boolean | null, rest: Partial<FlagSpec> = {}): FlagSpec => ({
  name,
  kind: "boolean",
  default: value,
  env: name.toUpperCase(),
  ...rest,
});
const text = (name: string, value: string | null, rest: Partial<FlagSpec> = {}): FlagSpec => ({
  name,
  kind: "text",
  default: value,
  env: name.toUpperCase(),
  ...rest,
});
const number = (name: string, value: number | null, rest: Partial<FlagSpec> = {}): FlagSpec => ({
  name,
  kind: "number",
  default: value,
  env: name.toUpperCase(),
  ...rest,
});
/** A switch of behaviour, set in dbt_project.yml only. */
const behaviour = (name: string, value: boolean): FlagSpec => ({
  name,
  kind: "boolean",
  default: value,
  inProject: true,
});

export const flagTable: readonly FlagSpec[] = [
  boolean("cache_selected_only", false, project),
  boolean("clean_project_files_only", true),
  boolean("debug", false, project),
  boolean("defer", false),
  text("defer_state", null),
  boolean("empty", false),
  text("event_time_end", null),
  text("event_time_start", null),
  boolean("export_saved_queries", false),
  boolean("fail_fast", false, project),
  boolean("favor_state", false),
  // Beyond dbt: several data tests of a relation in one query.
  boolean("fold_tests", true, project),
  boolean("full_refresh", false),
  text("indirect_selection", "eager", { ...project, choices: indirect }),
  boolean("inject_ephemeral_ctes", true, { env: undefined }),
  boolean("introspect", true),
  boolean("log_cache_events", false),
  number("log_file_max_bytes", 10 * 1024 * 1024),
  text("log_format", "default", { ...project, choices: formats }),
  text("log_format_file", "debug", { ...project, choices: formats }),
  text("log_level", "info", { ...project, choices: levels }),
  text("log_level_file", "debug", { ...project, choices: levels }),
  text("log_path", null),
  boolean("macro_debugging", false),
  boolean("partial_parse", true, project),
  boolean("partial_parse_file_diff", true),
  text("partial_parse_file_path", null),
  boolean("populate_cache", true, project),
  boolean("print", true),
  number("printer_width", 80, project),
  text("profile", null),
  text("profiles_dir", null),
  text("project_dir", null),
  boolean("quiet", false),
  { name: "resource_types", kind: "words", default: [], env: "RESOURCE_TYPES", choices: types },
  {
    name: "exclude_resource_types",
    kind: "words",
    default: [],
    env: "EXCLUDE_RESOURCE_TYPES",
    choices: types,
  },
  text("sample", null),
  // Nothing is ever sent.
  boolean("send_anonymous_usage_stats", false, project),
  // Beyond dbt: views on text files are read once for a command.
  boolean("share_views", true, project),
  boolean("show_all_deprecations", false, { env: undefined }),
  boolean("show_resource_report", false),
  boolean("single_threaded", false),
  text("state", null),
  boolean("static_parser", true, project),
  boolean("store_failures", false),
  boolean("strict_mode", false, { env: undefined }),
  text("target", null),
  text("target_path", null),
  number("threads", null, { env: undefined }),
  boolean("upload_to_artifacts_ingest_api", false),
  boolean("use_colors", true, project),
  boolean("use_colors_file", true, project),
  boolean("use_experimental_parser", false, project),
  boolean("use_fast_test_edges", false),
  boolean("version_check", true, project),
  boolean("warn_error", false, project),
  { name: "warn_error_options", kind: "yaml", default: {}, env: "WARN_ERROR_OPTIONS", inProject: true },
  boolean("write_json", true, project),
  behaviour("require_batched_execution_for_custom_microbatch_strategy", false),
  behaviour("require_event_names_in_deprecations", false),
  behaviour("require_explicit_package_overrides_for_builtin_materializations", true),
  behaviour("require_resource_names_without_spaces", true),
  behaviour("source_freshness_run_project_hooks", true),
  behaviour("skip_nodes_if_on_run_start_fails", false),
  behaviour("state_modified_compare_more_unrendered_values", false),
  behaviour("state_modified_compare_vars", false),
  behaviour("require_yaml_configuration_for_mf_time_spines", false),
  behaviour("require_nested_cumulative_type_params", false),
  behaviour("validate_macro_args", false),
  behaviour("require_all_warnings_handled_by_warn_error", false),
  behaviour("require_generic_test_arguments_property", true),
  behaviour("require_unique_project_resource_names", false),
  behaviour("require_ref_searches_node_package_before_root", false),
];

/** Environment variables of earlier dbt versions. */
export const renamedVariables: readonly {
  readonly variable: string;
  readonly flag: string;
  readonly negated?: boolean;
}[] = [
  { variable: "DBT_DEFER_TO_STATE", flag: "defer" },
  { variable: "DBT_FAVOR_STATE_MODE", flag: "favor_state" },
  { variable: "DBT_NO_PRINT", flag: "print", negated: true },
  { variable: "DBT_ARTIFACT_STATE_PATH", flag: "state" },
];
