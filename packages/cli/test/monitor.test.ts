/** `tsmodel monitor` by the real binary over a small DuckDB project: what breaks is found, told once, muted, remembered. */
import { createHmac } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { execute, query } from "./support/query.ts";
import { createProject, runCli, type CliResult, type TemporaryProject } from "./support/run-cli.ts";

type Broken = "late" | "few" | "cheap" | "nulls" | "dropped";

/** 70 days up to 2026-02-25: 40 orders a day on weekdays, 20 on weekends; the last day may be broken. */
function ordersSql(broken?: Broken): string {
  const last = "day = date '2026-02-25'";
  return `
    select
      day as order_date,
      n as order_no,
      ${broken === "dropped" ? "" : "case when n % 2 = 0 then 'NA' else 'EMEA' end as region,"}
      ${broken === "cheap" ? `case when ${last} then 1 else 10 + n % 3 end` : broken === "nulls" ? `case when n < 10 and ${last} then null else 10 + n % 3 end` : "10 + n % 3"} as amount
    from (
      select day, unnest(range(case when isodow(day) > 5 then 20 when ${broken === "few" ? last : "false"} then 8 else 40 end)) as n
      from (select cast(range as date) as day from range(timestamp '2025-12-18', timestamp '${broken === "late" ? "2026-02-23" : "2026-02-26"}', interval 1 day)) as days
    ) as rows`;
}
const DASHBOARD = `version: 1
title: Sales
as_of: "date '2026-02-26'"
queries:
  orders:
    model: orders
    time: order_date
    grain: day
    by: [region]
    measures:
      revenue: {value: sum(amount), label: Revenue, good: up}
rows:
  - tiles:
      - {line: orders, y: revenue, alert: {value: 100, label: Too little}}
`;
const PLAIN = "version: 1\nas_of: \"date '2026-02-26'\"\n";

interface Result {
  readonly summary: { readonly [count: string]: number };
  readonly checks: readonly {
    readonly id: string;
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly silence: { kind: string } | null;
    readonly query: string | null;
  }[];
  readonly notices: readonly string[];
}

