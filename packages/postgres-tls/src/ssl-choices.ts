/** libpq's `sslmode` → what to try, in order. https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION */
import type { ConnectionOptions } from "node:tls";

export type SslMode = "disable" | "allow" | "prefer" | "require" | "verify-ca" | "verify-full";

/** As `pg` takes it. */
export type Ssl = false | ConnectionOptions;

/**
 * `prefer` and `allow` fall back when the server speaks no TLS, or only TLS (see `isSslRefusal`). A Unix socket has none.
 * `certificates` is of `readCertificates`; the name that the server's certificate is for is set by `pg` itself.
 */
export function sslChoices(host: string, mode: SslMode, certificates: ConnectionOptions): readonly Ssl[] {
  if (mode === "disable" || host.startsWith("/")) return [false];
  const unchecked: ConnectionOptions = { ...certificates, rejectUnauthorized: false };
  const chainChecked: ConnectionOptions = {
    ...certificates,
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
      return [certificates.ca === undefined ? unchecked : chainChecked];
    case "verify-ca":
      return [chainChecked];
    case "verify-full":
      return [{ ...certificates, rejectUnauthorized: true }];
  }
}

/** The server has no TLS, or refuses connections without it: the next choice may do better. */
export function isSslRefusal(error: unknown): boolean {
  const { message = "", code = "" } = error as { readonly message?: string; readonly code?: string };
  return (
    message.includes("does not support SSL") || (code === "28000" && /no encryption|SSL off/.test(message))
  );
}
