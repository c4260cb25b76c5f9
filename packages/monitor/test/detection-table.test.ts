/** Recall and false alarms on made-up series, against the table of the reference and the table in the docs. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { measureDetection, renderDetectionTable } from "../bench/detection-table.ts";
import { RIVALS } from "../bench/rivals.ts";
import type { SeriesType } from "../bench/simulate.ts";

const ours = RIVALS.find(({ name }) => name === "seasonal-robust")!;

test.each<[SeriesType, number, number]>([
  ["weekly+trend", 1, 0],
  ["flat", 1, 0],
  ["trend", 1, 0],
  ["monthly spike", 0.98, 0.034],
  ["sparse counts", 0.01, 0.014],
])("%s: recall of at least %d, false alarms of at most %d", (type, recall, falseAlarms) => {
  const rate = measureDetection(type, ours);
  // The reference's table is rounded to hundredths and to tenths of a percent.
  expect(rate.recall).toBeGreaterThanOrEqual(recall - 0.005);
  expect(rate.falseAlarms).toBeLessThanOrEqual(falseAlarms + 0.0005);
});

test("docs/monitoring.md shows what the script prints", () => {
  expect(readFileSync(new URL("../../../docs/monitoring.md", import.meta.url), "utf8")).toContain(
    renderDetectionTable(),
  );
});
