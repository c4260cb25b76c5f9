/** The command line against a real Postgres: build, test, publish; only tested tables go out. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startPostgres, type PostgresServer } from "../../publish/test/support/postgres-server.ts";
import { query } from "./support/query.ts";
import { createProject, runCli, type CliResult, type TemporaryProject } from "./support/run-cli.ts";

let server: PostgresServer;
let project: TemporaryProject;

const MODELS = `models:
  - name: mart_orders
    description: "Orders, one row each: it's the shop's book."
    config: {meta: {publish: {primary_key: [id], indexes: [{columns: [country]}]}}}
    columns:
      - {name: id, description: Key., data_tests: [unique, not_null]}
      - {name: country, data_tests: [{accepted_values: {arguments: {values: [DE, FR]}}}]}
`;

beforeAll(async () => {
  server = await startPostgres();
  const { host, port, user, password, database } = server.target;
  project = createProject({
    "models/mart_orders.sql": "{{ config(materialized='table') }}\nselect i as id, ['DE', 'FR'][1 + i % 2] as country, 1.5 * i as amount from range({{ var('rows', 10) }}) t(i)",
    "models/stg_other.sql": "select 1 as x",
    "models/models.yml": MODELS,
    "dbt_project.yml": "name: shop\nprofile: shop\nvars:\n  publish: {select: 'mart_*', target: serving, schema: reporting}\n",
    "profiles.yml": `shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, threads: 2}\n    serving: {type: postgres, host: "${host}", port: ${port}, user: ${user}, password: "${password}", dbname: ${database}, schema: reporting, sslmode: disable}\n`,
  });
});
afterAll(async () => {
  await server?.stop();
  project?.remove();
});

const run = (...args: string[]): Promise<CliResult> => runCli(args, { cwd: project.root });
const published = async (sql: string): Promise<unknown[]> => (await (await server.connect()).query(sql)).rows;

describe("publish", () => {
  test("refuses a table whose tests have not run since it was built", async () => {
    expect((await run("run")).code).toBe(0);
    const result = await run("publish");
    expect(result.code).toBe(2);
    expect(result.stdout).toContain("mart_orders: 3 tests not run since it was built");
    expect(result.stdout).toContain("--allow-failed");
    expect(await published("select 1 from pg_namespace where nspname = 'reporting'")).toEqual([]);
  });

  test("a dry run says what would happen and changes nothing", async () => {
    expect((await run("test")).code).toBe(0);
    const result = await run("publish", "--dry-run");
    expect(result.code).toBe(0);
    expect(result.stdout).toContain("mart_orders");
    expect(await published("select 1 from pg_namespace where nspname = 'reporting'")).toEqual([]);
  });

  test("sends rows, keys, indexes and comments", async () => {
    expect(await run("publish")).toMatchObject({ code: 0 });
    expect(await published("select count(*)::int as rows, sum(amount)::text as amount from reporting.mart_orders")).toEqual([{ rows: 10, amount: "67.5" }]);
    expect(await published("select obj_description('reporting.mart_orders'::regclass) as text")).toEqual([{ text: "Orders, one row each: it's the shop's book." }]);
    expect(await published("select count(*)::int as n from pg_index where indrelid = 'reporting.mart_orders'::regclass")).toEqual([{ n: 2 }]);
    expect(await published("select count(*)::int as n from pg_tables where schemaname = 'reporting'")).toEqual([{ n: 1 }]);
  });

  test("build --publish does it all in one command", async () => {
    const result = await run("build", "--publish", "--vars", "{rows: 25}");
    expect(result).toMatchObject({ code: 0 });
    expect(await published("select count(*)::int as rows from reporting.mart_orders")).toEqual([{ rows: 25 }]);
  });

  test("a failed test keeps the published table as it was", async () => {
    project.write("models/models.yml", MODELS.replace("[DE, FR]", "[DE]"));
    const result = await run("build", "--publish", "--vars", "{rows: 50}");
    expect(result.code).toBe(1);
    const refused = await run("publish");
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain("failed accepted_values_mart_orders_country__DE");
    expect(await published("select count(*)::int as rows from reporting.mart_orders")).toEqual([{ rows: 25 }]);
    expect((await run("publish", "--allow-failed")).code).toBe(0);
    expect(await published("select count(*)::int as rows from reporting.mart_orders")).toEqual([{ rows: 50 }]);
  });

  test("copies for tools that read files", async () => {
    const result = await run("publish", "--allow-failed", "--duckdb-file", "bi.duckdb", "--parquet-folder", "parquet");
    expect(result).toMatchObject({ code: 0 });
    expect(await query(`${project.root}/bi.duckdb`, "select count(*)::int from mart_orders")).toEqual([[50]]);
    expect(await query(`${project.root}/bi.duckdb`, `select count(*)::int from read_parquet('${project.root}/parquet/*.parquet')`)).toEqual([[50]]);
  });

  test("an output that is not there is an error that says what to write", async () => {
    const result = await run("publish", "--allow-failed", "--publish-target", "nowhere");
    expect(result.code).toBe(2);
    expect(result.stdout).toContain("profile 'shop' has no output 'nowhere'");
  });
});
