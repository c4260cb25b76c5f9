import type { SslMode } from "@tsmodel/postgres-tls";

/** A Postgres profile, checked and ready to connect with. Goes through core as `Credentials.settings`. */
export interface PostgresSettings {
  /** A name, an address, or the folder of a Unix socket ("/var/run/postgresql"). */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Seconds. */
  readonly connectTimeout: number;
  /** Seconds of silence before the first keepalive; 0 leaves it to the operating system. */
  readonly keepalivesIdle: number;
  /** How often to connect again after a failure. */
  readonly retries: number;
  readonly role: string | null;
  readonly searchPath: string | null;
  readonly applicationName: string | null;
  /** Every statement by itself; nothing is rolled back. */
  readonly autocommit: boolean;
  readonly ssl: SslSettings;
}

export interface SslSettings {
  /** Null: what libpq would take, PGSSLMODE or "prefer". */
  readonly mode: SslMode | null;
  /** Files, absolute. */
  readonly certificate: string | null;
  readonly key: string | null;
  /** "system": the certificates Node trusts. */
  readonly rootCertificate: string | null;
}
