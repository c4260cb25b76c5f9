import { readFile } from "node:fs/promises";
import type { ConnectionOptions } from "node:tls";

/** Under libpq's names. An absent root certificate, or "system", leaves Node's own list. */
export interface CertificateFiles {
  readonly sslcert?: string | null;
  readonly sslkey?: string | null;
  readonly sslrootcert?: string | null;
}

/** `fail` words the error for a file that cannot be read; what it gives is thrown. */
export async function readCertificates(
  { sslcert, sslkey, sslrootcert }: CertificateFiles,
  fail: (key: keyof CertificateFiles, file: string, error: Error) => Error,
): Promise<ConnectionOptions> {
  const read = async (
    key: keyof CertificateFiles,
    file: string | null | undefined,
  ): Promise<Buffer | undefined> => {
    if (!file) return undefined;
    return readFile(file).catch((error: Error) => {
      throw fail(key, file, error);
    });
  };
  const [cert, key, ca] = await Promise.all([
    read("sslcert", sslcert),
    read("sslkey", sslkey),
    read("sslrootcert", sslrootcert === "system" ? null : sslrootcert),
  ]);
  return { ...(cert && { cert }), ...(key && { key }), ...(ca && { ca }) };
}
