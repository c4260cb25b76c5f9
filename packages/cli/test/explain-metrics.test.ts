/** `tsmodel explain-metrics` by the real binary: contributions that add up, and queries that give the figures of their sentences. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { query } from "./support/query.ts";
import { createProject, runCli, type CliResult, type TemporaryProject } from "./support/run-cli.ts";

/** Twenty weeks; in the last one EMEA sells half, and NA's part of the tasks on time falls. */
const SALES = `{{ config(materialized='table') }}
select cast(week as date) as week_start, region, channel, orders, on_time, amount
from (
  select
    range as week, region, channel,
    case when region = 'EMEA' and range = timestamp '2026-02-16' then 50 else 100 end as orders,
    case when region = 'NA' and range = timestamp '2026-02-16' then 60 when region = 'EMEA' and range = timestamp '2026-02-16' then 45 else 90 end as on_time,
    case when region = 'EMEA' and range = timestamp '2026-02-16' then 500 else 1000 end as amount
  from range(timestamp '2025-10-06', timestamp '2026-02-23', interval 7 day), (values ('EMEA'), ('NA'), ('APAC')) as r(region), (values ('web'), ('shop')) as c(channel)
)`;
const DASHBOARD = `version: 1
title: Sales & returns
as_of: "date '2026-02-26'"
categories:
  region: {EMEA: "Europe <East>", NA: North America, APAC: APAC}
queries:
  sales:
    model: sales
    time: week_start
    grain: week
    by: [region, channel]
    measures:
      orders: {value: sum(orders), label: Orders, format: count, good: up}
      on_time: {value: "percent(sum(on_time), sum(orders))", label: On time, good: up}
      middle: {value: median(amount), label: Median amount}
      price: {value: "ratio(sum(amount), sum(orders))", label: Price, format: eur}
  whole:
    sql: select week_start, sum(orders) as orders from {{ ref('sales') }} group by week_start
    time: week_start
    grain: week
    measures:
      orders: {value: value(orders), label: Orders, format: count, good: up}
rows:
  - tiles:
      - {line: sales, y: on_time, goal: {value: 95, label: Goal}, alert: {value: 85, label: Too late}}
      - {number: whole.orders, bands: [{to: 550, tone: bad}, {tone: good}]}
`;

interface Movement {
  readonly name: string;
  readonly also: readonly string[];
  readonly group: string;
  readonly before: number;
  readonly after: number;
  readonly change: number;
  readonly broken_rules: readonly { readonly kind: string; readonly value: number }[];
  readonly splits: readonly {
    readonly dimension: string;
    readonly is_driver: boolean;
    readonly contributions: readonly {
      readonly segment: string;
      readonly contribution: number;
      readonly rate?: number;
      readonly mix?: number;
    }[];
  }[];
  readonly unsplit: string | null;
  readonly sentences: readonly {
    readonly topic: string;
    readonly text: string;
    readonly query: string | null;
  }[];
}

let project: TemporaryProject;
let movements: readonly Movement[];
const explain = (...words: string[]): Promise<CliResult> =>
  runCli(["explain-metrics", ...words], { cwd: project.root });
const get = (name: string): Movement => movements.find((movement) => movement.name === name)!;
const says = (name: string): string[] => get(name).sentences.map(({ topic, text }) => `${topic}: ${text}`);

beforeAll(async () => {
  project = createProject({
    "models/sales.sql": SALES,
    "dashboards/sales.yml": DASHBOARD,
    "monitoring/all.yml":
      'version: 1\nmeasures:\n  sales.sales.orders: {min: 520, look_at: "the shops of the region"}\n',
  });
  const { code, stdout } = await runCli(["run"], { cwd: project.root });
  expect(code, stdout).toBe(0);
  movements = (JSON.parse((await explain("--output", "json")).stdout) as { movements: Movement[] }).movements;
});
afterAll(() => project.remove());

test("a sum: what moved, by how much, which segment, which rules, what to look at", () => {
  expect(says("sales.sales.orders")).toEqual([
    "change: Orders fell from 600 to 500 in the week of 16 Feb 2026: −100 (−16.7 %).",
    "usual: That is within its usual range of 450 to 750.",
    "usual: No week of the 19 before was lower.",
    "segment: By region, Europe <East> accounts for −100 of −100 (from 200 to 100); the other 2 together for 0.",
    "rule: It is below the limit of 520 that monitoring sets.",
    'rule: It is in the band "bad", below 550.',
    "look-at: the shops of the region",
  ]);
  expect(get("sales.sales.orders")).toMatchObject({
    group: "attention",
    also: ["sales.whole.orders"],
    change: -100,
  });
});

