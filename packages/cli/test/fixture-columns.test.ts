/** Columns of unit tests' inputs are asked once for several tests, and again once they may have changed. */
import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { createProject, runCli, type TemporaryProject } from "./support/run-cli.ts";

let project: TemporaryProject;
afterEach(() => project.remove());

const unitTest = (name: string, model: string, input: string, rows: string, expected: string): string =>
  `  - {name: ${name}, model: ${model}, given: [{input: ${input}, rows: ${rows}}], expect: {rows: ${expected}}}\n`;

/** How often the columns of a relation were asked for. */
function asked(name: string): number {
  const log = readFileSync(`${project.root}/logs/dbt.log`, "utf8");
  return log.match(new RegExp(`\\(describe \\S+"${name}"\\)`, "g"))?.length ?? 0;
}

test("one question for the tests of a command", async () => {
  project = createProject({
    "models/orders.sql": "select 1 as id, 2.5 as amount",
    "models/totals.sql": "select sum(amount) as total from {{ ref('orders') }}",
    "models/counts.sql": "select count(*) as n from {{ ref('orders') }}",
    "models/tests.yml":
      "unit_tests:\n" +
      unitTest("one", "totals", "ref('orders')", "[{id: 1, amount: 4}]", "[{total: 4}]") +
      unitTest("two", "totals", "ref('orders')", "[{amount: 1}, {amount: 2}]", "[{total: 3}]") +
      unitTest("three", "counts", "ref('orders')", "[{id: 1}, {id: 2}]", "[{n: 2}]"),
  });
  const { code, stdout } = await runCli(["build"], { cwd: project.root });
  expect([code, stdout]).toEqual([0, expect.stringContaining("PASS=6")]);
  expect(asked("orders")).toBe(1);
});

test("again after the model ran that has other columns now", async () => {
  project = createProject(
    {
      "models/grown.sql": "{{ config(materialized='incremental', on_schema_change='append_new_columns') }}\nselect 1 as id{% if var('more', false) %}, 'a' as kind{% endif %}{% if is_incremental() %} where 1 not in (select id from {{ this }}){% endif %}",
      "models/kinds.sql": "select count(kind) as n from {{ ref('grown') }}",
      "models/tests.yml":
        "unit_tests:\n" +
        unitTest("before", "grown", "this", "[{id: 7}]", "[{id: 1}]").replace("}\n", ", overrides: {macros: {is_incremental: true}}}\n") +
        unitTest("after", "kinds", "ref('grown')", "[{id: 1, kind: b}, {id: 2, kind: null}]", "[{n: 1}]"),
    },
    1,
  );
  expect((await runCli(["run", "--select", "grown"], { cwd: project.root })).code).toBe(0);
  const { code, stdout } = await runCli(["build", "--vars", "more: true"], { cwd: project.root });
  expect([code, stdout]).toEqual([0, expect.stringContaining("PASS=4")]);
});
