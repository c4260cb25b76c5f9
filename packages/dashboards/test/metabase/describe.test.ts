/** Pieces of a description: ranges, names of columns, alerts, days that are looked up. */
import { describe, expect, test } from "vitest";
import { describeCard } from "../../src/metabase/desired/describe-card.ts";
import { rangeValue } from "../../src/metabase/desired/describe-dashboard.ts";
import { describeReporting, dataTiles } from "../../src/metabase/desired/describe-reporting.ts";
import { entityId, readMark, readSqlMark, stableUuid } from "../../src/metabase/identity.ts";
import { FieldBook } from "../../src/metabase/server/field-book.ts";
import { columnNames } from "../../src/metabase/sql/names.ts";
import type { ServerTable } from "../../src/metabase/server/objects.ts";
import { SHOP } from "../support/metabase-shop.ts";
import { reportingOf, sourceOf } from "../support/metabase-world.ts";
import { problemsOf } from "../support/plan-text.ts";

const CONNECTION = {
  name: "R",
  host: "h",
  port: 1,
  database: "d",
  user: "u",
  ssl: false,
  schema: "reporting",
};
const field = (id: number, name: string, type: string): ServerTable["fields"][number] => ({
  id,
  name,
  display_name: name,
  description: null,
  database_type: type,
  semantic_type: null,
  fk_target_field_id: null,
});
const book = new FieldBook("reporting", [
  {
    id: 1,
    name: "orders",
    schema: "reporting",
    display_name: "Orders",
    description: null,
    visibility_type: null,
    fields: [
      field(2, "day", "timestamptz"),
      field(3, "plan", "text"),
      field(4, "amount", "int8"),
      field(5, "late", "int8"),
    ],
  },
]);

test.each([
  ["last-12-weeks", { type: "current" }, "past12weeks~"],
  ["last-1-quarter", { type: "current" }, "past1quarters~"],
  ["all", { type: "current" }, undefined],
  ["last-12-weeks", { type: "date", date: "2026-02-26" }, "2025-12-01~2026-02-26"],
  ["last-3-months", { type: "sql", sql: "select 1", date: "2026-02-26" }, "2025-11-01~2026-02-26"],
] as const)("range %s with %o", (range, today, expected) => {
  expect(rangeValue(range, today)).toBe(expected);
});

test("labels become names of columns: once each, as long as Postgres keeps, without Metabase's brackets", () => {
  const long = "é".repeat(40);
  const names = columnNames(["Week", "Week", long, long, "a {{b}} [[c]]", ""]);
  expect(names).toEqual(["Week", "Week 2", "é".repeat(31), `${"é".repeat(29)} 2`, "a  b   c", "value"]);
  for (const name of names) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
});

test("identities are the same every time and of the shapes that Metabase has", () => {
  expect(entityId("reporting/exec/line-wau")).toBe(entityId("reporting/exec/line-wau"));
  expect(entityId("reporting/exec/line-wau")).toMatch(/^[A-Za-z0-9_-]{21}$/);
  expect(stableUuid("x")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(readMark("About.\n\nKept by tsmodel: shop/sales")).toBe("shop/sales");
  expect(readMark("Kept by tsmodel: shop/sales, or so somebody wrote")).toBeUndefined();
  expect(readSqlMark("select 1 -- Kept by tsmodel: shop/sales")).toBeUndefined();
});

test("a day that SQL finds is found by each question; the reader's day is current_date", () => {
  const source = sourceOf(SHOP);
  const tile = dataTiles(source)[0]!;
  const sqlOf = (today: typeof source.today): string =>
    describeCard(tile, { key: "shop/sales", source: { ...source, today }, book, note: () => undefined }).sql;
  expect(
    sqlOf({ type: "sql", sql: 'select max(day) from "reporting"."orders"', date: "2026-02-26" }),
  ).toContain(`<= (select max(day) from "reporting"."orders")`);
  expect(sqlOf({ type: "current" })).toContain("+ interval '1 week' <= current_date");
});

describe("alerts", () => {
  test("become schedules, conditions and recipients", () => {
    expect(describeReporting(reportingOf(CONNECTION, [sourceOf(SHOP)]), book).alerts).toEqual([
      {
        card: "shop/sales/late-line",
        condition: "goal_above",
        schedule: "22 0 8 * * ? *",
        email: ["data@example.org"],
        slack: ["#alerts"],
      },
      {
        card: "shop/sales/segments",
        condition: "has_result",
        schedule: "22 0 7 ? * 2 *",
        email: ["boss@example.org"],
        slack: [],
      },
    ]);
  });

  test.each([
    ["tile: late-lin", 'dashboard-name-unknown: there is no tile "late-lin" [did you mean "late-line"?]'],
    [
      "tile: amount",
      'dashboard-value: "amount" has no line to be above [give the chart a goal or an alert line]',
    ],
    ["tile: text-about", 'dashboard-name-unknown: there is no tile "text-about" [there are: '],
  ])("%s", (tile, problem) => {
    const [found, ...more] = problemsOf(SHOP.replace("tile: late-line", tile));
    expect([found, more]).toEqual([expect.stringContaining(problem), []]);
  });
});

test("what Metabase cannot show is noted once", () => {
  const text = SHOP.replace(
    "{number: orders.amount, id: amount}",
    "{number: orders.amount, id: amount, bands: [{to: 5, tone: bad}, {tone: good}]}",
  )
    .replace("when: [{above: 50, tone: bad}]", "when: [{above: 50, below: 70, tone: bad}]")
    .replace(
      "series: plan, stack: true, id: by-plan",
      "series: plan, stack: true, id: by-plan, goal: {value: 1, label: G}, alert: {value: 2, label: A}",
    );
  expect(
    describeReporting(reportingOf(CONNECTION, [sourceOf(text)]), book).notes.map((note) => note.text),
  ).toEqual([
    '"Amount" shows its bands without the change: Metabase has one or the other',
    '"Amount" does not show the line "A": Metabase draws one',
    '"Late, "really" late" of "Orders" is not coloured between two values: Metabase compares with one',
  ]);
});
