/** `show`: a node's rows, without building it. */
import { pyStr } from "@tsmodel/jinja";
import type { Connection } from "../context/connection.ts";
import type { RunContext } from "../context/run-context.ts";
import type { CompiledNode, SeedNode } from "../manifest/node.ts";
import { tableFromQuery } from "../template/table/infer-table.ts";
import { modelWork } from "./run-model.ts";
import type { NodeWork, Outcome, RunScope } from "./run-node.ts";

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
    async execute(connection): Promise<Outcome> {
      const config = node.config as { sql_header?: string | null };
      const kwargs = { compiled_code: (node as CompiledNode).compiled_code ?? "", sql_header: config.sql_header ?? null, limit: limit ?? null };
      const macro = scope.runtime.shared.registry.findByName("get_show_sql")!;
      const sql = pyStr(await context.call(macro, [], kwargs));
      (node as CompiledNode).compiled_code = sql;
      const result = await connection.query({ sql, fetch: true });
      return { status: "success", message: null, adapterResponse: { ...NO_FIELDS, ...result.response }, table: tableFromQuery(result) };
    },
  };
}
