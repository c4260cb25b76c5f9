/** One command of the command line: arguments, effects, the command's module, errors, exit code. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { createDefaultFlags, SecretRegister, TsmodelError, TsmodelErrors } from "@tsmodel/core";
import type { CommandName } from "../args/commands.ts";
import { renderCommandHelp, renderHelp } from "../args/help.ts";
import { parseArgs, type ParsedArgs } from "../args/parse-args.ts";
import { DeprecationCounter } from "../reporters/deprecations.ts";
import { versionText } from "../answer-at-once.ts";
import type { MainHost } from "../main.ts";
import { createStyle, wantsColor } from "../terminal/style.ts";
import { chooseEarly } from "./choose-early.ts";
import { chooseReporter } from "./choose-reporter.ts";
import type { CommandContext, CommandModule, ExitCode } from "./command-context.ts";
import { createHost } from "./create-host.ts";
import { DeferredReporter } from "./deferred-reporter.ts";
import { hideInFiles, hideOnTerminal, scrubberOf } from "./hide-secrets.ts";
import { createNodeEffects } from "./node-effects.ts";
import { optimizeLate } from "./optimizer-budget.ts";
import { traceToSources } from "./source-places.ts";

type CommandLine = Extract<ParsedArgs, { type: "command" }>;

const metabase = (): Promise<CommandModule> => import("../commands/metabase.ts");
const nodes = (): Promise<CommandModule> => import("../commands/run-nodes.ts");
const MODULES: { readonly [command in CommandName]: () => Promise<CommandModule> } = {
  run: nodes,
  build: nodes,
  test: nodes,
  seed: nodes,
  snapshot: nodes,
  clone: nodes,
  "source freshness": nodes,
  retry: () => import("../commands/retry.ts"),
  compile: () => import("../commands/compile.ts"),
  show: () => import("../commands/show.ts"),
  list: () => import("../commands/list.ts"),
  parse: () => import("../commands/parse.ts"),
  "docs generate": () => import("../commands/docs-generate.ts"),
  "docs serve": () => import("../commands/docs-serve.ts"),
  "dashboards build": () => import("../commands/dashboards.ts"),
  "dashboards serve": () => import("../commands/dashboards-serve.ts"),
  "dashboards exposures": () => import("../commands/dashboards.ts"),
  "dashboards schema": () => import("../commands/dashboards.ts"),
  monitor: () => import("../commands/monitor.ts"),
  "monitor schema": () => import("../commands/monitor.ts"),
  "explain-metrics": () => import("../commands/explain-metrics.ts"),
  "metabase plan": metabase,
  "metabase apply": metabase,
  "metabase verify": metabase,
  "metabase prune": metabase,
  "metabase exposures": metabase,
  debug: () => import("../commands/debug.ts"),
  deps: () => import("../commands/deps.ts"),
  clean: () => import("../commands/clean.ts"),
  init: () => import("../commands/init.ts"),
  watch: () => import("../commands/watch.ts"),
  publish: () => import("../commands/publish.ts"),
  "run-operation": () => import("../commands/run-operation.ts"),
};

export async function runCommand(words: readonly string[], host: MainHost): Promise<ExitCode> {
  const style = createStyle(wantsColor(undefined, host.env, host.stdout.isTTY === true));
  let parsed: ParsedArgs;
  try {
    parsed = parseArgs(words);
  } catch (error) {
    if (!(error instanceof TsmodelError)) throw error;
    host.stderr.write(`${style.red("Error")}: ${error.message}\n${error.hint ? `${error.hint}\n` : ""}`);
    return 2;
  }
  if (parsed.type === "version") return write(host, versionText());
  if (parsed.type === "help") return write(host, parsed.command ? renderCommandHelp(parsed.command, style) : helpOrHint(words, host, style));
  return execute(withWords(parsed, words), host);
}

/** What was typed, under dbt's name: query comments and artifacts tell it. */
const withWords = (parsed: CommandLine, words: readonly string[]): CommandLine => ({ ...parsed, args: { ...parsed.args, invocation_command: ["dbt", ...words].join(" ") } });

function write(host: MainHost, text: string): ExitCode {
  host.stdout.write(text);
  return 0;
}

/** `tsmodel` alone, where there is no project: how to make one. */
function helpOrHint(words: readonly string[], host: MainHost, style: ReturnType<typeof createStyle>): string {
  const here = existsSync(resolve(host.cwd, "dbt_project.yml"));
  if (words.length > 0 || here) return renderHelp(style);
  return `There is no dbt_project.yml in this folder.\n\n  tsmodel init shop    makes a small project that runs\n  tsmodel --help       lists the commands\n`;
}

async function execute(parsed: CommandLine, process: MainHost): Promise<ExitCode> {
  const scrub = scrubberOf(new SecretRegister(process.env), process.env);
  const host = scrub === undefined ? process : hideOnTerminal(process, scrub);
  const reporter = new DeferredReporter();
  const deprecations = new DeprecationCounter((event) => reporter.report(event));
  const controller = new AbortController();
  host.onInterrupt(() => controller.abort());
  let context: CommandContext | undefined;
  try {
    const facts = { env: host.env, cwd: host.cwd, signal: controller.signal, wantsProgress: () => reporter.showsProgress };
    const open = createNodeEffects(facts, deprecations.take);
    const effects = optimizeLate(scrub === undefined ? open : { ...open, files: hideInFiles(open.files, scrub) });
    context = { command: parsed.command, args: parsed.args, positional: parsed.positional, effects, host: createHost(host.loadMacros), terminal: host, reporter };
    const module = await MODULES[parsed.command.name]();
    return await module.run(context);
  } catch (error) {
    if (!reporter.chosen && context !== undefined && context.command.name !== "init") chooseEarly(context);
    chooseIfNone(parsed.args, reporter, host);
    reportError(error, reporter);
    return 2;
  } finally {
    chooseIfNone(parsed.args, reporter, host);
    deprecations.summarize(parsed.args.show_all_deprecations === true, createStyle(wantsColor(undefined, host.env, host.stdout.isTTY === true)));
    reporter.close();
  }
}

/** For commands that have nothing to do with a project, and where not even the clock is right. */
function chooseIfNone(args: CommandLine["args"], reporter: DeferredReporter, host: MainHost): void {
  if (reporter.chosen) return;
  reporter.choose(chooseReporter({ flags: { ...createDefaultFlags(), ...args }, given: args, host, invocationId: "", now: () => new Date() }));
}

function reportError(error: unknown, reporter: DeferredReporter): void {
  const exc = errorText(error);
  reporter.report({ type: "message", level: "error", name: "MainEncounteredError", code: "Z002", text: `Encountered an error:\n${exc}`, data: { exc } });
  if (!isExpected(error)) {
    const stack = error instanceof Error ? traceToSources(error.stack ?? "") : String(error);
    reporter.report({ type: "message", level: "debug", name: "MainStackTrace", code: "Z003", text: stack });
  }
}

const isExpected = (error: unknown): error is TsmodelError | TsmodelErrors => error instanceof TsmodelError || error instanceof TsmodelErrors;

function errorText(error: unknown): string {
  if (error instanceof TsmodelErrors) return error.errors.map((each) => each.render()).join("\n\n");
  if (error instanceof TsmodelError) return error.render();
  const text = error instanceof Error ? error.message : String(error);
  return `Internal Error\n  ${text}\n  This is a bug in tsmodel: please report it with the stack trace that --debug prints.`;
}
