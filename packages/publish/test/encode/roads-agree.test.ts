/** The columnar encoder against the row encoder, which works with JavaScript values and shares no loops with it. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { beforeAll, describe, expect, test } from "vitest";
import { buildChunkEncoder } from "../../src/encode/chunk-encoder.ts";
import { ChunkValueError } from "../../src/encode/chunk-value-error.ts";
import { findMapping } from "../../src/type-map.ts";
import { openDuckdb } from "../support/duckdb.ts";
import { loadTypeCases } from "../support/load-type-cases.ts";
import { typeCases } from "../support/type-cases.ts";

let duck: DuckDBConnection;
beforeAll(async () => {
  duck = await openDuckdb();
  await loadTypeCases(duck);
});

/** Encodes a query both ways; gives the two byte strings. */
async function encodeBoth(sql: string): Promise<readonly [Buffer, Buffer]> {
  const shape = await duck.run(`SELECT * FROM (${sql}) LIMIT 0`);
  const mappings = shape.columnNames().map((name, index) => findMapping(name, shape.columnType(index))!);
  const wires = mappings.map(({ wire }) => wire);
  const list = mappings.map(({ name, expression }) => `${expression} AS "${name}"`).join(", ");
  const result = await duck.stream(`SELECT ${list} FROM (${sql})`);
  const columnar = buildChunkEncoder(wires, "columnar");
  const rows = buildChunkEncoder(wires, "rows");
  const bytes: [Buffer[], Buffer[]] = [[], []];
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    for (const piece of columnar(chunk)) bytes[0].push(Buffer.from(piece));
    for (const piece of rows(chunk)) bytes[1].push(Buffer.from(piece));
  }
  return [Buffer.concat(bytes[0]), Buffer.concat(bytes[1])];
}

async function expectEqual(sql: string): Promise<void> {
  const [columnar, rows] = await encodeBoth(sql);
  expect(rows.length).toBeGreaterThan(0);
  expect(columnar.equals(rows)).toBe(true);
}

test.each(typeCases)("edge values of $type", ({ name }) => expectEqual(`FROM "${name}" ORDER BY n`));

test("every type in one row", async () => {
  const columns = typeCases.map(({ name }) => `(SELECT v FROM "${name}" WHERE n = 0) AS "${name}"`);
  await expectEqual(`SELECT ${columns.join(", ")} FROM range(5000)`);
});

describe("strings, whatever way DuckDB holds them", () => {
  test.each([
    ["lengths around the inline limit", "SELECT repeat('x', (range % 30)::INTEGER) AS s FROM range(10000)"],
    ["one long constant", "SELECT 'a constant that is longer than twelve bytes' AS s FROM range(10000)"],
    [
      "few long values, repeated",
      "SELECT 'value number ' || lpad((hash(range) % 7)::VARCHAR, 9, '0') AS s FROM range(20000)",
    ],
    [
      "a dictionary of a stored table, read in random order",
      "SELECT t.s FROM (SELECT range % 100 AS k, 'dictionary value ' || range % 100 AS s FROM range(100)) t JOIN range(20000) r(i) ON t.k = hash(r.i) % 100",
    ],
    [
      "with NULLs and short ones between",
      "SELECT CASE range % 3 WHEN 0 THEN NULL WHEN 1 THEN 'short' ELSE 'a long string, number ' || range END AS s FROM range(10000)",
    ],
    ["sorted", "SELECT md5(range::VARCHAR) || 'tail' AS s FROM range(10000) ORDER BY s"],
    ["filtered", "SELECT 'a long string, number ' || range AS s FROM range(20000) WHERE hash(range) % 5 = 0"],
    ["of several megabytes", "SELECT repeat('abc' || range, 300000) AS s FROM range(20)"],
    ["two columns that share memory", "SELECT md5(range::VARCHAR) AS a, a AS b FROM range(5000)"],
  ])("%s", (_name, sql) => expectEqual(sql));
});

test.each([
  [
    "HUGEINT",
    "(hash(range)::HUGEINT * (hash(range + 1) % 4611686018427387904)::HUGEINT - 9223372036854775808) // (10::HUGEINT ** (range % 38))::HUGEINT",
  ],
  [
    "DECIMAL(38,7)",
    "((hash(range)::HUGEINT - 9223372036854775808) // (10::HUGEINT ** (range % 18))::HUGEINT)::DECIMAL(38,7)",
  ],
  [
    "DECIMAL(18,5)",
    "((hash(range) % 1000000000000)::HUGEINT - 500000000000)::DECIMAL(18,5) / (1 + range % 977)::DECIMAL(4,0)",
  ],
  ["UBIGINT", "hash(range) // (10::HUGEINT ** (range % 19))::UBIGINT"],
])("20,000 random values of %s", async (type, expression) => {
  await expectEqual(`SELECT (${expression})::${type} AS v FROM range(20000)`);
});

test.each([
  ["DATE", "'5877642-06-25 (BC)'"],
  ["TIMESTAMP", "'290309-12-22 (BC) 00:00:00'"],
  ["TIMESTAMPTZ", "'290309-12-22 (BC) 00:00:00+00'"],
])("a %s too early for Postgres is refused with its row by both roads", async (type, literal) => {
  const result = await duck.run(
    `SELECT 1 AS a, NULL::${type} AS v UNION ALL SELECT 2, ${literal}::${type} ORDER BY a`,
  );
  const chunk = (await result.fetchChunk())!;
  const wires = [findMapping("a", result.columnType(0))!.wire, findMapping("v", result.columnType(1))!.wire];
  for (const road of ["columnar", "rows"] as const) {
    try {
      for (const piece of buildChunkEncoder(wires, road)(chunk)) expect(piece).toBeDefined();
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ChunkValueError);
      expect(error).toMatchObject({ row: 1, column: 1 });
    }
  }
});
