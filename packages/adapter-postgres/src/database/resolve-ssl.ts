import { readCertificates, sslChoices, type Ssl, type SslMode } from "@tsmodel/postgres-tls";
import type { PostgresSettings, SslSettings } from "../credentials/settings.ts";
import { failPostgres } from "../messages.ts";

export function sslMode(
  { mode }: SslSettings,
  env: { readonly [name: string]: string | undefined },
): SslMode {
  return mode ?? ((env.PGSSLMODE as SslMode | undefined) || "prefer");
}

/** What to try, in order. @throws TsmodelError postgres-certificate-file */
export async function resolveSsl({ host, ssl }: PostgresSettings, mode: SslMode): Promise<readonly Ssl[]> {
  const files = { sslcert: ssl.certificate, sslkey: ssl.key, sslrootcert: ssl.rootCertificate };
  const unreadable = (key: string, file: string, error: Error): Error =>
    failPostgres("postgres-certificate-file", { key, file, detail: error.message }, error);
  const needed = mode !== "disable" && !host.startsWith("/");
  return sslChoices(host, mode, needed ? await readCertificates(files, unreadable) : {});
}
