import type { TsmodelEvent } from "@tsmodel/core";
import type { Reporter } from "./reporter.ts";

/** `--quiet`: errors, and what `print()` and `ls` are asked for. */
export function createQuietReporter(inner: Reporter): Reporter {
  return {
    report(event: TsmodelEvent): void {
      const isPrint = event.type === "message" && (event.name === "PrintEvent" || event.level === "error");
      const isFailure = event.type === "node-finished" && ["error", "fail", "runtime error"].includes(event.result.status);
      if (isPrint || isFailure) inner.report(event);
    },
    close: () => inner.close(),
  };
}
