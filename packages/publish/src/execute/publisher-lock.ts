import type { PostgresSession } from "../postgres/session.ts";
import { PublishError } from "../publish-error.ts";
import type { PublishEffects } from "../publish-event.ts";

/** The advisory lock of a schema's publishers: one number per schema name, of the current database. */
const KEY = "hashtextextended('tsmodel publish ' || $1, 0)";

/**
 * Makes sure that nobody else publishes to the schema while the session lives; Postgres frees the lock with the
 * connection, so a killed publisher leaves none.
 * @throws PublishError publisher-busy
 */
export async function lockPublisher(
  session: PostgresSession,
  schema: string,
  waitMs: number,
  effects: PublishEffects,
): Promise<void> {
  const [row] = await session.rows<{ locked: boolean }>(`SELECT pg_try_advisory_lock(${KEY}) AS locked`, [
    schema,
  ]);
  if (row?.locked) return;
  const holder = await describeHolder(session, schema);
  effects.report({ type: "waiting-for-publisher", schema, holder });
  if (waitMs <= 0) throw busy(schema, holder);
  await session.run(`SET lock_timeout = ${Math.ceil(waitMs)}`);
  try {
    await session.rows(`SELECT pg_advisory_lock(${KEY})`, [schema]);
  } catch (error) {
    throw error instanceof PublishError && error.code === "lock-timeout"
      ? busy(schema, holder, waitMs)
      : error;
  }
  await session.run("SET lock_timeout = 0");
}

async function describeHolder(session: PostgresSession, schema: string): Promise<string> {
  const [row] = await session.rows<{ holder: string }>(
    `SELECT concat_ws(', ', 'process ' || a.pid, nullif(a.application_name, ''), 'user ' || a.usename,
                      'since ' || to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ')) AS holder
     FROM pg_locks l JOIN pg_stat_activity a USING (pid), (SELECT ${KEY} AS key) k
     WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
       AND l.classid::bigint = (k.key >> 32) & 4294967295 AND l.objid::bigint = k.key & 4294967295`,
    [schema],
  );
  return row?.holder ?? "an unknown process";
}

function busy(schema: string, holder: string, waitMs = 0): PublishError {
  const waited = waitMs > 0 ? `, still after ${Math.round(waitMs / 1000)} s` : "";
  return new PublishError("publisher-busy", {
    message: `another publish to schema "${schema}" is running${waited} (${holder})`,
    hint: "publish again when it has ended",
  });
}
