/** The command line from outside: words in; text, exit codes and files out. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { query } from "./support/query.ts";
import { createProject, normalize, runCli, type CliResult, type TemporaryProject } from "./support/run-cli.ts";

const here = { cwd: tmpdir() };

describe("words", () => {
  test("--version names both versions", async () => {
    const { code, stdout } = await runCli(["--version"], here);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^tsmodel \d+\.\d+\.\d+.*\nCore:\n {2}- installed: 1\.11\.\d+\n$/);
  });

  /** Native libraries in the process after a command has run in it. */
  const librariesAfter = (word: string): string[] => {
    const main = new URL("../dist/index.js", import.meta.url).href;
    const host = "{ stdout: { write() {} }, stderr: process.stderr, env: {}, cwd: process.cwd(), pid: 1, onInterrupt() {} }";
    const code = `const { main } = await import(${JSON.stringify(main)}); await main(${JSON.stringify(word.split(" "))}, ${host}); console.log(JSON.stringify(process.report.getReport().sharedObjects));`;
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], { cwd: tmpdir(), encoding: "utf8" });
    return (JSON.parse(stdout) as string[]).filter((path) => path.includes("duckdb"));
  };

  test("--version, --help and ls load no database driver; show does", () => {
    const project = createProject({ "models/a.sql": "select 1 as id" });
    expect(librariesAfter("--version")).toEqual([]);
    expect(librariesAfter("--help")).toEqual([]);
    expect(librariesAfter(`ls --project-dir ${project.root}`)).toEqual([]);
    expect(librariesAfter(`show --inline-direct select+1 --project-dir ${project.root}`)).not.toEqual([]);
    project.remove();
  });

  test.each([
    [["bild"], "No such command 'bild'", "did you mean \"build\"?"],
    [["run", "--selct", "x"], "No such option: --selct", "did you mean \"--select\"?"],
    [["run", "--threads", "four"], "Invalid value for '--threads': 'four'", "is not a valid integer"],
    [["ls", "--output", "jsn"], "Invalid value for '--output': 'jsn'", "did you mean \"json\"?"],
    [["build", "orders"], "Got unexpected extra argument (orders): build takes none", "--select orders"],
    [["run-operation"], "run-operation needs macro", "--help"],
  ])("%j is a usage error that says what was meant", async (words, message, hint) => {
    const { code, stderr } = await runCli(words, here);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  test("every command has help with examples", async () => {
    for (const command of ["build", "run", "test", "watch", "publish", "show", "init"]) {
      const { code, stdout } = await runCli([command, "--help"], here);
      expect(code).toBe(0);
      expect(stdout).toContain("Examples");
      expect(stdout).toContain(`tsmodel ${command}`);
    }
  });

  test("alone in a folder without a project: says how to make one", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tsmodel-empty-"));
    const { stdout } = await runCli([], { cwd: folder });
    rmSync(folder, { recursive: true });
    expect(stdout).toContain("tsmodel init shop");
  });
});

describe("init", () => {
  test("makes a project that builds, and touches no folder that is there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tsmodel-init-"));
    expect((await runCli(["init", "shop"], { cwd: folder })).code).toBe(0);
    const built = await runCli(["build"], { cwd: join(folder, "shop") });
    expect(built.stdout).toContain("Done. PASS=14 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=14");
    const again = await runCli(["init", "shop"], { cwd: folder });
    expect(again.code).toBe(2);
    rmSync(folder, { recursive: true });
  });

  test("uses a profile that exists, and writes none when told so", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tsmodel-init-"));
    writeFileSync(join(folder, "profiles.yml"), "team:\n  target: dev\n  outputs: {dev: {type: duckdb, path: t.duckdb}}\n");
    const init = (...words: string[]): Promise<CliResult> => runCli(["init", ...words, "--profiles-dir", folder], { cwd: folder });
    expect((await init("shop", "--profile", "team")).code).toBe(0);
    expect(readFileSync(join(folder, "shop/dbt_project.yml"), "utf8")).toContain("profile: team\n");
    expect((await init("bare", "--skip-profile-setup")).code).toBe(0);
    expect([existsSync(join(folder, "shop/profiles.yml")), existsSync(join(folder, "bare/profiles.yml"))]).toEqual([false, false]);
    const wrong = await init("other", "--profile", "teem");
    expect([wrong.code, wrong.stdout]).toEqual([2, expect.stringContaining("Could not find profile named 'teem'")]);
    expect(existsSync(join(folder, "other"))).toBe(false);
    rmSync(folder, { recursive: true });
  });

  test("in a project, makes the profile that is missing and no project", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tsmodel-init-"));
    writeFileSync(join(folder, "dbt_project.yml"), "name: shop\nprofile: team\n");
    const init = (...words: string[]): Promise<CliResult> => runCli(["init", ...words], { cwd: folder, env: { HOME: folder } });
    expect((await init("--skip-profile-setup")).code).toBe(0);
    const chosen = await init("--profile", "team");
    expect([chosen.code, chosen.stdout]).toEqual([2, expect.stringContaining("there is a project here already")]);
    expect(readdirSync(folder).filter((file) => !file.startsWith(".") && file !== "logs")).toEqual(["dbt_project.yml"]);
    expect((await init()).stdout).toContain("Made profiles.yml with the profile team");
    expect((await runCli(["debug"], { cwd: folder })).code).toBe(0);
    expect((await init()).stdout).toContain("The profile team is there already");
    rmSync(folder, { recursive: true });
  });
});

