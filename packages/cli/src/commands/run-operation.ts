import { readArguments, runMacro } from "@tsmodel/core";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSession } from "../session/open-session.ts";
import { withDatabase } from "../session/with-database.ts";

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, effects, positional } = context;
  const kwargs = typeof args.args === "string" ? readArguments(args.args) : {};
  const workspace = openSession(context);
  const result = await withDatabase(context, workspace, (database) => runMacro(workspace, database, positional!, kwargs, effects));
  if (result.error === undefined) return 0;
  const text = `Encountered an error while running operation: ${result.error.render()}`;
  effects.report({ type: "message", level: "error", name: "RunningOperationCaughtError", code: "Q001", text });
  return 1;
}
