/** What is found in Postgres before a publish, as plain data. */

export interface Server {
  readonly version: number; // e.g. 170002
  readonly user: string; // after SET ROLE
  readonly database: string;
  readonly canCreate: boolean; // CREATE on the database
  readonly deadlockTimeoutMs: number;
}

export interface Schema {
  readonly oid: number;
  readonly name: string;
  readonly comment: string | null;
  readonly owner: string;
  /** Whether we act as the owner. */
  readonly owned: boolean;
  readonly canCreate: boolean;
}

/** One privilege of one role; `role` null stands for PUBLIC. */
export interface Grant {
  readonly role: string | null;
  readonly privilege: string; // e.g. "SELECT"
  readonly grantable: boolean;
}

/** What ALTER DEFAULT PRIVILEGES has set for one creating role in the schema. */
export interface DefaultGrant extends Grant {
  readonly creator: string;
  /** Whether we may alter the creator's defaults. */
  readonly alterable: boolean;
  readonly objects: "TABLES" | "SEQUENCES" | "FUNCTIONS" | "TYPES";
}

export interface LiveColumn {
  readonly name: string;
  readonly type: string; // as format_type prints it
  readonly comment: string | null;
  readonly grants: readonly Grant[];
}

export interface LiveIndex {
  readonly name: string;
  readonly definition: string;
  readonly ours: boolean;
}

export interface LiveConstraint {
  readonly name: string;
  readonly kind: "p" | "u" | "c" | "x" | "f"; // pg_constraint.contype
  readonly definition: string;
  readonly ours: boolean;
}

/** Something that refers to a table, or hangs on it, and would not survive the table's replacement. */
export interface Dependent {
  readonly description: string; // as pg_describe_object prints it, e.g. "view reports.daily"
  /** True when even emptying the table is impossible: a foreign key or a child table. */
  readonly blocking: boolean;
}

export interface LiveTable {
  readonly oid: number;
  readonly name: string;
  /** pg_class.relkind; only "r", an ordinary table, can be published over. */
  readonly kind: string;
  readonly owner: string;
  readonly owned: boolean;
  readonly rows: number; // planner's estimate, -1 when never analyzed
  readonly comment: string | null;
  /** `schema.table`, quoted the way index definitions quote it. */
  readonly qualified: string;
  readonly columns: readonly LiveColumn[];
  readonly grants: readonly Grant[];
  readonly indexes: readonly LiveIndex[];
  readonly constraints: readonly LiveConstraint[];
  readonly dependents: readonly Dependent[];
}

export interface LiveSchema {
  readonly schema: Schema;
  readonly grants: readonly Grant[];
  readonly defaultGrants: readonly DefaultGrant[];
  /** Published names that exist already. */
  readonly tables: ReadonlyMap<string, LiveTable>;
  /** Descriptions of everything else in the schema. */
  readonly others: readonly string[];
}

export interface TargetState {
  readonly server: Server;
  readonly live: LiveSchema | undefined;
  /** Work schemas of an earlier publish, ours or not. */
  readonly leftovers: readonly Schema[];
}
