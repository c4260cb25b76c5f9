/** `dashboards serve`: the pages, live: a saved model or dashboard shows on the open page as soon as it is built. */
import { resolve } from "node:path";
import { openWorkspace, TsmodelError, TsmodelErrors, type Database, type Workspace } from "@tsmodel/core";
import { drawPages } from "../dashboards/draw-pages.ts";
import { LiveServer } from "../dashboards/live-server.ts";
import { FOLDER, loadDashboards } from "../dashboards/load-dashboards.ts";
import { readClientScript } from "../dashboards/read-client-script.ts";
import { readDashboardRows } from "../dashboards/read-dashboard-rows.ts";
import { createWatchReporter } from "../reporters/watch.ts";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { withDatabase } from "../session/with-database.ts";
import { createStyle, wantsColor } from "../terminal/style.ts";
import { WatchSession } from "./watch.ts";

const DEFAULT_PORT = 4747;

export async function run(given: CommandContext): Promise<ExitCode> {
  const { args, terminal, reporter, host, effects } = given;
  // Pages read marts, which mostly stand below what is edited.
  const context: CommandContext = { ...given, args: { ...args, descendants: args.descendants ?? true, build_first: args.build_first ?? false } };
  const style = createStyle(wantsColor(typeof args.use_colors === "boolean" ? args.use_colors : undefined, terminal.env, terminal.stdout.isTTY === true));
  reporter.choose(createWatchReporter({ write: (text) => void terminal.stdout.write(text) }, style));
  const workspace = openWorkspace({ command: context.command.name, args }, host, effects);
  loadDashboards(workspace);
  const server = await LiveServer.start(
    {
      host: typeof args.host === "string" ? args.host : "127.0.0.1",
      port: typeof args.port === "number" ? args.port : DEFAULT_PORT,
    },
    String(effects.now().getTime()),
  );
  try {
    terminal.stdout.write(`dashboards at ${style.bold(server.url)}\n`);
    return await withDatabase(context, workspace, (database) => {
      const extension = {
        paths: [resolve(workspace.project.root.root, FOLDER)],
        onSettled: (current: Workspace, failed: ReadonlySet<string>) => showPages({ context, workspace: current, database, server, failed }),
        onBroken: (reason: string) => server.report(reason),
      };
      return new WatchSession(context, workspace, database, style, extension).watch();
    });
  } finally {
    await server.close();
  }
}

interface Shown {
  readonly context: CommandContext;
  readonly workspace: Workspace;
  readonly database: Database;
  readonly server: LiveServer;
  readonly failed: ReadonlySet<string>;
}

/** Dashboards that cannot be read leave the pages as they were. */
async function showPages({ context, workspace, database, server, failed }: Shown): Promise<void> {
  try {
    const sources = loadDashboards(workspace);
    const all = await readDashboardRows(sources, context, workspace, database);
    const scripts = { client: readClientScript("client"), live: readClientScript("live") };
    server.show(drawPages(all, sources, workspace, scripts), failed.size === 0 ? undefined : describeFailures(failed, workspace));
  } catch (error) {
    const errors = error instanceof TsmodelErrors ? error.errors : error instanceof TsmodelError ? [error] : undefined;
    if (errors === undefined) throw error;
    const text = errors.map((each) => each.render()).join("\n\n");
    context.terminal.stdout.write(`${text}\n`);
    server.report(text);
  }
}

function describeFailures(failed: ReadonlySet<string>, { manifest }: Workspace): string {
  const names = [...failed].map((id) => manifest.nodes.get(id)?.name ?? id);
  return `Failed, so that figures below may be of an earlier build: ${names.join(", ")}`;
}
