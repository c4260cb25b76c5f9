/** Contributions by hand, and that they add up whatever the figures are. */
import { describe, expect, test } from "vitest";
import { createRandom } from "../bench/simulate.ts";
import { splitRatio, splitSum, type Contribution, type SegmentParts } from "../src/explain/contributions.ts";

const segment = (
  label: string,
  before: readonly [number, number?],
  after: readonly [number, number?],
): SegmentParts => ({
  segment: label,
  label,
  before: { numerator: before[0], denominator: before[1] },
  after: { numerator: after[0], denominator: after[1] },
});
const sum = (contributions: readonly Contribution[], pick: (each: Contribution) => number): number =>
  contributions.reduce((total, each) => total + pick(each), 0);

test("a sum: each segment's own change, largest first", () => {
  const split = splitSum([segment("a", [10], [12]), segment("b", [30], [5]), segment("c", [0], [4])], 1);
  expect(split.map(({ label, contribution }) => [label, contribution])).toEqual([
    ["b", -25],
    ["c", 4],
    ["a", 2],
  ]);
});

describe("a ratio", () => {
  test("only rates move", () => {
    // 50 of 100 and 20 of 100, then 60 of 100 and 20 of 100: +5 points, all of a's own.
    const split = splitRatio([segment("a", [50, 100], [60, 100]), segment("b", [20, 100], [20, 100])], 100)!;
    expect(split.map(({ label, contribution, rate, mix }) => [label, contribution, rate, mix])).toEqual([
      ["a", expect.closeTo(5), expect.closeTo(5), expect.closeTo(0)],
      ["b", expect.closeTo(0), expect.closeTo(0), expect.closeTo(0)],
    ]);
  });

  test("only shares move: nobody got worse, the total did", () => {
    // Rates stay 80 % and 20 %; a's share falls from 1/2 to 1/4. 50 % becomes 35 %.
    const split = splitRatio([segment("a", [80, 100], [40, 50]), segment("b", [20, 100], [30, 150])], 100)!;
    expect(sum(split, ({ rate }) => rate!)).toBeCloseTo(0, 12);
    expect(sum(split, ({ mix }) => mix!)).toBeCloseTo(-15, 12);
    // (1/4 − 1/2) · (80 − 42.5) and (3/4 − 1/2) · (20 − 42.5)
    expect(split.map(({ label, mix }) => [label, mix])).toEqual([
      ["a", expect.closeTo(-9.375)],
      ["b", expect.closeTo(-5.625)],
    ]);
  });

  test("a segment that comes and one that goes are mix alone", () => {
    const split = splitRatio(
      [segment("old", [5, 10], [0, 0]), segment("new", [0, 0], [9, 10]), segment("stays", [5, 10], [5, 10])],
      1,
    )!;
    expect(split.find(({ label }) => label === "new")).toMatchObject({ before: null, after: 0.9, rate: 0 });
    expect(split.find(({ label }) => label === "old")).toMatchObject({ before: 0.5, after: null, rate: 0 });
    expect(sum(split, ({ contribution }) => contribution)).toBeCloseTo(0.7 - 0.5, 12);
  });

  test("without a denominator there is no ratio to split", () => {
    expect(splitRatio([segment("a", [0, 0], [1, 2])], 1)).toBeUndefined();
  });

  test("five hundred draws: contributions, and rate and mix, add up to the change", () => {
    const random = createRandom(7);
    const draw = (most: number): number => Math.floor(random() * most);
    for (let turn = 0; turn < 500; turn++) {
      const segments = Array.from({ length: 1 + draw(8) }, (_, index) => {
        const [below0, below1] = [draw(4) === 0 ? 0 : 1 + draw(1e6), draw(4) === 0 ? 0 : 1 + draw(1e6)];
        return segment(
          `s${index}`,
          [below0 === 0 ? 0 : draw(below0), below0],
          [below1 === 0 ? 0 : draw(below1), below1],
        );
      });
      const total = (when: "before" | "after"): number =>
        (100 * segments.reduce((all, each) => all + each[when].numerator, 0)) /
        segments.reduce((all, each) => all + each[when].denominator!, 0);
      const split = splitRatio(segments, 100);
      if (split === undefined) continue;
      expect(sum(split, ({ contribution }) => contribution)).toBeCloseTo(total("after") - total("before"), 9);
      for (const each of split) expect(each.rate! + each.mix!).toBe(each.contribution);
    }
  });
});
