import { pyStr } from "@tsmodel/jinja";
import { expect, test } from "vitest";
import { ColumnClass } from "../../src/template/relation/column.ts";
import { addEphemeralPrefix, RelationClass } from "../../src/template/relation/relation-class.ts";
import { duckdbDialect, postgresDialect } from "./template-fixture.ts";

const duckdb = new RelationClass(duckdbDialect);
const postgres = new RelationClass(postgresDialect);

test("a relation prints its text once and for all", () => {
  const relation = duckdb.create({ database: "db", schema: "main", identifier: "t" });
  expect(pyStr(relation)).toBe('"db"."main"."t"');
  expect(relation.pyStr()).toBe(relation.render());
  expect(relation.include({ database: false }).quote({ schema: false }).render()).toBe('main."t"');
  expect(relation.replacePath({ identifier: "u" }).render()).toBe('"db"."main"."u"');
  expect(relation.render()).toBe('"db"."main"."t"');
});

test("quoting comes from the call, the node, the project and the dialect, in this order", () => {
  const place = { database: "d", schema: "s", identifier: "i", quoting: { schema: false, identifier: null } };
  expect(duckdb.createFrom(place, {}).render()).toBe('"d".s."i"');
  expect(duckdb.createFrom(place, { database: false, schema: true }).render()).toBe('d.s."i"');
  expect(duckdb.createFrom(place, { identifier: false }, { quotePolicy: { schema: true } }).render()).toBe(
    '"d"."s".i',
  );
  expect(duckdb.createFrom({ schema: "s", identifier: "i" }, {}).render()).toBe('"s"."i"');
});

test("limits and event time filters make subqueries, with an alias where the database asks for one", () => {
  const options = { limit: 0, eventTimeFilter: { fieldName: "at", start: "2026-01-01", end: "2026-02-01" } };
  expect(duckdb.create({ identifier: "t" }, { limit: 0 }).pyStr()).toBe(
    '(select * from "t" where false limit 0)',
  );
  expect(postgres.create({ identifier: "t" }, { limit: 5 }).pyStr()).toBe(
    '(select * from "t" limit 5) _dbt_limit_subq_t',
  );
  expect(duckdb.create({ identifier: "t" }, options).pyStr()).toBe(
    `(select * from (select * from "t" where false limit 0) where at >= '2026-01-01' and at < '2026-02-01')`,
  );
  expect(
    postgres
      .create({ identifier: "t" }, { eventTimeFilter: { fieldName: "at", start: null, end: "2026" } })
      .pyStr(),
  ).toBe(`(select * from "t" where at < '2026') _dbt_et_filter_subq_t`);
  expect(duckdb.create({ identifier: "f" }, { type: "function", limit: 0 }).pyStr()).toBe('"f"');
});

test("ephemeral models are CTEs without quotes", () => {
  const relation = duckdb.createEphemeralFrom("stg", { limit: 0 });
  expect(addEphemeralPrefix("stg")).toBe("__dbt__cte__stg");
  expect([relation.type, relation.render(), relation.pyStr()]).toEqual([
    "cte",
    "__dbt__cte__stg",
    "(select * from __dbt__cte__stg where false limit 0)",
  ]);
});

test("an external location takes the place of the path", () => {
  expect(duckdb.create({ schema: "raw", identifier: "t" }, { external: "'data/t.parquet'" }).pyStr()).toBe(
    "'data/t.parquet'",
  );
});

test("matching forgives case only in names dbt made without quotes", () => {
  const made = duckdb.create(
    { schema: "Main", identifier: "Orders" },
    { dbtCreated: true, quotePolicy: { schema: false, identifier: false } },
  );
  expect(made.matches({ schema: "main", identifier: "ORDERS" })).toBe(true);
  expect(made.matches({ identifier: "other" })).toBe(false);
  expect(() => made.matches({})).toThrow("no search path was passed");
  expect(() => duckdb.create({ identifier: "Orders" }).matches({ identifier: "orders" })).toThrow(
    "approximate match",
  );
});

test("names that the database would cut are refused once a relation is built", () => {
  expect(() => postgres.create({ identifier: "x".repeat(64) }, { type: "table" })).toThrow(
    "is longer than 63 characters",
  );
  expect(postgres.create({ identifier: "x".repeat(64) }).identifier).toHaveLength(64);
  expect(duckdb.create({ identifier: "x".repeat(64) }, { type: "table" }).identifier).toHaveLength(64);
});

test("columns know their class of type through the dialect", () => {
  const column = (dialect: typeof duckdbDialect, dtype: string) =>
    new ColumnClass(dialect).create({ column: "c", dtype });
  expect(column(duckdbDialect, "HUGEINT").isInteger()).toBe(true);
  expect(column(postgresDialect, "hugeint").isInteger()).toBe(false);
  expect(column(postgresDialect, "text").dataType).toBe("text");
  expect(column(duckdbDialect, "text").dataType).toBe("character varying(256)");
  expect(() => column(duckdbDialect, "date").stringSize()).toThrow("string_size()");
});
