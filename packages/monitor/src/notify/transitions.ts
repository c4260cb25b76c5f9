/** Open findings of the last run and of this one → what is worth telling. */
import { isOpen, type Check } from "../check/check.ts";
import type { StoredFinding } from "../history/history-sql.ts";

export interface Transition {
  readonly change: "new" | "worse" | "recovered";
  readonly id: string;
  readonly name: string;
  readonly node: string;
  readonly severity: "warn" | "error";
  readonly message: string;
  readonly check?: Check;
}

/** In place of a severity: told once, then muted or acknowledged; told again when that has run out. */
const SILENCED = "silenced";

/**
 * What was not run now says nothing: a run of a few models leaves the findings of others open. A finding that was silenced
 * has not recovered; one that was never told is told now.
 */
export function findTransitions(before: readonly StoredFinding[], checks: readonly Check[]): Transition[] {
  const known = new Map(before.map((finding) => [finding.id, finding]));
  const open = checks.filter(isOpen);
  const stillThere = new Set(
    checks.filter((check) => check.status === "warn" || check.status === "error").map(({ id }) => id),
  );
  const covered = coverageOf(checks);
  const started = open.flatMap((check): Transition[] => {
    const past = known.get(check.id);
    const severity = check.status as "warn" | "error";
    const common = {
      id: check.id,
      name: check.name,
      node: check.node,
      severity,
      message: check.message,
      check,
    };
    if (past === undefined || !past.announced || past.severity === SILENCED)
      return [{ ...common, change: "new" }];
    return past.severity === "warn" && severity === "error" ? [{ ...common, change: "worse" }] : [];
  });
  const recovered = before.flatMap((past): Transition[] => {
    if (!past.announced || stillThere.has(past.id) || !covered(past)) return [];
    const now = checks.find(({ id }) => id === past.id);
    return [
      {
        change: "recovered",
        id: past.id,
        name: past.name,
        node: past.node,
        severity: past.severity === "error" ? "error" : "warn",
        message: now?.message ?? past.message,
        check: now,
      },
    ];
  });
  return [...started, ...recovered];
}

/** What is open after this run. `announced`: whether channels were told of what is new. */
export function nextFindings(
  before: readonly StoredFinding[],
  checks: readonly Check[],
  announced: boolean,
): StoredFinding[] {
  const covered = coverageOf(checks);
  const known = new Map(before.map((finding) => [finding.id, finding]));
  const untouched = before.filter((past) => !covered(past));
  const open = checks.filter(isOpen).map(({ id, name, node, kind, status, message }) => ({
    id,
    name,
    node,
    kind,
    severity: status,
    message,
    announced: announced || (known.get(id)?.announced === true && known.get(id)?.severity === status),
  }));
  const silenced = before
    .filter(
      (past) => covered(past) && checks.some(({ id, silence }) => id === past.id && silence !== undefined),
    )
    .map((past) => ({ ...past, severity: SILENCED }));
  // A recovery that could not be told stays, to be told by the next run.
  const untold = announced
    ? []
    : before.filter(
        (past) =>
          past.announced &&
          covered(past) &&
          !checks.some(({ id, status }) => id === past.id && (status === "warn" || status === "error")),
      );
  return [...untouched, ...open, ...silenced, ...untold];
}

/** Checks of a node and kind stand and fall together: where one was made now, the others would have been. */
function coverageOf(checks: readonly Check[]): (finding: StoredFinding) => boolean {
  const made = new Set(checks.map(({ node, kind }) => `${node} ${kind}`));
  return ({ node, kind }) => made.has(`${node} ${kind}`);
}
