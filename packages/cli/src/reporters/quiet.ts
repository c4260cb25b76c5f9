import type { TsmodelEvent } from "@tsmodel/core";
import { PRINT_NAMES } from "./log-line.ts";
import type { Reporter } from "./reporter.ts";

/** `--quiet`: errors, and what `print()` and `ls` are asked for. `warnings` hears of the rest that is wrong. */
export function createQuietReporter(inner: Reporter, warnings?: Reporter): Reporter {
  return {
    report(event: TsmodelEvent): void {
      const isPrint = event.type === "message" && (PRINT_NAMES.has(event.name) || event.level === "error");
      const isFailure = event.type === "node-finished" && ["error", "fail", "runtime error"].includes(event.result.status);
      // Of a run's end the inner reporter, which shows errors only, tells what failed and why.
      const isEnd = event.type === "run-finished" && warnings === undefined;
      if (isPrint || isFailure || isEnd) inner.report(event);
      else if (event.type === "warning" || (event.type === "message" && event.level === "warn")) warnings?.report(event);
    },
    close: () => inner.close(),
  };
}
