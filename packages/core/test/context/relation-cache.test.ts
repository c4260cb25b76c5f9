import { describe, expect, test } from "vitest";
import { RelationCache } from "../../src/context/relation-cache.ts";
import type { Relation } from "../../src/template/relation/relation.ts";
import { RelationClass } from "../../src/template/relation/relation-class.ts";
import { dialect } from "./workbench.ts";

const relations = new RelationClass(dialect);
const relation = (identifier: string, type: "table" | "view" = "table"): Relation =>
  relations.create({ database: "dev", schema: "main", identifier }, { type });
const schema = { database: "DEV", schema: "Main" };
const names = (list: readonly Relation[]): string[] => list.map(({ identifier }) => identifier!).sort();

describe("the relation cache", () => {
  test("a schema is listed once, whoever asks meanwhile", async () => {
    const cache = new RelationCache();
    let queries = 0;
    const load = async (): Promise<Relation[]> => {
      queries++;
      await Promise.resolve();
      return [relation("a")];
    };
    const [first, second] = await Promise.all([
      cache.list(schema, load),
      cache.list({ database: "dev", schema: "main" }, load),
    ]);
    expect([queries, names(first), names(second)]).toEqual([1, ["a"], ["a"]]);
    await cache.list(schema, load);
    expect(queries).toBe(1);
  });

  test("a failed listing may be tried again", async () => {
    const cache = new RelationCache();
    await expect(cache.list(schema, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(names(await cache.list(schema, () => Promise.resolve([relation("a")])))).toEqual(["a"]);
  });

  test("what is dropped, renamed or added while the listing runs stays so", async () => {
    const cache = new RelationCache();
    const listing = cache.list(schema, async () => {
      await Promise.resolve();
      return [relation("dropped"), relation("old"), relation("kept"), relation("changed", "view")];
    });
    cache.drop(relation("DROPPED"));
    cache.rename(relation("old"), relation("new"));
    cache.add(relation("changed", "table"));
    expect(names(await listing)).toEqual(["changed", "kept", "new"]);
    expect(cache.relations(schema).find(({ identifier }) => identifier === "changed")?.type).toBe("table");
  });

  test("names are compared without case; a rename keeps the type", () => {
    const cache = new RelationCache();
    cache.add(relation("Orders", "view"));
    cache.rename(relation("ORDERS"), relation("orders_old"));
    expect(cache.relations(schema).map(({ identifier, type }) => [identifier, type])).toEqual([
      ["orders_old", "view"],
    ]);
    cache.drop(relation("ORDERS_OLD"));
    expect(cache.relations(schema)).toEqual([]);
  });

  test("renaming to a known name is an error that explains cut names", () => {
    const cache = new RelationCache();
    cache.add(relation("orders__dbt_backup"));
    expect(() => cache.rename(relation("orders"), relation("orders__dbt_backup"))).toThrow(
      /new name is in the cache already/,
    );
  });

  test("what hangs on a dropped relation goes with it, also after a rename", () => {
    const cache = new RelationCache();
    for (const name of ["t", "other"]) cache.add(relation(name));
    for (const name of ["v", "w", "u"]) cache.add(relation(name, "view"));
    cache.link(relation("t"), relation("v"));
    cache.link(relation("v"), relation("w"));
    cache.link(relation("other"), relation("u"));
    cache.rename(relation("t"), relation("t__dbt_backup"));
    expect(names(cache.relations(schema))).toEqual(["other", "t__dbt_backup", "u", "v", "w"]);
    cache.drop(relation("t__dbt_backup"));
    expect(names(cache.relations(schema))).toEqual(["other", "u"]);
  });

  test("a dropped schema is unknown again, a created one is known and empty", async () => {
    const cache = new RelationCache();
    cache.addSchema(schema);
    expect(cache.has({ database: "dev", schema: "main" })).toBe(true);
    expect(await cache.list(schema, () => Promise.reject(new Error("not asked")))).toEqual([]);
    cache.dropSchema({ database: "dev", schema: "MAIN" });
    expect(cache.has(schema)).toBe(false);
  });
});
