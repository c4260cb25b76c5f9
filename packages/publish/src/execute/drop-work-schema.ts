import { setTimeout as pause } from "node:timers/promises";
import { findTableOids } from "../plan/work-schemas.ts";
import type { PostgresSession } from "../postgres/session.ts";
import { PublishError } from "../publish-error.ts";
import type { PublishEffects } from "../publish-event.ts";
import { quoteName, quotePath } from "../quote.ts";

const LOCK_TIMEOUT_MS = 200;
const PAUSE_MS = 100;

export interface DropOptions {
  readonly patienceMs: number;
  readonly now: PublishEffects["now"];
  /** Ends the patience. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Drops a schema that held a generation of tables, table by table, never with CASCADE. Readers of an old
 * generation finish undisturbed: a table they use is tried again until the patience is over.
 * @throws PublishError lock-timeout when readers stay, foreign-dependents or leftover-not-ours when there is
 *   something in it, or hanging on it, that no publish made
 */
export async function dropWorkSchema(
  session: PostgresSession,
  schema: string,
  options: DropOptions,
): Promise<void> {
  const deadline = options.now() + options.patienceMs;
  let remaining = await tablesOf(session, schema);
  await session.run(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`);
  try {
    for (;;) {
      const busy: string[] = [];
      for (const table of remaining) {
        if (!(await tryDrop(session, `DROP TABLE ${quotePath([schema, table])}`))) busy.push(table);
      }
      remaining = busy;
      if (remaining.length === 0) break;
      if (options.now() >= deadline || options.signal?.aborted) throw stillRead(schema, remaining);
      await pause(PAUSE_MS);
    }
    await dropEmptySchema(session, schema);
  } finally {
    await session.run("SET lock_timeout = 0");
  }
}

/** Of an outgoing generation only the tables it is known to consist of; whatever else got into it stays. */
async function tablesOf(session: PostgresSession, schema: string): Promise<readonly string[]> {
  const rows = await session.rows<{ oid: number; name: string; comment: string | null }>(
    `SELECT c.oid, c.relname AS name, obj_description(n.oid, 'pg_namespace') AS comment
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relkind = 'r' ORDER BY c.relname`,
    [schema],
  );
  const known = findTableOids(rows[0]?.comment ?? "");
  return rows.filter(({ oid }) => known === undefined || known.includes(oid)).map(({ name }) => name);
}

/** False when somebody still uses the table. */
async function tryDrop(session: PostgresSession, statement: string): Promise<boolean> {
  try {
    await session.run(statement);
    return true;
  } catch (error) {
    if (error instanceof PublishError && error.code === "lock-timeout") return false;
    throw error;
  }
}

async function dropEmptySchema(session: PostgresSession, schema: string): Promise<void> {
  try {
    await session.run(`DROP SCHEMA ${quoteName(schema)}`);
  } catch (error) {
    if (!(error instanceof PublishError) || error.code !== "foreign-dependents") throw error;
    throw new PublishError(
      "leftover-not-ours",
      {
        message: `schema "${schema}" of an earlier publish holds something no publish put there`,
        hint: error.hint ?? "move it elsewhere",
      },
      {},
      error,
    );
  }
}

function stillRead(schema: string, tables: readonly string[]): PublishError {
  return new PublishError("lock-timeout", {
    message: `schema "${schema}" of an earlier publish is still being read (${tables.join(", ")})`,
    hint: "it is dropped by the next publish after the reading queries have ended",
  });
}
