/** Template methods over an open database. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { getAttribute, PyDict, pyStr, toValue, type Callable, type Value } from "@tsmodel/jinja";
import type { Database, JsonObject, ModelNode, Session, TemplateHost } from "@tsmodel/core/adapter";
import { Column, ColumnClass } from "../../core/src/template/relation/column.ts";
import { dialect } from "../src/dialect.ts";
import { exclusiveGroups } from "../src/exclusive-groups.ts";
import { duckdb } from "../src/index.ts";
import { openDuckDb } from "./open-duckdb.ts";

let folder: string;
let database: Database;
let session: Session;
let methods: { readonly [name: string]: Callable };
let warnings: string[];

async function open(output: JsonObject = {}): Promise<void> {
  database = await openDuckDb(output, folder);
  session = await database.session("node");
  const columns = new ColumnClass(dialect);
  const host: TemplateHost = {
    credentials: duckdb.parseCredentials(
      { type: "duckdb", ...output },
      { profilesDir: folder, projectDir: folder, targetName: "dev", profileName: "shop" },
    ),
    executing: true,
    query: (sql) => session.query(sql, { fetch: true }),
    begin: () => session.begin(),
    callMacro: () => Promise.reject(new Error("no macros here")),
    projectRoot: folder,
    warn: (text) => warnings.push(text),
    node: null,
    memory: new Map(),
    areBuiltIn: () => true,
    createColumn: (column, dtype) => columns.create({ column, dtype }),
  };
  methods = dialect.templateMethods!(host);
}
const call = (name: string, ...args: Value[]): Value | Promise<Value> => methods[name]!(args, null);
const relation = (database: string, identifier: string): Value =>
  toValue({ database, schema: "main", identifier });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tsmodel-methods-"));
  warnings = [];
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

test("columns of a query, structs as their fields, without running it", async () => {
  await open();
  const columns = (await call(
    "get_column_schema_from_query",
    "select 1 as a, {'x': 1, 'y': {'z': 'q'}} as s, error('not run')::int as e",
  )) as Column[];
  expect(columns.map(({ column, dtype }) => `${column} ${dtype}`)).toEqual([
    "a INTEGER",
    "s.x INTEGER",
    "s.y.z VARCHAR",
    "e INTEGER",
  ]);
});

test("whether a location exists", async () => {
  await open();
  writeFileSync(join(folder, "here.csv"), "a\n1\n");
  expect(await call("location_exists", join(folder, "here.csv"))).toBe(true);
  expect(await call("location_exists", join(folder, "gone.csv"))).toBe(false);
});

test("a transaction is opened once", async () => {
  await open();
  await call("ensure_transaction");
  await call("ensure_transaction");
  expect(session.inTransaction).toBe(true);
});

test("a warning is given once", async () => {
  await open();
  for (const text of ["a", "a", "b"]) await call("warn_once", text);
  expect(warnings).toEqual(["a", "b"]);
});

test("plugins are refused by name", async () => {
  await open();
  expect(() => call("store_relation", "glue|db", null, [], "x", "parquet", null)).toThrow(
    /Plugin glue\|db not found/,
  );
});

test("facts about the place", async () => {
  await open({ path: "lake.duckdb", external_root: "out", is_ducklake: true });
  expect(call("is_motherduck")).toBe(false);
  expect(call("is_ducklake", relation("lake", "t"))).toBe(true);
  expect(call("is_ducklake", relation("other", "t"))).toBe(false);
  expect(call("is_ducklake", null)).toBe(false);
  expect(call("external_root")).toBe("out");
  expect(call("disable_transactions")).toBe(false);
  expect(call("get_binding_char")).toBe("?");
  expect(call("get_seed_file_path", toValue({ root_path: "/pkg", original_file_path: "seeds/a.csv" }))).toBe(
    "/pkg/seeds/a.csv",
  );
  expect(call("get_seed_file_path", toValue({ root_path: null, original_file_path: "seeds/a.csv" }))).toBe(
    join(folder, "seeds/a.csv"),
  );
  expect(
    call("batch_id_for_model", toValue({ batch: { event_time_start: "2024-01-02 00:00:00+00:00" } })),
  ).toBe("20240102_0000000000");
  expect(call("batch_id_for_model", toValue({}))).toBe("");
  expect(call("escape_sql_string", "it's")).toBe("it''s");
});

describe("indexes", () => {
  test("are read, and named by what they are", async () => {
    await open();
    const index = call("parse_index", toValue({ columns: ["a", "b"], unique: true })) as Value;
    const name = (target: string): string =>
      pyStr((getAttribute(index, "render") as Callable)([target], null) as Value);
    expect([getAttribute(index, "columns"), getAttribute(index, "unique")]).toEqual([["a", "b"], true]);
    expect(name("t")).toMatch(/^[0-9a-f]{32}$/);
    expect(name("t")).toBe(name("t"));
    expect(name("t")).not.toBe(name("u"));
    expect(call("parse_index", null)).toBeNull();
  });

  test.each([
    ["a"],
    [{ unique: true }],
    [{ columns: [1] }],
    [{ columns: ["a"], unique: "yes" }],
    [{ columns: ["a"], type: "hash" }],
  ])("%j is refused", async (raw) => {
    await open();
    expect(() => call("parse_index", toValue(raw))).toThrow(/Invalid index configuration/);
  });
});

describe("key constraints", () => {
  test("of the tables as the command found them", async () => {
    await open({ path: "shop.duckdb" });
    await session.query(
      "create table p (id int primary key, u int unique); create table c (id int references p (id)); create view v as select 1 as id",
    );
    expect(await call("existing_key_constraint_types", relation("shop", "P"))).toEqual([
      "primary_key",
      "unique",
    ]);
    expect(await call("existing_key_constraint_types", relation("shop", "c"))).toEqual(["foreign_key"]);
    expect(await call("existing_key_constraint_types", relation("shop", "v"))).toEqual([]);
    await session.query("create table later (id int primary key)");
    expect(await call("existing_key_constraint_types", relation("shop", "later"))).toEqual([]);
  });

  test("are DuckDB's own affair only", async () => {
    await open({ path: "shop.duckdb", attach: [{ path: ":memory:", alias: "side" }] });
    expect(await call("catalog_supports_foreign_keys", "shop")).toBe(true);
    expect(await call("catalog_supports_foreign_keys", "SIDE")).toBe(true);
    expect(await call("catalog_supports_foreign_keys", "nowhere")).toBe(false);
    expect(await call("existing_key_constraint_types", relation("nowhere", "t"))).toEqual([]);
  });
});

describe("models that must not run at the same time", () => {
  const model = (name: string, types: readonly string[], enforced = true): ModelNode =>
    ({
      unique_id: `model.shop.${name}`,
      contract: { enforced },
      constraints: types.map((type) => ({ type })),
      columns: {},
    }) as unknown as ModelNode;
  const tied = (...models: ModelNode[]): string[] =>
    [...exclusiveGroups(models).keys()].map((id) => id.split(".")[2]!);

  test("are those that foreign keys tie together", async () => {
    await open();
    expect(
      tied(model("plain", []), model("parent", ["primary_key"]), model("loose", ["foreign_key"], false)),
    ).toEqual([]);
    expect(
      tied(model("plain", ["not_null"]), model("parent", ["unique"]), model("child", ["foreign_key"])),
    ).toEqual(["parent", "child"]);
  });
});

test("temporary paths keep batches apart", async () => {
  await open();
  const path = call("get_temp_relation_path", relation("shop", "t"), "b1") as PyDict;
  expect(pyStr(path.get("identifier")!)).toMatch(/^t__[0-9a-f]{12}__b1$/);
});
