/** `tsmodel dashboards …` by the real binary: pages, and what is said when a file is wrong. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject, runCli, type CliResult, type TemporaryProject } from "./support/run-cli.ts";

const page = (query: string): string => `version: 1
title: Orders
as_of: "date '{{ var('as_of', '2026-02-26') }}'"
queries:
  orders:
${query}
rows:
  - tiles: [{number: orders.n, id: n}]
`;
const good = page("    model: orders\n    time: day\n    grain: week\n    measures: {n: sum(amount)}");

describe("dashboards", () => {
  let project: TemporaryProject;
  const run = (...words: string[]): Promise<CliResult> =>
    runCli(["dashboards", ...words], { cwd: project.root });

  beforeAll(async () => {
    project = createProject({
      "models/orders.sql": "select date '2026-02-17' as day, 5 as amount, 'x' as name",
    });
    expect((await runCli(["run"], { cwd: project.root })).code).toBe(0);
  });
  afterAll(() => project.remove());

  test("without a file", async () => {
    const { code, stdout } = await run("build");
    expect([code, stdout]).toEqual([
      2,
      expect.stringContaining("there is no dashboard: dashboards has no .yml file"),
    ]);
  });

  test("writes pages, and leaves the results of the last run alone", async () => {
    project.write("dashboards/sales.yml", good);
    const { code, stdout } = await run("build", "--out", "pages");
    expect(code, stdout).toBe(0);
    expect(stdout).toContain("1 page: open pages/index.html");
    expect(readFileSync(join(project.root, "pages/sales.html"), "utf8")).toContain(
      '<span class="value">5</span>',
    );
    expect(readFileSync(join(project.root, "target/run_results.json"), "utf8")).toContain(
      "model.shop.orders",
    );
  });

  test("prints exposures that the project can read", async () => {
    project.write("dashboards/sales.yml", good);
    const { code, stdout } = await run("exposures");
    expect([code, stdout]).toEqual([0, expect.stringContaining("  - name: sales\n    type: dashboard\n")]);
    project.write("models/exposures.yml", stdout);
    const listed = await runCli(["ls", "--select", "+exposure:sales"], { cwd: project.root });
    expect(listed.stdout.trim().split("\n")).toEqual(["exposure:shop.sales", "shop.orders"]);
  });

  test.each([
    [
      "a column that is not there",
      good.replace("amount", "amounts"),
      "dashboards/sales.yml:9:19",
      'did you mean "amount"?',
    ],
    [
      "a sum of text",
      good.replace("amount", "name"),
      "dashboards/sales.yml:9:19",
      '"name" is VARCHAR, and this measure needs numbers',
    ],
    [
      "a model that is not there",
      good.replace("model: orders", "model: order"),
      "dashboards/sales.yml:6:12",
      'did you mean "orders"?',
    ],
    [
      "SQL that the database refuses",
      page("    sql: select nothing from {{ ref('orders') }}\n    measures: {n: count()}"),
      "dashboards/sales.yml:6:10",
      "nothing",
    ],
    [
      "a key that is not known",
      `${good}colour: blue\n`,
      "dashboards/sales.yml:12:1",
      'a dashboard has no key "colour"',
    ],
  ])("%s", async (_, text, place, words) => {
    project.write("dashboards/sales.yml", text);
    const { code, stdout } = await run("build");
    expect(code).toBe(2);
    expect(stdout).toContain(place);
    expect(stdout).toContain(words);
    expect(stdout).not.toMatch(/\n\s+at /);
  });

  test("a query that fails when it runs leaves its tile with the reason", async () => {
    project.write(
      "dashboards/sales.yml",
      good.replace("    time: day", "    where: cast(name as integer) = 1\n    time: day"),
    );
    const { code, stdout } = await run("build", "--out", "pages");
    expect(code).toBe(1);
    expect(stdout).toContain("query orders of sales failed (dashboards/sales.yml:7:12)");
    expect(readFileSync(join(project.root, "pages/sales.html"), "utf8")).toContain(
      "<strong>Query orders failed</strong>",
    );
  });
});
