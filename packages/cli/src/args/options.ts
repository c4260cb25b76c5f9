/** Every option of every command: dbt's names, with ours marked by `extra`. One table feeds parsing and help. */

export type OptionGroup = "select" | "run" | "output" | "connection" | "project";

export interface OptionSpec {
  /** The flag's name in core, snake case. */
  readonly name: string;
  readonly long: string;
  readonly aliases?: readonly string[];
  readonly short?: readonly string[];
  readonly kind: "boolean" | "string" | "number" | "list" | "yaml";
  /** `--no-…` exists. */
  readonly negatable?: boolean;
  readonly choices?: readonly string[];
  /** Names of commands; absent: all. */
  readonly commands?: readonly string[];
  readonly group: OptionGroup;
  /** One line for help; absent: accepted for dbt's sake, not shown. */
  readonly help?: string;
  readonly value?: string;
}

const RUNNERS = ["build", "run", "test", "seed", "snapshot", "compile", "show", "clone", "watch", "source freshness", "docs generate"];
const SELECTING = [...RUNNERS, "list", "publish", "monitor", "explain-metrics"];
const METABASE = ["metabase plan", "metabase apply", "metabase verify", "metabase prune", "metabase exposures"];
const RESOURCE_TYPES = ["metric", "semantic_model", "saved_query", "source", "analysis", "function", "model", "test", "unit_test", "exposure", "snapshot", "seed", "default", "all"];
const flag = (name: string, group: OptionGroup, help?: string, rest: Partial<OptionSpec> = {}): OptionSpec => ({ name, long: name.replaceAll("_", "-"), kind: "boolean", negatable: true, group, help, ...rest });
const text = (name: string, group: OptionGroup, help?: string, rest: Partial<OptionSpec> = {}): OptionSpec => ({ name, long: name.replaceAll("_", "-"), kind: "string", group, help, ...rest });

