import { describe, expect, test } from "vitest";
import { formatNumber, formatTick, NAMED_FORMATS, type Format } from "../src/format/format.ts";
import {
  addPeriods,
  formatPeriod,
  isComplete,
  lastComplete,
  listPeriods,
  periodOf,
  rangeStart,
} from "../src/format/period.ts";
import { describeChange } from "../src/tile/number-tile.ts";
import { niceScale } from "../src/chart/scale.ts";
import { spreadLabels } from "../src/chart/spread-labels.ts";

const plain = (text: string): string => text.replaceAll("\u00a0", " ");
const named = (name: string): Format => NAMED_FORMATS[name]!;

describe("numbers", () => {
  test.each([
    [347, named("count"), "en-GB", "347"],
    [123456789012345, named("count"), "en-GB", "123,456,789,012,345"],
    [-14.53, named("percent"), "en-GB", "−14.5 %"],
    [52.94, named("percent"), "de-DE", "52,9 %"],
    [7, named("days"), "en-GB", "7 days"],
    [1, named("days"), "en-GB", "1 day"],
    [0.45, named("days"), "de-DE", "0,45 Tage"],
    [1234.5, named("usd"), "en-GB", "US$1,234.50"],
    [1234567, named("compact"), "en-GB", "1.2m"],
    [3, { style: "unit", unit: "sprints", decimals: 0 } as const, "en-GB", "3 sprints"],
  ])("%d", (value, format, locale, text) => expect(plain(formatNumber(value, format, locale))).toBe(text));
  test("ticks carry percent and no other unit", () => {
    expect(plain(formatTick(25, named("percent"), "en-GB"))).toBe("25 %");
    expect(formatTick(15, named("days"), "en-GB")).toBe("15");
    expect(formatTick(20000, named("count"), "en-GB")).toBe("20k");
  });
});

describe("changes", () => {
  test.each([
    [553, 362, named("count"), "+52.8 %", 1],
    [347, 406, named("count"), "−14.5 %", -1],
    [45.69, 33.09, named("percent"), "+12.6 points", 1],
    [11.9, 8.9, named("percent"), "+3.0 points", 1],
    [7, 7, named("days"), "no change", 0],
    [3, 0, named("count"), "+3", 1],
    [-5, -10, named("count"), "+50.0 %", 1],
  ])("%d after %d", (value, before, format, text, direction) => {
    const change = describeChange(value, before, format, "en-GB");
    expect([plain(change.text), change.direction]).toEqual([text, direction]);
  });
});

describe("periods", () => {
  test("weeks begin on Monday", () =>
    expect(["2026-02-26", "2026-02-23", "2026-02-22"].map((day) => periodOf(day, "week"))).toEqual([
      "2026-02-23",
      "2026-02-23",
      "2026-02-16",
    ]));
  test("a week is complete when its Sunday is over", () =>
    expect([
      isComplete("2026-02-16", "week", "2026-02-23"),
      isComplete("2026-02-16", "week", "2026-02-22"),
    ]).toEqual([true, false]));
  test("the last complete one", () =>
    expect([
      lastComplete("week", "2026-02-26"),
      lastComplete("month", "2026-02-26"),
      lastComplete("quarter", "2026-02-26"),
      lastComplete("year", "2026-02-26"),
    ]).toEqual(["2026-02-16", "2026-01-01", "2025-10-01", "2025-01-01"]));
  test("lists have no gaps", () =>
    expect(listPeriods("2025-11-01", "2026-02-01", "month")).toEqual([
      "2025-11-01",
      "2025-12-01",
      "2026-01-01",
      "2026-02-01",
    ]));
  test("the last twelve weeks are complete ones", () => {
    const start = rangeStart("last-12-weeks", "2026-02-26")!;
    expect([start, listPeriods(start, lastComplete("week", "2026-02-26"), "week").length]).toEqual([
      "2025-12-01",
      12,
    ]);
  });
  test("steps over the end of a year", () =>
    expect([addPeriods("2025-12-29", "week", 1), addPeriods("2026-01-01", "quarter", -1)]).toEqual([
      "2026-01-05",
      "2025-10-01",
    ]));
  test("are named", () =>
    expect([
      formatPeriod("2026-02-16", "week", "en-GB"),
      formatPeriod("2026-02-16", "week", "en-GB", "Cohort of"),
      formatPeriod("2026-02-01", "month", "en-GB"),
      formatPeriod("2026-04-01", "quarter", "en-GB"),
    ]).toEqual(["Week of 16 Feb 2026", "Cohort of 16 Feb 2026", "February 2026", "Q2 2026"]));
});

describe("axes", () => {
  test.each([
    [0, 427, [0, 100, 200, 300, 400, 500]],
    [0, 100, [0, 20, 40, 60, 80, 100]],
    [0, 0, [0]],
    [-3, 7, [-4, -2, 0, 2, 4, 6, 8]],
    [0, 0.48, [0, 0.1, 0.2, 0.3, 0.4, 0.5]],
  ])("from %d to %d", (low, high, ticks) =>
    expect(niceScale(low, high).ticks.slice(0, ticks.length)).toEqual(ticks),
  );
  test("whole numbers stay whole", () => expect(niceScale(0, 2, { whole: true }).ticks).toEqual([0, 1, 2]));
  test("any range has few ticks that enclose it", () => {
    for (const [low, high] of [
      [0, 1e-7],
      [0, 123456789012345],
      [-5, -4],
      [0.1, 0.1],
      [17, 18.2],
    ] as const) {
      const { min, max, ticks } = niceScale(low, high);
      expect(
        min <= low && max >= high && ticks.length >= 2 && ticks.length <= 8,
        `${low} to ${high}: ${ticks.join(" ")}`,
      ).toBe(true);
    }
  });
  test("labels keep their distance", () =>
    expect(spreadLabels([50, 52, 51, 199], 15, 200)).toEqual([50, 80, 65, 199]));
  test("labels stay on the chart", () =>
    expect(spreadLabels([198, 199, 200], 15, 200)).toEqual([170, 185, 200]));
});
