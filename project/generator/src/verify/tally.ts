/** What was counted while the rows went by. Plain data, so that workers can send it and parts can be added up. */
import { tableNames, type TableName } from "../tables/table-spec.ts";

export const guardrails = [
  "keys are unique",
  "no orphan keys",
  "users: created <= activated",
  "projects: created <= completed",
  "tasks: created <= completed",
  "events: happened <= ingested",
  "completion events only for done tasks",
  "all eleven event names present",
] as const;
export type Guardrail = (typeof guardrails)[number];

export interface Breach {
  count: number;
  /** The first one found, e.g. "task 1204". */
  example: string;
}

export interface Extent {
  min: number;
  max: number;
}

export interface Tally {
  readonly rows: Record<TableName, number>;
  /** How often a thing was seen, by a name like "plan starter". */
  readonly counts: Record<string, number>;
  /** Smallest and largest seen, by a name like "users per account". */
  readonly extents: Record<string, Extent>;
  readonly breaches: Partial<Record<Guardrail, Breach>>;
}

export function createTally(): Tally {
  const rows = Object.fromEntries(tableNames.map((name) => [name, 0])) as Record<TableName, number>;
  return { rows, counts: {}, extents: {}, breaches: {} };
}

export function count(tally: Tally, name: string, by = 1): void {
  tally.counts[name] = (tally.counts[name] ?? 0) + by;
}

export function extend(tally: Tally, name: string, min: number, max: number = min): void {
  const extent = (tally.extents[name] ??= { min, max });
  extent.min = Math.min(extent.min, min);
  extent.max = Math.max(extent.max, max);
}

export function breach(tally: Tally, guardrail: Guardrail, example: string, by = 1): void {
  const found = (tally.breaches[guardrail] ??= { count: 0, example });
  found.count += by;
}

/** Adds the tally of a part to the total. */
export function addTally(total: Tally, part: Tally): void {
  for (const table of tableNames) total.rows[table] += part.rows[table];
  for (const [name, seen] of Object.entries(part.counts)) count(total, name, seen);
  for (const [name, extent] of Object.entries(part.extents)) extend(total, name, extent.min, extent.max);
  for (const [name, found] of Object.entries(part.breaches)) {
    breach(total, name as Guardrail, found.example, found.count);
  }
}
