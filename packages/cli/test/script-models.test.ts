/** TypeScript models: in the graph, built, incremental, tested, shown; and what is wrong with them, told with its place. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createProject, runCli } from "./support/run-cli.ts";

const models: { readonly [path: string]: string } = {
  "models/nums.sql": "select 1 as id, 10.5::decimal(9,2) as amount, date '2026-01-31' as day union all select 2, 1.25, null",
  "models/cte.sql": "{{ config(materialized='ephemeral') }} select * from {{ ref('nums') }}",
  "models/lib/money.ts": "export interface Money { cents: number }\nexport const cents = (amount: number): Money => ({ cents: amount * 100 });\n",
  "models/per_day.ts": `import type { TsModel } from "tsmodel";
import { cents, Money } from "./lib/money";

export const config = { tags: ["scripted"], columns: { day: "date" } };

export default async (tsmodel: TsModel): Promise<
  { day: string; money: Money }[]
> => {
  const rows: { id: number; day: string; money: Money; seen_at: Date; half: number }[] = [];
  for await (const row of tsmodel.ref("cte")) rows.push({ id: row.id as number, day: row.day as string, money: cents(row.amount as number), seen_at: new Date(0), half: 0.5 });
  return rows;
};
`,
  "models/merged.mts": `export const config = { materialized: "incremental", unique_key: "id", incremental_strategy: "delete+insert" };
export default async ({ isIncremental, this: own }) => (isIncremental ? [{ id: 2, n: (await own.rows()).length }, { id: 3, n: 0 }] : [{ id: 1, n: 0 }, { id: 2, n: 0 }]);
`,
  "models/columns.mjs": "export default () => ({ id: [1, 2], x: new Float64Array([0.5, 1]), flag: [true, null] });\n",
  "models/pieces.js": "export default function* () { for (let i = 0; i < 15000; i++) yield { i, big: 2n ** 70n }; }\n",
  "models/total.ts": 'export default (t: any) => `select count(*) as n from ${t.ref("pieces")} where i >= ${t.var("from", 0)}`;\n',
  "models/schema.yml": `
models:
  - name: per_day
    config: {contract: {enforced: true}}
    columns:
      - {name: id, data_type: integer, data_tests: [unique]}
      - {name: day, data_type: date}
      - {name: money, data_type: "struct(cents double)"}
      - {name: seen_at, data_type: timestamptz}
      - {name: half, data_type: double}
unit_tests:
  - name: cents_of_rows
    model: per_day
    given: [{input: ref('cte'), format: sql, rows: "select 7 as id, 2 as amount, '2026-02-01' as day"}]
    expect: {rows: [{id: 7, half: 0.5}]}
`,
};

describe("a project of them", () => {
  const project = createProject(models);
  afterAll(() => project.remove());
  const run = (...words: string[]): ReturnType<typeof runCli> => runCli(words, { cwd: project.root });
  const rowsOf = async (model: string): Promise<unknown> => {
    const { stdout } = await run("show", "-q", "--output", "json", "--limit", "-1", "--inline", `select * from {{ ref('${model}') }} order by 1`);
    return (JSON.parse(stdout) as { show: unknown }).show;
  };

  test("is built, tested and read", async () => {
    const { code, stdout } = await run("build", "--vars", "from: 14990");
    expect(stdout).toContain("Done. PASS=8 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=8");
    expect(stdout).toContain("OK created typescript table model main.per_day");
    expect(code).toBe(0);
    expect(await rowsOf("per_day")).toMatchObject([
      { id: 1, day: "2026-01-31", money: expect.anything(), half: 0.5 },
      { id: 2, day: null, half: 0.5 },
    ]);
    expect(await rowsOf("columns")).toEqual([
      { id: 1, x: 0.5, flag: true },
      { id: 2, x: 1, flag: null },
    ]);
    expect(await rowsOf("total")).toEqual([{ n: 10 }]);
    expect((await run("build", "-s", "merged")).code).toBe(0);
    expect(await rowsOf("merged")).toEqual([
      { id: 1, n: 0 },
      { id: 2, n: 2 },
      { id: 3, n: 0 },
    ]);
  }, 30_000);

  test("is listed, compiled and shown", async () => {
    expect((await run("ls", "-q", "--resource-type", "model", "-s", "per_day+", "total+", "1+per_day")).stdout.trim().split("\n")).toEqual(["shop.cte", "shop.per_day", "shop.total"]);
    expect((await run("compile", "-q", "-s", "columns")).stdout).toContain("new Float64Array");
    expect((await run("show", "-q", "-s", "columns", "--output", "json", "--limit", "1")).stdout).toContain('"id": 1');
  }, 30_000);

  test("is told when its text changes", async () => {
    await run("compile", "--target-path", "before");
    writeFileSync(join(project.root, "models/columns.mjs"), "export default () => ({ id: [3] });\n");
    const { stdout } = await run("ls", "-q", "-s", "state:modified", "--state", "before");
    expect(stdout.trim()).toBe("shop.columns");
  }, 30_000);
});

describe("what is wrong with one", () => {
  const cases: readonly { readonly name: string; readonly files: { readonly [path: string]: string }; readonly says: readonly string[]; readonly yaml?: string }[] = [
    { name: "what it throws", files: { "a.ts": "export default (t: any): any[] => {\n  const gone: any = undefined;\n  return gone.rows;\n};\n" }, says: ["TypeError: Cannot read properties of undefined (reading 'rows')", "models/a.ts:3:15"] },
    { name: "SQL that it sends", files: { "a.ts": 'export default async (t: any) => {\n  return t.query("select nope from b");\n};\n' }, says: ["b", "models/a.ts:2:12"] },
    { name: "a reference its file does not name", files: { "b.sql": "select 1 as id", "a.ts": 'import { read } from "./read.ts";\nexport default (t: any) => read(t);\n', "read.ts": 'export const read = (t: any) => t.ref("b").rows();\n' }, says: ['ref("b") was called in \'a\', but its file does not name it', "models/read.ts:1:35", 'refs: ["b"]'] },
    { name: "a computed reference", files: { "a.ts": 'export default (t: any) => ["b"].map((name) => t.ref(name));\n' }, says: ["what this ref() refers to is computed", "models/a.ts:1:48"] },
    { name: "a reference to nothing", files: { "bee.sql": "select 1 as id", "a.ts": 'export default (t: any) => t.ref("be");\n' }, says: ["depends on a node named 'be' which was not found", "models/a.ts:1:35", 'did you mean "bee"?'] },
    { name: "config that is computed", files: { "a.ts": "const x = 1;\nexport const config = { tags: [x] };\nexport default () => [];\n" }, says: ["models/a.ts:2:32"] },
    { name: "a view", files: { "a.ts": 'export const config = { materialized: "view" };\nexport default () => [];\n' }, says: ["cannot be materialized as 'view'", "models/a.ts:1:25"] },
    { name: "syntax", files: { "a.ts": "export default () => {\n  const = 1;\n};\n" }, says: ["models/a.ts:2:9"] },
    { name: "an enum in a helper", files: { "a.ts": 'import { E } from "./e.ts";\nexport default () => [{ e: E.A }];\n', "e.ts": "export enum E { A }\n" }, says: ["an enum is code, not a type", "models/e.ts:1:8"] },
    { name: "a package that is not there", files: { "a.ts": 'import x from "nothing-there";\nexport default () => x;\n' }, says: ["Cannot find package 'nothing-there'", "models/a.ts:1:16"] },
    { name: "values of two kinds", files: { "a.ts": 'export default () => [{ x: 1 }, { x: "a" }];\n' }, says: ['column "x" is an integer in row 1 and a text in row 2'] },
    { name: "no rows and no columns", files: { "a.ts": "export default () => [];\n" }, says: ["its columns are not known", "export const config = { columns:"] },
    { name: "no function", files: { "a.ts": 'export { x as default } from "./x.ts";\n', "x.ts": "export const x = 1;\n" }, says: ["the default export of a TypeScript model is a function, and this is a number"] },
    { name: "a Python model", files: { "a.py": "def model(dbt, session):\n    return 1\n" }, says: ["model 'a' is a Python model, and tsmodel runs no Python", "TypeScript model"] },
  ];
  test.each(cases)("$name", async ({ files, says }) => {
    const project = createProject(Object.fromEntries(Object.entries(files).map(([path, text]) => [`models/${path}`, text])));
    try {
      const { code, stdout, stderr } = await runCli(["run", "-s", "a"], { cwd: project.root });
      expect(code).toBeGreaterThan(0);
      for (const text of says) expect(stdout + stderr).toContain(text);
      expect(stdout + stderr).not.toContain("    at ");
    } finally {
      project.remove();
    }
  }, 20_000);
});
