import { describe, expect, test } from "vitest";
import type { JsonObject } from "@tsmodel/core/adapter";
import type { PostgresSettings } from "../src/index.ts";
import { postgres } from "../src/index.ts";

const BASE = {
  host: "db.example",
  port: 5432,
  user: "dbt",
  password: "hush",
  dbname: "shop",
  schema: "main",
};
const read = (changes: JsonObject = {}) =>
  postgres.parseCredentials(
    { ...BASE, ...changes },
    { profilesDir: "/home/.dbt", projectDir: "/shop", targetName: "dev", profileName: "shop" },
  );
const settingsOf = (changes: JsonObject): PostgresSettings => read(changes).settings as PostgresSettings;
const without = (key: keyof typeof BASE): JsonObject =>
  Object.fromEntries(Object.entries(BASE).filter(([name]) => name !== key));
const refusal = (output: JsonObject): { code: string; message: string; hint?: string } => {
  try {
    postgres.parseCredentials(output, {
      profilesDir: "/home/.dbt",
      projectDir: "/shop",
      targetName: "dev",
      profileName: "shop",
    });
  } catch (error) {
    return error as { code: string; message: string; hint?: string };
  }
  throw new Error("was accepted");
};

describe("profiles", () => {
  test("defaults are dbt-postgres's", () => {
    expect(read()).toMatchObject({
      type: "postgres",
      database: "shop",
      schema: "main",
      threads: 1,
      place: "db.example:5432/shop",
    });
    expect(settingsOf({})).toEqual({
      host: "db.example",
      port: 5432,
      user: "dbt",
      password: "hush",
      database: "shop",
      connectTimeout: 10,
      keepalivesIdle: 0,
      retries: 1,
      role: null,
      searchPath: null,
      applicationName: "dbt",
      autocommit: false,
      ssl: { mode: null, certificate: null, key: null, rootCertificate: null },
    });
  });

  test("dbname and pass are other words for database and password", () => {
    const { dbname, password, ...rest } = BASE;
    const { settings } = postgres.parseCredentials(
      { ...rest, database: dbname, pass: password },
      { profilesDir: "", projectDir: "/", targetName: "dev", profileName: "shop" },
    );
    expect(settings).toMatchObject({ database: "shop", password: "hush" });
  });

  test("target shows the connection keys in dbt's order and no password", () => {
    const { shown } = read({ role: "analyst" });
    expect(Object.keys(shown)).toEqual([
      "host",
      "port",
      "user",
      "database",
      "schema",
      "connect_timeout",
      "role",
      "search_path",
      "keepalives_idle",
      "sslmode",
      "sslcert",
      "sslkey",
      "sslrootcert",
      "application_name",
      "autocommit",
      "retries",
      "dbname",
    ]);
    expect(shown).toMatchObject({ database: "shop", dbname: "shop", role: "analyst", search_path: null });
    expect(JSON.stringify(shown)).not.toContain("hush");
  });

  test("digits from environment variables are numbers, numbers may be texts", () => {
    expect(settingsOf({ port: "6543", password: 1234, user: 7 })).toMatchObject({
      port: 6543,
      password: "1234",
      user: "7",
    });
  });

  test("certificate files start at the project, or at home", () => {
    expect(
      settingsOf({ sslmode: "verify-full", sslcert: "certs/a.pem", sslkey: "~/a.key", sslrootcert: "system" })
        .ssl,
    ).toEqual({
      mode: "verify-full",
      certificate: "/shop/certs/a.pem",
      key: expect.stringMatching(/^\/.*\/a\.key$/),
      rootCertificate: "system",
    });
  });

  test("keys that nobody knows are left alone", () => {
    expect(read({ keepalives_interval: 3 }).database).toBe("shop");
  });
});

describe("refused profiles", () => {
  const cases: readonly (readonly [JsonObject, string, string, string?])[] = [
    [without("host"), "postgres-key-missing", "'host' is a required property"],
    [
      { ...without("password"), passwrd: "hush" },
      "postgres-key-missing",
      "'password' is a required property",
      'there is a "passwrd"',
    ],
    [without("dbname"), "postgres-key-missing", "'database' is a required property"],
    [without("schema"), "postgres-key-missing", "'schema' is a required property"],
    [{ ...BASE, port: "many" }, "postgres-key-type", "'port': \"many\" is not of type 'integer'"],
    [{ ...BASE, password: ["hush"] }, "postgres-key-type", "is not of type 'string'"],
    [{ ...BASE, autocommit: "yes" }, "postgres-key-type", "is not of type 'boolean'"],
    [{ ...BASE, database: "other" }, "postgres-key-twice", '(dbname, database) all map to "database"'],
    [{ ...BASE, sslmode: "verify_full" }, "postgres-ssl-mode", "is none of", 'did you mean "verify-full"?'],
  ];
  test.each(cases)("%j", (output, code, message, hint) => {
    const error = refusal(output);
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    if (hint !== undefined) expect(error.hint).toContain(hint);
    expect(`${error.message} ${error.hint}`).not.toContain("hush");
  });
});
