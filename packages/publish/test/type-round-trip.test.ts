import type { DuckDBConnection } from "@duckdb/node-api";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDuckdb } from "./support/duckdb.ts";
import { loadTypeCases } from "./support/load-type-cases.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { publish, runAll, table } from "./support/publish.ts";
import { typeCases } from "./support/type-cases.ts";

let server: PostgresServer;
let duck: DuckDBConnection;
let client: pg.Client;

beforeAll(async () => {
  [server, duck] = await Promise.all([startPostgres(), openDuckdb()]);
  client = await server.connect();
  await client.query("SET TimeZone = 'UTC'");
  await loadTypeCases(duck);
});
afterAll(() => server.stop());

describe.each(["columnar", "rows"] as const)("by the %s road", (encoder) => {
  const schema = `types_${encoder}`;
  beforeAll(async () => {
    const tables = typeCases.map(({ name }) => table(name));
    await publish({ source: duck, tables, target: server.target, schema, settings: { encoder } });
  });

  test.each(typeCases)("$type arrives as $postgres", async ({ name, postgres, values }) => {
    const found = await client.query(`SELECT v::text AS v FROM ${schema}."${name}" ORDER BY n`);
    expect(found.rows.map(({ v }) => v)).toEqual([...Object.values(values), null]);
    const type = await client.query(
      `SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute
       WHERE attrelid = '${schema}."${name}"'::regclass AND attname = 'v'`,
    );
    expect(type.rows[0].type).toBe(postgres);
  });
});

/** Types whose text DuckDB reads back, with an expression that repairs the few differences in spelling. */
const readBack: Readonly<Record<string, string>> = {
  flag: "v",
  small: "v",
  int: "v",
  big: "v",
  ubig: "v",
  huge: "v",
  real: "v",
  dbl: "v",
  dec4: "v",
  dec9: "v",
  dec18: "v",
  dec38: "v",
  txt: "v",
  long_txt: "v",
  bin: "CASE WHEN v IS NULL THEN NULL ELSE unhex(substr(v, 3)) END",
  day: "v",
  clock: "v",
  ts: "v",
  tstz: "v",
  id: "v",
  kind: "v",
};

test("20,000 random rows come back from Postgres the same, in both directions", async () => {
  await runAll(
    duck,
    `CREATE TABLE random AS SELECT i AS n,
      nullif(h % 2, 0)::BOOLEAN AS flag, (h % 60000 - 30000)::SMALLINT AS small, (h % 4000000000 - 2000000000)::INTEGER AS int,
      (h::HUGEINT - 9223372036854775808)::BIGINT AS big, h::UBIGINT AS ubig, h * (h % 1000000000) * (CASE WHEN h % 2 = 0 THEN 1 ELSE -1 END) AS huge,
      (h % 1000000007 / 977.0)::FLOAT AS real, h / 1e5 - 1e13 AS dbl,
      ((h % 19999)::INTEGER - 9999)::DECIMAL(4,0) AS dec4, ((h % 1999999999)::BIGINT - 999999999)::DECIMAL(18,0)::DECIMAL(18,4)::DECIMAL(14,4) / 10000 AS dec9,
      (h % 1000000000000000)::DECIMAL(18,2) AS dec18, (h::DECIMAL(20,0) / 7)::DECIMAL(38,15) AS dec38,
      left(md5(i::VARCHAR), (h % 13)::INTEGER) AS txt, repeat(md5(i::VARCHAR), 1 + (h % 4)::INTEGER) AS long_txt,
      unhex(left(md5(i::VARCHAR), 2 * (h % 17)::INTEGER)) AS bin,
      DATE '1900-01-01' + (h % 90000)::INTEGER AS day, TIME '00:00:00' + to_microseconds((h % 86400000000)::BIGINT) AS clock,
      TIMESTAMP '1900-01-01' + to_microseconds((h % 7000000000000000)::BIGINT) AS ts,
      TIMESTAMPTZ '1900-01-01 00:00:00+00' + to_microseconds((h % 7000000000000000)::BIGINT) AS tstz,
      md5(i::VARCHAR)::UUID AS id, (['red','green','a very long colour indeed'])[1 + (h % 3)::INTEGER]::ENUM('red','green','a very long colour indeed') AS kind
     FROM (SELECT i, hash(i)::HUGEINT AS h FROM range(20000) t(i))`,
    ...Object.keys(readBack).map((column, k) => `UPDATE random SET ${column} = NULL WHERE n % ${11 + k} = 0`),
  );
  await publish({ source: duck, tables: [table("random")], target: server.target, schema: "bulk" });
  const columns = Object.keys(readBack);
  const rows = await client.query({
    text: `SELECT n::text, ${columns.map((column) => `${column}::text`).join(", ")} FROM bulk.random`,
    rowMode: "array",
  });
  await runAll(
    duck,
    `CREATE TABLE back (n VARCHAR, ${columns.map((column) => `${column} VARCHAR`).join(", ")})`,
  );
  const appender = await duck.createAppender("back");
  for (const row of rows.rows as (string | null)[][]) {
    for (const value of row) {
      if (value === null) appender.appendNull();
      else appender.appendVarchar(value);
    }
    appender.endRow();
  }
  appender.closeSync();
  const types = await duck.run("DESCRIBE random");
  const typeOf = new Map((await types.getRows()).map(([name, type]) => [name as string, type as string]));
  const casts = columns.map(
    (column) => `(${readBack[column]!.replaceAll("v", column)})::${typeOf.get(column)} AS ${column}`,
  );
  await runAll(duck, `CREATE VIEW again AS SELECT n::BIGINT AS n, ${casts.join(", ")} FROM back`);
  for (const [left, right] of [
    ["random", "again"],
    ["again", "random"],
  ]) {
    const difference = await duck.run(`SELECT count(*) FROM (FROM ${left} EXCEPT ALL FROM ${right})`);
    expect((await difference.getRows())[0]![0]).toBe(0n);
  }
}, 30_000);
