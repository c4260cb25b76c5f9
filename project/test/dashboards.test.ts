/** The figures on the dashboards, as a browser shows them, against the marts. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectFolder } from "./run-project.ts";

const tsmodel = resolve(projectFolder, "../packages/cli/bin/tsmodel.js");
const chromium = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);
const scratch = mkdtempSync(join(tmpdir(), "reporting-dashboards-"));
const database = join(scratch, "pipeline.duckdb");
const pages = join(scratch, "pages");
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

type Row = Readonly<Record<string, string | number | null>>;

describe("dashboards", () => {
  let weeks: readonly Row[] = [];

  beforeAll(async () => {
    const raw = join(scratch, "raw");
    execFileSync(process.execPath, [join(projectFolder, "generator/dist/generate.js"), "--out", raw]);
    const folders = [
      "--profiles-dir",
      projectFolder,
      "--target-path",
      join(scratch, "target"),
      "--log-path",
      join(scratch, "logs"),
      "--vars",
      JSON.stringify({ raw_dir: raw }),
    ];
    const options = {
      cwd: projectFolder,
      env: { ...process.env, REPORTING_DUCKDB: database, NO_COLOR: "1" },
    };
    execFileSync(process.execPath, [tsmodel, "run", ...folders], options);
    execFileSync(process.execPath, [tsmodel, "dashboards", "build", "--out", pages, ...folders], options);
    weeks = await query(
      "select * replace (cast(week_start_utc as varchar) as week_start_utc) from mart_exec_scorecard_weekly order by 1",
    );
  }, 240_000);

  test("fit into a megabyte", () => {
    const sizes = ["exec", "engagement", "productivity"].map(
      (page) => statSync(join(pages, `${page}.html`)).size,
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_000_000);
  });

  test("what is written from them is current", () => {
    const print = (what: string): string =>
      execFileSync(
        process.execPath,
        [
          tsmodel,
          "dashboards",
          what,
          "--profiles-dir",
          projectFolder,
          "--log-path",
          join(scratch, "logs"),
          "--target-path",
          join(scratch, "target"),
        ],
        { cwd: projectFolder, encoding: "utf8" },
      );
    expect(print("schema")).toBe(
      readFileSync(join(projectFolder, "dashboards/dashboard.schema.json"), "utf8"),
    );
    expect(print("exposures")).toBe(readFileSync(join(projectFolder, "models/exposures.yml"), "utf8"));
  });

  test("the executive page shows the scorecard, week by week", () => {
    const html = readFileSync(join(pages, "exec.html"), "utf8");
    compare(html, "line-weekly-active-users", { 0: "weekly_active_users" }, weeks, 0);
    compare(
      html,
      "line-throughput-and-on-time-completion",
      { 0: "completion_throughput_pct", 1: "on_time_completion_rate_pct" },
      weeks,
      1,
    );
    compare(html, "line-median-cycle-time", { 0: "median_cycle_time_days" }, weeks, 2);
    const mature = weeks.filter((week) => Number(week.retention_cohort_size) > 0);
    compare(
      html,
      "line-retention-over-time",
      { 0: "retention_rate_w4_pct", 1: "retention_rate_w4_4w_ma" },
      mature,
      1,
    );
  });

  test("its scorecards show the last complete week", () => {
    const html = readFileSync(join(pages, "exec.html"), "utf8");
    const last = weeks.at(-2)!;
    expect(last.week_start_utc).toBe("2026-02-16");
    expect(figure(html, "number-weekly-active-users")).toBe(Number(last.weekly_active_users));
    expect(figure(html, "number-on-time-completion")).toBe(
      Math.round(Number(last.on_time_completion_rate_pct) * 10) / 10,
    );
    expect(figure(html, "number-late-event-rate")).toBe(
      Math.round(Number(last.late_event_rate_pct) * 10) / 10,
    );
    expect(figure(html, "number-ingestion-lag")).toBe(Number(last.avg_ingestion_lag_days));
    expect(text(element(html, "number-weekly-active-users"))).toMatch(
      new RegExp(`on the week before: ${last.wau_prev_week} `),
    );
  });

  describe.skipIf(chromium === undefined)(
    `in a browser${chromium === undefined ? " (skipped: no chromium)" : ""}`,
    () => {
      test("all segments added up are the scorecard again", { timeout: 60_000 }, () => {
        const html = open("productivity", "period=all");
        const tasks = weeks.filter((week) => Number(week.tasks_created) + Number(week.tasks_completed) > 0);
        compare(
          html,
          "bar-tasks-created-and-completed",
          { 0: "tasks_created", 1: "tasks_completed" },
          tasks,
          0,
        );
        compare(
          html,
          "line-delivery-outcomes",
          { 0: "completion_throughput_pct", 1: "on_time_completion_rate_pct" },
          tasks,
          1,
        );
        compare(html, "line-blocked-rate", { 0: "blocked_task_rate_created_pct" }, tasks, 1);
        compare(html, "line-unassigned-rate", { 0: "unassigned_task_rate_created_pct" }, tasks, 1);
        compare(
          html,
          "line-median-cycle-time",
          { 0: "median_cycle_time_days" },
          weeks.filter((week) => week.median_cycle_time_days !== null),
          2,
        );
        compare(html, "line-late-event-rate", { 0: "late_event_rate_pct" }, weeks, 1);
        compare(html, "line-ingestion-lag", { 0: "avg_ingestion_lag_days" }, weeks, 2);
      });

      test("filters give what SQL gives for the same rows", { timeout: 60_000 }, async () => {
        const html = open("productivity", "period=all&plan=starter&region=NA&region=EMEA");
        const rows = await query(`
        select cast(week_start_utc as varchar) as week_start_utc, sum(tasks_created) as created, sum(tasks_completed) as completed,
          100.0 * sum(tasks_completed) / nullif(sum(tasks_created), 0) as throughput
        from mart_task_productivity_weekly where plan_tier = 'starter' and region in ('NA', 'EMEA') group by 1 order by 1`);
        compare(html, "bar-tasks-created-and-completed", { 0: "created", 1: "completed" }, rows, 0);
        compare(html, "line-delivery-outcomes", { 0: "throughput" }, rows, 1);
        expect(text(element(html, "line-median-cycle-time"))).toContain(
          "A median cannot be added up over several values of region. Choose one, or all.",
        );
      });

      test("one segment's median is the mart's", { timeout: 60_000 }, async () => {
        const html = open("productivity", "period=all&plan=growth&region=EMEA");
        const rows = await query(`
        select cast(week_start_utc as varchar) as week_start_utc, median_cycle_time_days as median
        from mart_task_productivity_weekly where plan_tier = 'growth' and region = 'EMEA' and median_cycle_time_days is not null order by 1`);
        compare(html, "line-median-cycle-time", { 0: "median" }, rows, 2);
      });

      test("users by plan and retention by cohort", { timeout: 60_000 }, async () => {
        const html = open("engagement", "period=all&region=NA");
        const users = await query(`
        pivot (select cast(week_start_utc as varchar) as week_start_utc, plan_tier, weekly_active_users from mart_user_activity_weekly where region = 'NA')
        on plan_tier in ('starter', 'growth', 'enterprise') using sum(weekly_active_users) group by week_start_utc order by 1`);
        compare(
          html,
          "bar-weekly-active-users-by-plan",
          { 0: "starter", 1: "growth", 2: "enterprise" },
          users,
          0,
        );
        const cohorts = await query(`
        select cast(cohort_week_start_utc as varchar) as week_start_utc, 100.0 * sum(retained_users) filter (where plan_tier = 'starter') / sum(cohort_size) filter (where plan_tier = 'starter') as starter
        from mart_user_retention_w4 where region = 'NA' group by 1 order by 1`);
        compare(html, "line-retention-after-4-weeks-by-plan", { 0: "starter" }, cohorts, 1);
      });
    },
  );
});

async function query(sql: string): Promise<Row[]> {
  const instance = await DuckDBInstance.create(database, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson() as Row[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The page after its scripts have run, as HTML. */
