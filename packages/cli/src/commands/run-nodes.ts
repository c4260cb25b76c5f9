/** run, build, test, seed, snapshot, clone, source freshness: one course, told apart by the command's kind. */
import { renderTable, runNodes, type RunCommand, type RunSummary } from "@tsmodel/core";
import { appendRunHistory } from "../history/run-history.ts";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSessionWithDatabase } from "../session/open-session.ts";
import { whileOpen } from "../session/with-database.ts";

const KINDS: { readonly [command: string]: RunCommand } = {
  run: "run",
  build: "build",
  test: "test",
  seed: "seed",
  snapshot: "snapshot",
  clone: "clone",
  "source freshness": "freshness",
};

export async function run(context: CommandContext): Promise<ExitCode> {
  if (context.args.watch === true) return (await import("./watch.ts")).run(context);
  const { workspace, database } = await openSessionWithDatabase(context);
  const kind = KINDS[context.command.name]!;
  const summary = await whileOpen(database, (afterwards) => runNodes(kind, workspace, database, context.effects, { takeArtifacts: afterwards }));
  appendRunHistory(context.command.name, workspace, summary);
  if (context.args.show === true) showSeeds(summary, context);
  if (context.args.publish === true && summary.success) {
    const { publishAfterRun } = await import("./publish.ts");
    return publishAfterRun(context, workspace);
  }
  return summary.success ? 0 : 1;
}

/** `seed --show`: the first rows of each seed. */
function showSeeds(summary: RunSummary, { effects }: CommandContext): void {
  for (const { node, table, status } of summary.results) {
    if (status === "error" || table === undefined || node.resource_type !== "seed") continue;
    const header = `Random sample of table: ${node.schema}.${node.alias}`;
    effects.report({ type: "message", level: "info", name: "SeedHeader", code: "Q004", text: `${header}\n${"-".repeat(header.length)}\n${renderTable(table, { maxRows: 10, maxColumns: null })}` });
  }
}
