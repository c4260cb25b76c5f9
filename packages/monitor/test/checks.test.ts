/** Freshness, schema, mix, silences: one case a line. */
import { describe, expect, test } from "vitest";
import { checkFreshness, readInstant } from "../src/check/check-freshness.ts";
import { checkMix, populationStability, type CategoryCounts } from "../src/check/check-mix.ts";
import { checkSchema, compareSchemas, nextBaseline } from "../src/check/check-schema.ts";
import { checkId, createCheck, type CheckSubject } from "../src/check/check.ts";
import { applySilences } from "../src/check/silence.ts";
import { inferGrain, lastCompleteBucket, listBuckets } from "../src/table/buckets.ts";
import { findTimeColumn, type TableColumn } from "../src/table/columns.ts";

const subject: CheckSubject = {
  node: "model.shop.orders",
  nodeName: "orders",
  kind: "freshness",
  name: "orders.freshness",
};
const asOf = new Date("2026-02-26T00:00:00Z");
const days = listBuckets("2026-01-01", "2026-02-25", "day");

describe("freshness", () => {
  const check = (changes: Partial<Parameters<typeof checkFreshness>[0]>): readonly [string, string] => {
    const { status, message } = checkFreshness({
      subject,
      newest: "2026-02-25 06:00:00",
      grain: "day",
      buckets: days,
      asOf,
      severity: "error",
      wait: 0,
      ...changes,
    });
    return [status, message];
  };
  test.each([
    [
      "within the limit",
      { warnAfter: 24, errorAfter: 48 },
      "pass",
      "newest row is 18 hours old (2026-02-25 06:00)",
    ],
    [
      "over the warning",
      { warnAfter: 12, errorAfter: 48 },
      "warn",
      "newest row is 18 hours old (2026-02-25 06:00), the limit is 12 hours",
    ],
    [
      "over the error",
      { warnAfter: 6, errorAfter: 12 },
      "error",
      "newest row is 18 hours old (2026-02-25 06:00), the limit is 12 hours",
    ],
    ["no rows", { newest: undefined }, "no-data", "no rows yet"],
    ["no rows any more", { newest: undefined, hadRows: true }, "error", "there are no rows any more"],
    ["learned: yesterday is there", {}, "pass", "newest row is 18 hours old (2026-02-25 06:00)"],
    [
      "learned: yesterday is missing",
      { buckets: days.slice(0, -1) },
      "error",
      "no rows since 24 Feb 2026; so far they came every day",
    ],
    [
      "learned: it is waited for",
      { buckets: days.slice(0, -1), wait: 1 },
      "pass",
      "newest row is 18 hours old (2026-02-25 06:00)",
    ],
    [
      "too few to learn from",
      { buckets: days.slice(0, 5) },
      "learning",
      "newest row is 18 hours old (2026-02-25 06:00); 5 periods with rows known, 14 are needed",
    ],
  ] as const)("%s", (_, changes, status, message) => expect(check(changes)).toEqual([status, message]));

  test("rows on weekdays: the gap of a weekend is usual", () => {
    const weekdays = listBuckets("2025-12-01", "2026-02-20", "day").filter(
      (day) => ![0, 6].includes(new Date(day).getUTCDay()),
    );
    const monday = new Date("2026-02-23T00:00:00Z");
    expect(check({ buckets: weekdays, asOf: monday })[0]).toBe("pass");
    expect(check({ buckets: weekdays, asOf: new Date("2026-02-24T09:00:00Z") })[0]).toBe("error");
  });

  test.each([
    ["2026-02-25", "2026-02-25T00:00:00.000Z"],
    ["2026-02-25 06:00:00.5", "2026-02-25T06:00:00.500Z"],
    ["2026-02-25 06:00:00+02", "2026-02-25T04:00:00.000Z"],
    ["2026-02-25T06:00:00Z", "2026-02-25T06:00:00.000Z"],
    ["2026-02-25 06:00:00+05:30", "2026-02-25T00:30:00.000Z"],
  ])("%s is read as %s", (text, iso) => expect(readInstant(text).toISOString()).toBe(iso));
});

