import { readArguments, runMacro, type JsonObject } from "@tsmodel/core";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSessionWithDatabase, type SessionWithDatabase } from "../session/open-session.ts";
import { withOpening } from "../session/with-database.ts";

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, positional } = context;
  const kwargs = typeof args.args === "string" ? readArguments(args.args) : {};
  const named: CommandContext = { ...context, args: { ...args, macro: positional!, args: kwargs } };
  return callOperation(named, await openSessionWithDatabase(named));
}

/** The macro that `args.macro` names, with the arguments of `args.args`. */
export async function callOperation(context: CommandContext, { workspace, database: opening }: SessionWithDatabase): Promise<ExitCode> {
  const { args, effects } = context;
  const result = await withOpening(opening, (database) =>
    runMacro(workspace, database, String(args.macro), args.args as JsonObject, effects),
  );
  if (result.error === undefined) return 0;
  const text = `Encountered an error while running operation: ${result.error.render()}`;
  effects.report({
    type: "message",
    level: "error",
    name: "RunningOperationCaughtError",
    code: "Q001",
    text,
  });
  return 1;
}
