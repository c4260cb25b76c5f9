/**
 * Readers in a loop, while 100 generations are published: no error, nothing mixed, nothing stale. They rest two
 * milliseconds after each read; with TSMODEL_STRESS=1 they do not, and the test takes five times as long.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDuckdb } from "../support/duckdb.ts";
import { type PostgresServer, startPostgres } from "../support/postgres-server.ts";
import { publish, runAll, table } from "../support/publish.ts";

const TABLES = ["alpha", "beta", "gamma"];
const ROWS = 200;
const RESTLESS = process.env["TSMODEL_STRESS"] === "1";

let server: PostgresServer;
let duck: DuckDBConnection;
let admin: pg.Client;

beforeAll(async () => {
  [server, duck] = await Promise.all([startPostgres(), openDuckdb()]);
  admin = await server.connect();
  await admin.query("CREATE ROLE reader LOGIN PASSWORD 'only-for-tests'");
});
afterAll(() => server.stop());

interface Tally {
  reads: number;
  readonly errors: string[];
  readonly mixed: string[];
  readonly stale: string[];
}

const JOIN = `SELECT min(least(a.gen, b.gen, c.gen)) AS low, max(greatest(a.gen, b.gen, c.gen)) AS high, count(*)::int AS n
  FROM marts.alpha a JOIN marts.beta b USING (id) JOIN marts.gamma c USING (id)`;
const SINGLE = "SELECT min(gen) AS low, max(gen) AS high, count(*)::int AS n FROM marts.beta";

const queries: readonly pg.QueryConfig[] = [
  { text: JOIN },
  { text: JOIN, name: "join" },
  { text: SINGLE, name: "single" },
];

/** Reads until told to stop. `oldest` gives the generation that must be visible by now. */
async function readForever(
  query: pg.QueryConfig,
  oldest: () => number,
  stopped: () => boolean,
): Promise<Tally> {
  const client = await server.connect({ user: "reader" });
  const tally: Tally = { reads: 0, errors: [], mixed: [], stale: [] };
  while (!stopped()) {
    const atLeast = oldest();
    try {
      const { low, high, n } = (await client.query(query)).rows[0];
      tally.reads++;
      if (low !== high || n !== ROWS) tally.mixed.push(`${low}..${high}, ${n} rows`);
      if (low < atLeast) tally.stale.push(`${low} after ${atLeast}`);
    } catch (error) {
      tally.errors.push(String(error));
    }
    if (!RESTLESS) await pause(2);
  }
  await client.end();
  return tally;
}

/** Publishes the generations one by one under the eyes of one reader per query. */
async function publishUnderReaders(
  generations: number,
): Promise<{ readonly tally: Tally; readonly routes: string[] }> {
  let published = 0;
  let stop = false;
  const routes: string[] = [];
  const publishOne = async (gen: number): Promise<void> => {
    await runAll(
      duck,
      ...TABLES.map(
        (name) =>
          `CREATE OR REPLACE TABLE ${name} AS SELECT range::INTEGER AS id, ${gen} AS gen FROM range(${ROWS})`,
      ),
    );
    const tables = TABLES.map((name) => table(name, { primaryKey: ["id"], grants: { select: ["reader"] } }));
    const settings = { settleMs: 30_000 }; // busy machines may need many tries, and a mixed read is what we look for
    const { result } = await publish({
      source: duck,
      tables,
      target: server.target,
      schema: "marts",
      settings,
    });
    expect(result.swap.settled).toBe(true);
    routes.push(result.tables.some(({ action }) => action === "refill") ? "refill" : result.swap.route);
    published = gen;
  };
  await publishOne(0);
  const readers = queries.map((query) =>
    readForever(
      query,
      () => published,
      () => stop,
    ),
  );
  try {
    for (let gen = 1; gen <= generations; gen++) await publishOne(gen);
  } finally {
    stop = true;
  }
  const tallies = await Promise.all(readers);
  const tally = {
    reads: tallies.reduce((sum, { reads }) => sum + reads, 0),
    errors: tallies.flatMap(({ errors }) => errors),
    mixed: tallies.flatMap(({ mixed }) => mixed),
    stale: tallies.flatMap(({ stale }) => stale),
  };
  return { tally, routes };
}

test.each([
  ["the whole schema", "schema-swap", 60, ""],
  ["some tables of a schema", "table-swap", 25, "CREATE TABLE marts.others (n int)"],
  ["a table in place", "refill", 15, "CREATE VIEW public.watcher AS SELECT gen FROM marts.beta"],
])(
  "%s",
  async (_name, route, generations, before) => {
    await admin.query(`DROP SCHEMA IF EXISTS marts CASCADE`);
    await publish({
      source: (await prepared(), duck),
      tables: TABLES.map((name) => table(name)),
      target: server.target,
      schema: "marts",
    });
    await admin.query(before);
    const { tally, routes } = await publishUnderReaders(generations);
    expect(new Set(routes)).toEqual(new Set([route]));
    expect(tally).toMatchObject({ errors: [], mixed: [], stale: [] });
    expect(tally.reads).toBeGreaterThan(generations * 4);
  },
  240_000,
);

async function prepared(): Promise<void> {
  await runAll(
    duck,
    ...TABLES.map(
      (name) =>
        `CREATE OR REPLACE TABLE ${name} AS SELECT range::INTEGER AS id, 0 AS gen FROM range(${ROWS})`,
    ),
  );
}