describe("monitor", () => {
  let project: TemporaryProject;
  /** As a first run leaves nothing: the database before any. */
  let fresh: Buffer;
  const database = (): string => join(project.root, "shop.duckdb");
  const build = (broken?: Broken): Promise<void> =>
    execute(database(), `create or replace table orders as ${ordersSql(broken)}`);
  const monitor = (
    words: readonly string[] = [],
    env: { readonly [name: string]: string } = {},
  ): Promise<CliResult> => runCli(["monitor", ...words], { cwd: project.root, env });
  const results = (): Result =>
    JSON.parse(readFileSync(join(project.root, "target/monitor_results.json"), "utf8")) as Result;
  const findings = (): string[] =>
    results()
      .checks.filter(({ status }) => status === "error" || status === "warn")
      .map(({ status, name, message, silence }) => `${silence?.kind ?? status} ${name}: ${message}`);

  beforeAll(async () => {
    project = createProject({
      "models/orders.sql": `{{ config(materialized='table') }}${ordersSql()}`,
      "dashboards/sales.yml": DASHBOARD,
    });
    const { code, stdout } = await runCli(["run"], { cwd: project.root });
    expect(code, stdout).toBe(0);
    fresh = readFileSync(database());
  });
  afterAll(() => project.remove());
  beforeEach(() => {
    writeFileSync(database(), fresh);
    rmSync(join(project.root, "monitoring"), { recursive: true, force: true });
    project.write("monitoring/all.yml", PLAIN);
  });

  test("all is well: the first run learns the columns, the second finds nothing and remembers no more", async () => {
    const first = await monitor();
    expect([first.code, first.stdout]).toEqual([
      0,
      expect.stringMatching(
        /as of 2026-02-26 · 1 table, 1 dashboard\n\n {2}✓ orders {28}40 rows, newest 24 hours old, 15 checks, 1 learning\n {2}✓ sales {29}2 checks\n/,
      ),
    ]);
    const points = `select count(*), count(*) filter (where is_training), count(distinct run_id) from _tsmodel.metric_points`;
    const [[all, training]] = (await query(database(), points)) as [[string, string, string]];
    expect([Number(all) - Number(training), Number(training)]).toEqual([13, 13 * 60]);
    const second = await monitor();
    expect(second.stdout).toContain("  17 passed  ");
    expect(await query(database(), points)).toEqual([[all, training, "1"]]);
  });

  test("no configuration at all works by the clock", async () => {
    rmSync(join(project.root, "monitoring"), { recursive: true });
    const { code, stdout } = await monitor([], { TSMODEL_NOW: "2026-02-26T10:00:00Z" });
    expect([code, stdout]).toEqual([0, expect.stringContaining("as of 2026-02-26 10:00")]);
    const late = await monitor([], { TSMODEL_NOW: "2026-03-02T10:00:00Z" });
    expect([late.code, late.stdout]).toEqual([
      1,
      expect.stringContaining("no rows since 25 Feb 2026; so far they came every day"),
    ]);
    expect((await monitor(["--as-of", "2026-02-26"], { TSMODEL_NOW: "2026-03-02T10:00:00Z" })).code).toBe(0);
  });

  test.each<[Broken, number, string[]]>([
    [
      "late",
      1,
      [
        "error orders.freshness: no rows since 22 Feb 2026; so far they came every day",
        "error orders.volume: rows: 0 on 25 Feb 2026, expected 40 (30 to 50)",
      ],
    ],
    [
      "few",
      1,
      [
        "error orders.volume: rows: 8 on 25 Feb 2026, expected 40 (30 to 50)",
        'warn sales.orders.revenue.line: Revenue 87 on 25 Feb 2026, below the line of 100 ("Too little")',
        "warn sales.orders.revenue: Revenue 87 on 25 Feb 2026, expected 439 (329.25 to 548.75)",
      ],
    ],
    [
      "cheap",
      0,
      [
        "warn orders.amount.distinct_count: amount: distinct values 1 on 25 Feb 2026, expected 3 (2 to 4)",
        "warn orders.amount.mean: amount: mean 1 on 25 Feb 2026, expected 11 (8.231 to 13.7)",
        "warn orders.amount.min: amount: minimum 1 on 25 Feb 2026, expected at least 7.5",
        'warn sales.orders.revenue.line: Revenue 40 on 25 Feb 2026, below the line of 100 ("Too little")',
        "warn sales.orders.revenue: Revenue 40 on 25 Feb 2026, expected 439 (329.25 to 548.75)",
      ],
    ],
    [
      "nulls",
      0,
      [
        "warn orders.amount.null_share: amount: nulls 25.0 % on 25 Feb 2026, expected 0.0 % (0.0 % to 12.0 %)",
      ],
    ],
    [
      "dropped",
      1,
      [
        "error orders.schema.region.removed: column region (VARCHAR) is gone; tsmodel monitor --accept-schema takes it as it is",
        "error sales.orders: query orders cannot be read: the SQL of",
      ],
    ],
  ])("broken: %s", async (broken, code, expected) => {
    if (broken === "dropped") await monitor();
    await build(broken);
    expect((await monitor()).code).toBe(code);
    const found = findings().sort();
    for (const [index, text] of expected.entries()) {
      if (broken === "dropped" && index === 1) continue;
      expect(found).toContain(text);
    }
    if (broken === "dropped")
      expect(
        found.filter((text) => text.startsWith("error sales.orders: query orders cannot be read: ")),
      ).toHaveLength(1);
    else expect(found.filter((text) => !expected.includes(text) && !text.includes("order_no."))).toEqual([]);
  });

  test("a schema change stays until it is accepted", async () => {
    await monitor();
    await build("dropped");
    expect((await monitor(["--select", "orders"])).code).toBe(1);
    expect((await monitor(["--select", "orders"])).code).toBe(1);
    rmSync(join(project.root, "dashboards"), { recursive: true });
    try {
      expect((await monitor(["--accept-schema"])).code).toBe(1);
      expect((await monitor()).code).toBe(0);
    } finally {
      project.write("dashboards/sales.yml", DASHBOARD);
    }
  });

  test("exit codes: warnings count when asked, mutes and acknowledgements until their day", async () => {
    await build("nulls");
    expect((await monitor()).code).toBe(0);
    expect((await monitor(["--fail-on", "warn"])).code).toBe(1);
    const { id } = results().checks.find(({ name }) => name === "orders.amount.null_share")!;
    project.write(
      "monitoring/all.yml",
      `${PLAIN}mute: [{match: orders.amount.*, until: 2026-03-01, reason: known}]\n`,
    );
    const muted = await monitor(["--fail-on", "warn"]);
    expect([muted.code, muted.stdout]).toEqual([
      0,
      expect.stringContaining(`muted orders.amount.null_share  ${id} until 2026-03-01: known`),
    ]);
    project.write(
      "monitoring/all.yml",
      `${PLAIN}acknowledge: [{finding: ${id}, until: 2026-02-27, by: Ana}]\n`,
    );
    expect([(await monitor(["--fail-on", "warn"])).code, findings()[0]]).toEqual([
      0,
      expect.stringMatching(/^acknowledged orders\.amount\.null_share/),
    ]);
    const over = await monitor(["--fail-on", "warn", "--as-of", "2026-02-27"]);
    expect([over.code, over.stdout]).toEqual([
      1,
      expect.stringContaining(
        `the acknowledgement of ${id} has run out on 2026-02-27 (monitoring/all.yml:3)`,
      ),
    ]);
  });

  test("a table that lost its rows", async () => {
    await monitor();
    await execute(database(), "delete from orders");
    expect((await monitor(["--select", "orders"])).code).toBe(1);
    expect(findings().filter((text) => text.startsWith("error orders."))).toEqual([
      "error orders.freshness: there are no rows any more",
      "error orders.volume: rows: 0 on 25 Feb 2026, expected 40 (30 to 50)",
    ]);
  });

  test("limits of the file", async () => {
    project.write(
      "monitoring/all.yml",
      `${PLAIN}models:\n  orders:\n    limits: {row_count: {min: 50}, amount.max: {max: 11}, colour.mean: {min: 0}}\nmeasures:\n  sales.orders.revenue: {max: 100, by: [region]}\n`,
    );
    expect((await monitor()).code).toBe(1);
    expect(findings()).toEqual([
      "error orders.volume: rows: 40 on 25 Feb 2026, below the limit of 50",
      "warn orders.amount.max: amount: maximum 12 on 25 Feb 2026, above the limit of 11",
      'error orders.colour.missing: monitoring names the column "colour", which is not there',
      "warn sales.orders.revenue: Revenue 439 on 25 Feb 2026, above the limit of 100",
    ]);
    expect(
      results()
        .checks.filter(({ name }) => name.startsWith("sales.orders.revenue["))
        .map(({ name, status }) => [name, status]),
    ).toEqual([
      ["sales.orders.revenue[region=EMEA]", "pass"],
      ["sales.orders.revenue[region=NA]", "pass"],
    ]);
  });

  test("JSON on standard output is the file and nothing else; its queries run", async () => {
    const { stdout } = await monitor(["--output", "json", "--junit", "out/report.xml"]);
    expect(JSON.parse(stdout)).toEqual(results());
    expect(readFileSync(join(project.root, "out/report.xml"), "utf8")).toContain(
      '<testsuite name="model.shop.orders"',
    );
    const sql = results().checks.find(({ name }) => name === "orders.volume")!.query!;
    expect((await query(database(), sql)).at(-1)!.slice(0, 2)).toEqual(["2026-02-25", "40"]);
  });

  test("in a GitHub workflow", async () => {
    await build("few");
    const summary = join(project.root, "summary.md");
    const { stdout } = await monitor([], {
      GITHUB_ACTIONS: "true",
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_WORKSPACE: join(project.root, ".."),
    });
    expect(stdout).toMatch(
      /^::error file=tsmodel-cli-\w+\/models\/orders\.sql,line=1,title=orders\.volume::rows: 8 on 25 Feb 2026/m,
    );
    expect(readFileSync(summary, "utf8")).toContain("| ❌ | orders.volume |");
  });

  test("a backtest remembers nothing and tells nobody", async () => {
    await build("few");
    const { code, stdout } = await monitor(["--backtest", "30d"]);
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining(
        "! orders.volume  1 of 30 periods\n      25 Feb 2026: 8, expected 40 (30 to 50)\n",
      ),
    ]);
    expect(
      await query(
        database(),
        "select count(*) from information_schema.tables where table_schema = '_tsmodel'",
      ),
    ).toEqual([["0"]]);
    const json = JSON.parse((await monitor(["--backtest", "4 weeks", "--output", "json"])).stdout) as {
      days: number;
      series: { name: string; alarms: object[] }[];
    };
    expect([json.days, json.series.find(({ name }) => name === "orders.volume")!.alarms]).toEqual([
      28,
      [expect.objectContaining({ bucket_start: "2026-02-25", value: 8 })],
    ]);
  });

  test.each([
    [["--as-of", "yesterday"], "", "Invalid value for '--as-of': 'yesterday' is not a date"],
    [["--backtest", "soon"], "", "Invalid value for '--backtest': 'soon' is not a number of days"],
    [["--fail-on", "never"], "", "Invalid value for '--fail-on': 'never' is not"],
    [[], "modells: {}\n", 'a monitoring file has no key "modells"'],
    [[], "models:\n  order: {}\n", "monitoring/all.yml:4:3"],
    [[], "as_of: 1 1\n", "monitoring/all.yml:2:8"],
  ])("wrong: %j %s", async (words, text, expected) => {
    project.write("monitoring/all.yml", text.startsWith("as_of") ? `version: 1\n${text}` : PLAIN + text);
    const { code, stdout, stderr } = await monitor(words);
    expect([code, stdout + stderr]).toEqual([2, expect.stringContaining(expected)]);
  });

  test("a table that was never built", async () => {
    project.write("models/later.sql", "select 1 as a");
    try {
      const { code, stdout } = await monitor();
      expect([code, stdout]).toEqual([
        1,
        expect.stringMatching(/error later\.table .*\n.*does not exist.*tsmodel build makes it/),
      ]);
    } finally {
      rmSync(join(project.root, "models/later.sql"));
    }
  });

  test("the JSON Schema", async () => {
    const { stdout } = await monitor(["schema"]);
    expect(JSON.parse(stdout)).toMatchObject({ title: "tsmodel monitoring", additionalProperties: false });
  });

  describe("channels", () => {
    let server: Server;
    let url: string;
    let status: number;
    let received: {
      readonly path: string;
      readonly body: string;
      readonly signature: unknown;
      readonly timestamp: unknown;
    }[] = [];
    beforeAll(async () => {
      server = createServer((request, response) => {
        let body = "";
        request.setEncoding("utf8").on("data", (text: string) => (body += text));
        request.on("end", () => {
          received.push({
            path: request.url!,
            body,
            signature: request.headers["x-tsmodel-signature"],
            timestamp: request.headers["x-tsmodel-timestamp"],
          });
          response.writeHead(status).end();
        });
      });
      await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterAll(() => void server.close());

    test("new findings and recoveries, once, signed; what was refused is told by the next run", async () => {
      project.write(
        "monitoring/all.yml",
        `${PLAIN}notify:\n  slack: {url_env: HOOK, least: error}\n  webhook: {url: "${url}/hook", secret_env: SECRET}\n`,
      );
      const env = { HOOK: `${url}/slack`, SECRET: "s3cret" };
      const told = async (more: { readonly [name: string]: string } = env): Promise<string[]> => {
        received = [];
        await monitor(["--select", "orders"], more);
        return received.map(
          ({ path, body }) =>
            `${path} ${(JSON.parse(body) as { text?: string; summary?: string }).text ?? (JSON.parse(body) as { summary: string }).summary}`,
        );
      };
      status = 404;
      await build("few");
      expect(await told()).toEqual([
        "/slack shop: 1 new error",
        expect.stringMatching(/^\/hook 1 new error, \d new warnings$/),
      ]);
      expect(results().notices).toEqual([
        "slack: the answer was 404; the next run tells it",
        "webhook: the answer was 404; the next run tells it",
      ]);
      status = 200;
      expect(await told()).toHaveLength(2);
      const { body, signature, timestamp } = received[1]!;
      expect(signature).toBe(
        `sha256=${createHmac("sha256", "s3cret")
          .update(`${String(timestamp)}.${body}`)
          .digest("hex")}`,
      );
      expect(await told()).toEqual([]);
      await build();
      expect(await told()).toEqual([
        "/slack shop: 1 recovered",
        expect.stringMatching(/^\/hook \d recovered$/),
      ]);
      expect(await told()).toEqual([]);
      await build("few");
      expect(await told({ SECRET: "s3cret" })).toHaveLength(1);
      expect(results().notices).toEqual(["slack: the variable HOOK is not set, so nobody was told"]);
    });
  });
});

