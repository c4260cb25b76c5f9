import { runInline, runNodes, type NodeResult } from "@tsmodel/core";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSessionWithDatabase } from "../session/open-session.ts";
import { withOpening } from "../session/with-database.ts";

/** Writes target/compiled/; with a selection or --inline, prints the SQL too. */
export async function run(context: CommandContext): Promise<ExitCode> {
  const { workspace, database: opening } = await openSessionWithDatabase(context);
  const inline = typeof context.args.inline === "string" ? context.args.inline : undefined;
  const summary = await withOpening(opening, (database) =>
    inline === undefined ? runNodes("compile", workspace, database, context.effects) : runInline("compile", inline, workspace, database, context.effects),
  );
  for (const result of printed(summary.results, context, inline !== undefined)) printCompiled(result, context, inline !== undefined);
  return summary.success ? 0 : 1;
}

/** As in dbt, nodes whose names stand in what was given, not everything that a graph operator or a method brought in. */
export function printed(results: readonly NodeResult[], { args }: CommandContext, inline: boolean): NodeResult[] {
  if (inline) return results.filter(({ node }) => node.name === "inline_query");
  const words = Array.isArray(args.select) ? args.select.map(String) : [];
  return results.filter(({ node }) => words.some((word) => word.includes(node.name)));
}

function printCompiled({ node, compiled_code }: NodeResult, { effects, args }: CommandContext, inline: boolean): void {
  const compiled = compiled_code ?? "";
  const text =
    args.output === "json"
      ? JSON.stringify(inline ? { compiled } : { node: node.name, compiled }, null, 2)
      : args.quiet === true
        ? compiled
        : inline
          ? `Compiled inline node is:\n${compiled}`
          : `Compiled node '${node.name}' is:\n${compiled}`;
  effects.report({ type: "message", level: "info", name: "CompiledNode", code: "Q042", text, node });
}
