/** logs/dbt.log: everything, debug included, in dbt's layout. Written in blocks; rotated at a size. */
import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Level, TsmodelEvent } from "@tsmodel/core";
import { createStyle } from "../terminal/style.ts";
import { renderDbtLines } from "./dbt-lines.ts";
import { createJsonReporter } from "./json.ts";
import { isAtLeast } from "./log-line.ts";
import type { Reporter } from "./reporter.ts";

export interface LogFileOptions {
  readonly path: string;
  readonly level: Level;
  readonly json: boolean;
  readonly width: number;
  readonly maximumBytes: number;
  readonly invocationId: string;
  readonly pid: number;
  /** As in JsonOptions. */
  readonly extra?: { readonly [name: string]: string };
  /** Hides secrets in what is written. */
  readonly scrub?: (text: string) => string;
  now(): Date;
}

const BLOCK = 64 * 1024;

export function createLogFileReporter(options: LogFileOptions): Reporter {
  const sink = openBlockSink(options);
  if (options.json) {
    const inner = createJsonReporter({ ...options, sink });
    return { report: (event) => inner.report(event), close: () => sink.flush() };
  }
  const style = createStyle(false);
  const clock = (): string => `${options.now().toISOString().slice(11, 23)}000`;
  sink.write(`\n\n============================== ${clock()} | ${options.invocationId} ==============================\n`);
  return {
    report(event: TsmodelEvent): void {
      for (const line of renderDbtLines(event, style, options.width)) {
        if (isAtLeast(line.level, options.level)) sink.write(`${clock()} [${line.level.padEnd(5)}] [MainThread]: ${line.text}\n`);
      }
    },
    close: () => sink.flush(),
  };
}

/** Collects text and appends it in blocks; a log that cannot be written never stops a run. */
function openBlockSink({ path, maximumBytes, scrub = (text) => text }: LogFileOptions): { write(text: string): void; flush(): void } {
  let held = "";
  let broken = false;
  const flush = (): void => {
    if (held === "" || broken) return;
    try {
      mkdirSync(dirname(path), { recursive: true });
      if (maximumBytes > 0 && existsSync(path) && statSync(path).size > maximumBytes) renameSync(path, `${path}.1`);
      appendFileSync(path, held);
    } catch {
      broken = true;
    }
    held = "";
  };
  return {
    write(text: string): void {
      held += scrub(text);
      if (held.length > BLOCK) flush();
    },
    flush,
  };
}
