/** Graphs far deeper than a call stack should be, and paths far more numerous than can be walked one by one. */
import { afterAll, describe, expect, test } from "vitest";
import { createProject, runCli } from "./support/run-cli.ts";

const DEEP = 3000;
const EPHEMERAL = 600;
const LAYERS = 40;

const step = (prefix: string, i: number): string =>
  i === 0 ? "select {{ var('first', 1) }} as id" : `select id from {{ ref('${prefix}_${i - 1}') }}`;
const files: Record<string, string> = {};
for (let i = 0; i < DEEP; i++) files[`models/chain/c_${i}.sql`] = step("c", i);
for (let i = 0; i < EPHEMERAL; i++)
  files[`models/inside/e_${i}.sql`] = `{{ config(materialized='ephemeral') }} ${step("e", i)}`;
files["models/last.sql"] =
  `{{ config(materialized='table') }} select id from {{ ref('e_${EPHEMERAL - 1}') }}`;
for (let layer = 0; layer < LAYERS; layer++) {
  const before = Array.from({ length: 5 }, (_, i) => `{{ ref('l${layer - 1}_${i}') }}`);
  for (let i = 0; i < 5; i++)
    files[`models/layers/l${layer}_${i}.sql`] =
      layer === 0 ? "select 1 as id" : before.map((from) => `select id from ${from}`).join(" union all ");
}
const project = createProject(files);
afterAll(() => project.remove());
const run = async (...words: string[]): Promise<string[]> => {
  const { code, stdout } = await runCli(words, { cwd: project.root });
  expect(code, stdout).toBe(0);
  return stdout.trimEnd().split("\n");
};

describe("a chain of thousands, a chain of hundreds of ephemeral models, layers with more paths than atoms", () => {
  test.each([
    ["+c_1500+", DEEP],
    ["@c_1500", DEEP],
    ["2+c_1500+3", 6],
    ["+last", EPHEMERAL + 1],
    ["+l20_0+", 1 + 5 * (LAYERS - 1)],
    ["@l20_0", 5 * LAYERS],
  ])("ls --select %s", async (selection, count) => {
    expect(await run("ls", "--select", selection)).toHaveLength(count);
  });

  test("all of it is compiled and documented", async () => {
    await run("docs", "generate", "--empty-catalog", "--exclude", "inside");
  });

  test("a table at the end of the ephemeral chain is built", async () => {
    expect((await run("run", "--select", "last")).at(-1)).toContain("PASS=1");
  });

  test("thousands of models are left out when the first of them fails", async () => {
    const { code, stdout } = await runCli(["run", "--select", "c_0+", "--vars", "{first: nothing}"], {
      cwd: project.root,
    });
    expect(code, stdout).toBe(1);
    expect(stdout).toContain(`Done. PASS=0 WARN=0 ERROR=1 SKIP=${DEEP - 1} NO-OP=0 TOTAL=${DEEP}`);
  });

  test("a ring of thousands is told", async () => {
    const ring = createProject({
      ...files,
      "models/chain/c_0.sql": `select id from {{ ref('c_${DEEP - 1}') }}`,
    });
    const { code, stdout } = await runCli(["parse"], { cwd: ring.root });
    ring.remove();
    expect(code, stdout).toBe(2);
    expect(stdout.slice(0, 2000)).toContain("cycle");
  });
});
