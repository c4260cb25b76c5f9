/** The detector against cases computed by hand from its definition. */
import { describe, expect, test } from "vitest";
import { coarsen } from "../src/detect/coarsen.ts";
import { judgeSeries } from "../src/detect/seasonal-robust.ts";
import { slotOf, type Point, type SeriesRules } from "../src/detect/series.ts";
import { median, medianDeviation, quantile } from "../src/detect/statistics.ts";

const daily: SeriesRules = { kind: "count", grain: "day", season: "weekly", minChange: 0.25 };
const weekly: SeriesRules = { ...daily, grain: "week" };
/** From Monday 2025-01-06 on. */
const days = (values: readonly number[], step = 1): Point[] =>
  values.map((value, index) => ({
    bucket: new Date(Date.UTC(2025, 0, 6 + index * step)).toISOString().slice(0, 10),
    value,
  }));
const repeat = (value: number, count: number): number[] => Array.from({ length: count }, () => value);

describe("statistics", () => {
  test("median, MAD, nearest rank", () => {
    expect([
      median([3, 1, 2]),
      median([4, 1, 3, 2]),
      medianDeviation([1, 1, 2, 2, 4, 6, 9]),
      quantile([1, 1, 1, 3], 0.99),
      quantile([5], 0.5),
    ]).toEqual([2, 2.5, 1, 3, 5]);
  });

  test("slots: weekday from Monday, hour of the week, day of the month", () => {
    expect([
      slotOf("2026-02-16", "day", "weekly"),
      slotOf("2026-02-22", "day", "weekly"),
      slotOf("2026-02-17 05:00", "hour", "weekly"),
      slotOf("2026-02-16", "week", "weekly"),
      slotOf("2026-02-16", "day", "day-of-month"),
      slotOf("2026-02-16", "day", "none"),
    ]).toEqual([0, 6, 29, 0, 16, 0]);
  });
});

describe("learning", () => {
  test("thirteen points are not enough, fourteen are", () => {
    const statuses = judgeSeries(days(repeat(100, 15)), daily).map(({ status }) => status);
    expect(statuses).toEqual([...repeat(0, 14).map(() => "learning"), "pass"]);
  });

  test("an odd value while learning is no alarm", () => {
    expect(judgeSeries(days([...repeat(100, 13), 0]), daily).at(-1)).toMatchObject({
      status: "learning",
      points: 13,
    });
  });
});

