/** libpq's `sslmode` for Node's TLS: what the adapter and the publisher share. Opens nothing by itself. */
export { isSslRefusal, sslChoices, type Ssl, type SslMode } from "./ssl-choices.ts";
export { readCertificates, type CertificateFiles } from "./read-certificates.ts";
