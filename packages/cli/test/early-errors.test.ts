/** What goes wrong before the project is loaded is told by its flags all the same, and stands in the log file. */
import { existsSync, readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { createProject, runCli, type TemporaryProject } from "./support/run-cli.ts";

let project: TemporaryProject;
afterEach(() => project.remove());

const BROKEN = { "profiles.yml": "shop: {target: dev, outputs: {dev: {type: duckdb, paht: x}}}\n" };
const said = (text: string): string[] =>
  text
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { info: { name: string } }).info.name);

test("a broken profile, to a program that reads JSON", async () => {
  project = createProject({
    ...BROKEN,
    "dbt_project.yml": "name: shop\nprofile: shop\nflags: {log_format: json}\n",
  });
  const { code, stdout } = await runCli(["run"], { cwd: project.root });
  expect(code).toBe(2);
  expect(said(stdout)).toEqual(["MainReportVersion", "MainEncounteredError"]);
  expect(said(readFileSync(`${project.root}/logs/dbt.log`, "utf8"))).toEqual(said(stdout));
});

test("a project that cannot be rendered: its log folder is taken as it is written", async () => {
  project = createProject({
    "dbt_project.yml":
      'name: shop\nprofile: shop\nlog-path: told\nmodels: {shop: {+tags: "{{ nothing_known }}"}}\n',
  });
  const { code } = await runCli(["parse"], { cwd: project.root, env: { DBT_LOG_FORMAT_FILE: "json" } });
  expect(code).toBe(2);
  expect(said(readFileSync(`${project.root}/told/dbt.log`, "utf8"))).toContain("MainEncounteredError");
});

test("no log file where there is no project, nor where none is wanted", async () => {
  project = createProject(BROKEN);
  const folder = `${project.root}/elsewhere`;
  project.write("elsewhere/notes.txt", "");
  await runCli(["run", "--project-dir", "."], { cwd: folder });
  expect(existsSync(`${folder}/logs`)).toBe(false);
  await runCli(["run", "--log-level-file", "none"], { cwd: project.root });
  expect(existsSync(`${project.root}/logs`)).toBe(false);
});

test("debug: what templates of the project miss of a broken profile is no error of theirs", async () => {
  project = createProject({
    ...BROKEN,
    "dbt_project.yml":
      "name: shop\nprofile: shop\nmodels: {shop: {+enabled: \"{{ target.name == 'prod' }}\"}}\n",
  });
  const { code, stdout } = await runCli(["debug"], {
    cwd: project.root,
    env: { DBT_LOG_FORMAT_FILE: "json" },
  });
  expect(code).toBe(1);
  expect(stdout).toContain("Profile loading failed");
  expect(stdout).not.toContain("'target' is undefined");
  expect(said(readFileSync(`${project.root}/logs/dbt.log`, "utf8"))).toContain("DebugCmdResult");
});

test("an error of our own is traced to the sources, not to the bundle", async () => {
  project = createProject({});
  const hook = "const fs = require('node:fs'), read = fs.readFileSync; fs.readFileSync = (path, ...more) => { if (String(path).endsWith('dbt_project.yml')) throw new Error('boom'); return read(path, ...more); };";
  project.write("hook.cjs", hook);
  const { code, stdout } = await runCli(["parse", "--debug"], { cwd: project.root, env: { NODE_OPTIONS: `--require ${project.root}/hook.cjs` } });
  expect(code).toBe(2);
  const places = [...stdout.matchAll(/^ +at (?:async )?(packages\/\S+\.ts):(\d+):\d+$/gm)];
  expect(places.map(([, path]) => path).slice(0, 2)).toEqual(["packages/core/src/util/node-files.ts", "packages/cli/src/session/optimizer-budget.ts"]);
  const [, path, line] = places[0]!;
  expect(readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8").split("\n")[Number(line) - 1]).toContain("readFileSync(path");
  expect(stdout).not.toContain("program.cjs");
});
