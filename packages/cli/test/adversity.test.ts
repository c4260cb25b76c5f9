/** What can go wrong outside the project: one clear sentence each, and the last good table stays. */
import { chmodSync, mkdirSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, describe, expect, test } from "vitest";
import { query } from "./support/query.ts";
import { createProject, runCli, type CliResult, type TemporaryProject } from "./support/run-cli.ts";

let project: TemporaryProject;
afterEach(() => project.remove());

const profile = (lines: string): string => `shop:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      path: shop.duckdb\n      threads: 2\n${lines}`;
const output = ({ stdout, stderr }: CliResult): string => stdout + stderr;
const noStack = (result: CliResult): void => expect(output(result)).not.toMatch(/\n\s+at .+:\d+:\d+/);

describe("the database file", () => {
  test("held by another process: says who holds it", async () => {
    project = createProject({ "models/a.sql": "select 1 as id" });
    const instance = await DuckDBInstance.create(`${project.root}/shop.duckdb`);
    try {
      const result = await runCli(["run"], { cwd: project.root });
      expect(result.code).toBe(2);
      expect(output(result)).toContain(`${process.pid}`);
      expect(output(result)).toMatch(/shop\.duckdb.*(held|lock|use)/);
      noStack(result);
    } finally {
      instance.closeSync();
    }
  });

  test("that is no database: says so and leaves it alone", async () => {
    project = createProject({ "models/a.sql": "select 1 as id", "shop.duckdb": "these are my notes, not a database ".repeat(200) });
    const result = await runCli(["run"], { cwd: project.root });
    expect(result.code).toBe(2);
    expect(output(result)).toMatch(/shop\.duckdb.*not.*database/i);
    noStack(result);
  });

  test.skipIf(process.getuid?.() === 0)("in a folder that cannot be written", async () => {
    project = createProject({ "models/a.sql": "select 1 as id", "profiles.yml": profile("").replace("shop.duckdb", "sealed/shop.duckdb") });
    mkdirSync(`${project.root}/sealed`);
    chmodSync(`${project.root}/sealed`, 0o500);
    const result = await runCli(["run"], { cwd: project.root });
    expect(result.code).toBe(2);
    expect(output(result)).toMatch(/sealed.*(permission|written)/i);
    noStack(result);
  });
});

describe("input files", () => {
  const sources = "sources:\n  - name: raw\n    meta: {external_location: '{name}.csv'}\n    tables: [{name: orders}]\n";

  test("a missing CSV: named, and the table built before stays", async () => {
    project = createProject({ "models/s.yml": sources, "models/a.sql": "{{ config(materialized='table') }}\nselect * from {{ source('raw', 'orders') }}", "orders.csv": "id\n1\n2\n" });
    expect((await runCli(["run"], { cwd: project.root })).code).toBe(0);
    project.write("models/s.yml", sources.replace("{name}.csv", "{name}_2026.csv"));
    const result = await runCli(["run"], { cwd: project.root });
    expect(result.code).toBe(1);
    expect(output(result)).toContain("orders_2026.csv");
    noStack(result);
    expect(await query(`${project.root}/shop.duckdb`, "select count(*)::int from a")).toEqual([[2]]);
  });

  test("a wrongly typed CSV value: file, line and value", async () => {
    project = createProject({
      "models/s.yml": sources.replace("'{name}.csv'", "\"read_csv('orders.csv', types = ['INTEGER'], header = true)\""),
      "models/a.sql": "{{ config(materialized='table') }}\nselect * from {{ source('raw', 'orders') }}",
      "orders.csv": "id\n1\nseven\n",
    });
    const result = await runCli(["run"], { cwd: project.root });
    expect(result.code).toBe(1);
    expect(output(result)).toContain("orders.csv");
    expect(output(result)).toContain("seven");
    noStack(result);
  });
});

describe("resources", () => {
  const wide = "{{ config(materialized='table') }}\nselect md5(i::varchar) as k, list(md5((i * 7)::varchar)) as l from range(3000000) t(i) group by 1";

  test("a memory limit: says which limit, keeps the last good table", async () => {
    project = createProject({ "models/a.sql": "{{ config(materialized='table') }}\nselect 1 as k" });
    expect((await runCli(["run"], { cwd: project.root })).code).toBe(0);
    project.write("profiles.yml", profile("      settings: {memory_limit: 60MB, max_temp_directory_size: 0MB}\n"));
    project.write("models/a.sql", wide);
    const result = await runCli(["run"], { cwd: project.root });
    expect(result.code).toBe(1);
    expect(output(result)).toMatch(/memory/i);
    noStack(result);
    expect(await query(`${project.root}/shop.duckdb`, "select k::int from a")).toEqual([[1]]);
  });

  test("a full disk for temporary files: says so, keeps the last good table", async () => {
    project = createProject({ "models/a.sql": "{{ config(materialized='table') }}\nselect 1 as k" });
    expect((await runCli(["run"], { cwd: project.root })).code).toBe(0);
    project.write("profiles.yml", profile("      settings: {memory_limit: 100MB, max_temp_directory_size: 10MB}\n"));
    project.write("models/a.sql", wide);
    const result = await runCli(["run"], { cwd: project.root });
    expect(result.code).toBe(1);
    expect(output(result)).toMatch(/temp|disk|memory/i);
    noStack(result);
    expect(await query(`${project.root}/shop.duckdb`, "select k::int from a")).toEqual([[1]]);
  });
});

describe("stopping", () => {
  test("Ctrl-C interrupts the statement, reports, and leaves a sound file", async () => {
    project = createProject({ "models/a.sql": "{{ config(materialized='table') }}\nselect 1 as k", "models/slow.sql": "{{ config(materialized='table') }}\nselect sum(a.i * b.i) as s from range(1000000) a(i), range(1000000) b(i) -- {{ ref('a') }}" });
    const { startCli } = await import("./support/run-cli.ts");
    const child = startCli(["run"], { cwd: project.root });
    let text = "";
    child.stdout!.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      if (part.includes("START sql table model main.slow")) child.kill("SIGINT");
    });
    const code = await new Promise<number | null>((done) => child.on("close", done));
    expect(code).toBe(1);
    expect(text).toContain("Exited because of keyboard interrupt");
    expect(await query(`${project.root}/shop.duckdb`, "select table_name from information_schema.tables")).toEqual([["a"]]);
  });
});
