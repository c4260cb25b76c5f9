/** What is wanted, as the caller gives it: dashboards that are planned, SQL that is rendered, tables that are known. */
import type { Dashboard } from "../../plan/plan.ts";
import type { AlertSpec } from "../../spec/dashboard-spec.ts";

export interface Reporting {
  /** Name of the project: the first part of every key. */
  readonly project: string;
  /** Path of the collection, "Company/Reporting". */
  readonly collection: string;
  readonly connection: Connection;
  readonly tables: readonly TableDocs[];
  readonly dashboards: readonly DashboardSource[];
}

/** How Metabase reaches the published tables. */
export interface Connection {
  /** Name in Metabase. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Undefined where it is not at hand: enough as long as the connection exists already. */
  readonly password?: string;
  readonly ssl: boolean;
  readonly schema: string;
}

/** A published table and what the project says of it. */
export interface TableDocs {
  readonly name: string;
  readonly description?: string;
  readonly displayName?: string;
  readonly visibility?: string;
  readonly columns: readonly ColumnDocs[];
}

export interface ColumnDocs {
  readonly name: string;
  readonly description?: string;
  readonly displayName?: string;
  /** "type/Currency", …: what the project says. */
  readonly semanticType?: string;
  /** "type/PK", "type/Category": what its tests let one think, where nothing is said. */
  readonly likelyType?: string;
  readonly visibility?: string;
  /** A foreign key: published table and column. */
  readonly references?: { readonly table: string; readonly column: string };
}

export interface DashboardSource {
  readonly dashboard: Dashboard;
  readonly alerts: readonly AlertSpec[];
  readonly today: Today;
  /** By name of query. */
  readonly queries: { readonly [query: string]: QuerySource };
}

/** The date that counts as today: the reader's, a fixed one, or one that SQL finds (with what it is at present). */
export type Today =
  | { readonly type: "current" }
  | { readonly type: "date"; readonly date: string }
  | { readonly type: "sql"; readonly sql: string; readonly date: string };

export interface QuerySource {
  /** The published table whose rows these are, where no SQL stands between. */
  readonly table?: string;
  /** For Postgres, templates rendered. */
  readonly sql: string;
  /** The query's `where`, templates rendered. */
  readonly where?: string;
  /** Published tables that are read, those of the FROM clause first. */
  readonly reads: readonly string[];
}