test("the file of results is not written where artifacts are not wanted", async () => {
  const project = createProject({ "models/a.sql": "select 1 as a" });
  try {
    await runCli(["run"], { cwd: project.root });
    const { code } = await runCli(["monitor", "--no-write-json"], { cwd: project.root });
    expect([code, existsSync(join(project.root, "target/monitor_results.json"))]).toEqual([0, false]);
  } finally {
    project.remove();
  }
});

test("sources: the project's own freshness, a time that is text, hours", async () => {
  const project = createProject({
    "models/sources.yml":
      "sources:\n  - name: raw\n    schema: main\n    tables:\n      - name: events\n        loaded_at_field: loaded_at\n        config: {freshness: {warn_after: {count: 6, period: hour}, error_after: {count: 2, period: day}}}\n      - name: texts\n      - name: plain\n",
    "models/hours.sql": "select 1 as a",
    "monitoring/all.yml":
      "version: 1\nsources:\n  raw.texts: {time: cast(loaded as timestamp), grain: hour, columns: all}\n",
  });
  const database = join(project.root, "shop.duckdb");
  const monitor = (asOf: string): Promise<CliResult> =>
    runCli(["monitor", "--as-of", asOf, "--select", "source:raw"], { cwd: project.root });
  try {
    await execute(
      database,
      `create table events as select timestamp '2026-01-01' + to_minutes(cast(n * 20 as int)) as loaded_at, n from range(4032) r(n);
       create table texts as select strftime(loaded_at, '%Y-%m-%d %H:%M') as loaded, case when n % 2 = 0 then 'a' else 'b' end as kind from events;
       create table plain as select * from events`,
    );
    const fresh = await monitor("2026-02-26T00:30:00Z");
    expect([fresh.code, fresh.stdout]).toEqual([0, expect.stringContaining("✓ 1 by their columns")]);
    expect(fresh.stdout).toMatch(/✓ raw\.events +72 rows, newest 50 minutes old/);
    const late = await monitor("2026-02-26T08:00:00Z");
    expect([late.code, late.stdout]).toEqual([
      1,
      expect.stringMatching(
        /warn raw\.events\.freshness .*\n +newest row is 8 hours old \(2026-02-25 23:40\), the limit is 6 hours/,
      ),
    ]);
    expect(late.stdout).toMatch(
      /error raw\.texts\.freshness .*\n +no rows since 25 Feb 2026 23:00; so far they came every hour/,
    );
    expect(late.stdout).toMatch(
      /error raw\.texts\.volume .*\n +rows: 0 at 26 Feb 2026 07:00, expected 3 \(2 to 4\)/,
    );
    expect((await monitor("2026-02-28T02:00:00Z")).stdout).toMatch(
      /error raw\.events\.freshness .*\n +newest row is 2 days old/,
    );
  } finally {
    project.remove();
  }
});
