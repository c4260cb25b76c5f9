/** libpq's `sslmode` → what to try, in order. https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION */
import type { Buffer } from "node:buffer";
import { readFile } from "node:fs/promises";
import type { ConnectionOptions } from "node:tls";
import type { PostgresSettings, SslMode, SslSettings } from "../credentials/settings.ts";
import { failPostgres } from "../messages.ts";

export type Ssl = false | ConnectionOptions;

export function sslMode(
  { mode }: SslSettings,
  env: { readonly [name: string]: string | undefined },
): SslMode {
  return mode ?? ((env.PGSSLMODE as SslMode | undefined) || "prefer");
}

/** `prefer` and `allow` fall back when the server speaks no TLS, or only TLS. @throws TsmodelError postgres-certificate-file */
export async function sslChoices({ host, ssl }: PostgresSettings, mode: SslMode): Promise<readonly Ssl[]> {
  if (mode === "disable" || host.startsWith("/")) return [false];
  const files = await readFiles(ssl);
  const unchecked: ConnectionOptions = { ...files, rejectUnauthorized: false };
  const chainChecked: ConnectionOptions = {
    ...files,
    rejectUnauthorized: true,
    checkServerIdentity: () => undefined,
  };
  switch (mode) {
    case "allow":
      return [false, unchecked];
    case "prefer":
      return [unchecked, false];
    case "require":
      // As libpq does: with a root certificate at hand, the chain is checked.
      return [files.ca === undefined ? unchecked : chainChecked];
    case "verify-ca":
      return [chainChecked];
    case "verify-full":
      return [{ ...files, rejectUnauthorized: true }];
  }
}

async function readFiles({ certificate, key, rootCertificate }: SslSettings): Promise<ConnectionOptions> {
  const read = async (name: string, file: string | null): Promise<Buffer | undefined> => {
    if (file === null) return undefined;
    return readFile(file).catch((error: Error) => {
      throw failPostgres("postgres-certificate-file", { key: name, file, detail: error.message }, error);
    });
  };
  const [cert, privateKey, ca] = await Promise.all([
    read("sslcert", certificate),
    read("sslkey", key),
    read("sslrootcert", rootCertificate === "system" ? null : rootCertificate),
  ]);
  return { ...(cert && { cert }), ...(privateKey && { key: privateKey }), ...(ca && { ca }) };
}

/** The server has no TLS, or refuses connections without it: the next choice may do better. */
export function isSslRefusal(error: unknown): boolean {
  const { message = "", code = "" } = error as { readonly message?: string; readonly code?: string };
  return (
    message.includes("does not support SSL") || (code === "28000" && /no encryption|SSL off/.test(message))
  );
}
