/** `show`: a node's rows, without building it. */
import { pyStr } from "@tsmodel/jinja";
import type { Connection } from "../context/connection.ts";
import type { RunContext } from "../context/run-context.ts";
import type { CompiledNode, SeedNode } from "../manifest/node.ts";
import { tableFromQuery } from "../template/table/infer-table.ts";
import { modelWork } from "./run-model.ts";
import type { NodeWork, Outcome, RunScope } from "./run-node.ts";
import { isScriptModel, withScriptRows } from "./script/run-script.ts";

/** dbt tells all fields of a show's response, also those that no statement filled. */
const NO_FIELDS = { _message: "OK", code: null, rows_affected: null, query_id: null };

/** `limit` undefined shows every row. */
export function showWork(scope: RunScope, node: CompiledNode | SeedNode, limit: number | undefined): NodeWork {
  if (node.resource_type === "seed") return modelWork(scope, node as SeedNode);
  let context: RunContext;
  const open = (connection: Connection): RunContext => (context ??= scope.compiler.contextFor(node as never, { connection }));
  return {
    async compile(connection) {
      await scope.compiler.compile(node as CompiledNode, open(connection));
    },
    execute(connection): Promise<Outcome> {
      const show = (code: string): Promise<Outcome> => showRows(scope, node as CompiledNode, { context, connection, code, limit });
      if (isScriptModel(node as CompiledNode)) return withScriptRows(scope, node as CompiledNode, context, show);
      return show((node as CompiledNode).compiled_code ?? "");
    },
  };
}

interface Shown {
  readonly context: RunContext;
  readonly connection: Connection;
  readonly code: string;
  readonly limit: number | undefined;
}

async function showRows(scope: RunScope, node: CompiledNode, { context, connection, code, limit }: Shown): Promise<Outcome> {
  const { sql_header: header } = node.config as { sql_header?: string | null };
  const macro = scope.runtime.shared.registry.findByName("get_show_sql")!;
  const sql = pyStr(await context.call(macro, [], { compiled_code: code, sql_header: header ?? null, limit: limit ?? null }));
  if (!isScriptModel(node)) node.compiled_code = sql;
  const result = await connection.query({ sql, fetch: true });
  return { status: "success", message: null, adapterResponse: { ...NO_FIELDS, ...result.response }, table: tableFromQuery(result) };
}
