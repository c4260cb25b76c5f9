import { isSslRefusal, readCertificates, sslChoices, type Ssl } from "@tsmodel/postgres-tls";
import pg from "pg";
import { PublishError } from "../publish-error.ts";
import type { PostgresTarget } from "../publish-options.ts";
import { explainPostgresError } from "./explain-postgres-error.ts";

/** `host:port/database` for messages; never the password. */
export function describeTarget(target: PostgresTarget): string {
  return `${target.host}:${target.port ?? 5432}/${target.database}`;
}

/**
 * Opens one connection with libpq's meaning of `sslmode`.
 * @throws PublishError connection-refused, host-not-found, authentication-failed, tls-failed …
 */
export async function connect(target: PostgresTarget, signal?: AbortSignal): Promise<pg.Client> {
  let lastError: unknown;
  for (const ssl of await sslFor(target)) {
    const client = new pg.Client({
      host: target.host,
      port: target.port ?? 5432,
      user: target.user,
      password: target.password ?? "",
      database: target.database,
      ssl,
      application_name: target.application_name ?? "tsmodel publish",
      connectionTimeoutMillis: (target.connect_timeout ?? 10) * 1000,
      keepAlive: true,
    });
    // Without a listener a lost connection would end the process; the running query reports it anyway.
    client.on("error", () => {});
    const onAbort = (): void => void client.end().catch(() => {});
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      await client.connect();
      return client;
    } catch (error) {
      lastError = error;
      if (signal?.aborted) break;
      if (!isSslRefusal(error)) break;
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
  }
  if (signal?.aborted) {
    throw new PublishError("interrupted", { message: "the publish was interrupted while connecting" });
  }
  throw explainPostgresError(lastError, { target });
}

async function sslFor(target: PostgresTarget): Promise<readonly Ssl[]> {
  const mode = target.sslmode ?? "prefer";
  const needed = mode !== "disable" && !target.host.startsWith("/");
  const certificates = needed ? await readCertificates(target, unreadable) : {};
  return sslChoices(target.host, mode, certificates);
}

const unreadable = (_key: string, file: string, cause: Error): PublishError =>
  new PublishError(
    "tls-failed",
    { message: `the certificate file ${file} cannot be read`, hint: cause.message },
    {},
    cause,
  );
