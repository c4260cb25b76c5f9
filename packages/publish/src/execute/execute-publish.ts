import { planAgain, readAndPlan } from "../plan/plan-publish.ts";
import type { PublishPlan } from "../plan/publish-plan.ts";
import { nextSchema, workComment } from "../plan/work-schemas.ts";
import { PostgresSession } from "../postgres/session.ts";
import { PublishError, type PublishErrorCode } from "../publish-error.ts";
import type { PublishEffects, SwapReport } from "../publish-event.ts";
import { type PublishOptions, resolveSettings } from "../publish-options.ts";
import { quoteName, quoteText } from "../quote.ts";
import { SourceSnapshot } from "../source/source-snapshot.ts";
import { applyGrants } from "./apply-grants.ts";
import { dropWorkSchema } from "./drop-work-schema.ts";
import { type LoadedTable, loadTable } from "./load-table.ts";
import { lockPublisher } from "./publisher-lock.ts";
import { swap } from "./swap.ts";

export interface PublishResult {
  readonly schema: string;
  readonly tables: readonly LoadedTable[];
  readonly swap: SwapReport;
  /** Schema with the outgoing tables when it could not be dropped yet; the next publish drops it. */
  readonly previousKept: string | undefined;
  readonly milliseconds: number;
}

/**
 * Carries a plan out: loads every table beside the live schema, swaps, drops the old generation. Until the swap
 * commits, readers see the old generation, whatever happens here. Both sides are read again first, under the lock
 * that keeps other publishers out, so a plan may be old.
 * @throws PublishError
 */
export async function executePublish(plan: PublishPlan, effects: PublishEffects): Promise<PublishResult> {
  const { options, schema } = plan;
  const session = await PostgresSession.open(options.target, effects.signal);
  try {
    await lockPublisher(session, schema, resolveSettings(options.settings).publisherWaitMs, effects);
    return await publishLocked(session, options, effects);
  } finally {
    await session.close();
  }
}

async function publishLocked(
  session: PostgresSession,
  options: PublishOptions,
  effects: PublishEffects,
): Promise<PublishResult> {
  const started = effects.now();
  const source = await SourceSnapshot.begin(options.source);
  try {
    const first = await readAndPlan(session, options);
    const busy = await dropLeftovers(session, first, effects);
    const tables = await loadAll(session, source, first, effects);
    const plan = await planAgain(session, options, first.source); // loading may have taken long
    checkStillPossible(first, plan);
    await applyGrants(session, plan);
    const { report, previous } = await swap(session, plan, effects, busy);
    session.shield(true);
    await analyzeRefilled(session, plan);
    const previousKept = previous && (await dropPrevious(session, previous, plan, effects));
    return {
      schema: options.schema,
      tables,
      swap: report,
      previousKept,
      milliseconds: effects.now() - started,
    };
  } catch (error) {
    await discardNext(session, options.schema, effects);
    throw error;
  } finally {
    await source.end();
  }
}

/** A table loaded only to be copied from has no keys and no indexes, so it cannot take another's place. */
function checkStillPossible(first: PublishPlan, now: PublishPlan): void {
  const changed = now.tables.find(({ action }, index) => {
    return first.tables[index]!.action === "refill" && action !== "refill";
  });
  if (changed === undefined) return;
  const text = {
    message: `while it was loaded, table "${changed.spec.name}" lost the objects that depended on it`,
    hint: "publish again; the table is then replaced",
  };
  throw new PublishError("foreign-dependents", text, { table: changed.spec.name });
}

/** Reasons for which an old generation stays: it is read, or somebody built on it. */
const MAY_STAY: ReadonlySet<PublishErrorCode> = new Set([
  "lock-timeout",
  "foreign-dependents",
  "leftover-not-ours",
]);

/** Drops what an unfinished publish left. Gives the old generations that are still in use and must stay. */
async function dropLeftovers(
  session: PostgresSession,
  plan: PublishPlan,
  effects: PublishEffects,
): Promise<readonly string[]> {
  const busy: string[] = [];
  for (const schema of plan.leftovers) {
    try {
      await dropWorkSchema(session, schema, { patienceMs: 0, now: effects.now });
      effects.report({ type: "leftover-dropped", schema });
    } catch (error) {
      if (!(error instanceof PublishError) || !MAY_STAY.has(error.code) || schema === nextSchema(plan.schema))
        throw error;
      busy.push(schema);
      effects.report({ type: "previous-kept", schema, reason: error.message });
    }
  }
  return busy;
}

async function loadAll(
  session: PostgresSession,
  source: SourceSnapshot,
  plan: PublishPlan,
  effects: PublishEffects,
): Promise<readonly LoadedTable[]> {
  const schema = nextSchema(plan.schema);
  const { encoder } = resolveSettings(plan.options.settings);
  await session.transaction(async () => {
    await session.run(`CREATE SCHEMA ${quoteName(schema)}`);
    await session.run(`COMMENT ON SCHEMA ${quoteName(schema)} IS ${quoteText(workComment(plan.schema))}`);
  });
  const loaded: LoadedTable[] = [];
  const total = plan.tables.length;
  for (const [index, table] of plan.tables.entries()) {
    session.throwIfInterrupted();
    effects.report({ type: "table-started", table: table.spec.name, index, total });
    loaded.push(await loadTable({ session, source, table, schema, live: plan.state.live, encoder, effects }));
  }
  return loaded;
}

async function analyzeRefilled(session: PostgresSession, { schema, tables }: PublishPlan): Promise<void> {
  for (const { spec, action } of tables) {
    if (action === "refill") await session.run(`ANALYZE ${quoteName(schema)}.${quoteName(spec.name)}`);
  }
}

/** The swap is done; whatever hinders the clean-up is reported, not thrown. Gives the schema's name if it stays. */
async function dropPrevious(
  session: PostgresSession,
  schema: string,
  plan: PublishPlan,
  effects: PublishEffects,
): Promise<string | undefined> {
  const { dropPatienceMs } = resolveSettings(plan.options.settings);
  try {
    await dropWorkSchema(session, schema, {
      patienceMs: dropPatienceMs,
      now: effects.now,
      signal: effects.signal,
    });
    effects.report({ type: "previous-dropped", schema });
    return undefined;
  } catch (error) {
    effects.report({ type: "previous-kept", schema, reason: (error as Error).message });
    return schema;
  }
}

/** After a failure: tidies up as far as the connection still works. What stays, the next publish drops. */
async function discardNext(session: PostgresSession, schema: string, effects: PublishEffects): Promise<void> {
  session.shield(true);
  try {
    const [found] = await session.rows(
      "SELECT FROM pg_namespace WHERE nspname = $1 AND obj_description(oid, 'pg_namespace') = $2",
      [nextSchema(schema), workComment(schema)],
    );
    if (found) await dropWorkSchema(session, nextSchema(schema), { patienceMs: 0, now: effects.now });
  } catch {
    // The first error is the one to report.
  }
}
