/** `tsmodel monitor` on Postgres: the same checks, and a history that the next run reads. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPostgres, type PostgresServer } from "../../publish/test/support/postgres-server.ts";
import { createProject, runCli, type CliResult, type TemporaryProject } from "./support/run-cli.ts";

const ORDERS = `{{ config(materialized='table') }}
select
  cast(day as date) as order_date,
  n as order_no,
  case when n % 2 = 0 then 'NA' else 'EMEA' end as region,
  cast(10 + n % 3 as numeric(10, 2)) as amount,
  n % 4 = 0 as is_gift
from generate_series(timestamp '2025-12-18', timestamp '2026-02-25', interval '1 day') as day, generate_series(1, 40) as n
`;

let server: PostgresServer;
let project: TemporaryProject;
const monitor = (...words: string[]): Promise<CliResult> =>
  runCli(["monitor", "--as-of", "2026-02-26", ...words], { cwd: project.root });
const rowsOf = async (sql: string): Promise<unknown[]> => {
  const client = await server.connect();
  return (await client.query({ text: sql, rowMode: "array" })).rows;
};

beforeAll(async () => {
  server = await startPostgres();
  const { host, port, user, password } = server.target;
  project = createProject({
    "models/orders.sql": ORDERS,
    "dashboards/sales.yml":
      "version: 1\ntitle: Sales\nqueries:\n  orders:\n    model: orders\n    time: order_date\n    by: [region]\n    measures: {revenue: {value: sum(amount), label: Revenue}}\nrows:\n  - tiles: [{number: orders.revenue}]\n",
  });
  project.write(
    "profiles.yml",
    `shop:\n  target: dev\n  outputs:\n    dev: {type: postgres, host: ${host}, port: ${port}, user: ${user}, password: ${password}, dbname: postgres, schema: shop, threads: 2}\n`,
  );
  const { code, stdout } = await runCli(["run"], { cwd: project.root });
  expect(code, stdout).toBe(0);
});
afterAll(async () => {
  project?.remove();
  await server?.stop();
});

test("learns, remembers, and finds what broke", async () => {
  const first = await monitor();
  expect([first.code, first.stdout]).toEqual([
    0,
    expect.stringMatching(
      /✓ orders +40 rows, newest 24 hours old, 19 checks, 1 learning\n {2}✓ sales +1 check\n/,
    ),
  ]);
  const counts =
    "select count(*)::int, count(*) filter (where is_training)::int, count(distinct run_id)::int from _tsmodel.metric_points";
  expect(await rowsOf(counts)).toEqual([[16 * 61, 16 * 60, 1]]);
  const second = await monitor();
  expect([second.code, second.stdout]).toEqual([0, expect.stringContaining("  20 passed  ")]);
  expect(await rowsOf(counts)).toEqual([[16 * 61, 16 * 60, 1]]);

  await rowsOf(
    "delete from shop.orders where order_date = '2026-02-25' and order_no > 5; alter table shop.orders alter column order_no set not null; alter table shop.orders drop column is_gift",
  );
  const { code, stdout } = await monitor();
  expect(code).toBe(1);
  for (const text of [
    "rows: 5 on 25 Feb 2026, expected 40 (30 to 50)",
    "column is_gift (boolean) is gone; tsmodel monitor --accept-schema takes it as it is",
    "column order_no may not be null any more",
    "Revenue 56 on 25 Feb 2026, expected 440 (330 to 550)",
  ])
    expect(stdout).toContain(text);
  expect(
    await rowsOf("select name, severity, announced from _tsmodel.monitor_findings where kind = 'volume'"),
  ).toEqual([["orders.volume", "error", false]]);
  expect(
    await rowsOf(
      "select bucket_start, value, flagged from _tsmodel.metric_points where metric = 'row_count' order by recorded_at desc limit 1",
    ),
  ).toEqual([["2026-02-25", 5, true]]);
});

test("explain-metrics speaks of it", async () => {
  const { code, stdout } = await runCli(["explain-metrics", "--as-of", "2026-02-26"], { cwd: project.root });
  expect([code, stdout]).toEqual([0, expect.stringContaining("By region, ")]);
});
