/** DuckDB for tsmodel: `duckdb` is the adapter; the rest is for the command line and for tests. */
export { duckdb } from "./adapter.ts";
export type { DuckDbSettings } from "./credentials/settings.ts";
export { requiredThreadPoolSize } from "./database/thread-pool.ts";
export { duckDbMessages } from "./messages.ts";
export { connectNative } from "./native-connection.ts";
