/**
 * kill -9 at random moments of a run: afterwards the file opens, every table is there, each with all rows of one
 * generation, and the next run works.
 */
import { afterAll, expect, test } from "vitest";
import { query } from "./support/query.ts";
import { createProject, runCli, startCli } from "./support/run-cli.ts";

const KILLS = 50;
const ROWS = 150_000;

/** A generation is a variable; each table carries it in every row. */
const model = (materialized: string, from: string): string =>
  `{{ config(materialized='${materialized}'${materialized === "incremental" ? ", unique_key='id', incremental_strategy='delete+insert'" : ""}) }}\nselect id, {{ var('generation') }} as generation, md5(id::varchar) as padding from ${from}\n`;
const project = createProject({
  "models/a.sql": model("table", `range(${ROWS}) as numbers(id)`),
  "models/b.sql": model("table", "{{ ref('a') }}"),
  "models/c.sql": model("incremental", "{{ ref('a') }}"),
  "models/v.sql": "select count(*) as rows from {{ ref('b') }}",
});
const file = `${project.root}/shop.duckdb`;
afterAll(() => project.remove());

/** Numbers from 0 to 1, the same in every run of the test. */
function* random(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

const run = (generation: number): string[] => ["run", "--vars", `{generation: ${generation}}`];

test(`${KILLS} kills lose nothing`, { timeout: 300_000 }, async () => {
  const first = await runCli(run(0), { cwd: project.root });
  expect(first.stdout).toContain("Completed successfully");
  const started = performance.now();
  await runCli(run(1), { cwd: project.root });
  const whole = performance.now() - started;
  const numbers = random(22);
  let midway = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    midway += (await killed(run(2 + kill), numbers.next().value * whole)) ? 1 : 0;
    for (const table of ["a", "b", "c"]) {
      const [[rows, generations]] = (await query(file, `select count(*)::int, count(distinct generation)::int from ${table}`)) as [[number, number]];
      expect({ table, rows, generations }).toEqual({ table, rows: ROWS, generations: 1 });
    }
    expect(await query(file, "select rows::int from v")).toEqual([[ROWS]]);
  }
  // A test in which no kill ever struck would show nothing.
  expect(midway).toBeGreaterThan(KILLS / 2);
  const last = await runCli(run(99), { cwd: project.root });
  expect(last.stdout).toContain("Done. PASS=4");
  expect(await query(file, "select table_name from information_schema.tables order by 1")).toEqual([["a"], ["b"], ["c"], ["v"]]);
});

/** Whether the command was still running when it was killed. */
function killed(args: readonly string[], after: number): Promise<boolean> {
  const child = startCli(args, { cwd: project.root });
  child.stdout!.resume();
  child.stderr!.resume();
  const timer = setTimeout(() => child.kill("SIGKILL"), after);
  return new Promise((done) =>
    child.on("close", (_, signal) => {
      clearTimeout(timer);
      done(signal === "SIGKILL");
    }),
  );
}
