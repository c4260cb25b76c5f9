import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TsmodelError } from "@tsmodel/core/adapter";
import { toOpenError } from "../src/database/open-error.ts";
import { openDuckDb } from "./open-duckdb.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tsmodel-open-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const failure = async (output: { path: string }): Promise<TsmodelError> => {
  const error = await openDuckDb(output, folder).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TsmodelError);
  return error as TsmodelError;
};
const driver = createRequire(import.meta.url).resolve("@duckdb/node-api");
/** A Node process of its own that runs `body` with `DuckDBInstance` at hand. */
const script = (body: string): string[] => [
  "-e",
  `const { DuckDBInstance } = require(${JSON.stringify(driver)}); (async () => { ${body} })()`,
];

describe("opening", () => {
  test("names the process that holds the file", async () => {
    const path = join(folder, "busy.duckdb");
    const holder = spawn(
      process.execPath,
      script(
        `await DuckDBInstance.create(${JSON.stringify(path)}); console.log("open"); setInterval(() => {}, 1000)`,
      ),
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    try {
      await new Promise((resolve) => holder.stdout.once("data", resolve));
      const error = await failure({ path: "busy.duckdb" });
      expect(error.code).toBe("duckdb-locked");
      expect(error.message).toContain("busy.duckdb is in use by another process");
      expect(error.message).toContain(`PID ${holder.pid}`);
      expect(error.hint).toContain("close the program");
    } finally {
      holder.kill("SIGKILL");
    }
  });

  test("says which folder is missing", async () => {
    const error = await failure({ path: "data/deep/pipeline.duckdb" });
    expect(error.code).toBe("duckdb-folder-missing");
    expect(error.message).toContain("data/deep");
    expect(error.hint).toContain("mkdir -p data/deep");
  });

  test("says that a file is no database", async () => {
    writeFileSync(join(folder, "notes.duckdb"), "not a database\n".repeat(1000));
    expect((await failure({ path: "notes.duckdb" })).code).toBe("duckdb-not-a-database");
  });

  test("says that a file is damaged", async () => {
    const database = await openDuckDb({ path: "torn.duckdb" }, folder);
    await (await database.session("a")).query("create table t as select 1 as a");
    await database.close();
    const bytes = readFileSync(join(folder, "torn.duckdb"));
    bytes[bytes.indexOf("DUCK") + 40]! ^= 0xff;
    writeFileSync(join(folder, "torn.duckdb"), bytes);
    expect((await failure({ path: "torn.duckdb" })).code).toBe("duckdb-corrupt");
  });

  test.skipIf(process.platform !== "linux")("says that a folder cannot be written", async () => {
    expect((await failure({ path: "/sys/pipeline.duckdb" })).code).toBe("duckdb-no-permission");
  });

  test.each([
    ["duckdb-no-permission", "IO", 'Cannot open file "/srv/a.duckdb": Permission denied'],
    ["duckdb-no-permission", "IO", 'Cannot open file "/srv/a.duckdb": Read-only file system'],
    [
      "duckdb-newer-file",
      "IO",
      "Trying to read a database file with version number 99, but we can only read versions between 64 and 67.\nThe database file was created with a newer version of DuckDB.",
    ],
    [
      "duckdb-locked",
      "IO",
      'Could not set lock on file "/srv/a.duckdb": Conflicting lock is held in /usr/bin/node (PID 4711). See also https://duckdb.org/docs/stable/connect/concurrency',
    ],
    ["duckdb-open", "Invalid Input", "The database path could not be understood"],
  ])("knows %s by DuckDB's words", (code, type, words) => {
    const error = new Error(JSON.stringify({ exception_type: type, exception_message: words }));
    expect(
      toOpenError(error, { place: "a.duckdb", path: join(folder, "a.duckdb"), projectDir: folder }).code,
    ).toBe(code);
  });

  test("two databases on one file share it, and the last close folds the log into it", async () => {
    const one = await openDuckDb({ path: "shared.duckdb" }, folder);
    const two = await openDuckDb({ path: "shared.duckdb" }, folder);
    await (await one.session("a")).query("create table t as select 1 as a");
    expect((await (await two.session("b")).query("select a from t", { fetch: true })).rows).toEqual([[1n]]);
    await one.close();
    await two.close();
    expect(readdirSync(folder)).toEqual(["shared.duckdb"]);
    const count = execFileSync(
      process.execPath,
      script(
        `const i = await DuckDBInstance.create(${JSON.stringify(join(folder, "shared.duckdb"))}); const c = await i.connect(); console.log(String((await (await c.run("select count(*) from t")).getRows())[0][0]))`,
      ),
    );
    expect(count.toString().trim()).toBe("1");
  });

  test("an unknown extension without a network says so", async () => {
    const error = await openDuckDb(
      { path: ":memory:", extensions: ["no_such_extension"] } as never,
      folder,
    ).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      code: "duckdb-extension",
      message: expect.stringContaining("no_such_extension"),
    });
  });
});
