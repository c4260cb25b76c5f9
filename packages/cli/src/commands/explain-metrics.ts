/** `explain-metrics`: what moved since the period before, by how much, which segment drove it, and which rule it breaks. */
import { resolve } from "node:path";
import { fail, selectForCommand, type Workspace } from "@tsmodel/core";
import {
  explain,
  renderExplanation,
  renderExplanationMarkdown,
  renderExplanationPage,
  toExplanationFile,
  type Explanation,
} from "@tsmodel/monitor";
import { loadDashboards, type DashboardSource } from "../dashboards/load-dashboards.ts";
import { loadMonitoring } from "../monitor/load-monitoring.ts";
import { readAsOfOption } from "../monitor/read-as-of.ts";
import { readMeasures } from "../monitor/read-measures.ts";
import { paints, print, writeInto } from "../monitor/write-reports.ts";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSession } from "../session/open-session.ts";
import { withDatabase } from "../session/with-database.ts";
import { createStyle } from "../terminal/style.ts";

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, terminal } = context;
  const asOf = readAsOfOption(context);
  const format = readFormat(args.out);
  const workspace = openSession(context, { silent: args.output === "json" });
  const dashboards = loadDashboards(workspace);
  const monitoring = loadMonitoring(workspace, dashboards);
  const { readings, sources, broken } = await withDatabase(context, workspace, (database) =>
    readMeasures(
      dashboards,
      monitoring,
      { context, workspace, database },
      { asOf, only: selection(context, workspace) },
    ),
  );
  const dialect = workspace.project.profile.plugin.type === "postgres" ? "postgres" : "duckdb";
  const explanation: Explanation = {
    project: workspace.project.root.name,
    target: workspace.project.profile.targetName,
    asOf: asOf ?? readings[0]?.asOf ?? context.effects.now(),
    explained: explain(readings.map((reading, index) => ({ reading, source: sources[index]!, dialect }))),
    failures: broken.map(({ name, message }) => `${name}: ${message}`),
  };
  if (args.output === "json")
    terminal.stdout.write(`${JSON.stringify(toExplanationFile(explanation), null, 2)}\n`);
  else print(renderExplanation(explanation, createStyle(paints(context))), context);
  if (format !== undefined) writeFile(explanation, dashboards, format, context);
  return broken.length === 0 ? 0 : 1;
}

type Format = "md" | "html" | "json";

/** @throws TsmodelError option-value */
function readFormat(out: unknown): Format | undefined {
  if (typeof out !== "string") return undefined;
  const format = /\.(md|html|json)$/.exec(out)?.[1];
  if (format === undefined)
    throw fail("option-value", {
      option: "--out",
      value: out,
      expected: "a file that ends with .md, .html or .json",
    });
  return format as Format;
}

/** The models of --select, where it is given: measures of other models are left out. */
function selection(context: CommandContext, workspace: Workspace): ReadonlySet<string> | undefined {
  const { select, exclude, selector } = context.args;
  if (select === undefined && exclude === undefined && selector === undefined) return undefined;
  const types = ["model", "seed", "snapshot", "source"];
  return selectForCommand(workspace, { allowed: types, usual: types }, context.effects).ids;
}

function writeFile(
  explanation: Explanation,
  dashboards: readonly DashboardSource[],
  format: Format,
  context: CommandContext,
): void {
  const path = String(context.args.out);
  const pages = dashboards
    .map(({ dashboard }) => dashboard)
    .sort((a, b) => a.order - b.order || (a.key < b.key ? -1 : 1))
    .map(({ key, title }) => ({ file: `${key}.html`, title }));
  const text =
    format === "html"
      ? renderExplanationPage(explanation, { pages })
      : format === "md"
        ? renderExplanationMarkdown(explanation)
        : `${JSON.stringify(toExplanationFile(explanation), null, 2)}\n`;
  writeInto(resolve(context.effects.cwd, path), text);
  if (context.args.output !== "json") print(`  wrote ${path}`, context);
}
