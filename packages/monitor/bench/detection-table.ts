/** Recall and false alarms of each detector on each type of series. */
import { RIVALS, type Rival } from "./rivals.ts";
import { RUNS, SERIES_TYPES, simulate, type SeriesType } from "./simulate.ts";

export interface DetectionRate {
  /** Share of tampered days that raised an alarm. */
  readonly recall: number;
  /** Share of the other test days that did. */
  readonly falseAlarms: number;
}

export function measureDetection(type: SeriesType, { flags }: Rival): DetectionRate {
  const counts = { faults: 0, found: 0, others: 0, false: 0 };
  for (let run = 0; run < RUNS; run++) {
    const { points, isFault, testFrom } = simulate(type, run);
    const raised = flags(points);
    for (let day = testFrom; day < points.length; day++) {
      if (isFault[day]) {
        counts.faults++;
        if (raised[day]) counts.found++;
      } else {
        counts.others++;
        if (raised[day]) counts.false++;
      }
    }
  }
  return { recall: counts.found / counts.faults, falseAlarms: counts.false / counts.others };
}

/** Markdown. */
export function renderDetectionTable(): string {
  const cell = ({ recall, falseAlarms }: DetectionRate): string =>
    `${recall.toFixed(2)} / ${(100 * falseAlarms).toFixed(1)} %`;
  return [
    `| series | ${RIVALS.map(({ name }) => name).join(" | ")} |`,
    `|---|${RIVALS.map(() => "---").join("|")}|`,
    ...SERIES_TYPES.map(
      (type) => `| ${type} | ${RIVALS.map((rival) => cell(measureDetection(type, rival))).join(" | ")} |`,
    ),
  ].join("\n");
}
