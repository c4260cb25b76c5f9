import type { TsmodelEvent } from "@tsmodel/core";
import type { Reporter } from "./reporter.ts";

/** One stream to several reporters: the terminal and the log file. */
export function combineReporters(reporters: readonly Reporter[]): Reporter {
  return {
    showsProgress: reporters.some((reporter) => reporter.showsProgress),
    report(event: TsmodelEvent): void {
      for (const reporter of reporters) reporter.report(event);
    },
    close(): void {
      for (const reporter of reporters) reporter.close();
    },
  };
}
