/** DuckDB's own threads come when statements leave cores idle, and at once for whoever sets their number. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Database, JsonObject } from "@tsmodel/core/adapter";
import { BackgroundThreads } from "../src/database/background-threads.ts";
import { openDuckDb } from "./open-duckdb.ts";

describe("the threads", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function create(total: number): { readonly threads: BackgroundThreads; readonly numbers: readonly number[]; run(ms: number): Promise<void> } {
    const numbers: number[] = [];
    const threads = new BackgroundThreads({ total, setExternal: async (count) => void numbers.push(count), now: () => Date.now() });
    return { threads, numbers, run: (ms) => threads.during(() => new Promise((done) => setTimeout(done, ms))) };
  }

  /** Statements one after the other. */
  async function serial(run: (ms: number) => Promise<void>, times: number, ms: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      const done = run(ms);
      await vi.advanceTimersByTimeAsync(ms);
      await done;
    }
  }

  test("stay away from small statements, however many", async () => {
    const { run, numbers } = create(8);
    await serial(run, 1_000, 15);
    expect(numbers).toEqual([]);
  });

  test.each([[2, 40, 60], [8, 15, 30]])("of %i cores leave a statement of %i ms alone, come to one of %i ms and go", async (total, short, long) => {
    const { run, numbers } = create(total);
    await serial(run, 1, short);
    expect(numbers).toEqual([]);
    await serial(run, 1, long);
    expect(numbers).toEqual([1, total]);
  });

  test("stay when they have come often", async () => {
    const { run, numbers } = create(4);
    await serial(run, 20, 100);
    expect(numbers).toEqual([1, 4, 1, 4, 1, 4, 1]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("go when the last of the long statements is done", async () => {
    const { run, numbers } = create(4);
    const both = Promise.all([run(100), run(200)]);
    await vi.advanceTimersByTimeAsync(150);
    expect(numbers).toEqual([1]);
    await vi.advanceTimersByTimeAsync(50);
    await both;
    expect(numbers).toEqual([1, 4]);
  });

  test("are of no use where there is a statement for each core", async () => {
    const { run, numbers } = create(4);
    const all = Promise.all([1, 2, 3, 4].map(() => run(2_000)));
    await vi.advanceTimersByTimeAsync(2_000);
    await all;
    expect(numbers).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("stay for who asks for it, also while one of them is running", async () => {
    const { threads, run, numbers } = create(2);
    const one = run(1_000);
    await vi.advanceTimersByTimeAsync(500);
    await threads.stay();
    await vi.advanceTimersByTimeAsync(500);
    await one;
    await serial(run, 3, 500);
    expect(numbers).toEqual([1]);
  });

  test("there are none to come for one core; an error of DuckDB's is nobody's", async () => {
    const { threads, run, numbers } = create(1);
    await serial(run, 1, 5_000);
    await threads.stay();
    expect(numbers).toEqual([]);
    const broken = new BackgroundThreads({ total: 2, setExternal: () => Promise.reject(new Error("no")), now: () => 0 });
    await broken.stay();
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
