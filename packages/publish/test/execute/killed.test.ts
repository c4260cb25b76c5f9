/** A publisher that is killed leaves the old generation or the new one, whole, and the next publish cleans up. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../support/bundle.ts";
import { openDuckdb } from "../support/duckdb.ts";
import { generationTables, makeGeneration, WHOLE_GENERATION } from "../support/generations.ts";
import { type PostgresServer, startPostgres } from "../support/postgres-server.ts";
import { publish } from "../support/publish.ts";

const RANDOM_KILLS = 26;
const EVENTS = ["table-finishing", "table-loaded", "swapped"];

let server: PostgresServer;
let duck: DuckDBConnection;
let client: pg.Client;
let program: Awaited<ReturnType<typeof bundle>>;

beforeAll(async () => {
  [server, duck, program] = await Promise.all([
    startPostgres(),
    openDuckdb(),
    bundle(new URL("../support/publisher-child.ts", import.meta.url)),
  ]);
  client = await server.connect();
});
afterAll(async () => {
  await program.remove();
  await server.stop();
});

interface Publisher {
  readonly child: ChildProcess;
  readonly ready: Promise<unknown>;
}

function startPublisher(): Publisher {
  const child = fork(program.file, [], { execArgv: [] });
  return { child, ready: once(child, "message") };
}

/** Lets the child publish until it is dead. Gives the last generation it started and the last it had done. */
async function runUntilKilled(
  { child, ready }: Publisher,
  order: { readonly from: number; readonly dieAt?: string },
  afterMs?: number,
): Promise<{ readonly started: number; readonly published: number }> {
  await ready;
  let started = order.from;
  let published = order.from - 1;
  child.on("message", (message: { started?: number; published?: number }) => {
    started = message.started ?? started;
    published = message.published ?? published;
  });
  const exited = once(child, "exit");
  child.send({ target: server.target, ...order });
  if (afterMs !== undefined) {
    await pause(afterMs);
    child.kill("SIGKILL");
  }
  const [, signal] = await exited;
  expect(signal).toBe("SIGKILL");
  return { started, published };
}

/** mulberry32: the moments are the same in every run, what happens at them is not. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

test(`${RANDOM_KILLS} kills at random moments and ${EVENTS.length} at chosen ones`, async () => {
  await makeGeneration(duck, 0);
  await publish({ source: duck, tables: generationTables, target: server.target, schema: "marts" });
  const random = randomNumbers(20_260);
  const kills = [
    ...Array.from({ length: RANDOM_KILLS }, () => ({ afterMs: random() * 250 })),
    ...EVENTS.map((dieAt) => ({ dieAt })),
  ];
  const leftovers = new Set<string>();
  let generation = 0;
  let next = startPublisher();
  for (const [index, kill] of kills.entries()) {
    const publisher = next;
    const order = { from: generation + 1, ...("dieAt" in kill && { dieAt: kill.dieAt }) };
    const dying = runUntilKilled(publisher, order, "afterMs" in kill ? kill.afterMs : undefined);
    if (index + 1 < kills.length) next = startPublisher(); // it gets ready meanwhile
    const { started, published } = await dying;

    const found = (await client.query(WHOLE_GENERATION)).rows[0]?.gen;
    expect(found, "the live schema is whole").toBeDefined();
    expect(found).toBeGreaterThanOrEqual(Math.max(published, generation));
    expect(found).toBeLessThanOrEqual(started);
    for (const name of await workSchemas()) leftovers.add(name);

    generation = started + 1;
    await makeGeneration(duck, generation);
    await publish({ source: duck, tables: generationTables, target: server.target, schema: "marts" });
    expect((await client.query(WHOLE_GENERATION)).rows[0]?.gen).toBe(generation);
    expect(await workSchemas()).toEqual([]);
  }
  expect([...leftovers].sort()).toEqual(["marts__next", "marts__prev"]); // the kills did hit both phases
}, 240_000);

async function workSchemas(): Promise<string[]> {
  const { rows } = await client.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'marts\\_\\_%'");
  return rows.map(({ nspname }) => nspname);
}
