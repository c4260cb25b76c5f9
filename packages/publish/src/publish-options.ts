import type { DuckDBConnection } from "@duckdb/node-api";
import type { SslMode } from "@tsmodel/postgres-tls";

/** A table or view in the DuckDB the `source` connection sees. */
export interface SourceRelation {
  readonly database?: string;
  readonly schema: string;
  readonly name: string;
}

/** What is known about one column beyond its name and type in DuckDB. */
export interface PublishColumn {
  readonly name: string;
  readonly description?: string;
  /** Postgres type to use instead of the mapped one, e.g. "numeric(12,2)" or "varchar(20)". */
  readonly type?: string;
}

export interface PublishIndex {
  readonly columns: readonly string[];
  readonly unique?: boolean;
}

export interface PublishTable {
  readonly relation: SourceRelation;
  /** Name of the table in Postgres. */
  readonly name: string;
  readonly description?: string;
  readonly columns?: readonly PublishColumn[];
  readonly primaryKey?: readonly string[];
  readonly indexes?: readonly PublishIndex[];
  /** Privilege → roles, e.g. `{ select: ["bi_reader"] }`; the roles get USAGE on the schema too. */
  readonly grants?: Readonly<Record<string, readonly string[]>>;
  /** When given, a different number of rows stops the publish before anything is swapped. */
  readonly rowCountExpected?: number;
}

/** The keys of a dbt Postgres profile that matter here, with libpq's meaning. */
export interface PostgresTarget {
  /** A host name, an address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port?: number; // 5432
  readonly user: string;
  readonly password?: string;
  readonly database: string;
  readonly sslmode?: SslMode; // "prefer"
  /** Files in PEM form. */
  readonly sslcert?: string;
  readonly sslkey?: string;
  readonly sslrootcert?: string;
  /** Seconds. */
  readonly connect_timeout?: number; // 10
  /** Role to become after connecting; it owns what is published. */
  readonly role?: string;
  readonly application_name?: string; // "tsmodel publish"
}

/** How patient a publish is, and which road it takes. All times in milliseconds. */
export interface PublishSettings {
  /** How long one try waits for the locks of a swap; readers that arrive meanwhile wait as long. */
  readonly lockTimeoutMs?: number; // 50
  /** How long tries are repeated where a lock cannot be avoided. */
  readonly lockPatienceMs?: number; // 30000
  /** How long a whole-schema swap tries for a moment with no reader before it renames all the same. */
  readonly settleMs?: number; // 2000
  /** How long to wait for another publisher of the same schema. */
  readonly publisherWaitMs?: number; // 60000
  /** How long to wait for readers of the replaced tables before their removal is left to the next publish. */
  readonly dropPatienceMs?: number; // 10000
  /** Tables that other objects depend on: empty and fill them in place, or refuse. */
  readonly dependents?: "refill" | "refuse"; // "refill"
  /** "rows" is the slow road through JavaScript values; "columnar" reads DuckDB's vectors. */
  readonly encoder?: "columnar" | "rows"; // "columnar"
}

export interface PublishOptions {
  /** Used for reading only; it must be free of a running query until the publish ends. */
  readonly source: DuckDBConnection;
  readonly tables: readonly PublishTable[];
  readonly target: PostgresTarget;
  /** Schema that readers know, e.g. "marts". */
  readonly schema: string;
  readonly settings?: PublishSettings;
}

/** The settings with every default filled in. */
export function resolveSettings(settings: PublishSettings = {}): Required<PublishSettings> {
  return {
    lockTimeoutMs: settings.lockTimeoutMs ?? 50,
    lockPatienceMs: settings.lockPatienceMs ?? 30_000,
    settleMs: settings.settleMs ?? 2_000,
    publisherWaitMs: settings.publisherWaitMs ?? 60_000,
    dropPatienceMs: settings.dropPatienceMs ?? 10_000,
    dependents: settings.dependents ?? "refill",
    encoder: settings.encoder ?? "columnar",
  };
}
