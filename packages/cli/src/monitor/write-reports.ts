/** The results of a run → terminal, target/monitor_results.json, JUnit, GitHub. */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { targetFolder, type Project } from "@tsmodel/core";
import {
  renderAnnotations,
  renderJunit,
  renderReport,
  renderStepSummary,
  renderBrief,
  toResultsFile,
  type MonitorResults,
} from "@tsmodel/monitor";
import type { CommandContext } from "../session/command-context.ts";
import { createStyle, wantsColor } from "../terminal/style.ts";

export function writeReports(results: MonitorResults, context: CommandContext, project: Project): void {
  const { args, effects, terminal } = context;
  const file = `${JSON.stringify(toResultsFile(results), null, 2)}\n`;
  if (args.write_json !== false) writeInto(resolve(targetFolder(project), "monitor_results.json"), file);
  if (typeof args.junit === "string") writeInto(resolve(effects.cwd, args.junit), renderJunit(results));
  if (args.output === "json") terminal.stdout.write(file);
  else if (args.quiet === true) print(renderBrief(results, createStyle(false)), context);
  else print(renderReport(results, createStyle(paints(context))), context);
  if (args.github ?? effects.env.GITHUB_ACTIONS === "true") annotate(results, context, project.root.root);
}

export const print = (text: string, { effects }: CommandContext): void =>
  effects.report({ type: "message", level: "info", name: "PrintEvent", text });

export function paints({ args, terminal }: CommandContext): boolean {
  const plain = args.log_format === "json" || args.quiet === true;
  return (
    !plain &&
    wantsColor(
      typeof args.use_colors === "boolean" ? args.use_colors : undefined,
      terminal.env,
      terminal.stdout.isTTY === true,
    )
  );
}

export function writeInto(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** GitHub reads both streams; what is JSON stays so. */
function annotate(
  results: MonitorResults,
  { args, effects, terminal }: CommandContext,
  folder: string,
): void {
  const root = effects.env.GITHUB_WORKSPACE ?? effects.cwd;
  const lines = renderAnnotations(results.checks, (path) =>
    relative(root, resolve(folder, path)).replaceAll("\\", "/"),
  );
  const stream = args.output === "json" ? terminal.stderr : terminal.stdout;
  for (const line of lines) stream.write(`${line}\n`);
  const summary = effects.env.GITHUB_STEP_SUMMARY;
  if (summary) appendFileSync(summary, renderStepSummary(results));
}
