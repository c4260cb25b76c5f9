/** Postgres for tsmodel: `postgres` is the adapter; the rest is for tests. */
export { postgres } from "./adapter.ts";
export type { PostgresSettings, SslMode } from "./credentials/settings.ts";
export { postgresMessages } from "./messages.ts";
