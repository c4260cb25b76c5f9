import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import type { ConnectionOptions } from "node:tls";
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
  for (const ssl of await sslChoices(target)) {
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

type Ssl = false | ConnectionOptions;

/** What to try, in order; libpq's `prefer` and `allow` fall back when the server speaks no TLS, or only TLS. */
async function sslChoices(target: PostgresTarget): Promise<readonly Ssl[]> {
  const mode = target.sslmode ?? "prefer";
  if (mode === "disable" || target.host.startsWith("/")) return [false];
  const files = await readCertificates(target);
  const servername = isIP(target.host) ? {} : { servername: target.host };
  const unchecked: ConnectionOptions = { ...files, ...servername, rejectUnauthorized: false };
  switch (mode) {
    case "allow":
      return [false, unchecked];
    case "prefer":
      return [unchecked, false];
    case "require":
      // As libpq does: with a root certificate at hand, the chain is checked.
      return [files.ca === undefined ? unchecked : { ...unchecked, rejectUnauthorized: true, ...anyHost }];
    case "verify-ca":
      return [{ ...unchecked, rejectUnauthorized: true, ...anyHost }];
    case "verify-full":
      return [{ ...unchecked, rejectUnauthorized: true }];
  }
}

const anyHost: ConnectionOptions = { checkServerIdentity: () => undefined };

async function readCertificates(target: PostgresTarget): Promise<ConnectionOptions> {
  const [cert, key, ca] = await Promise.all(
    [target.sslcert, target.sslkey, target.sslrootcert].map((file) => (file ? readPem(file) : undefined)),
  );
  return { ...(cert && { cert }), ...(key && { key }), ...(ca && { ca }) };
}

async function readPem(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const text = { message: `the certificate file ${file} cannot be read`, hint: (cause as Error).message };
    throw new PublishError("tls-failed", text, {}, cause);
  }
}

/** The server has no TLS, or refuses connections without it: the next choice may do better. */
function isSslRefusal(error: unknown): boolean {
  const { message = "", code = "" } = error as { message?: string; code?: string };
  return (
    message.includes("does not support SSL") || (code === "28000" && /no encryption|SSL off/.test(message))
  );
}
