import type { Dependent, TargetState } from "../postgres/live-schema.ts";
import type { PublishOptions, PublishTable } from "../publish-options.ts";
import type { SourceTable } from "../source/read-source.ts";
import type { ColumnMapping } from "../type-map.ts";
import type { TypeOids } from "./plan-columns.ts";

/** What was read from DuckDB: one entry per table of the options, in their order. */
export interface SourceState {
  readonly tables: readonly SourceTable[];
  readonly typeOids: TypeOids;
}

/** What will happen to one table. `refill`: emptied and filled in place, since other objects depend on it. */
export type TableAction = "create" | "replace" | "refill";

export interface PlannedTable {
  readonly spec: PublishTable;
  readonly action: TableAction;
  readonly columns: readonly ColumnMapping[];
  /** Rows in DuckDB when planned; undefined for a view. */
  readonly rows: number | undefined;
  /** Rows in Postgres as its planner estimates; undefined when the table is new or was never analyzed. */
  readonly liveRows: number | undefined;
  /** Columns that appear, disappear or change their type, e.g. "+ note text". */
  readonly changes: readonly string[];
  /** Why the table is refilled rather than replaced. */
  readonly dependents: readonly Dependent[];
}

/**
 * How the new generation becomes the live one.
 * `first`: there is no live schema; the loaded one is renamed.
 * `schema-swap`: the live schema holds nothing but published tables; two renames in one transaction.
 * `table-swap`: it holds other things, which stay where they are; the published tables change places.
 */
export type SwapRoute = "first" | "schema-swap" | "table-swap";

/** What a publish will do, decided from both sides; nothing has been written. */
export interface PublishPlan {
  readonly options: PublishOptions;
  readonly target: string; // "host:port/database"
  readonly schema: string;
  readonly route: SwapRoute;
  /** Why the whole schema cannot be swapped; empty unless the route is `table-swap`. */
  readonly routeReasons: readonly string[];
  readonly tables: readonly PlannedTable[];
  /** Objects of the live schema that are not part of this publish and stay untouched. */
  readonly kept: readonly string[];
  /** Work schemas of an unfinished publish that will be dropped. */
  readonly leftovers: readonly string[];
  readonly source: SourceState;
  readonly state: TargetState;
}
