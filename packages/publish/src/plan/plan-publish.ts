import { readTargetState } from "../postgres/read-target-state.ts";
import { PostgresSession } from "../postgres/session.ts";
import { PublishError } from "../publish-error.ts";
import type { PublishOptions } from "../publish-options.ts";
import { readSource, type SourceTable } from "../source/read-source.ts";
import { buildPlan } from "./build-plan.ts";
import { checkOptions } from "./check-options.ts";
import { chosenTypes, type TypeOids } from "./plan-columns.ts";
import type { PublishPlan, SourceState } from "./publish-plan.ts";

/**
 * Reads both sides and decides what a publish would do. Writes nothing: the Postgres session is read-only.
 * @throws PublishError
 */
export async function planPublish(options: PublishOptions): Promise<PublishPlan> {
  checkOptions(options);
  const session = await PostgresSession.open(options.target);
  try {
    await session.run("SET default_transaction_read_only = on");
    return await readAndPlan(session, options);
  } finally {
    await session.close();
  }
}

/** The plan as of now, on a session that is open already. */
export async function readAndPlan(session: PostgresSession, options: PublishOptions): Promise<PublishPlan> {
  const tables: SourceTable[] = [];
  for (const table of options.tables) tables.push(await readSource(options.source, table));
  const typeOids = await readTypeOids(session, chosenTypes(options.tables));
  return planAgain(session, options, { tables, typeOids });
}

/** The plan for a source read before and Postgres as it is now. */
export async function planAgain(
  session: PostgresSession,
  options: PublishOptions,
  source: SourceState,
): Promise<PublishPlan> {
  const names = options.tables.map(({ name }) => name);
  return buildPlan(options, source, await readTargetState(session, options.schema, names));
}

async function readTypeOids(session: PostgresSession, types: readonly string[]): Promise<TypeOids> {
  const oids = new Map<string, number>();
  for (const type of types) oids.set(type, await readTypeOid(session, type));
  return oids;
}

/** Postgres parses the name itself, so `varchar(20)`, `citext` and `"My Type"` all work. */
async function readTypeOid(session: PostgresSession, type: string): Promise<number> {
  const unknown = { message: `Postgres knows no type "${type}"`, hint: "correct the type of the column" };
  try {
    const [row] = await session.rows<{ oid: number | null }>("SELECT to_regtype($1)::oid AS oid", [type]);
    if (row?.oid != null) return row.oid;
  } catch (error) {
    throw error instanceof PublishError && error.code !== "postgres-failed"
      ? error
      : new PublishError("type-unknown", unknown, {}, error);
  }
  throw new PublishError("type-unknown", unknown);
}
