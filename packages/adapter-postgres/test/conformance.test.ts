import { afterAll, beforeAll } from "vitest";
import { describeAdapter, type RefusedStatement } from "../../core/test-support/adapter-conformance.ts";
import type { Cell } from "@tsmodel/core/adapter";
import { PostgresFixture } from "./postgres-fixture.ts";

const types: readonly (readonly [string, Cell])[] = [
  ["null", null],
  ["true", true],
  ["false", false],
  ["32767::smallint", 32767n],
  ["42", 42n],
  ["9007199254740993", 9007199254740993n],
  ["4294967295::oid", 4294967295n],
  ["1.5::double precision", 1.5],
  ["0.1::real", 0.1],
  ["'nan'::double precision", NaN],
  ["'-infinity'::double precision", -Infinity],
  ["1.50::numeric(10,2)", { type: "decimal", text: "1.50" }],
  ["-0.05::numeric", { type: "decimal", text: "-0.05" }],
  ["12345678901234567890.123456789::numeric", { type: "decimal", text: "12345678901234567890.123456789" }],
  ["'nan'::numeric", { type: "decimal", text: "NaN" }],
  ["'ünïcode 🦆 longer than twelve bytes'", "ünïcode 🦆 longer than twelve bytes"],
  ["''", ""],
  ["'ab'::varchar(3)", "ab"],
  ["'ab'::char(3)", "ab "],
  ["'name'::name", "name"],
  ["'12.50'::money", "$12.50"],
  ["B'0101'", "0101"],
  ["'10.0.0.1/8'::inet", "10.0.0.1/8"],
  ["point(1, 2)", "(1,2)"],
  ["int4range(1, 5)", "[1, 5)"],
  ["int4range(null, 5)", "(None, 5)"],
  ["numrange(1.50, 2, '(]')", "(1.50, 2]"],
  ["'empty'::daterange", "empty"],
  ["daterange('2026-01-01', null)", "[2026-01-01, None)"],
  ["tsrange('2026-01-01', '2026-01-02 10:00:00.5')", "[2026-01-01 00:00:00, 2026-01-02 10:00:00.500000)"],
  ["interval '-1 year -2 mons'", { type: "interval", years: -1, months: -2, days: 0, microseconds: 0n }],
  ["interval '14 months 1 day'", { type: "interval", years: 1, months: 2, days: 1, microseconds: 0n }],
  ["row(1, 'a')", "(1,a)"],
  ["'<a/>'::xml", "<a/>"],
  [
    "'[1, 2.50, 12345678901234567890, null]'::json",
    { type: "list", items: [1n, 2.5, 12345678901234567890n, null] },
  ],
  [
    '\'{"b": {"c": "x\\"y"}, "a": [true]}\'::jsonb',
    {
      type: "struct",
      entries: [
        ["a", { type: "list", items: [true] }],
        ["b", { type: "struct", entries: [["c", 'x"y']] }],
      ],
    },
  ],
  ["'\"text\"'::jsonb", "text"],
  ["date '2026-01-31'", { type: "date", text: "2026-01-31" }],
  ["'infinity'::date", { type: "date", text: "infinity" }],
  ["'0044-03-15 BC'::date", { type: "date", text: "0044-03-15 BC" }],
  ["time '12:34:56.5'", { type: "time", text: "12:34:56.5" }],
  ["'12:34:56+02'::timetz", { type: "time", text: "12:34:56+02:00" }],
  ["timestamp '2026-01-31 12:34:56.123456'", { type: "timestamp", text: "2026-01-31 12:34:56.123456" }],
  ["timestamp '2026-01-31 00:00:00'", { type: "timestamp", text: "2026-01-31 00:00:00" }],
  ["timestamptz '2026-01-31 12:34:56.5+02'", { type: "timestamp", text: "2026-01-31 10:34:56.5+00:00" }],
  ["'infinity'::timestamptz", { type: "timestamp", text: "infinity" }],
  [
    "interval '14 months 3 days 2 hours'",
    { type: "interval", years: 1, months: 2, days: 3, microseconds: 7_200_000_000n },
  ],
  [
    "interval '-1 year 2 days -00:00:00.5'",
    { type: "interval", years: -1, months: 0, days: 2, microseconds: -500_000n },
  ],
  ["interval '0'", { type: "interval", months: 0, days: 0, microseconds: 0n }],
  ["'\\x6100ff'::bytea", { type: "bytes", hex: "6100ff" }],
  [
    "'0bc5f27d-bef1-406d-8fbd-7148b0a9e826'::uuid",
    { type: "uuid", text: "0bc5f27d-bef1-406d-8fbd-7148b0a9e826" },
  ],
  ["array[1, null, 3]", { type: "list", items: [1n, null, 3n] }],
  [
    "array[array[1, 2], array[3, 4]]",
    {
      type: "list",
      items: [
        { type: "list", items: [1n, 2n] },
        { type: "list", items: [3n, 4n] },
      ],
    },
  ],
  ["'[0:1]={1,2}'::int[]", { type: "list", items: [1n, 2n] }],
  ["array['a b', 'c\"d\\', 'NULL', '', null]", { type: "list", items: ["a b", 'c"d\\', "NULL", "", null] }],
  ["'{}'::date[]", { type: "list", items: [] }],
  ["array[date '2026-01-31']", { type: "list", items: [{ type: "date", text: "2026-01-31" }] }],
  ["array[box '(1,1),(0,0)', box '(2,2),(0,0)']", { type: "list", items: ["(1,1),(0,0)", "(2,2),(0,0)"] }],
  ["pg_sleep(0)", ""],
];

