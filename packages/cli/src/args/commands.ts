/** The commands: what they are for and how they are called. `load` brings their code only when they run. */

/** As typed. Each has a module in session/run-command.ts: the compiler sees to that. */
export type CommandName =
  | "build"
  | "run"
  | "test"
  | "seed"
  | "snapshot"
  | "watch"
  | "publish"
  | "source freshness"
  | "run-operation"
  | "clone"
  | "retry"
  | "list"
  | "show"
  | "compile"
  | "parse"
  | "docs generate"
  | "docs serve"
  | "dashboards build"
  | "dashboards serve"
  | "dashboards schema"
  | "dashboards exposures"
  | "metabase plan"
  | "metabase apply"
  | "metabase verify"
  | "metabase prune"
  | "metabase exposures"
  | "monitor"
  | "monitor schema"
  | "explain-metrics"
  | "debug"
  | "deps"
  | "init"
  | "clean";

export interface CommandSpec {
  readonly name: CommandName;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly examples: readonly string[];
  /** Name of the one positional argument. */
  readonly positional?: { readonly name: string; readonly required: boolean };
  readonly group: "build" | "look" | "project";
}

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: "build",
    group: "build",
    summary: "Build and test everything selected: seeds, models, snapshots and their tests, in dependency order.",
    examples: ["tsmodel build", "tsmodel build --select +mart_exec_scorecard_weekly", "tsmodel build --select mart_* --publish"],
  },
  {
    name: "run",
    group: "build",
    summary: "Build the selected models.",
    examples: ["tsmodel run", "tsmodel run --select mart_*", "tsmodel run --select stg_orders+ --full-refresh", "tsmodel run --watch"],
  },
  { name: "test", group: "build", summary: "Run the data tests and unit tests of what is selected.", examples: ["tsmodel test", "tsmodel test --select mart_* --store-failures"] },
  { name: "seed", group: "build", summary: "Load CSV files from the seed folders into tables.", examples: ["tsmodel seed", "tsmodel seed --select countries --show"] },
  { name: "snapshot", group: "build", summary: "Record how rows change over time.", examples: ["tsmodel snapshot"] },
  { name: "watch", group: "build", summary: "Rebuild and test what a saved file affects, as you edit.", examples: ["tsmodel watch", "tsmodel watch --select mart_*", "tsmodel watch --no-descendants"] },
  { name: "publish", group: "build", summary: "Copy tested tables to Postgres and swap them in at once.", examples: ["tsmodel publish --select mart_* --target-schema reporting", "tsmodel publish --dry-run"] },
  { name: "source freshness", aliases: ["source snapshot-freshness"], group: "build", summary: "Measure how old the newest rows of sources are.", examples: ["tsmodel source freshness"] },
  { name: "run-operation", group: "build", summary: "Call a macro.", examples: ["tsmodel run-operation grant_select --args '{role: reporter}'"], positional: { name: "macro", required: true } },
  { name: "retry", group: "build", summary: "Run again what failed or was skipped last time.", examples: ["tsmodel retry"] },
  { name: "clone", group: "build", summary: "Create the selected nodes from those of another state.", examples: ["tsmodel clone --state ../prod-artifacts"] },
  { name: "list", aliases: ["ls"], group: "look", summary: "List the resources that a selection means.", examples: ["tsmodel ls", "tsmodel ls --select tag:weekly+ --output json"] },
  { name: "show", group: "look", summary: "Print rows of a model or a query, without building.", examples: ["tsmodel show --select mart_orders", "tsmodel show --inline \"select * from {{ ref('orders') }}\" --limit 10"] },
  { name: "compile", group: "look", summary: "Write the SQL that models compile to, run nothing.", examples: ["tsmodel compile --select mart_orders"] },
  { name: "parse", group: "look", summary: "Read the project and write target/manifest.json.", examples: ["tsmodel parse"] },
  { name: "docs generate", group: "look", summary: "Write target/catalog.json, and the documentation site beside it: target/index.html.", examples: ["tsmodel docs generate", "tsmodel docs generate --static"] },
  { name: "docs serve", group: "look", summary: "Show the documentation site in a browser.", examples: ["tsmodel docs serve", "tsmodel docs serve --port 8001 --no-browser"] },
  { name: "dashboards build", aliases: ["dashboards"], group: "look", summary: "Write the pages that dashboards/*.yml describe, as files that need nothing else.", examples: ["tsmodel dashboards build", "tsmodel dashboards build --out public"] },
  { name: "dashboards serve", group: "look", summary: "Show the pages in a browser, and follow as models and dashboards are edited.", examples: ["tsmodel dashboards serve", "tsmodel dashboards serve --build-first --port 8000"] },
  { name: "dashboards schema", group: "look", summary: "Print the JSON Schema of dashboard files, for editors.", examples: ["tsmodel dashboards schema > dashboards/dashboard.schema.json"] },
  { name: "dashboards exposures", group: "look", summary: "Print the dashboards as exposures, so that +exposure:name selects what a page reads.", examples: ["tsmodel dashboards exposures > models/exposures.yml"] },
  { name: "monitor", group: "look", summary: "Judge freshness, volume, columns and measures by limits and by their own past.", examples: ["tsmodel monitor", "tsmodel monitor --select mart_* --fail-on warn", "tsmodel monitor --backtest 60d", "tsmodel monitor --output json --junit report.xml"] },
  { name: "monitor schema", group: "look", summary: "Print the JSON Schema of monitoring files, for editors.", examples: ["tsmodel monitor schema > monitoring/monitoring.schema.json"] },
  { name: "metabase plan", group: "look", summary: "Say what apply would do to a Metabase; write nothing.", examples: ["tsmodel metabase plan"] },
  { name: "metabase apply", aliases: ["metabase"], group: "look", summary: "Make a Metabase over the published tables show the dashboards: connection, names, questions, pages, filters, alerts.", examples: ["tsmodel metabase apply", "METABASE_URL=https://bi.example.org tsmodel metabase apply --wait 300", "tsmodel metabase apply --reconnect"] },
  { name: "metabase verify", group: "look", summary: "Run every question and filter in Metabase and name those that are wrong.", examples: ["tsmodel metabase verify"] },
  { name: "metabase prune", group: "look", summary: "List what apply made and no file describes any more; put it into the trash.", examples: ["tsmodel metabase prune", "tsmodel metabase prune --yes"] },
  { name: "metabase exposures", group: "look", summary: "Print what people made in Metabase as exposures.", examples: ["tsmodel metabase exposures > models/metabase_exposures.yml"] },
  { name: "explain-metrics", group: "look", summary: "Say what the dashboards' measures did since the period before, which segment drove it, which rule it breaks.", examples: ["tsmodel explain-metrics", "tsmodel explain-metrics --out moved.html", "tsmodel explain-metrics --output json"] },
  { name: "debug", group: "project", summary: "Check the project, the profile and the connection.", examples: ["tsmodel debug"] },
  {
    name: "deps",
    group: "project",
    summary: "Install the packages of packages.yml.",
    examples: ["tsmodel deps", "tsmodel deps --upgrade", "tsmodel deps --add-package dbt-labs/dbt_utils@1.1.1"],
  },
  { name: "init", group: "project", summary: "Make a small project that runs.", examples: ["tsmodel init shop"], positional: { name: "project_name", required: false } },
  { name: "clean", group: "project", summary: "Delete the folders named in clean-targets.", examples: ["tsmodel clean"] },
];

/** The command whose words these are, and how many of them it takes. */
export function findCommand(words: readonly string[]): { spec: CommandSpec; length: number } | undefined {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(" ");
    const spec = words.length >= length ? COMMANDS.find((command) => command.name === name || command.aliases?.includes(name)) : undefined;
    if (spec) return { spec, length };
  }
  return undefined;
}