function open(page: string, filters: string): string {
  const url = `${pathToFileURL(join(pages, `${page}.html`)).href}#${filters}`;
  const words = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    `--user-data-dir=${join(scratch, "browser")}`,
    "--dump-dom",
    url,
  ];
  return execFileSync(chromium!, words, {
    encoding: "utf8",
    maxBuffer: 1 << 26,
    stdio: ["ignore", "pipe", "ignore"],
  });
}

const element = (html: string, id: string): string =>
  new RegExp(`<section [^>]*id="${id}".*?</section>`, "s").exec(html)![0];
const text = (html: string): string =>
  html
    .replace(/<(title|desc)\b.*?<\/\1>/gs, "")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&nbsp;", " ")
    .replace(/\s+/g, " ")
    .trim();
const number = (shown: string): number | null =>
  shown === "–" ? null : Number.parseFloat(shown.replaceAll(",", "").replace("−", "-"));
const figure = (html: string, id: string): number | null =>
  number(/<span class="value">([^<]*)</.exec(element(html, id))![1]!);

/** The table beside a chart, week by week, against columns of rows; `digits` are those that the page shows. */
function compare(
  html: string,
  id: string,
  columns: Readonly<Record<number, string>>,
  rows: readonly Row[],
  digits: number,
): void {
  const shown = new Map(
    [
      ...element(html, id).matchAll(
        /<tr><th scope="row">(?:Week|Cohort) of ([^<(]*?)(?: \(not over\))?<\/th>(.*?)<\/tr>/g,
      ),
    ].map(([, date, cells]) => [
      new Date(`${date!.replace("Sept", "Sep")} UTC`).toISOString().slice(0, 10),
      [...cells!.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, cell]) => number(cell!)),
    ]),
  );
  expect(rows.length, id).toBeGreaterThan(10);
  for (const row of rows) {
    const cells = shown.get(String(row.week_start_utc));
    expect(cells, `${id}, ${row.week_start_utc}`).toBeDefined();
    for (const [index, name] of Object.entries(columns)) {
      const [value, cell] = [row[name] ?? null, cells![Number(index)]!];
      const where = `${id}, ${row.week_start_utc}, ${name}`;
      if (value === null) expect(cell, where).toBeNull();
      else
        expect(Math.abs(Number(value) - Number(cell)), where).toBeLessThanOrEqual(0.5 * 10 ** -digits + 1e-9);
    }
  }
  // Weeks that the page has and the rows have not are gaps.
  const known = new Set(rows.map((row) => row.week_start_utc));
  for (const [week, cells] of shown)
    if (!known.has(week))
      for (const index of Object.keys(columns)) expect(cells[Number(index)], `${id}, ${week}`).toBeNull();
}
