import { fail, parseJson, queryDirect, renderTable, runInline, runNodes, tableToJson, type ResultTable } from "@tsmodel/core";
import { jsonDumps, PyDict, type Value } from "@tsmodel/jinja";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSessionWithDatabase } from "../session/open-session.ts";
import { withOpening } from "../session/with-database.ts";
import { printed } from "./compile.ts";

/** Prints rows of a selected node, of a template (--inline) or of plain SQL (--inline-direct). */
export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, effects } = context;
  const text = (name: string): string | undefined => (typeof args[name] === "string" ? (args[name] as string) : undefined);
  const [inline, direct] = [text("inline"), text("inline_direct")];
  if (inline === undefined && direct === undefined && args.select === undefined) throw fail("show-needs-selection", {});
  const { workspace, database: opening } = await openSessionWithDatabase(context);
  if (direct !== undefined) {
    const limit = typeof args.limit === "number" ? args.limit : 5;
    const table = await withOpening(opening, (database) => queryDirect(workspace, database, direct, limit < 0 ? undefined : limit));
    printTable("direct-query", table, context, true);
    return 0;
  }
  const summary = await withOpening(opening, (database) =>
    inline === undefined ? runNodes("show", workspace, database, effects) : runInline("show", inline, workspace, database, effects),
  );
  for (const { node, table } of printed(summary.results, context, inline !== undefined)) {
    const version = "version" in node && node.version ? `.v${String(node.version)}` : "";
    if (table) printTable(`${node.name}${version}`, table, context, inline !== undefined);
  }
  return summary.success ? 0 : 1;
}

function printTable(name: string, table: ResultTable, { effects, args }: CommandContext, inline: boolean): void {
  const rows = args.output === "json" ? parseJson(tableToJson(table)) : undefined;
  const entries: [string, Value][] = rows === undefined ? [] : [...(inline ? [] : [["node", name] as [string, Value]]), ["show", rows]];
  const shown = rows === undefined ? renderTable(table, { maxRows: null }) : jsonDumps(PyDict.of(entries), { indent: 2 });
  const head = rows !== undefined || args.quiet === true ? "" : inline ? "Previewing inline node:\n" : `Previewing node '${name}':\n`;
  effects.report({ type: "message", level: "info", name: "ShowNode", code: "Q041", text: head + shown });
}