test("a ratio: rate and mix", () => {
  // 90 % everywhere before; then 90 of 100, 120 of 200 and 180 of 200: 390 of 500.
  const { before, after, splits } = get("sales.sales.on_time");
  expect([before, after]).toEqual([90, 78]);
  const regions = splits.find(({ dimension }) => dimension === "region")!;
  expect(regions.is_driver).toBe(true);
  const america = regions.contributions.find(({ segment }) => segment === "NA")!;
  // Shares 1/3 and 2/5, rates 90 and 60, mean of the totals 84.
  expect([america.rate, america.mix]).toEqual([
    expect.closeTo(((1 / 3 + 2 / 5) / 2) * -30, 9),
    expect.closeTo((2 / 5 - 1 / 3) * (75 - 84), 9),
  ]);
  expect(
    says("sales.sales.on_time")
      .filter((text) => !text.startsWith("usual"))
      .slice(1),
  ).toEqual([
    "segment: By region, North America accounts for −11.6 of −12.0 points (its own figure went 90.0 % → 60.0 %, which makes −11.0; its share 33.3 % → 40.0 % makes −0.6); the other 2 together for −0.4 points.",
    "segment: Over all of them, −11.0 points came from figures inside segments and −1.0 points from their shares.",
    'rule: It is below the goal of 95.0 % ("Goal").',
    'rule: It is below the alert line of 85.0 % ("Too late").',
  ]);
});

test("contributions of every split add up to the change", () => {
  const splits = movements.flatMap(({ change, splits: all }) => all.map((split) => ({ change, split })));
  expect(splits.length).toBeGreaterThanOrEqual(6);
  for (const { change, split } of splits) {
    expect(split.contributions.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(
      change,
      9,
    );
    for (const { contribution, rate, mix } of split.contributions)
      if (rate !== undefined) expect(rate + mix!).toBeCloseTo(contribution, 12);
  }
});

test("what does not add up is not split, and says why", () => {
  expect(get("sales.sales.middle")).toMatchObject({
    splits: [],
    unsplit: "a median does not add up over segments",
  });
});

test("each sentence with figures has a query that gives them", async () => {
  const database = join(project.root, "shop.duckdb");
  for (const { before, after, change, sentences, splits } of movements) {
    for (const { topic, query: sql } of sentences) {
      if (topic === "look-at") {
        expect(sql).toBeNull();
        continue;
      }
      const rows = await query(database, sql!);
      if (topic === "change" || topic === "rule")
        expect(rows.map((row) => Number(row[1]))).toEqual([
          expect.closeTo(before, 9),
          expect.closeTo(after, 9),
        ]);
      if (topic === "usual") expect(Number(rows.at(-1)![1])).toBeCloseTo(after, 9);
      if (topic === "segment") {
        const driver = splits.find(({ is_driver: isDriver }) => isDriver)!;
        const segments = new Set(rows.map((row) => row[1]));
        expect(segments.size).toBe(driver.contributions.length);
        if (driver.contributions[0]!.rate === undefined) {
          const total = (period: string): number =>
            rows.filter((row) => row[0] === period).reduce((sum, row) => sum + Number(row[2]), 0);
          expect(total("2026-02-16") - total("2026-02-09")).toBeCloseTo(change, 9);
        }
      }
    }
  }
});

test("terminal, Markdown and HTML say the same; texts are escaped", async () => {
  const { code, stdout } = await explain("--out", "out/moved.html");
  expect([code, stdout]).toEqual([0, expect.stringContaining("  Worth a look\n  ▼ Orders")]);
  expect(stdout).toContain("      ! It is below the limit of 520 that monitoring sets.\n");
  expect(stdout).toContain("      → the shops of the region\n");
  expect(stdout).toContain("As before: Median amount 1,000, Price €10.00");
  await explain("--out", "out/moved.md");
  const read = (name: string): string => readFileSync(join(project.root, "out", name), "utf8");
  for (const { sentences } of movements.filter(({ group }) => group !== "same"))
    for (const { text, query: sql } of sentences) {
      expect(read("moved.md")).toContain(text);
      if (sql !== null) expect(read("moved.md")).toContain(sql);
    }
  const html = read("moved.html");
  expect(html).toContain("By region, Europe &lt;East&gt; accounts for −100 of −100");
  expect(html).toContain('<a href="sales.html">Sales &amp; returns</a>');
  expect(html).not.toContain("<East>");
  expect(html).not.toMatch(/ src=|https?:\/\//);
});

test("only what reads the selected models; the day of --as-of; endings of files", async () => {
  expect(
    (
      JSON.parse((await explain("--output", "json", "--exclude", "sales")).stdout) as {
        movements: Movement[];
      }
    ).movements,
  ).toEqual([]);
  const earlier = JSON.parse((await explain("--output", "json", "--as-of", "2026-02-18")).stdout) as {
    movements: { period: string; group: string }[];
  };
  expect(new Set(earlier.movements.map(({ period }) => period))).toEqual(new Set(["2026-02-09"]));
  const { code, stderr, stdout } = await explain("--out", "moved.txt");
  expect([code, stdout + stderr]).toEqual([2, expect.stringContaining("Invalid value for '--out'")]);
});
