/** `adapter.parse_index` and the changes of materialized views: what is refused, and in which words. */
import { describe, expect, test } from "vitest";
import { getAttribute, pyIterate, toValue, type Callable, type Value } from "@tsmodel/jinja";
import { parseIndex } from "../src/methods/index-config.ts";
import { findIndexChanges } from "../src/methods/materialized-view.ts";

const parse = (raw: unknown, now = new Date(0)): Value => parseIndex(toValue(raw), () => now);

describe("an index of the config", () => {
  test("has dbt's defaults, and a name that differs with the time", () => {
    const index = parse({ columns: ["a", "b"] });
    expect(["columns", "unique", "type"].map((name) => getAttribute(index, name))).toEqual([
      ["a", "b"],
      false,
      null,
    ]);
    const name = (now: Date): Value =>
      (getAttribute(parse({ columns: ["a"] }, now), "render") as Callable)(['"s"."t"'], null) as Value;
    expect(name(new Date(0))).toMatch(/^[0-9a-f]{32}$/);
    expect(name(new Date(0))).toBe(name(new Date(0)));
    expect(name(new Date(0))).not.toBe(name(new Date(1)));
    expect(parse(null)).toBeNull();
  });

  test.each<readonly [unknown, string]>([
    [["a"], 'Expected a dictionary with at minimum a "columns" key'],
    [{ unique: true }, "'columns' is a required property"],
    [{ columns: "a" }, "columns: 'a' is not of type 'array'"],
    [{ columns: ["a"], unique: "yes" }, "unique: 'yes' is not of type 'boolean'"],
    [{ columns: ["a"], type: 1 }, "is not of type 'string'"],
    [{ columns: ["a"], method: "hash" }, "'method' is not a setting of an index"],
  ])("%j is refused", (raw, message) => {
    expect(() => parse(raw)).toThrow(message);
  });
});

describe("the indexes of a materialized view", () => {
  const rows = (...indexes: readonly (readonly [string, string, boolean, string])[]): Value =>
    toValue({
      indexes: {
        rows: indexes.map(([name, method, unique, column_names]) => ({ name, method, unique, column_names })),
      },
    });
  const changes = (existing: Value, indexes: unknown): string[] | null => {
    const found = findIndexChanges(existing, toValue({ config: { indexes } }));
    if (found === null) return null;
    return [...pyIterate(getAttribute(found, "indexes"))].map((change) => {
      const [action, context] = ["action", "context"].map((name) => getAttribute(change, name)!);
      const [name, columns] = ["name", "column_names"].map((field) => getAttribute(context!, field));
      return `${String(action)} ${String(name)} ${String(columns)}`;
    });
  };

  test("that are there already, whatever their order and case, change nothing", () => {
    const existing = rows(["i1", "btree", false, "b,a"], ["i2", "hash", true, "c"]);
    expect(
      changes(existing, [{ columns: ["A", "b"] }, { columns: ["c"], type: "hash", unique: true }]),
    ).toBeNull();
    expect(changes(rows(), undefined)).toBeNull();
  });

  test("are dropped before others are made", () => {
    const existing = rows(["i1", "btree", false, "a"], ["i2", "btree", false, "b"]);
    expect(
      changes(existing, [
        { columns: ["b"] },
        { columns: ["a"], unique: true },
        { columns: ["a"], unique: true },
      ]),
    ).toEqual(["drop i1 a", "create null a"]);
  });

  test("with a method that Postgres has not are refused", () => {
    expect(() => changes(rows(), [{ columns: ["a"], type: "heap" }])).toThrow("'heap' is no index method");
    expect(() => changes(rows(), [{ unique: true }])).toThrow("at least one column");
  });
});
