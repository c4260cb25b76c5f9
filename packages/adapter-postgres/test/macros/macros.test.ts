/** Our macros against dbt-postgres's: the same names and arguments; for each recorded call the same SQL, or the same rows. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Environment } from "@tsmodel/jinja";
import { readInternalPackage, type Database, type Session } from "@tsmodel/core/adapter";
import { parseMacroFile } from "../../../core/src/macro/parse-macro-file.ts";
import { postgres } from "../../src/index.ts";
import { PostgresFixture } from "../postgres-fixture.ts";
import { callCase, compileMacros, type MacroCase } from "./macro-world.ts";

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
const signatures = JSON.parse(read("signatures.json")) as { readonly [macro: string]: readonly string[] };
const cases = JSON.parse(read("cases.json")) as readonly (MacroCase & { readonly expected: object })[];
const [own] = postgres.macroPackages;

/** Beyond dbt-postgres's: seeds by COPY. */
const OURS = ["postgres__load_csv_rows"];

test("every macro of dbt_postgres is there, with its arguments in order", () => {
  const environment = new Environment();
  const found = new Map<string, readonly string[]>();
  for (const [path, text] of own!.files()) {
    for (const { name, macro_sql: source } of parseMacroFile(text, {
      packageName: "dbt_postgres",
      path,
      createdAt: 0,
    }))
      found.set(name, environment.compile(source, { name }).macro(name)!.argumentNames);
  }
  for (const [name, parameters] of Object.entries(signatures))
    expect([name, found.get(name)]).toEqual([name, parameters]);
  expect([...found.keys()].filter((name) => !Object.hasOwn(signatures, name))).toEqual(OURS);
});

describe("each call does what dbt's macro does", () => {
  const fixture = new PostgresFixture();
  const macros = compileMacros([
    own!,
    readInternalPackage("dbt", new URL("../../../core/macros/dbt/", import.meta.url)),
  ]);
  let database: Database;
  let session: Session;
  beforeAll(async () => {
    await fixture.start();
    await fixture.execute("create database dev template template0");
    database = await fixture.openWith(fixture.output({ dbname: "dev" }));
    session = await database.session("macros");
    await session.query(read("objects.sql"));
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await fixture.stop();
  });

  for (const { expected, ...one } of cases) {
    test(`${one.macro}(${JSON.stringify(one.args ?? []).slice(1, 90)}) ${JSON.stringify(one.config ?? {}).slice(0, 60)}`, async () => {
      expect(inOrder(await callCase(macros, one, session))).toEqual(inOrder(expected));
    });
  }
});

/** Rows come in no certain order. */
function inOrder(outcome: object): object {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((row) => JSON.stringify(row)).sort();
    return typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sorted(item)]))
      : value;
  };
  return "log" in outcome ? outcome : (sorted(outcome) as object);
}
