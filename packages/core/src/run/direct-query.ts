/** What is asked without a macro, and what the macro would have left beside the answer. */
import type { QueryResult } from "../adapter/adapter.ts";
import { DatabaseError } from "../adapter/database-error.ts";
import type { Connection } from "../context/connection.ts";
import type { RunContext } from "../context/run-context.ts";
import type { SharedContext } from "../context/shared-context.ts";
import type { GraphNode } from "../manifest/node.ts";

/** undefined when the database refuses it. @throws DatabaseError when it was interrupted: nothing is to be asked again */
export async function tryQuery(sql: string, connection: Connection, autoBegin: boolean = false): Promise<QueryResult | undefined> {
  try {
    return await connection.query({ sql, fetch: true, autoBegin });
  } catch (error) {
    if (error instanceof DatabaseError && error.kind !== "interrupted") return undefined;
    throw error;
  }
}

/** As the macro `statement` does for "main". */
export function noteStatement(sql: string, node: GraphNode, context: RunContext, { effects }: SharedContext): void {
  const text = `Writing runtime sql for node "${node.unique_id}"`;
  effects.report({ type: "message", level: "debug", name: "JinjaLogDebug", code: "I063", text, node });
  context.write(sql);
}