const errors: readonly RefusedStatement[] = [
  { sql: "^sel 1", kind: "syntax" },
  {
    sql: "select 1;\nselect 'ü🦆', ^fooo from (select 1 as foo) q",
    kind: "column-not-found",
    candidate: "q.foo",
  },
  { sql: "select * from ^missing", kind: "table-not-found" },
  { sql: "select * from ^missing.t", kind: "table-not-found" },
  { sql: "create table missing.t (a int)", kind: "schema-not-found" },
  { sql: "select ^coun(1)", kind: "function-not-found" },
  { sql: "select 1::^intt", kind: "object-not-found" },
  { sql: "select ^'a'::date", kind: "conversion" },
  { sql: "select 1 + ^'a'", kind: "conversion" },
  { sql: "select true ^+ 1", kind: "function-not-found" },
  { sql: "select case when true then ^1 else true end", kind: "type-mismatch" },
  { sql: "create table t (a int primary key); insert into t values (1), (1)", kind: "constraint" },
  { sql: "create table t (a int not null); insert into t values (null)", kind: "constraint" },
  { sql: "create table t (a int check (a > 0)); insert into t values (0)", kind: "constraint" },
  { sql: "select 2147483647::int + 1::int", kind: "out-of-range" },
  { sql: "select 1/0", kind: "conversion" },
  { sql: "create table t (a int); create table t (a int)", kind: "already-exists" },
  { sql: "create view v as select 1; create view w as select * from v; drop view v", kind: "dependency" },
  { sql: "set transaction_read_only = on; create table t (a int)", kind: "read-only" },
  { sql: "set statement_timeout = 50; select pg_sleep(10)", kind: "timeout" },
  { sql: "create table t (a int); set role pg_monitor; select * from t", kind: "permission-denied" },
  { sql: "copy pg_class to '/not/there'", kind: "file-not-found" },
];

const fixture = new PostgresFixture();
beforeAll(() => fixture.start({ timezone: "UTC" }), 60_000);
afterAll(() => fixture.stop());

describeAdapter({
  name: "postgres",
  open: () => fixture.open(),
  types,
  errors,
  placeholder: "%s",
  slowQuery: "select pg_sleep(60)",
});
