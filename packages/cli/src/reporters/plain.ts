import type { Level, TsmodelEvent } from "@tsmodel/core";
import { formatClock } from "../terminal/format.ts";
import type { Style } from "../terminal/style.ts";
import { renderDbtLines } from "./dbt-lines.ts";
import { isAtLeast, PRINT_NAMES } from "./log-line.ts";
import type { Reporter, TextSink } from "./reporter.ts";

export interface PlainOptions {
  readonly sink: TextSink;
  readonly style: Style;
  readonly width: number;
  readonly level: Level;
  now(): Date;
}

/** dbt's text log: `HH:MM:SS  message`, a line each. Texts that were asked for (ls, show, print()) stand without a time. */
export function createPlainReporter({ sink, style, width, level, now }: PlainOptions): Reporter {
  return {
    report(event: TsmodelEvent): void {
      for (const line of renderDbtLines(event, style, width)) {
        if (PRINT_NAMES.has(line.name)) sink.write(`${line.text}\n`);
        else if (isAtLeast(line.level, level)) sink.write(`${formatClock(now())}  ${line.text}\n`);
      }
    },
    close: () => undefined,
  };
}
