import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeAdapter, type RefusedStatement } from "../../core/test-support/adapter-conformance.ts";
import type { Cell } from "@tsmodel/core/adapter";
import { openDuckDb } from "./open-duckdb.ts";

const types: readonly (readonly [string, Cell])[] = [
  ["null", null],
  ["true", true],
  ["1::tinyint", 1n],
  ["32767::smallint", 32767n],
  ["42", 42n],
  ["9007199254740993", 9007199254740993n],
  ["255::utinyint", 255n],
  ["4294967295::uinteger", 4294967295n],
  ["18446744073709551615::ubigint", 18446744073709551615n],
  ["170141183460469231731687303715884105727::hugeint", 170141183460469231731687303715884105727n],
  ["340282366920938463463374607431768211455::uhugeint", 340282366920938463463374607431768211455n],
  ["123456789012345678901234567890::bignum", 123456789012345678901234567890n],
  ["1.5::double", 1.5],
  ["0.5::float", 0.5],
  ["'nan'::double", NaN],
  ["'-infinity'::double", -Infinity],
  ["1.50::decimal(10,2)", { type: "decimal", text: "1.50" }],
  ["-0.05::decimal(4,2)", { type: "decimal", text: "-0.05" }],
  [
    "12345678901234567890.123456789::decimal(38,9)",
    { type: "decimal", text: "12345678901234567890.123456789" },
  ],
  ["'ünïcode 🦆 longer than twelve bytes'", "ünïcode 🦆 longer than twelve bytes"],
  ["''", ""],
  ["'a'::enum('a', 'b')", "a"],
  ["'{\"a\": 1}'::json", '{"a": 1}'],
  ["'0101'::bit", "0101"],
  ["date '2026-01-31'", { type: "date", text: "2026-01-31" }],
  ["'infinity'::date", { type: "date", text: "infinity" }],
  ["'-infinity'::date", { type: "date", text: "-infinity" }],
  ["'0044-03-15 (BC)'::date", { type: "date", text: "0044-03-15 (BC)" }],
  ["time '12:34:56.5'", { type: "time", text: "12:34:56.5" }],
  ["'12:34:56+02'::timetz", { type: "time", text: "12:34:56+02" }],
  ["timestamp '2026-01-31 12:34:56.123456'", { type: "timestamp", text: "2026-01-31 12:34:56.123456" }],
  ["timestamp '2026-01-31 00:00:00'", { type: "timestamp", text: "2026-01-31 00:00:00" }],
  ["timestamp_s '2026-01-31 12:34:56'", { type: "timestamp", text: "2026-01-31 12:34:56" }],
  [
    "timestamp_ns '2026-01-31 12:34:56.123456789'",
    { type: "timestamp", text: "2026-01-31 12:34:56.123456789" },
  ],
  ["timestamptz '2026-01-31 12:34:56.5+02'", { type: "timestamp", text: "2026-01-31 10:34:56.5+00:00" }],
  [
    "timestamptz '1969-12-31 23:59:59.999999+00'",
    { type: "timestamp", text: "1969-12-31 23:59:59.999999+00:00" },
  ],
  ["'infinity'::timestamptz", { type: "timestamp", text: "infinity" }],
  [
    "interval '14 months 3 days 2 hours'",
    { type: "interval", months: 14, days: 3, microseconds: 7_200_000_000n },
  ],
  ["'a\\x00\\xff'::blob", { type: "bytes", hex: "6100ff" }],
  [
    "'0bc5f27d-bef1-406d-8fbd-7148b0a9e826'::uuid",
    { type: "uuid", text: "0bc5f27d-bef1-406d-8fbd-7148b0a9e826" },
  ],
  ["[1, null, 3]", { type: "list", items: [1n, null, 3n] }],
  ["array_value(1.5::double, 2)", { type: "list", items: [1.5, 2] }],
  [
    "{'a': 1, 'b c': [date '2026-01-31']}",
    {
      type: "struct",
      entries: [
        ["a", 1n],
        ["b c", { type: "list", items: [{ type: "date", text: "2026-01-31" }] }],
      ],
    },
  ],
  [
    "map {'x': 1, 'y': null}",
    {
      type: "struct",
      entries: [
        ["x", 1n],
        ["y", null],
      ],
    },
  ],
  ["union_value(k := 1.5::decimal(2,1))", { type: "decimal", text: "1.5" }],
];

const errors: readonly RefusedStatement[] = [
  { sql: "^sel 1", kind: "syntax" },
  {
    sql: "select 1;\nselect 'ü🦆', ^fooo from (select 1 as foo)",
    kind: "column-not-found",
    candidate: "foo",
  },
  { sql: "create table orders (a int); select * from ^order_", kind: "table-not-found", candidate: "orders" },
  { sql: "select * from ^missing.t", kind: "table-not-found" },
  { sql: "select ^coun(1)", kind: "function-not-found", candidate: "count" },
  { sql: "select '1'::int + 'a'^::date", kind: "conversion" },
  { sql: "create table t (a int primary key); insert into t values (1), (1)", kind: "constraint" },
  { sql: "create table t (a int not null); insert into t values (null)", kind: "constraint" },
  { sql: "create table t (a int check (a > 0)); insert into t values (0)", kind: "constraint" },
  { sql: "select 2147483647::int + 1::int", kind: "out-of-range" },
  { sql: "create table t (a int); create table t (a int)", kind: "already-exists" },
  { sql: "select * from ^read_csv('not-there.csv')", kind: "file-not-found" },
  { sql: "select * from 'not-there.parquet'", kind: "file-not-found" },
  { sql: "select * from ^read_parquet('https://example.invalid/a.parquet')", kind: "extension-missing" },
  { sql: "select error('boom')", kind: "other" },
  {
    sql: "set memory_limit = '30MB'; set temp_directory = ''; create table big as select random() as r, i from range(9000000) q(i) order by r",
    kind: "out-of-memory",
  },
  {
    sql: "set memory_limit = '60MB'; set max_temp_directory_size = '1MB'; create table big as select random() as r, i from range(9000000) q(i) order by r",
    kind: "disk-full",
  },
];

let folder: string | undefined;

describeAdapter({
  name: "duckdb",
  open: () =>
    openDuckDb({ path: "conformance.duckdb" }, (folder = mkdtempSync(join(tmpdir(), "tsmodel-duckdb-")))),
  dispose: async () => rmSync(folder!, { recursive: true, force: true }),
  types,
  errors,
  slowQuery:
    "select count(*) from range(100000000) a, range(100000) b where hash(a.range) = hash(b.range + 1)",
});
