/** The instant that counts as now: --as-of, what monitoring files say, the clock. */
import { DatabaseError, fail, TsmodelError, type Session } from "@tsmodel/core";
import { readInstant, type Monitoring } from "@tsmodel/monitor";
import { toPlain, type Compile } from "../dashboards/read-dashboard-rows.ts";
import type { CommandContext } from "../session/command-context.ts";

/** @throws TsmodelError option-value */
export function readAsOfOption({ args }: CommandContext): Date | undefined {
  if (typeof args.as_of !== "string") return undefined;
  const at = /^\d{4}-\d{2}-\d{2}/.test(args.as_of) ? readInstant(args.as_of) : new Date(NaN);
  if (Number.isNaN(at.getTime()))
    throw fail("option-value", {
      option: "--as-of",
      value: args.as_of,
      expected: "a date, as 2026-02-26, or an instant, as 2026-02-26T12:00:00Z",
    });
  return at;
}

/** @throws TsmodelError monitoring-as-of */
export async function readAsOf(
  context: CommandContext,
  { asOf }: Monitoring,
  session: Session,
  compile: Compile,
): Promise<Date> {
  const told = readAsOfOption(context);
  if (told !== undefined || asOf === undefined) return told ?? context.effects.now();
  try {
    const { rows } = await session.query(`select cast((${await compile(asOf.sql, asOf.at)}) as timestamp)`, {
      fetch: true,
    });
    const at = readInstant(String(toPlain(rows[0]?.[0] ?? null)));
    if (!Number.isNaN(at.getTime())) return at;
    throw new TsmodelError(
      "monitoring-as-of",
      { message: "as_of gives no date", label: "Database" },
      { at: [asOf.at] },
    );
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    throw new TsmodelError(
      "monitoring-as-of",
      { message: error.message, label: "Database" },
      { at: [asOf.at], cause: error },
    );
  }
}