describe("judging", () => {
  // Residuals of a constant series are 0: the scale is its floor of 0.03, the range e^(±0.12) of x + 1, or ±25 %.
  test.each([
    [75, "pass", "−25 % is not more than 25 %"],
    [74, "flagged", "−26 %"],
    [125, "pass", "+25 %"],
    [126, "flagged", "+26 %"],
    [0, "flagged", "nothing at all"],
  ])("100 a day, then %d: %s (%s)", (value, status) => {
    const judged = judgeSeries(days([...repeat(100, 20), value]), daily).at(-1)!;
    expect(judged).toMatchObject({ status, method: "seasonal-robust", points: 20 });
    expect([judged.expected, judged.low, judged.high]).toEqual([
      expect.closeTo(100),
      expect.closeTo(75),
      expect.closeTo(125),
    ]);
    expect(judged.score).toBeCloseTo(Math.log((value + 1) / 101) / 0.03, 6);
  });

  test("season, level and scale of a week, by hand", () => {
    // Three weeks of 100 on weekdays and 40 on weekends, the third one 10 % higher from Monday on.
    const week = [100, 100, 100, 100, 100, 40, 40];
    const values = [...week, ...week, ...week.map((value) => value * 1.1)];
    const judged = judgeSeries(days([...values, 110]), daily).at(-1)!;
    // Season of Mondays: median(100, 100, 110) = 100. Level: median of the last 7 residuals, log1p(110) − log1p(100) five
    // times and log1p(44) − log1p(40) twice, so the former. Scale: MAD of 14 residuals (seven zeros, five a, two b).
    const [a, b] = [Math.log1p(110) - Math.log1p(100), Math.log1p(44) - Math.log1p(40)];
    const residuals = [...repeat(0, 7), ...repeat(a, 5), ...repeat(b, 2)];
    const scale = Math.max(1.4826 * medianDeviation(residuals), 0.03);
    expect(judged.expected).toBeCloseTo(Math.expm1(Math.log1p(100) + a), 9);
    expect(judged.score).toBeCloseTo((Math.log1p(110) - Math.log1p(100) - a) / scale, 9);
    expect(judged.status).toBe("pass");
  });

  test("weekends are compared with weekends", () => {
    const week = [100, 100, 100, 100, 100, 30, 30];
    const judged = judgeSeries(days([...week, ...week, ...week, ...week, ...week]), daily);
    expect(judged.filter(({ status }) => status === "flagged")).toEqual([]);
    expect(judgeSeries(days([...week, ...week, ...week, ...week, 30]), daily).at(-1)!.status).toBe("flagged");
  });

  test("what was flagged stands as expected: the day after is not compared with it", () => {
    const judged = judgeSeries(days([...repeat(100, 30), 5000, 100, 0, 0, 0, 100], 1), daily).slice(30);
    expect(judged.map(({ status }) => status)).toEqual([
      "flagged",
      "pass",
      "flagged",
      "flagged",
      "flagged",
      "pass",
    ]);
    expect(judged.map(({ expected }) => Math.round(expected!))).toEqual(repeat(100, 6));
  });

  test("a false start of two values in a slot is not taken for history", () => {
    const values = days(repeat(1000, 40)).map((point, index) =>
      index === 2 ? { ...point, value: 3000 } : point,
    );
    const judged = judgeSeries(values, daily);
    expect(judged.slice(21).filter(({ status }) => status === "flagged")).toEqual([]);
  });

  test("negative values are taken as they are", () => {
    const values = days([...Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? -10 : 10)), 100], 7);
    expect(judgeSeries(values, { ...weekly, kind: "level" }).at(-1)!.status).toBe("flagged");
  });

  test("shares move by points, and have an end", () => {
    const judged = judgeSeries(days([...repeat(95, 20), 40], 7), {
      ...weekly,
      kind: "share",
      ceiling: 100,
    }).at(-1)!;
    expect(judged).toMatchObject({ status: "flagged", expected: 95, high: 100 });
    expect(judged.score).toBeCloseTo((40 - 95) / 0.03);
  });

  test("day of the month: the first is compared with firsts", () => {
    const points = days(repeat(0, 200)).map(({ bucket }) => ({
      bucket,
      value: bucket.endsWith("-01") ? 3000 : 1000,
    }));
    const count = (season: SeriesRules["season"]): number =>
      judgeSeries(points, { ...daily, season }).filter(({ status }) => status === "flagged").length;
    expect([count("weekly") > 4, count("day-of-month")]).toEqual([true, 0]);
  });
});

describe("sparse counts and extremes", () => {
  test.each([
    [[2, 3, 1, 4, 2, 0, 3, 2, 1, 2, 3, 4, 0, 2], 6, "pass", 0, 6],
    [[2, 3, 1, 4, 2, 0, 3, 2, 1, 2, 3, 4, 0, 2], 7, "flagged", 0, 6],
    [[2, 3, 1, 4, 2, 0, 3, 2, 1, 2, 3, 4, 0, 2], 0, "pass", 0, 6],
    [[5, 6, 4, 7, 5, 3, 6, 5, 4, 5, 6, 7, 3, 5], 0, "flagged", 1, 9],
    [repeat(3, 14), 1, "flagged", 2, 4],
  ])("%j, then %d: %s", (before, value, status, low, high) => {
    expect(judgeSeries(days([...before, value]), daily).at(-1)).toMatchObject({
      status,
      low,
      high,
      method: "range",
    });
  });

  test("a maximum is odd when it rises, a minimum when it falls", () => {
    const judge = (kind: "minimum" | "maximum", value: number): string =>
      judgeSeries(days([...repeat(100, 14), value]), { ...daily, kind }).at(-1)!.status;
    expect([judge("maximum", 200), judge("maximum", 0), judge("minimum", 0), judge("minimum", 200)]).toEqual([
      "flagged",
      "pass",
      "flagged",
      "pass",
    ]);
  });

  test("seven days make one sum, counted back from the last", () => {
    expect(coarsen(days([9, ...repeat(1, 7), ...repeat(2, 7)]), 7)).toEqual([
      { bucket: "2025-01-07", value: 7 },
      { bucket: "2025-01-14", value: 14 },
    ]);
  });
});

test("a feed that stays away stays odd", () => {
  const judged = judgeSeries(days([...repeat(10, 28), ...repeat(0, 20)]), daily).slice(28);
  expect(judged.map(({ status }) => status)).toEqual(judged.map(() => "flagged"));
});
