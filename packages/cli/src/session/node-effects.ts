/** The real outside world: files, clock, environment. TSMODEL_NOW fixes the clock for reproducible runs. */
import { randomUUID } from "node:crypto";
import { createNodeFiles, fail, monotonicTime, withBothNames, type Effects, type Report } from "@tsmodel/core";

export interface ProcessFacts {
  readonly env: { readonly [name: string]: string | undefined };
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Whether somebody looks at the progress of single statements. */
  wantsProgress?(): boolean;
}

/** @throws TsmodelError clock-invalid */
export function createNodeEffects({ env, cwd, signal, wantsProgress }: ProcessFacts, report: Report): Effects {
  const fixed = env.TSMODEL_NOW ? readInstant(env.TSMODEL_NOW) : undefined;
  return {
    files: createNodeFiles(),
    env: withBothNames(env),
    cwd,
    signal,
    report,
    wantsProgress,
    now: () => fixed ?? new Date(),
    elapsed: monotonicTime,
    newId: () => randomUUID(),
  };
}

function readInstant(text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw fail("clock-invalid", { value: text });
  return at;
}