describe("a project", () => {
  let project: TemporaryProject;
  const run = (...args: string[]): Promise<CliResult> => runCli(args, { cwd: project.root });

  beforeAll(() => {
    project = createProject(
      {
        "models/stg_orders.sql": "{{ config(tags=['daily']) }}\nselect 1 as id, 'x' as note",
        "models/mart_orders.sql": "{{ config(materialized='table') }}\nselect id from {{ ref('stg_orders') }}",
        "models/mart_broken.sql": "{{ config(materialized='table') }}\nselect idd from {{ ref('stg_orders') }}",
        "models/mart_below.sql": "select * from {{ ref('mart_broken') }}",
        "models/models.yml": "models:\n  - name: stg_orders\n    columns:\n      - {name: id, data_tests: [unique, {accepted_values: {arguments: {values: [2]}, config: {severity: warn}}}]}\n",
      },
      1,
    );
  });
  afterAll(() => project.remove());

  test("run prints dbt's lines; what is below a failure is skipped, the rest goes on; exit code 1", async () => {
    const { code, stdout } = await run("run");
    expect(code).toBe(1);
    expect(normalize(stdout, project.root)).toMatchInlineSnapshot(`
      "HH:MM:SS  Running with dbt=1.11.16 (tsmodel VERSION)
      HH:MM:SS  Registered adapter: duckdb=VERSION
      HH:MM:SS  Unable to do partial parsing because saved manifest not found. Starting full parse.
      HH:MM:SS  Found 4 models, 2 data tests, N macros
      HH:MM:SS
      HH:MM:SS  Concurrency: 1 threads (target='dev')
      HH:MM:SS
      HH:MM:SS  1 of 4 START sql view model main.stg_orders .................................... [RUN]
      HH:MM:SS  1 of 4 OK created sql view model main.stg_orders ............................... [OK in N.NNs]
      HH:MM:SS  2 of 4 START sql table model main.mart_broken .................................. [RUN]
      HH:MM:SS  2 of 4 ERROR creating sql table model main.mart_broken ......................... [ERROR in N.NNs]
      HH:MM:SS  3 of 4 START sql table model main.mart_orders .................................. [RUN]
      HH:MM:SS  3 of 4 OK created sql table model main.mart_orders ............................. [OK in N.NNs]
      HH:MM:SS  4 of 4 SKIP relation main.mart_below ........................................... [SKIP]
      HH:MM:SS
      HH:MM:SS  Finished running 2 table models, 2 view models in TIME.
      HH:MM:SS
      HH:MM:SS  Completed with 1 error, 0 partial successes, and 0 warnings:
      HH:MM:SS
      HH:MM:SS  Failure in model mart_broken (models/mart_broken.sql)
      HH:MM:SS    Runtime Error in model mart_broken (models/mart_broken.sql)
        Binder Error: Referenced column "idd" not found in FROM clause!
        Candidate bindings: "id"
        models/mart_broken.sql:2:8 (mart_broken)
            1 | {{ config(materialized='table') }}
            2 | select idd from {{ ref('stg_orders') }}
              |        ^^^
        did you mean "id"?
      HH:MM:SS
      HH:MM:SS    compiled code at target/compiled/shop/models/mart_broken.sql
      HH:MM:SS
      HH:MM:SS  Done. PASS=2 WARN=0 ERROR=1 SKIP=1 NO-OP=0 TOTAL=4
      "
    `);
    expect(await query(`${project.root}/shop.duckdb`, "select table_name from information_schema.tables order by 1")).toEqual([["mart_orders"], ["stg_orders"]]);
  });

  test("a selection with globs and operators", async () => {
    const names = async (...words: string[]): Promise<string[]> => (await run("ls", "--output", "name", ...words)).stdout.trim().split("\n");
    expect(await names("--select", "mart_*", "--exclude", "mart_b*")).toEqual(["mart_orders"]);
    expect(await names("--select", "tag:daily+", "--resource-type", "model")).toEqual(["mart_below", "mart_broken", "mart_orders", "stg_orders"]);
    expect(await names("-s", "+mart_orders,tag:daily", "--resource-type", "model")).toEqual(["stg_orders"]);
  });

  test("a warning is no failure", async () => {
    const { code, stdout } = await run("test", "--select", "stg_orders");
    expect(code).toBe(0);
    expect(stdout).toContain("WARN 1 accepted_values_stg_orders_id__2");
    expect(stdout).toContain("Done. PASS=1 WARN=1 ERROR=0 SKIP=0 NO-OP=0 TOTAL=2");
  });

  test("--fail-fast stops and says what was left", async () => {
    const { code, stdout } = await run("run", "--fail-fast", "--select", "mart_broken", "mart_below");
    expect(code).toBe(1);
    expect(stdout).toContain("Done. PASS=0 WARN=0 ERROR=1 SKIP=1");
  });

  test("show, compile and inline", async () => {
    expect((await run("show", "--select", "stg_orders")).stdout).toContain("| id | note |");
    expect((await run("compile", "--select", "mart_orders")).stdout).toContain('select id from "shop"."main"."stg_orders"');
    const inline = await run("show", "--inline", "select count(*) as n from {{ ref('mart_orders') }}", "--output", "json", "--quiet");
    expect(JSON.parse(inline.stdout)).toEqual({ show: [{ n: 1 }] });
  });

  test("--log-format json gives an event a line, with dbt's names", async () => {
    const { stdout } = await run("run", "--select", "stg_orders", "--log-format", "json");
    const events = stdout.trim().split("\n").map((line) => JSON.parse(line) as { info: { name: string; code: string }; data: { node_info?: { unique_id: string } } });
    expect(events.map((event) => event.info.name)).toEqual(expect.arrayContaining(["MainReportVersion", "FoundStats", "LogStartLine", "LogModelResult", "StatsLine"]));
    expect(events.find((event) => event.info.name === "LogModelResult")?.data.node_info?.unique_id).toBe("model.shop.stg_orders");
  });

  test("artifacts and the log file", async () => {
    await run("run", "--select", "stg_orders");
    const results = JSON.parse(readFileSync(`${project.root}/target/run_results.json`, "utf8")) as { results: { status: string }[]; metadata: { dbt_schema_version: string } };
    expect(results.metadata.dbt_schema_version).toContain("run-results/v6");
    expect(results.results.map((result) => result.status)).toEqual(["success"]);
    expect(existsSync(`${project.root}/target/manifest.json`)).toBe(true);
    expect(existsSync(`${project.root}/target/compiled/shop/models/stg_orders.sql`)).toBe(true);
    expect(readFileSync(`${project.root}/logs/dbt.log`, "utf8")).toContain("create or replace view");
  });

  test("run-operation calls a macro with arguments", async () => {
    project.write("macros/say.sql", "{% macro say(what) %}{% do log('said ' ~ what ~ ' ' ~ (run_query('select 40 + 2').rows[0][0]), info=True) %}{% endmacro %}");
    const { code, stdout } = await run("run-operation", "say", "--args", "{what: it}");
    expect(code).toBe(0);
    expect(stdout).toContain("said it 42");
    expect((await run("run-operation", "sya")).stdout).toContain('did you mean "say"?');
  });

  test("clean removes the targets and nothing else", async () => {
    expect((await run("clean")).code).toBe(0);
    expect(existsSync(`${project.root}/target`)).toBe(false);
    expect(existsSync(`${project.root}/models/stg_orders.sql`)).toBe(true);
  });
});
