import { describe, expect, test } from "vitest";
import type { JsonObject } from "@tsmodel/core/adapter";
import type { DuckDbSettings } from "../src/credentials/settings.ts";
import { duckdb, requiredThreadPoolSize } from "../src/index.ts";

const read = (output: JsonObject) =>
  duckdb.parseCredentials(
    { type: "duckdb", ...output },
    { profilesDir: "/home/.dbt", projectDir: "/shop", targetName: "dev", profileName: "shop" },
  );
const settingsOf = (output: JsonObject): DuckDbSettings => read(output).settings as DuckDbSettings;
const refusal = (output: JsonObject): { code: string; message: string; hint?: string } => {
  try {
    read(output);
  } catch (error) {
    return error as { code: string; message: string; hint?: string };
  }
  throw new Error("was accepted");
};

describe("profiles", () => {
  test("a relative path starts at the project's folder", () => {
    expect(settingsOf({ path: "data/pipeline.duckdb" }).path).toBe("/shop/data/pipeline.duckdb");
    expect(settingsOf({ path: "/abs/x.duckdb" }).path).toBe("/abs/x.duckdb");
    expect(settingsOf({}).path).toBe(":memory:");
    expect(read({ path: "data/pipeline.duckdb" }).place).toBe("data/pipeline.duckdb");
  });

  test("a file whose name DuckDB keeps for itself is called as DuckDB calls it", () => {
    expect(["main.duckdb", "data/temp.db", "system"].map((path) => read({ path }).database)).toEqual([
      "main_db",
      "temp_db",
      "system_db",
    ]);
  });

  test("nothing is fetched from the network unless the profile asks for it", () => {
    expect(settingsOf({}).configOptions).toEqual({
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    expect(settingsOf({ config_options: { autoload_known_extensions: true } }).configOptions).toMatchObject({
      autoload_known_extensions: "True",
    });
  });

  test("settings, extensions and retries are read", () => {
    const settings = settingsOf({
      settings: { memory_limit: "4GB", threads: 2, preserve_insertion_order: false, unset: null },
      extensions: ["json", { name: "h3", repo: "community" }],
      retries: { connect_attempts: 3, query_attempts: 2, retryable_exceptions: ["HTTPException"] },
    });
    expect(settings.sessionSettings).toEqual([
      ["memory_limit", "4GB"],
      ["threads", "2"],
      ["preserve_insertion_order", "False"],
    ]);
    expect(settings.extensions).toEqual([
      { name: "json", repo: undefined },
      { name: "h3", repo: "community" },
    ]);
    expect(settings.retries).toEqual({ connectAttempts: 3, queryAttempts: 2, exceptions: ["HTTPException"] });
  });

  test("keys that it does not know are left alone, as by dbt, also one like a key that is given", () => {
    const { place, shown } = read({ path: "x.duckdb", host: "h", keepalives_idle: 0, paths: "y.duckdb" });
    expect(place).toBe("x.duckdb");
    expect(shown).not.toHaveProperty("host");
  });

  test("secrets are not shown", () => {
    const { shown } = read({ secrets: [{ type: "s3", secret: "hush" }], motherduck_token: "hush" });
    expect(JSON.stringify(shown)).not.toContain("hush");
  });
});

describe("refused profiles", () => {
  test.each([
    [{ paht: "x.duckdb" }, "duckdb-key-unknown", 'did you mean "path"?'],
    [{ threads: "many" }, "duckdb-key-type", undefined],
    [{ attach: ["x.duckdb"] }, "duckdb-key-type", undefined],
    [{ extensions: [{ name: "h3" }] }, "duckdb-key-type", undefined],
    [{ path: "a.duckdb", database: "b" }, "duckdb-database-mismatch", 'leave "database" out'],
    [{ path: "data/" }, "duckdb-database-unnamed", "ends in a file name"],
    [{ path: "md:my_db" }, "duckdb-not-supported", "use a local file"],
    [{ attach: [{ path: "md:other?token=hush" }] }, "duckdb-not-supported", "use a local file"],
    [{ remote: { host: "h", port: 1, user: "u" } }, "duckdb-not-supported", "open the file itself"],
    [{ plugins: [{ module: "excel" }] }, "duckdb-not-supported", "read_xlsx"],
    [{ plugins: [{ module: "my.own.plugin" }] }, "duckdb-not-supported", "in SQL"],
    [{ filesystems: [{ fs: "s3", key: "hush" }] }, "duckdb-not-supported", "httpfs"],
    [{ use_credential_provider: "gcp" }, "duckdb-credential-provider", "secrets:"],
  ] as const)("%j", (output, code, hint) => {
    const error = refusal(output as unknown as JsonObject);
    expect(error.code).toBe(code);
    if (hint !== undefined) expect(error.hint).toContain(hint);
    expect(`${error.message} ${error.hint}`).not.toContain("hush");
  });
});

test("the thread pool has room for every session and for the files beside them", () => {
  expect([1, 4, 16].map(requiredThreadPoolSize)).toEqual([4, 5, 17]);
});