describe("periods", () => {
  test("the last complete one, less those that are waited for", () => {
    expect([
      lastCompleteBucket(asOf, "day", 0),
      lastCompleteBucket(asOf, "week", 1),
      lastCompleteBucket(asOf, "month", 0),
      lastCompleteBucket(new Date("2026-02-26T13:20:00Z"), "hour", 0),
    ]).toEqual(["2026-02-25", "2026-02-09", "2026-01-01", "2026-02-26 12:00"]);
  });
  test.each([
    [["2026-02-02", "2026-02-09", "2026-02-16"], "week"],
    [["2026-01-01", "2026-02-01", "2026-03-01"], "month"],
    [["2026-02-02", "2026-02-03", "2026-02-09"], "day"],
    [["2026-02-02"], "day"],
  ])("%j is by %s", (buckets, grain) => expect(inferGrain(buckets)).toBe(grain));

  test.each([
    [["updated_on:DATE", "order_ts:TIMESTAMP"], "updated_on"],
    [["updated_on:DATE", "created_at:TIMESTAMP"], "created_at"],
    [["created_at:TIMESTAMP", "loaded_at:TIMESTAMP WITH TIME ZONE"], "loaded_at"],
    [["created_at:TIMESTAMP", "week_start_utc:DATE"], "week_start_utc"],
    [["week_start:VARCHAR"], undefined],
  ])("time of %j is %s", (columns, name) => {
    expect(
      findTimeColumn(columns.map((text) => ({ name: text.split(":")[0]!, type: text.split(":")[1]! }))),
    ).toBe(name);
  });
});

describe("schema", () => {
  const before: readonly TableColumn[] = [
    { name: "id", type: "INTEGER", nullable: false },
    { name: "region", type: "VARCHAR", nullable: true },
    { name: "amount", type: "DECIMAL(10,2)", nullable: true },
  ];
  const change = (index: number, to: Partial<TableColumn>): TableColumn[] =>
    before.map((column, at) => (at === index ? { ...column, ...to } : column));
  test.each([
    ["removed", before.slice(0, 2), ["breaking: column amount (DECIMAL(10,2)) is gone"]],
    ["added", [...before, { name: "note", type: "VARCHAR" }], ["additive: new column note (VARCHAR)"]],
    ["wider number", change(0, { type: "BIGINT" }), ["additive: column id was INTEGER and is BIGINT"]],
    ["narrower number", change(0, { type: "SMALLINT" }), ["breaking: column id was INTEGER and is SMALLINT"]],
    [
      "wider decimal",
      change(2, { type: "DECIMAL(18,2)" }),
      ["additive: column amount was DECIMAL(10,2) and is DECIMAL(18,2)"],
    ],
    [
      "fewer decimals",
      change(2, { type: "DECIMAL(18,1)" }),
      ["breaking: column amount was DECIMAL(10,2) and is DECIMAL(18,1)"],
    ],
    ["another type", change(1, { type: "INTEGER" }), ["breaking: column region was VARCHAR and is INTEGER"]],
    ["nulls allowed", change(0, { nullable: true }), ["breaking: column id may be null now"]],
    ["nulls forbidden", change(1, { nullable: false }), ["additive: column region may not be null any more"]],
    [
      "order",
      [before[1]!, before[0]!, before[2]!],
      ["additive: columns changed places: region stands where id stood"],
    ],
    ["nothing", before, []],
  ])("%s", (_, after, expected) => {
    expect(compareSchemas(before, after).map(({ effect, message }) => `${effect}: ${message}`)).toEqual(
      expected,
    );
  });

  test("what breaks stays a finding until it is accepted, what is added is told once", () => {
    const after = [
      before[0]!,
      { name: "region", type: "VARCHAR", nullable: true },
      { name: "note", type: "VARCHAR" },
    ];
    expect(
      checkSchema({ ...subject, kind: "schema" }, "error", before, after).map(({ status }) => status),
    ).toEqual(["error", "warn"]);
    const next = nextBaseline(before, after, false);
    expect(
      checkSchema({ ...subject, kind: "schema" }, "error", next, after).map(({ message }) => message),
    ).toEqual(["column amount (DECIMAL(10,2)) is gone; tsmodel monitor --accept-schema takes it as it is"]);
    expect(compareSchemas(nextBaseline(next, after, true), after)).toEqual([]);
  });
});

