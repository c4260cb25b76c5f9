/** `monitor --backtest 60d`: what each of the last days would have said. */
import { fail } from "@tsmodel/core";
import {
  judgeWatched,
  renderBacktest,
  toBacktestFile,
  watchMeasures,
  watchTable,
  type Backtest,
} from "@tsmodel/monitor";
import type { Reading } from "../commands/monitor.ts";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { createStyle } from "../terminal/style.ts";
import { paints, print } from "./write-reports.ts";

const DAY = 86_400_000;

/** @throws TsmodelError option-value */
export function readDays({ args }: CommandContext): number | undefined {
  if (typeof args.backtest !== "string") return undefined;
  const match = /^(\d{1,4}) ?(d|days?|w|weeks?)?$/.exec(args.backtest);
  if (match === null || Number(match[1]) === 0)
    throw fail("option-value", {
      option: "--backtest",
      value: args.backtest,
      expected: "a number of days, as 60d",
    });
  return Number(match[1]) * (match[2]?.startsWith("w") ? 7 : 1);
}

export function backtest({ context, asOf, tables, measures, remembered }: Reading, days: number): ExitCode {
  const from = new Date(asOf.getTime() - days * DAY).toISOString().slice(0, 10);
  const watched = [
    ...tables.readings.filter(({ plan }) => plan.time !== undefined).flatMap(watchTable),
    ...measures.readings.flatMap(watchMeasures),
  ];
  const result: Backtest = {
    days,
    from,
    to: asOf.toISOString().slice(0, 10),
    all: watched.map((series) => ({
      series,
      judgements: judgeWatched(series, remembered.history).filter(({ bucket }) => bucket >= from),
    })),
  };
  if (context.args.output === "json")
    context.terminal.stdout.write(`${JSON.stringify(toBacktestFile(result), null, 2)}\n`);
  else print(renderBacktest(result, createStyle(paints(context))), context);
  return 0;
}
