/** DuckDB's own threads are started when statements leave cores idle, and at once for whoever sets their number. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Database, JsonObject } from "@tsmodel/core/adapter";
import { BackgroundThreads } from "../src/database/background-threads.ts";
import { openDuckDb } from "./open-duckdb.ts";

describe("the threads", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function create(total: number): { readonly threads: BackgroundThreads; readonly starts: () => number; run(ms: number): Promise<void> } {
    let starts = 0;
    const threads = new BackgroundThreads({ total, start: async () => void starts++, now: () => Date.now() });
    return { threads, starts: () => starts, run: (ms) => threads.during(() => new Promise((done) => setTimeout(done, ms))) };
  }

  /** Statements one after the other, or all at once. */
  async function serial(run: (ms: number) => Promise<void>, times: number, ms: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      const done = run(ms);
      await vi.advanceTimersByTimeAsync(ms);
      await done;
    }
  }

  test("stay away from small statements, however many", async () => {
    const { run, starts } = create(8);
    await serial(run, 1_000, 15);
    expect(starts()).toBe(0);
  });

  test.each([[2, 330], [8, 70]])("of %i come to one that takes longer than %i ms", async (total, ms) => {
    const { run, starts } = create(total);
    await serial(run, 1, ms - 40);
    expect(starts()).toBe(0);
    const again = create(total);
    await serial(again.run, 1, ms);
    expect(again.starts()).toBe(1);
  });

  test("come when a few have left cores idle, once for all", async () => {
    const { run, starts } = create(4);
    await serial(run, 20, 50);
    expect(starts()).toBe(1);
  });

  test("are of no use where there is a statement for each core", async () => {
    const { run, starts } = create(4);
    const all = Promise.all([1, 2, 3, 4].map(() => run(2_000)));
    await vi.advanceTimersByTimeAsync(2_000);
    await all;
    expect(starts()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("there are none to start for one core; an error of starting is nobody's", async () => {
    const { run, starts } = create(1);
    await serial(run, 1, 5_000);
    expect(starts()).toBe(0);
    const broken = new BackgroundThreads({ total: 2, start: () => Promise.reject(new Error("no")), now: () => 0 });
    await expect(broken.start()).resolves.toBeUndefined();
    await expect(broken.during(() => Promise.resolve(7))).resolves.toBe(7);
  });
});

describe("an instance", () => {
  const open: Database[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((database) => database.close()));
  });

  async function numbers(output: JsonObject, ...statements: string[]): Promise<{ readonly threads: number; readonly own: number }> {
    const database = await openDuckDb({ path: ":memory:", ...output }, ".");
    open.push(database);
    const session = await database.session("numbers");
    for (const sql of statements) await session.query(sql);
    const { rows } = await session.query("select current_setting('threads'), current_setting('external_threads')", { fetch: true });
    const [threads, external] = rows[0]!.map(Number) as [number, number];
    return { threads, own: threads - external };
  }

  test("has none of its own at first", async () => {
    expect(await numbers({})).toMatchObject({ own: 0 });
  });

  test("has those that the profile sets", async () => {
    expect(await numbers({ settings: { threads: 3 } })).toEqual({ threads: 3, own: 2 });
    expect(await numbers({ config_options: { threads: 2 } })).toEqual({ threads: 2, own: 1 });
  });

  test.each(["set threads = 1", "SET GLOBAL threads TO 1", "pragma threads = 1", "set worker_threads = 1"])("takes %s of the user's", async (sql) => {
    expect(await numbers({}, sql)).toEqual({ threads: 1, own: 0 });
  });

  test("has all of them when rows are streamed", async () => {
    const database = await openDuckDb({ path: ":memory:" }, ".");
    open.push(database);
    const session = await database.session("rows");
    for await (const _ of session.stream("select 1 as one"));
    const { rows } = await session.query("select current_setting('external_threads')", { fetch: true });
    expect(Number(rows[0]![0])).toBe(1);
  });
});
