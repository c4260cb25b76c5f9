/** The database opens while the project is parsed, and closes while artifacts are written: nobody can tell. */
import { existsSync, statSync, writeFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { query } from "./support/query.ts";
import { createProject, runCli, type TemporaryProject } from "./support/run-cli.ts";

let project: TemporaryProject;
afterEach(() => project.remove());

const BROKEN = "select {{ \n";

test("a project that cannot be parsed makes no database, and leaves one as it is", async () => {
  project = createProject({ "models/a.sql": BROKEN });
  const file = `${project.root}/shop.duckdb`;
  expect((await runCli(["run"], { cwd: project.root })).code).toBe(2);
  expect(existsSync(file)).toBe(false);

  project.write("models/a.sql", "select 1 as id");
  expect((await runCli(["run"], { cwd: project.root })).code).toBe(0);
  const { mtimeMs, size } = statSync(file);
  project.write("models/a.sql", BROKEN);
  expect((await runCli(["run"], { cwd: project.root })).code).toBe(2);
  expect(statSync(file)).toMatchObject({ mtimeMs, size });
  expect(await query(file, "select id from a")).toEqual([[1]]);
});

test("of a broken project and a broken database the project is told first", async () => {
  project = createProject({ "models/a.sql": BROKEN });
  writeFileSync(`${project.root}/shop.duckdb`, "this is no database, whatever its name says\n".repeat(500));
  const parsed = await runCli(["run"], { cwd: project.root });
  expect(parsed).toMatchObject({ code: 2 });
  expect(parsed.stdout).toContain("models/a.sql");
  expect(parsed.stdout).not.toContain("DuckDB database");

  project.write("models/a.sql", "select 1 as id");
  const opened = await runCli(["run"], { cwd: project.root });
  expect(opened).toMatchObject({ code: 2 });
  expect(opened.stdout).toContain("shop.duckdb");
  expect(opened.stdout).not.toContain("Concurrency");
});

test("a command that ended has everything in the file", async () => {
  project = createProject({ "models/a.sql": "{{ config(materialized='table') }} select range as id from range(1000)" });
  const file = `${project.root}/shop.duckdb`;
  for (let round = 0; round < 2; round++) {
    expect((await runCli(["run"], { cwd: project.root })).code).toBe(0);
    expect(existsSync(`${file}.wal`)).toBe(false);
    expect(existsSync(`${project.root}/target/run_results.json`)).toBe(true);
    expect(await query(file, "select count(*)::int from a")).toEqual([[1000]]);
  }
});

test.each([
  [2, {}, "4"],
  [20, {}, "21"],
  [2, { UV_THREADPOOL_SIZE: "3" }, "3"],
])("Node's thread pool has room for %i threads, or what it was told to (%j)", async (threads, env, size) => {
  project = createProject({ "models/a.sql": "select 1 as id", "tell.cjs": "process.on('exit', () => process.stderr.write(String(process.env.UV_THREADPOOL_SIZE)))" }, threads);
  const { code, stderr } = await runCli(["run"], { cwd: project.root, env: { ...env, NODE_OPTIONS: `--require ${project.root}/tell.cjs` } });
  expect([code, stderr]).toEqual([0, size]);
});
