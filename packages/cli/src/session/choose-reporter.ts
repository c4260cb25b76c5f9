/** Flags and terminal → reporters: live on a terminal, dbt's lines elsewhere, JSON when asked, and the log file. */
import { resolve } from "node:path";
import { metadataEnvs, monotonicTime, SecretRegister, warningFate, type Flags, type Level } from "@tsmodel/core";
import { combineReporters } from "../reporters/combine.ts";
import { SUMMARY } from "../reporters/deprecations.ts";
import { gathered } from "../reporters/gathered.ts";
import { createJsonReporter } from "../reporters/json.ts";
import { createLiveReporter } from "../reporters/live.ts";
import { createLogFileReporter } from "../reporters/log-file.ts";
import { createPlainReporter } from "../reporters/plain.ts";
import { createQuietReporter } from "../reporters/quiet.ts";
import type { Reporter } from "../reporters/reporter.ts";
import { createStyle, wantsColor } from "../terminal/style.ts";
import { scrubberOf } from "./hide-secrets.ts";
import type { TerminalHost } from "./terminal-host.ts";

export interface ReporterFacts {
  readonly flags: Flags;
  /** Options given on the command line, to tell a wish from a default. */
  readonly given: { readonly [name: string]: unknown };
  readonly host: TerminalHost;
  readonly invocationId: string;
  /** Nothing but what was asked for goes to the standard output; warnings go to the other one. */
  readonly silent?: boolean;
  /** Absolute folder of the log file; undefined writes none. */
  readonly logFolder?: string;
  now(): Date;
}

export function chooseReporter(facts: ReporterFacts): Reporter {
  const isQuiet = facts.flags.quiet === true;
  const screen = screenReporter(facts.silent === true ? { ...facts, flags: { ...facts.flags, quiet: true } } : facts);
  const shown = isQuiet || facts.silent === true ? createQuietReporter(screen, isQuiet ? undefined : warningsReporter(facts)) : screen;
  const chosen = facts.logFolder === undefined ? shown : combineReporters([shown, fileReporter(facts, facts.logFolder)]);
  const kept = warningFate(facts.flags, SUMMARY.name, SUMMARY.code) === "silent" ? withoutSummary(chosen) : chosen;
  return facts.flags.require_event_names_in_deprecations === true ? named(kept) : kept;
}

/** The flags may silence the summary of deprecations like any warning. */
function withoutSummary(reporter: Reporter): Reporter {
  return {
    showsProgress: reporter.showsProgress,
    report: (event) => (event.type === "message" && event.name === SUMMARY.name ? undefined : reporter.report(event)),
    close: () => reporter.close(),
  };
}

function named(reporter: Reporter): Reporter {
  return {
    showsProgress: reporter.showsProgress,
    report: (event) => reporter.report(event.type === "warning" ? { ...event, named: true } : event),
    close: () => reporter.close(),
  };
}

function screenReporter({ flags, given, host, invocationId, now }: ReporterFacts): Reporter {
  const width = typeof flags.printer_width === "number" ? flags.printer_width : 80;
  const level = flags.quiet === true ? "error" : flags.debug === true ? "debug" : levelOf(flags.log_level, "info");
  const style = createStyle(wantsColor(colorWish(flags, given, host), host.env, host.stdout.isTTY === true));
  const sink = { write: (text: string): void => void host.stdout.write(text) };
  if (flags.log_format === "json") {
    const options = { width, level, invocationId, pid: host.pid, extra: metadataEnvs(host.env), now };
    return gathered(sink, (lines) => createJsonReporter({ sink: lines, ...options }));
  }
  if (isLive(flags, given, host)) {
    return createLiveReporter({ sink, style, verbose: level === "debug", columns: () => host.stdout.columns ?? 100, elapsed: monotonicTime, every: repeat });
  }
  return gathered(sink, (lines) => createPlainReporter({ sink: lines, style, width, level, now }));
}

function warningsReporter({ flags, host, now }: ReporterFacts): Reporter {
  const sink = { write: (text: string): void => void host.stderr.write(text) };
  return createPlainReporter({ sink, style: createStyle(false), width: typeof flags.printer_width === "number" ? flags.printer_width : 80, level: "warn", now });
}

/** What was typed counts, then a "no" from anywhere; a "yes" of the project is the default, which the terminal decides. */
function colorWish(flags: Flags, given: ReporterFacts["given"], host: TerminalHost): boolean | undefined {
  if (typeof given.use_colors === "boolean") return given.use_colors;
  return flags.use_colors === false ? false : envColor(host);
}

function envColor({ env }: TerminalHost): boolean | undefined {
  const value = env.TSMODEL_USE_COLORS ?? env.DBT_USE_COLORS;
  return value === undefined ? undefined : /^(1|true|t|yes|y|on)$/i.test(value);
}

function isLive(flags: Flags, given: { readonly [name: string]: unknown }, host: TerminalHost): boolean {
  if (given.live !== undefined) return given.live === true;
  return host.stdout.isTTY === true && !host.env.CI && flags.debug !== true && flags.log_format !== "debug" && flags.quiet !== true;
}

function fileReporter({ flags, invocationId, host, now }: ReporterFacts, folder: string): Reporter {
  return createLogFileReporter({
    path: resolve(folder, "dbt.log"),
    level: levelOf(flags.log_level_file, "debug"),
    json: flags.log_format_file === "json",
    width: typeof flags.printer_width === "number" ? flags.printer_width : 80,
    maximumBytes: typeof flags.log_file_max_bytes === "number" ? flags.log_file_max_bytes : 10 * 1024 * 1024,
    invocationId,
    pid: host.pid,
    extra: metadataEnvs(host.env),
    scrub: scrubberOf(new SecretRegister(host.env), host.env),
    now,
  });
}

const levelOf = (value: unknown, fallback: Level): Level => (value === "debug" || value === "info" || value === "warn" || value === "error" ? value : fallback);

function repeat(milliseconds: number, draw: () => void): () => void {
  const timer = setInterval(draw, milliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
