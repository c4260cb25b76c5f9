/** sslmode, as libpq has it, against a server with a certificate for "localhost" that it signed itself. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "@tsmodel/core/adapter";
import { PostgresFixture } from "./postgres-fixture.ts";

const run = promisify(execFile);
const hasOpenssl = await run("openssl", ["version"]).then(
  () => true,
  () => false,
);

describe.skipIf(!hasOpenssl)("a server with TLS", () => {
  const fixture = new PostgresFixture();
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
    await fixture.start(
      { listen_addresses: "localhost" },
      { cert: await readFile(sslrootcert, "utf8"), key: await readFile(key, "utf8") },
    );
  }, 60_000);
  afterAll(async () => {
    await fixture.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function isEncrypted(
    changes: JsonObject,
    env: { readonly [name: string]: string } = {},
  ): Promise<unknown> {
    const database = await fixture.openWith(fixture.output({ retries: 0, ...changes }), env);
    try {
      const session = await database.session("tls");
      const { rows } = await session.query("select ssl from pg_stat_ssl where pid = pg_backend_pid()", {
        fetch: true,
      });
      return rows[0]![0];
    } finally {
      await database.close();
    }
  }

  test.each<readonly [JsonObject, boolean]>([
    [{ sslmode: "disable" }, false],
    [{ sslmode: "allow" }, false],
    [{ sslmode: "prefer" }, true],
    [{ sslmode: "require" }, true],
    [{}, true],
  ])("%j: encrypted %s", async (changes, encrypted) => {
    expect(await isEncrypted(changes)).toBe(encrypted);
  });

  test("without a mode in the profile PGSSLMODE counts", async () => {
    expect(await isEncrypted({}, { PGSSLMODE: "disable" })).toBe(false);
    expect(await isEncrypted({ sslmode: "require" }, { PGSSLMODE: "disable" })).toBe(true);
  });

  test("verify-ca, and require with a root certificate, check the certificate; verify-full the name too", async () => {
    expect(await isEncrypted({ sslmode: "verify-ca", sslrootcert })).toBe(true);
    expect(await isEncrypted({ sslmode: "require", sslrootcert })).toBe(true);
    expect(await isEncrypted({ sslmode: "verify-full", sslrootcert, host: "localhost" })).toBe(true);
    await expect(isEncrypted({ sslmode: "verify-full", sslrootcert })).rejects.toMatchObject({
      code: "postgres-ssl",
    });
    await expect(isEncrypted({ sslmode: "verify-ca" })).rejects.toMatchObject({ code: "postgres-ssl" });
  });
});
