/** Mutes and acknowledgements on findings, and those that have run out. */
import { matchesGlob } from "../config/glob.ts";
import type { Silence } from "../config/monitoring.ts";
import { isFinding, type Check } from "./check.ts";

export interface Silenced {
  readonly checks: readonly Check[];
  /** Entries whose day has come: they hold no more. */
  readonly expired: readonly Silence[];
}

export function applySilences(
  checks: readonly Check[],
  silences: readonly Silence[],
  today: string,
): Silenced {
  const holding = silences.filter(({ until }) => today < until);
  return {
    checks: checks.map((check) => {
      if (!isFinding(check)) return check;
      const silence = holding.find(({ kind, match }) =>
        kind === "muted" ? matchesGlob(check.name, match) : check.id === match,
      );
      return silence === undefined ? check : { ...check, silence };
    }),
    expired: silences.filter(({ until }) => today >= until),
  };
}
