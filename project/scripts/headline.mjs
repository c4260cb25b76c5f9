// Prints the headline figures of the last complete week from the built marts.
//   node project/scripts/headline.mjs [--database data/pipeline.duckdb] [--as-of 2026-02-26]
import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";

const project = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({ options: { database: { type: "string" }, "as-of": { type: "string" } } });
const database = resolve(values.database ?? resolve(project, "../data/pipeline.duckdb"));
const asOf = values["as-of"] ?? readAsOf();

try {
  const rows = await readScorecard();
  process.stdout.write(renderHeadline(rows));
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}

/** The project's own "now", unless the build was told another. */
function readAsOf() {
  const found = /^\s*as_of:\s*["']?(\d{4}-\d{2}-\d{2})/m.exec(
    readFileSync(resolve(project, "dbt_project.yml"), "utf8"),
  );
  return found[1];
}

/** Rows of complete weeks, oldest first. */
async function readScorecard() {
  const name = relative(process.cwd(), database);
  if (!existsSync(database)) throw new Error(`${name} is not there yet; build the project first (npm start)`);
  const instance = await DuckDBInstance.create(database, { access_mode: "READ_ONLY" });
  try {
    const connection = await instance.connect();
    try {
      const reader = await connection.runAndReadAll(
        "select * from mart_exec_scorecard_weekly where week_start_utc + 7 <= $1::date order by week_start_utc",
        [asOf],
      );
      const rows = reader.getRowObjectsJson();
      if (rows.length === 0) throw new Error(`${name} has no complete week before ${asOf}`);
      return rows;
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

function renderHeadline(rows) {
  const week = rows.at(-1);
  const cohort = rows.findLast((row) => row.retention_rate_w4_pct !== null);
  const lines = [
    ["weekly active users", count(week.weekly_active_users), change(week)],
    [
      "active of those seen",
      percent(week.active_among_engaged_users_pct),
      `of ${count(week.users_with_any_activity)} users with any activity`,
    ],
    [
      "key events",
      count(week.key_event_count),
      `${percent(week.key_event_share_pct)} of ${count(week.total_event_count)} events`,
    ],
    ["retention after 4 weeks", percent(cohort?.retention_rate_w4_pct), retention(cohort)],
    [
      "tasks created",
      count(week.tasks_created),
      `${percent(week.blocked_task_rate_created_pct)} blocked, ${percent(week.unassigned_task_rate_created_pct)} unassigned`,
    ],
    [
      "tasks completed",
      count(week.tasks_completed),
      `throughput ${percent(week.completion_throughput_pct)} of those created`,
    ],
    ["completed on time", percent(week.on_time_completion_rate_pct), ""],
    ["median cycle time", days(week.median_cycle_time_days), ""],
    ["late events", percent(week.late_event_rate_pct), `mean lag ${days(week.avg_ingestion_lag_days)}`],
  ];
  const body = lines.map(([name, value, note]) =>
    `  ${name.padEnd(26)}${value.padStart(10)}   ${note}`.trimEnd(),
  );
  return [
    `Week of ${span(week.week_start_utc)}, the last complete one as of ${asOf}`,
    "",
    ...body,
    "",
    ...lookNext(),
    "",
  ].join("\n");
}

function lookNext() {
  return [
    "Look next",
    `  docs/kpi-definitions.md     what each figure means and where it ends`,
    `  ${relative(process.cwd(), database).padEnd(26)}  the tables: mart_exec_scorecard_weekly and three by segment`,
    `  project/README.md           other data, another "now", the data generator`,
  ];
}

function change({ wau_wow_pct: percentage, wau_prev_week: before }) {
  if (percentage === null) return "no week before to compare with";
  return `${percentage >= 0 ? "+" : ""}${percent(percentage)} on the week before (${count(before)})`;
}

function retention(cohort) {
  if (cohort === undefined) return "no cohort is old enough";
  const { retained_users_w4: kept, retention_cohort_size: size, retention_rate_w4_4w_ma: mean } = cohort;
  return `${count(kept)} of the ${count(size)} first active from ${day(cohort.week_start_utc)}; 4-week mean ${percent(mean)}`;
}

function span(monday) {
  const sunday = new Date(Date.parse(`${monday}T00:00:00Z`) + 6 * 86_400_000).toISOString().slice(0, 10);
  return `${day(monday)} to ${day(sunday)} ${sunday.slice(0, 4)}`;
}

function day(date) {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
}

function count(value) {
  return value === null ? "none" : Number(value).toLocaleString("en-US");
}

function percent(value) {
  return value === null || value === undefined ? "none" : `${value.toFixed(1)} %`;
}

function days(value) {
  return value === null
    ? "none"
    : `${Number.isInteger(value) ? value : value.toFixed(2).replace(/0$/, "")} days`;
}
