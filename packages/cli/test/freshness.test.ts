/** source freshness: verdicts, sources.json, which hooks run, exit codes. */
import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProject, runCli, type CliResult } from "./support/run-cli.ts";

const source = (name: string, error: number, field = "moment::timestamp"): string =>
  `  - {name: ${name}, schema: main, loaded_at_field: "${field}", config: {freshness: {warn_after: {count: 1, period: day}, error_after: {count: ${error}, period: day}}}, tables: [{name: raw}]}\n`;
const project = createProject({
  "seeds/raw.csv": "id,moment\n1,2024-01-02\n",
  "models/schema.yml": `sources:\n${source("old", 99999)}${source("stale", 2)}${source("broken", 2, "nope")}  - {name: unwatched, schema: main, tables: [{name: raw}]}\n`,
});
project.write("dbt_project.yml", "name: shop\nprofile: shop\non-run-start: [select 1]\n");
afterAll(() => project.remove());
beforeAll(async () => {
  expect((await runCli(["seed"], { cwd: project.root })).code).toBe(0);
});

const freshness = (...options: string[]): Promise<CliResult> =>
  runCli(["source", "freshness", ...options], { cwd: project.root });
const results = (): any => JSON.parse(readFileSync(`${project.root}/target/sources.json`, "utf8")).results;

test.each([
  { select: "source:old", code: 0, text: "WARN freshness of old.raw", status: "warn" },
  { select: "source:stale", code: 1, text: "ERROR STALE freshness of stale.raw", status: "error" },
  { select: "source:broken", code: 1, text: "ERROR freshness of broken.raw", status: "runtime error" },
])("$select", async ({ select, code, text, status }) => {
  const result = await freshness("--select", select);
  expect(result.stdout).toContain(text);
  expect(result.stdout).toMatch(/^\d\d:\d\d:\d\d {2}Done\.$/m);
  expect(result.stdout).toContain("OK hook: shop.on-run-start.0");
  expect(result.code).toBe(code);
  // What could not be measured has its error alone; what is stale is a failure without a message.
  expect(result.stdout.includes("Failure in source raw")).toBe(status === "error");
  expect(results()).toHaveLength(1);
  expect(results()[0]).toMatchObject({ status });
});

test("what was measured", async () => {
  await freshness("--select", "source:old");
  const [entry] = results();
  expect(entry).toMatchObject({
    unique_id: "source.shop.old.raw",
    max_loaded_at: "2024-01-02T00:00:00+00:00",
    criteria: {
      warn_after: { count: 1, period: "day" },
      error_after: { count: 99999, period: "day" },
      filter: null,
    },
  });
  expect(entry.timing.map((step: { name: string }) => step.name)).toEqual(["compile", "execute"]);
  expect(entry.snapshotted_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$/);
});

test("sources without thresholds are not asked; --output names another file; hooks can be left out", async () => {
  expect((await freshness("--select", "source:unwatched")).stdout).toContain("Nothing to do");
  await freshness("--output", "elsewhere.json");
  expect(existsSync(`${project.root}/elsewhere.json`)).toBe(true);
  project.write(
    "dbt_project.yml",
    "name: shop\nprofile: shop\non-run-start: [select 1]\nflags: {source_freshness_run_project_hooks: false}\n",
  );
  const { stdout } = await freshness("--select", "source:old");
  expect(stdout).not.toContain("hook: ");
  expect(stdout).toContain("- SourceFreshnessProjectHooksNotRun: 1 occurrence");
});

test("a collect_freshness of the project's own that returns the table only, as before dbt 1.5", async () => {
  project.write(
    "macros/freshness.sql",
    `{% macro collect_freshness(source, loaded_at_field, filter) %}
  {% call statement('collect_freshness', fetch_result=True, auto_begin=False) %}
    select max({{ loaded_at_field }}) as max_loaded_at, {{ current_timestamp() }} as snapshotted_at from {{ source }}
  {% endcall %}
  {{ return(load_result('collect_freshness').table) }}
{% endmacro %}`,
  );
  const { stdout, code } = await freshness("--select", "source:old");
  expect(stdout).toContain("`collect_freshness` returns a table only");
  expect(code).toBe(0);
  expect(results()[0]).toMatchObject({ max_loaded_at: "2024-01-02T00:00:00+00:00", adapter_response: {} });
});
