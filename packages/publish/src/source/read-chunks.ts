import type { DuckDBDataChunk } from "@duckdb/node-api";
import type { PlannedTable } from "../plan/publish-plan.ts";
import { quoteName } from "../quote.ts";
import { findRejectedValue } from "./find-rejected-value.ts";
import { relationSql, sourceError } from "./read-source.ts";
import type { SourceSnapshot } from "./source-snapshot.ts";

/**
 * The chunks of a table's relation, the next one being made while one is used. Leaving the loop early, or an abort,
 * interrupts the query in DuckDB.
 * @throws PublishError value-rejected, source-failed, interrupted
 */
export async function* readChunks(
  source: SourceSnapshot,
  table: PlannedTable,
  signal?: AbortSignal,
): AsyncIterable<DuckDBDataChunk> {
  const { connection } = source;
  const onAbort = (): void => connection.interrupt();
  signal?.addEventListener("abort", onAbort, { once: true });
  let next: Promise<DuckDBDataChunk | null> | undefined;
  let finished = false;
  try {
    const result = await connection.stream(selectSql(table));
    next = result.fetchChunk();
    for (;;) {
      const chunk = await next;
      if (chunk === null || chunk.rowCount === 0) break;
      next = result.fetchChunk();
      next.catch(() => {}); // awaited in the next round or below
      yield chunk;
    }
    finished = true;
  } catch (error) {
    finished = true;
    throw signal?.aborted ? sourceError(error, table.spec) : await explainFailedRead(source, table, error);
  } finally {
    signal?.removeEventListener("abort", onAbort);
    if (!finished) {
      connection.interrupt();
      await next?.catch(() => {}); // the connection must be idle before it is used again
    }
  }
}

function selectSql({ columns, spec }: PlannedTable): string {
  const list = columns.map(({ name, expression }) => `${expression} AS ${quoteName(name)}`);
  return `SELECT ${list.join(", ")} FROM ${relationSql(spec.relation)}`;
}

async function explainFailedRead(
  source: SourceSnapshot,
  table: PlannedTable,
  error: unknown,
): Promise<Error> {
  await source.restart();
  return (await findRejectedValue(source.connection, table)) ?? sourceError(error, table.spec);
}
