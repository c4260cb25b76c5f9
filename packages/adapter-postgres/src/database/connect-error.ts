/** Why a connection could not be made, as an error with advice. */
import type { TsmodelError } from "@tsmodel/core/adapter";
import type { SslMode } from "@tsmodel/postgres-tls";
import type { PostgresSettings } from "../credentials/settings.ts";
import { failPostgres } from "../messages.ts";
import { readReport } from "./statement-error.ts";

export function toConnectError(
  error: unknown,
  { host, port, connectTimeout }: PostgresSettings,
  mode: SslMode,
): TsmodelError {
  const { message: detail, code = "" } = readReport(error);
  const server = { host, port };
  if (code === "ECONNREFUSED" || code === "ENOENT") return failPostgres("postgres-refused", server, error);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return failPostgres("postgres-host-unknown", server, error);
  if (code === "ETIMEDOUT" || /timeout expired/.test(detail))
    return failPostgres("postgres-timeout", { ...server, seconds: connectTimeout }, error);
  if (code.startsWith("28") || /SASL|password/i.test(detail))
    return failPostgres("postgres-authentication", { ...server, detail }, error);
  if (code === "3D000") return failPostgres("postgres-database-missing", { ...server, detail }, error);
  if (/SSL|TLS|certificate/i.test(detail) || code.startsWith("ERR_TLS") || code.startsWith("ERR_SSL"))
    return failPostgres("postgres-ssl", { ...server, mode, detail }, error);
  return failPostgres("postgres-connect", { ...server, detail }, error);
}

/** A wrong password or a missing database is the same at the next attempt. */
export function isWorthRetrying(error: unknown): boolean {
  const { code = "" } = readReport(error);
  return !code.startsWith("28") && code !== "3D000";
}
