import { expect, test } from "vitest";
import { findNearestName } from "../../src/util/nearest-name.ts";

/** Optimal string alignment as the textbook has it: every cell of the table. */
function distance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => [
    i,
    ...Array.from({ length: b.length }, (_, j) => (i === 0 ? j + 1 : 0)),
  ]);
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const costs = [
        table[i - 1]![j]! + 1,
        table[i]![j - 1]! + 1,
        table[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
      ];
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        costs.push(table[i - 2]![j - 2]! + 1);
      table[i]![j] = Math.min(...costs);
    }
  }
  return table[a.length]![b.length]!;
}

test("the nearest name is the one of the textbook's distance", () => {
  let state = 1;
  const below = (n: number): number => (state = (state * 48271) % 2147483647) % n;
  const word = (): string => Array.from({ length: 3 + below(9) }, () => "abc"[below(3)]).join("");
  let found = 0;
  for (let round = 0; round < 3000; round++) {
    const name = word();
    const candidates = Array.from({ length: 15 }, word).filter((candidate) => candidate !== name);
    const limit = Math.min(4, Math.max(1, Math.floor(name.length / 3)));
    const [best] = candidates
      .map((candidate) => ({ candidate, score: distance(name, candidate) }))
      .filter(({ score }) => score <= limit)
      .sort((a, b) => a.score - b.score || (a.candidate < b.candidate ? -1 : 1));
    if (best !== undefined) found++;
    expect(findNearestName(name, candidates), `${name} among ${candidates.join(" ")}`).toBe(best?.candidate);
  }
  expect(found).toBeGreaterThan(300);
});
