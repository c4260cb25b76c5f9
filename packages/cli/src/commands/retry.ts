/** The last command again with its options, for the nodes that failed, were skipped or never ran. */
import {
  COMMAND_KINDS,
  fail,
  findGraphNode,
  findRetry,
  runIds,
  type Retry,
  type RunCommand,
  type Workspace,
} from "@tsmodel/core";
import { findCommand } from "../args/commands.ts";
import { appendRunHistory } from "../history/run-history.ts";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSession, type SessionWithDatabase } from "../session/open-session.ts";
import { openDatabase, withOpening } from "../session/with-database.ts";
import { generate } from "./docs-generate.ts";
import { callOperation } from "./run-operation.ts";

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, effects, host, command } = context;
  const retry = findRetry({ command: command.name, args }, host, effects);
  const again: CommandContext = {
    ...context,
    command: findCommand(retry.command.split(" "))!.spec,
    args: retry.args,
  };
  const workspace = openSession(again, { typed: args });
  const session = (): SessionWithDatabase => ({ workspace, database: openDatabase(again, workspace.project) });
  if (retry.command === "run-operation") return retry.ids.size === 0 ? 0 : callOperation(again, session());
  for (const id of retry.ids)
    if (findGraphNode(workspace.manifest, id) === undefined) throw fail("retry-node-gone", { id, command: retry.command });
  if (retry.command === "docs generate") return generate(again, session(), retry.ids);
  return runAgain(again, session(), retry);
}

async function runAgain(context: CommandContext, { workspace, database: opening }: SessionWithDatabase, retry: Retry): Promise<ExitCode> {
  const kind = COMMAND_KINDS[retry.command as RunCommand];
  const summary = await withOpening(opening, (database) =>
    runIds(kind, retry.ids, workspace, database, context.effects, { retry }),
  );
  appendRunHistory(retry.command, workspace, summary);
  return summary.success ? 0 : 1;
}
