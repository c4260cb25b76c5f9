/** What a run would have said on each of the last days, from what the database holds now. */
import type { Judgement } from "../detect/series.ts";
import { nameBucket } from "../table/buckets.ts";
import { describeRange, type WatchedSeries } from "../check/watched-series.ts";
import type { Paint } from "./terminal.ts";

export interface BacktestSeries {
  readonly series: WatchedSeries;
  /** Of the days looked at, ascending. */
  readonly judgements: readonly Judgement[];
}

export interface Backtest {
  readonly days: number;
  /** ISO dates, both included. */
  readonly from: string;
  readonly to: string;
  readonly all: readonly BacktestSeries[];
}

const flagged = ({ judgements }: BacktestSeries): readonly Judgement[] =>
  judgements.filter(({ status }) => status === "flagged");

export function renderBacktest({ days, from, to, all }: Backtest, paint: Paint): string {
  const judged = all.flatMap(({ judgements }) => judgements.filter(({ status }) => status !== "learning"));
  const alarms = all.flatMap(flagged);
  const loud = all
    .filter((each) => flagged(each).length > 0)
    .sort((a, b) => flagged(b).length - flagged(a).length);
  return [
    `${paint.bold("tsmodel monitor")} · backtest of ${days} days, ${from} to ${to}`,
    "",
    ...loud.flatMap(({ series, judgements }) => {
      const hits = flagged({ series, judgements });
      return [
        `  ${paint.yellow("!")} ${series.subject.name}  ${paint.dim(`${hits.length} of ${judgements.length} periods`)}`,
        ...hits
          .slice(0, 5)
          .map(
            ({ bucket, value, expected, low, high }) =>
              `      ${nameBucket(bucket, series.rules.grain)}: ${series.format(value)}, expected ${describeRange(expected!, low, high, series.format)}`,
          ),
        ...(hits.length > 5 ? [`      and ${hits.length - 5} more`] : []),
      ];
    }),
    ...(loud.length > 0 ? [""] : []),
    `  ${alarms.length} ${alarms.length === 1 ? "alarm" : "alarms"} in ${judged.length} judgements of ${all.length} series (${judged.length === 0 ? "0.0" : ((100 * alarms.length) / judged.length).toFixed(1)} %); nothing was remembered, nobody was told`,
  ].join("\n");
}

/** The same as data. */
export const toBacktestFile = ({ days, from, to, all }: Backtest): object => ({
  schema: "tsmodel/monitor-backtest",
  schema_version: 1,
  days,
  from,
  to,
  series: all.map((each) => ({
    name: each.series.subject.name,
    check: each.series.subject.kind,
    periods: each.judgements.length,
    learning: each.judgements.filter(({ status }) => status === "learning").length,
    alarms: flagged(each).map(({ bucket, value, expected, low, high }) => ({
      bucket_start: bucket,
      value,
      expected,
      low,
      high,
    })),
  })),
});