export const OPTIONS: readonly OptionSpec[] = [
  text("select", "select", "Nodes to include: names, globs, +parents, children+, tag:…, path:…, a,b for both", { kind: "list", short: ["s", "m"], aliases: ["models", "model"], commands: SELECTING.filter((name) => name !== "list"), value: "NODES" }),
  text("select", "select", "Nodes to include: names, globs, +parents, children+, tag:…, path:…, a,b for both", { kind: "list", short: ["s"], commands: ["list"], value: "NODES" }),
  text("models", "select", undefined, { kind: "list", short: ["m"], aliases: ["model"], commands: ["list"], value: "NODES" }),
  text("exclude", "select", "Nodes to leave out", { kind: "list", commands: SELECTING, value: "NODES" }),
  text("selector", "select", "A selector of selectors.yml", { commands: SELECTING, value: "NAME" }),
  text("resource_types", "select", "Only these resource types", { kind: "list", long: "resource-type", aliases: ["resource-types"], choices: RESOURCE_TYPES, commands: ["build", "list", "clone", "test"], value: "TYPE" }),
  text("exclude_resource_types", "select", "All but these resource types", { kind: "list", long: "exclude-resource-type", aliases: ["exclude-resource-types"], choices: RESOURCE_TYPES, commands: ["build", "list", "clone", "test"], value: "TYPE" }),
  text("indirect_selection", "select", "Which tests of selected nodes run", { choices: ["eager", "cautious", "buildable", "empty"], value: "MODE" }),
  text("state", "select", "Folder with the artifacts of an earlier run, for state: and --defer", { value: "FOLDER" }),
  text("defer_state", "select", "Another state folder for --defer only", { value: "FOLDER" }),
  flag("defer", "select", "Use relations of --state for unselected nodes"),
  flag("favor_state", "select", "Prefer the relations of --state even if they exist here"),

  flag("full_refresh", "run", "Rebuild incremental models and seeds from nothing", { short: ["f"], negatable: false, commands: ["build", "compile", "show", "run", "retry", "clone", "seed", "watch"] }),
  text("vars", "run", "Variables as YAML, e.g. '{as_of: 2026-02-26}'", { kind: "yaml", value: "YAML" }),
  flag("fail_fast", "run", "Stop at the first failure", { short: ["x"] }),
  flag("store_failures", "run", "Keep failing rows of tests in tables", { negatable: false, commands: ["build", "test", "watch"] }),
  flag("fold_tests", "run", "Ask several data tests of a relation with one query, and for a unit test's types with its rows", { commands: ["build", "test", "watch"] }),
  flag("share_views", "run", "Read views on CSV and JSON files once for all tests and tables", { commands: ["build", "run", "test", "watch"] }),
  flag("empty", "run", "Build with no input rows, to check that it would", { commands: ["build", "compile", "run", "snapshot"] }),
  text("sample", "run", "Build from a slice of time, e.g. '3 days'", { commands: ["build", "run"], value: "WINDOW" }),
  text("event_time_start", "run", "First instant for microbatch models", { commands: ["build", "run"], value: "INSTANT" }),
  text("event_time_end", "run", "End of the time range, not included", { commands: ["build", "run"], value: "INSTANT" }),
  text("args", "run", "The macro's arguments as YAML", { kind: "yaml", commands: ["run-operation"], value: "YAML" }),
  flag("watch", "run", "Stay, and rebuild what a saved file affects", { negatable: false, commands: ["build", "run", "test"] }),
  flag("descendants", "run", "Rebuild what depends on a changed model too", { commands: ["build", "run", "test", "watch", "dashboards serve"] }),
  flag("tests", "run", "Run tests after each rebuild", { commands: ["watch", "dashboards serve"] }),
  flag("build_first", "run", "Build everything that is selected first", { commands: ["watch", "dashboards serve"] }),
  flag("publish", "run", "Publish the marts that were built and tested", { negatable: false, commands: ["build", "run"] }),
  text("target_schema", "run", "Postgres schema that readers use", { commands: ["publish", "build", "run"], value: "SCHEMA" }),
  text("publish_target", "run", "Output of profiles.yml to publish to", { commands: ["publish", "build", "run"], value: "OUTPUT" }),
  flag("dry_run", "run", "Say what would happen, change nothing", { negatable: false, commands: ["publish"] }),
  flag("allow_failed", "run", "Publish marts whose tests failed or never ran", { negatable: false, commands: ["publish", "build", "run"] }),
  text("duckdb_file", "run", "Also copy the tables to this DuckDB file", { commands: ["publish"], value: "FILE" }),
  text("parquet_folder", "run", "Also copy the tables to this folder as Parquet", { commands: ["publish"], value: "FOLDER" }),
  text("as_of", "run", "The date or instant that counts as now", { commands: ["monitor", "explain-metrics"], value: "DATE" }),
  text("fail_on", "run", "The least severity that ends with exit code 1", { choices: ["warn", "error"], commands: ["monitor"], value: "SEVERITY" }),
  text("backtest", "run", "Say what the last days would have said, e.g. 60d; remember nothing", { commands: ["monitor"], value: "DAYS" }),
  flag("accept_schema", "run", "Take the columns of the selected tables as they are from now on", { negatable: false, commands: ["monitor"] }),
  flag("notify", "run", "Tell channels what is new or has recovered", { commands: ["monitor"] }),
  text("wait", "run", "Seconds that Metabase may take to start; 180 where absent", { kind: "number", commands: METABASE, value: "SECONDS" }),
  flag("reconnect", "run", "Send the connection again, with a password that has changed", { negatable: false, commands: ["metabase plan", "metabase apply"] }),
  flag("yes", "run", "Do it, after listing", { negatable: false, commands: ["metabase prune"] }),
  flag("lock", "run", "Only write package-lock.yml", { negatable: false, commands: ["deps"] }),
  flag("upgrade", "run", "Ignore package-lock.yml", { negatable: false, commands: ["deps"] }),
  text("add_package", "run", "Add a package to packages.yml", { commands: ["deps"], value: "NAME@VERSION" }),
  text("source", "run", "Where --add-package finds it", { choices: ["hub", "git", "local"], commands: ["deps"], value: "KIND" }),
  flag("clean_project_files_only", "run", "Refuse to delete outside the project", { commands: ["clean"] }),
  flag("export_saved_queries", "run", undefined, { commands: ["build"] }),
  flag("include_saved_query", "run", undefined, { commands: ["build"] }),
  flag("warn_error", "run", "Treat warnings as errors", { negatable: false }),
  text("warn_error_options", "run", "Which warnings are errors, as YAML", { kind: "yaml", value: "YAML" }),

  text("output", "output", "How to print: text, json, name, path, selector", { short: ["o"], choices: ["json", "name", "path", "selector", "text"], commands: ["compile", "show", "list"], value: "FORMAT" }),
  text("output", "output", undefined, { short: ["o"], commands: ["source freshness"], value: "FILE" }),
  text("output_keys", "output", "Keys of JSON output", { kind: "list", commands: ["list"], value: "KEYS" }),
  text("limit", "output", "Rows to show; -1 for all", { kind: "number", commands: ["show"], value: "N" }),
  text("inline", "output", "Show or compile this template", { commands: ["compile", "show"], value: "SQL" }),
  text("inline_direct", "output", "Show this SQL as it is", { commands: ["show"], value: "SQL" }),
  flag("show", "output", "Print a sample of each seed", { negatable: false, commands: ["build", "seed"] }),
  flag("introspect", "output", "Allow queries while compiling", { commands: ["compile", "show"] }),
  flag("inject_ephemeral_ctes", "output", "Put ephemeral models into the compiled SQL", { commands: ["compile"] }),
  flag("compile", "output", "Compile before writing docs", { commands: ["docs generate"] }),
  flag("static", "output", "Also write the site as one file, target/static_index.html", { negatable: false, commands: ["docs generate"] }),
  flag("empty_catalog", "output", "Write a catalog without asking the database", { negatable: false, commands: ["docs generate"] }),
  text("port", "output", "Port to listen on; 0 takes one that is free", { kind: "number", commands: ["dashboards serve", "docs serve"], value: "PORT" }),
  text("host", "output", "Address to listen on; 127.0.0.1 where absent", { commands: ["dashboards serve", "docs serve"], value: "ADDRESS" }),
  flag("browser", "output", "Open a browser", { commands: ["docs serve"] }),
  text("output", "output", "How to print: text, json", { short: ["o"], choices: ["json", "text"], commands: ["monitor", "explain-metrics"], value: "FORMAT" }),
  text("out", "output", "Also write it to this file: .html, .md or .json", { commands: ["explain-metrics"], value: "FILE" }),
  text("junit", "output", "Also write the checks as JUnit XML", { commands: ["monitor"], value: "FILE" }),
  flag("github", "output", "Annotations for a GitHub workflow; on by itself in one", { commands: ["monitor"] }),
  text("out", "output", "Folder for the pages; target/dashboards where absent", { commands: ["dashboards build"], value: "FOLDER" }),
  text("log_format", "output", "What is printed", { choices: ["text", "debug", "json", "default"], value: "FORMAT" }),
  text("log_format_file", "output", undefined, { choices: ["text", "debug", "json", "default"], value: "FORMAT" }),
  text("log_level", "output", "The least level printed", { choices: ["debug", "info", "warn", "error", "none"], value: "LEVEL" }),
  text("log_level_file", "output", undefined, { choices: ["debug", "info", "warn", "error", "none"], value: "LEVEL" }),
  text("log_path", "output", "Folder of dbt.log", { value: "FOLDER" }),
  text("log_file_max_bytes", "output", undefined, { kind: "number", value: "BYTES" }),
  flag("live", "output", "Redraw a live list on a terminal"),
  flag("quiet", "output", "Print errors only", { short: ["q"] }),
  flag("debug", "output", "Print debug messages", { short: ["d"] }),
  flag("print", "output", "Let print() in macros print"),
  text("printer_width", "output", undefined, { kind: "number", value: "COLUMNS" }),
  flag("use_colors", "output", "Colours on or off", { aliases: ["color"] }),
  flag("use_colors_file", "output"),
  flag("write_json", "output", "Write artifacts below target/"),
  flag("log_cache_events", "output"),

  text("target", "connection", "Output of the profile to build into", { short: ["t"], value: "NAME" }),
  text("profile", "connection", "Profile to use instead of the project's", { value: "NAME" }),
  text("profiles_dir", "connection", "Folder of profiles.yml", { value: "FOLDER" }),
  text("threads", "connection", "Nodes worked on at once", { kind: "number", value: "N" }),
  flag("single_threaded", "connection"),
  flag("connection", "connection", "Only test the connection", { negatable: false, commands: ["debug"] }),
  flag("config_dir", "connection", "Only print where profiles.yml is looked for", { negatable: false, commands: ["debug"] }),

  text("project_dir", "project", "Folder of dbt_project.yml", { value: "FOLDER" }),
  text("target_path", "project", "Folder for artifacts", { value: "FOLDER" }),
  flag("skip_profile_setup", "project", undefined, { negatable: false, short: ["s"], commands: ["init"] }),
  flag("partial_parse", "project"),
  flag("partial_parse_file_diff", "project"),
  text("partial_parse_file_path", "project", undefined, { value: "FILE" }),
  flag("populate_cache", "project"),
  flag("cache_selected_only", "project"),
  flag("version_check", "project", "Check require-dbt-version"),
  flag("send_anonymous_usage_stats", "project"),
  flag("static_parser", "project"),
  flag("use_experimental_parser", "project"),
  flag("use_fast_test_edges", "project"),
  flag("upload_to_artifacts_ingest_api", "project"),
  flag("show_all_deprecations", "project"),
  flag("macro_debugging", "project"),
  flag("show_resource_report", "project"),
  text("record_timing_info", "project", undefined, { short: ["r"], value: "FILE" }),
  text("sqlparse", "project", undefined, { kind: "yaml", value: "YAML" }),
];

export const optionsOf = (command: string): OptionSpec[] => OPTIONS.filter((option) => option.commands === undefined || option.commands.includes(command));
