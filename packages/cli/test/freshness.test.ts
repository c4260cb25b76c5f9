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
  expect((await freshness("--select", "source:old")).stdout).not.toContain("hook");
});
