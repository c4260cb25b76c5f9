/** `dashboards build`: files → plans → rows → pages. `schema` and `exposures`: what editors and the graph need. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { targetFolder, type Workspace } from "@tsmodel/core";
import { dashboardJsonSchema, renderExposures, type Dashboard, type Page } from "@tsmodel/dashboards";
import { drawPages } from "../dashboards/draw-pages.ts";
import { FOLDER, loadDashboards } from "../dashboards/load-dashboards.ts";
import { readClientScript } from "../dashboards/read-client-script.ts";
import { readDashboardRows } from "../dashboards/read-dashboard-rows.ts";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSession } from "../session/open-session.ts";
import { withDatabase } from "../session/with-database.ts";
import { formatSize } from "../terminal/format.ts";

export async function run(context: CommandContext): Promise<ExitCode> {
  if (context.command.name === "dashboards schema") {
    context.terminal.stdout.write(`${JSON.stringify(dashboardJsonSchema(), null, 2)}\n`);
    return 0;
  }
  if (context.command.name === "dashboards exposures") return printExposures(context);
  const workspace = openSession(context);
  const sources = loadDashboards(workspace);
  const all = await withDatabase(context, workspace, (database) =>
    readDashboardRows(sources, context, workspace, database),
  );
  const out =
    typeof context.args.out === "string"
      ? resolve(context.effects.cwd, context.args.out)
      : resolve(targetFolder(workspace.project), FOLDER);
  writePages(drawPages(all, sources, workspace, { client: readClientScript("client") }), out, context);
  return all.every(({ failures }) => Object.keys(failures).length === 0) ? 0 : 1;
}

/** Nothing but the file on standard output: it is meant to be redirected. */
function printExposures(context: CommandContext): ExitCode {
  const workspace = openSession(context, { silent: true });
  const uses = loadDashboards(workspace).map(({ dashboard }) => ({
    dashboard,
    dependsOn: callsOf(dashboard, workspace),
  }));
  context.terminal.stdout.write(renderExposures(uses));
  return 0;
}

function callsOf({ queries }: Dashboard, workspace: Workspace): string[] {
  const calls = queries.flatMap(({ sql }) => {
    const node = workspace.parseInline(sql);
    return [
      ...node.refs.map(
        (ref) =>
          `ref(${[ref.package, ref.name]
            .filter(Boolean)
            .map((part) => `'${part}'`)
            .join(", ")})`,
      ),
      ...node.sources.map((parts) => `source(${parts.map((part) => `'${part}'`).join(", ")})`),
    ];
  });
  return [...new Set(calls)].sort();
}

function writePages(pages: readonly Page[], out: string, { effects }: CommandContext): void {
  const print = (text: string): void =>
    effects.report({ type: "message", level: "info", name: "PrintEvent", text });
  mkdirSync(out, { recursive: true });
  for (const { file, html } of pages) {
    writeFileSync(join(out, file), html);
    if (file !== "index.html")
      print(`  ✓ ${file.padEnd(28)} ${formatSize(Buffer.byteLength(html)).padStart(9)}`);
  }
  print(
    `${pages.length - 1} ${pages.length === 2 ? "page" : "pages"}: open ${relative(effects.cwd, join(out, "index.html")) || "index.html"}`,
  );
}
