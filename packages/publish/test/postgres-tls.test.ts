/** sslmode against a server that speaks TLS with a certificate for "localhost", signed by itself. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PostgresTarget } from "../src/index.ts";
import { connect } from "../src/postgres/connect.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";

const run = promisify(execFile);
const openssl = await run("openssl", ["version"]).then(
  () => true,
  () => false,
);

describe.skipIf(!openssl)("a server with TLS", () => {
  let server: PostgresServer;
  let folder: string;
  let sslrootcert: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tsmodel-tls-"));
    sslrootcert = join(folder, "cert.pem");
    const key = join(folder, "key.pem");
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    await run("openssl", [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "2",
      "-keyout",
      key,
      "-out",
      sslrootcert,
      ...subject,
    ]);
    server = await startPostgres(
      { listen_addresses: "localhost" },
      { cert: await readFile(sslrootcert, "utf8"), key: await readFile(key, "utf8") },
    );
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function isEncrypted(change: Partial<PostgresTarget>): Promise<boolean> {
    const client = await connect({ ...server.target, ...change });
    const { rows } = await client.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
    await client.end();
    return rows[0].ssl;
  }

  test.each<[Partial<PostgresTarget>, boolean]>([
    [{ sslmode: "disable" }, false],
    [{ sslmode: "allow" }, false],
    [{ sslmode: "prefer" }, true],
    [{ sslmode: "require" }, true],
    [{}, true],
  ])("%o: encrypted %s", async (change, encrypted) => {
    expect(
      await isEncrypted({ ...change, ...(change.sslmode === undefined && { sslmode: undefined }) }),
    ).toBe(encrypted);
  });

  test("verify-ca and verify-full check the certificate, verify-full the name too", async () => {
    expect(await isEncrypted({ sslmode: "verify-ca", sslrootcert })).toBe(true);
    expect(await isEncrypted({ sslmode: "verify-full", sslrootcert, host: "localhost" })).toBe(true);
    await expect(isEncrypted({ sslmode: "verify-full", sslrootcert })).rejects.toMatchObject({
      code: "tls-failed",
    });
    await expect(isEncrypted({ sslmode: "verify-ca" })).rejects.toMatchObject({ code: "tls-failed" });
  });
});