describe("mix", () => {
  const period = (bucket: string, counts: { readonly [value: string]: number }): CategoryCounts => ({
    bucket,
    counts: new Map(Object.entries(counts)),
  });
  const usual = Array.from({ length: 6 }, (_, index) =>
    period(`2026-02-0${index + 1}`, { web: 600, app: 300, shop: 100 }),
  );
  const check = (counts: { readonly [value: string]: number }, before = usual): readonly [string, string] => {
    const { status, message } = checkMix({
      subject: { ...subject, column: "channel" },
      periods: [...before, period("2026-02-07", counts)],
      grain: "day",
      severity: "warn",
    });
    return [status, message];
  };
  test.each([
    ["as before", { web: 610, app: 290, shop: 100 }, "pass", "shares as before on 7 Feb 2026 (PSI 0.00)"],
    [
      "one is missing",
      { web: 600, app: 300 },
      "warn",
      'channel: "shop" is missing on 7 Feb 2026, it had 10.0 % of rows',
    ],
    [
      "one is new",
      { web: 600, app: 300, shop: 100, kiosk: 50 },
      "warn",
      'channel: new value "kiosk" on 7 Feb 2026 with 4.8 % of rows',
    ],
    [
      "shares moved",
      { web: 250, app: 600, shop: 150 },
      "warn",
      'channel: shares moved, "web" most: 25.0 % of rows, 60.0 % before on 7 Feb 2026 (PSI 0.53, limit 0.25)',
    ],
    [
      "few rows say nothing",
      { web: 2, app: 7, shop: 1 },
      "pass",
      "shares as before on 7 Feb 2026 (PSI 0.78)",
    ],
    ["no rows", {}, "no-data", "no rows on 7 Feb 2026"],
  ])("%s", (_, counts, status, message) =>
    expect(check(counts as { [value: string]: number })).toEqual([status, message]),
  );

  test("learning", () => expect(check({ web: 1 }, usual.slice(0, 3))[0]).toBe("learning"));

  test("PSI by hand: (0.5 − 0.25) ln 2 + (0.5 − 0.75) ln(2/3)", () => {
    expect(
      populationStability(
        new Map([
          ["a", 50],
          ["b", 50],
        ]),
        new Map([
          ["a", 25],
          ["b", 75],
        ]),
      ),
    ).toBeCloseTo(0.25 * Math.log(2) - 0.25 * Math.log(2 / 3), 12);
  });
});

test("mutes match names, acknowledgements ids; both end on their day", () => {
  const check = (name: string): ReturnType<typeof createCheck> =>
    createCheck({ ...subject, name }, { status: "error", message: "x" });
  const at = { file: "monitoring/m.yml", line: 1, column: 1 };
  const silences = [
    { kind: "muted" as const, match: "orders.*", until: "2026-03-01", reason: "moving house", at },
    { kind: "acknowledged" as const, match: checkId("users.volume"), until: "2026-02-27", at },
    { kind: "muted" as const, match: "*", until: "2026-02-26", reason: "over", at },
  ];
  const checks = [check("orders.volume"), check("users.volume"), check("other.volume")];
  const on = (day: string): (string | undefined)[] =>
    applySilences(checks, silences, day).checks.map(({ silence }) => silence?.kind);
  expect(on("2026-02-25")).toEqual(["muted", "acknowledged", "muted"]);
  expect(on("2026-02-26")).toEqual(["muted", "acknowledged", undefined]);
  expect(on("2026-02-27")).toEqual(["muted", undefined, undefined]);
  expect(on("2026-03-01")).toEqual([undefined, undefined, undefined]);
  expect(applySilences(checks, silences, "2026-02-27").expired.map(({ match }) => match)).toEqual([
    checkId("users.volume"),
    "*",
  ]);
});
