/** Postgres for tsmodel: `postgres` is the adapter; the rest is for tests. */
export { postgres } from "./adapter.ts";
export type { SslMode } from "@tsmodel/postgres-tls";
export type { PostgresSettings } from "./credentials/settings.ts";
export { postgresMessages } from "./messages.ts";
