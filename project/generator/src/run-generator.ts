import { mkdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { getDay, renderDay } from "./calendar.ts";
import { config } from "./config.ts";
import { readFolderRecord, recordFileName, writeFolderRecord, type FolderRecord } from "./folder-record.ts";
import { helpText, parseArguments, type Arguments } from "./parse-arguments.ts";
import { assembleTables, moveTables } from "./parts/assemble.ts";
import { planParts } from "./parts/part.ts";
import { runParts } from "./parts/run-parts.ts";
import { eventNames } from "./tables/table-spec.ts";
import { UsageError } from "./usage-error.ts";
import { renderReport } from "./verify/render-report.ts";
import { breach, type Tally } from "./verify/tally.ts";

export interface Effects {
  print(text: string): void;
  printError(text: string): void;
  /** Milliseconds that only go up. */
  now(): number;
}

const MOST_WORKERS_BY_DEFAULT = 4;

/** The whole program; returns the exit code. */
export async function runGenerator(argv: readonly string[], effects: Effects): Promise<number> {
  try {
    const asked = parseArguments(argv);
    if (asked.help) {
      effects.print(helpText);
      return 0;
    }
    return await generate(asked, effects);
  } catch (error) {
    if (error instanceof UsageError) {
      effects.printError(`error: ${error.message}\n${error.hint === undefined ? "" : `  ${error.hint}\n`}`);
      return 2;
    }
    if (!isSystemError(error)) throw error;
    effects.printError(`error: ${error.message}\n`);
    return 1;
  }
}

async function generate(asked: Arguments, effects: Effects): Promise<number> {
  const record = asked.appendDay ? appendTo(asked) : startFresh(asked);
  const started = effects.now();
  const work = join(asked.out, `.generating-${process.pid}`);
  mkdirSync(work, { recursive: true });
  try {
    const { seed, scale, format } = record;
    const accounts = Math.max(1, Math.round(config.accounts * scale));
    const jobs = planParts(accounts, { seed, asOfDay: getDay(record.as_of), format, folder: work });
    const workers = asked.workers ?? Math.min(availableParallelism(), MOST_WORKERS_BY_DEFAULT);
    const tally = await runParts(jobs, workers);
    requireEveryEventName(tally);
    const names = assembleTables(work, jobs.length, format);
    const broken = Object.keys(tally.breaches).length;
    effects.print(renderHead(asked.out, record) + renderReport(config, tally));
    if (broken > 0) {
      effects.printError(
        `error: ${broken} guardrail${broken > 1 ? "s" : ""} broken; ${asked.out} left as it was\n`,
      );
      return 1;
    }
    writeFolderRecord(work, record);
    moveTables([...names, recordFileName], work, asked.out, format);
    effects.print(renderSpeed(tally, effects.now() - started));
    return 0;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function startFresh(asked: Arguments): FolderRecord {
  return {
    seed: asked.seed ?? config.seed,
    scale: asked.scale ?? 1,
    format: asked.format ?? "csv",
    as_of: asked.asOfDay === undefined ? config.window.end : renderDay(asked.asOfDay),
  };
}

/**
 * Appending a day is making the folder again for a later "now": every stream of draws is fixed, so what happened
 * before stays, and only what the new day brought is added.
 */
function appendTo(asked: Arguments): FolderRecord {
  const record = readFolderRecord(asked.out);
  for (const name of ["seed", "scale", "format"] as const) {
    if (asked[name] !== undefined && asked[name] !== record[name]) {
      throw new UsageError(
        `${asked.out} was made with --${name} ${record[name]}, not ${asked[name]}`,
        "leave the option out, or make the folder anew without --append-day",
      );
    }
  }
  const before = getDay(record.as_of);
  const day = asked.asOfDay ?? before + 1;
  if (day <= before)
    throw new UsageError(`--as-of ${renderDay(day)} is not after ${record.as_of}, the folder's own`);
  return { ...record, as_of: renderDay(day) };
}

function requireEveryEventName(tally: Tally): void {
  const missing = eventNames.filter((name) => !tally.counts[`event ${name}`]);
  if (missing.length > 0) breach(tally, "all eleven event names present", missing.join(", "), missing.length);
}

function renderHead(out: string, { seed, scale, format, as_of }: FolderRecord): string {
  return `${out}: ${format}, seed ${seed}, scale ${scale}, as of ${as_of}\n\n`;
}

function renderSpeed({ rows }: Tally, milliseconds: number): string {
  const perSecond = Math.round(rows.events / (milliseconds / 1000));
  const seconds = (milliseconds / 1000).toFixed(2);
  return `\n${rows.events.toLocaleString("en-US")} events in ${seconds} s (${perSecond.toLocaleString("en-US")} a second)\n`;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}
