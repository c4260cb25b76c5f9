/**
 * Makes the loaded generation the live one, in one short transaction.
 *
 * Renaming a schema needs no lock on its tables, but a statement that names two tables looks them up one after the
 * other, and a rename between the two look-ups gives it one old and one new table. So every try first locks the
 * outgoing tables with a timeout far below Postgres' deadlock_timeout: when the locks are had, no statement is
 * reading them, and whoever waits looks the name up again. A whole-schema swap that finds no such moment for
 * `settleMs` renames without the locks and reports `settled: false`; the other roads need the locks and give up
 * after `lockPatienceMs`.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { PublishPlan } from "../plan/publish-plan.ts";
import { previousSchemas } from "../plan/work-schemas.ts";
import { readDependents } from "../postgres/read-live-tables.ts";
import { readOthers } from "../postgres/read-target-state.ts";
import type { PostgresSession } from "../postgres/session.ts";
import { PublishError } from "../publish-error.ts";
import type { PublishEffects, SwapReport } from "../publish-event.ts";
import { resolveSettings } from "../publish-options.ts";
import { lockStatement, swapStatements } from "./swap-statements.ts";

export interface SwapOutcome {
  readonly report: SwapReport;
  /** Where the outgoing tables are now; undefined when there are none. */
  readonly previous: string | undefined;
}

/**
 * @param busyPrevious work schemas that could not be dropped because they are still read
 * @throws PublishError lock-timeout, foreign-dependents; nothing has changed then
 */
export async function swap(
  session: PostgresSession,
  plan: PublishPlan,
  effects: PublishEffects,
  busyPrevious: readonly string[],
): Promise<SwapOutcome> {
  const settings = resolveSettings(plan.options.settings);
  const whole = plan.route === "schema-swap";
  const patience = whole ? settings.settleMs : settings.lockPatienceMs;
  const lockTimeoutMs = Math.max(
    1,
    Math.min(settings.lockTimeoutMs, plan.state.server.deadlockTimeoutMs / 2),
  );
  const previous = freePrevious(plan, busyPrevious);
  const lock = lockStatement(plan);
  const started = effects.now();
  for (let attempt = 1; ; attempt++) {
    const outOfPatience = effects.now() - started >= patience;
    const settled = lock === undefined || !whole || !outOfPatience;
    try {
      await trySwap(session, plan, { previous, lockTimeoutMs, lock: settled ? lock : undefined });
      const milliseconds = effects.now() - started;
      const report: SwapReport = { route: plan.route, attempts: attempt, milliseconds, settled };
      effects.report({ type: "swapped", swap: report });
      return { report, previous: leavesTables(plan) ? previous : undefined };
    } catch (error) {
      if (!(error instanceof PublishError) || error.code !== "lock-timeout") throw error;
      if (outOfPatience && !whole) throw error;
      effects.report({ type: "swap-retried", attempt, reason: error.message });
      await pause(lockTimeoutMs * (1 + (attempt % 3))); // lets the readers that waited for us go first
    }
  }
}

interface Try {
  readonly previous: string;
  readonly lockTimeoutMs: number;
  readonly lock: string | undefined;
}

async function trySwap(
  session: PostgresSession,
  plan: PublishPlan,
  { previous, lockTimeoutMs, lock }: Try,
): Promise<void> {
  try {
    await session.transaction(async () => {
      await session.run(`SET LOCAL lock_timeout = ${Math.ceil(lockTimeoutMs)}`);
      if (lock !== undefined) await session.run(lock);
      await checkUnchanged(session, plan);
      session.shield(true);
      for (const statement of swapStatements(plan, previous)) await session.run(statement);
    });
  } finally {
    session.shield(false);
  }
}

function freePrevious({ schema }: PublishPlan, busy: readonly string[]): string {
  const free = previousSchemas(schema).find((name) => !busy.includes(name));
  if (free !== undefined) return free;
  throw new PublishError("lock-timeout", {
    message: `the old generations ${busy.join(", ")} are all still in use`,
    hint: "end the queries that read them, or drop what was built on them, and publish again",
  });
}

function leavesTables({ route, tables }: PublishPlan): boolean {
  return (
    route === "schema-swap" || (route === "table-swap" && tables.some(({ action }) => action === "replace"))
  );
}

/** Somebody may have built on a table, or put one beside it, in the moment since the plan was made. */
async function checkUnchanged(
  session: PostgresSession,
  { state, tables, schema, route }: PublishPlan,
): Promise<void> {
  const replaced = tables
    .filter(({ action }) => action === "replace")
    .map(({ spec }) => state.live!.tables.get(spec.name)!);
  const oids = replaced.map(({ oid }) => oid);
  const dependents = [...(await readDependents(session, oids)).values()]
    .flat()
    .map(({ description }) => description);
  const names = tables.map(({ spec }) => spec.name);
  const others = route === "schema-swap" ? await readOthers(session, state.live!.schema, names) : [];
  const found = [...dependents, ...others];
  if (found.length === 0) return;
  throw new PublishError("foreign-dependents", {
    message: `schema "${schema}" changed in the moment of the swap: ${found.join(", ")}`,
    hint: "publish again; what was added is then taken into account",
  });
}
