/** `tsmodel watch` over real files: saves in, lines out. Waits for text, never for time. */
import type { ChildProcess } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { createProject, startCli, type TemporaryProject } from "./support/run-cli.ts";

let project: TemporaryProject;
let child: ChildProcess;
afterEach(() => {
  child.kill("SIGKILL");
  project.remove();
});

/** Reads what is printed until a text comes, from where the last wait ended. */
function listen(process: ChildProcess): (text: string | RegExp) => Promise<string> {
  let seen = "";
  let wake: (() => void) | undefined;
  process.stdout!.setEncoding("utf8").on("data", (part: string) => {
    seen += part;
    wake?.();
  });
  process.on("close", () => wake?.());
  return async (text) => {
    for (;;) {
      const match = typeof text === "string" ? seen.indexOf(text) : seen.search(text);
      const end = match < 0 ? -1 : seen.indexOf("\n", match);
      if (end >= 0) {
        const part = seen.slice(0, end + 1);
        seen = seen.slice(end + 1);
        return part;
      }
      if (process.exitCode !== null) throw new Error(`the watch ended; so far: ${seen}`);
      await new Promise<void>((next) => (wake = next));
    }
  };
}

const FILES = {
  "seeds/numbers.csv": "id\n1\n2\n",
  "macros/twice.sql": "{% macro twice(x) %}{{ x }} * 2{% endmacro %}",
  "models/a.sql": "select id, {{ twice('id') }} as double from {{ ref('numbers') }}",
  "models/b.sql": "{{ config(materialized='table') }}\nselect * from {{ ref('a') }}",
  "models/c.sql": "{{ config(materialized='table') }}\nselect {{ var('factor', 1) }} as factor",
  "models/models.yml": "models:\n  - name: b\n    columns:\n      - {name: id, data_tests: [unique]}\n",
};

test("rebuilds what a save affects, shows errors, keeps going", async () => {
  project = createProject(FILES);
  child = startCli(["watch"], { cwd: project.root });
  const until = listen(child);
  await until("watching");

  project.write("models/b.sql", "{{ config(materialized='table') }}\nselect *, 1 as extra from {{ ref('a') }} where id = 1");
  expect(await until("models/b.sql")).toMatch(/→ {2}1 model .*✓ {3}1 row \(-1\) {3}\+extra {3}1 test ✓/);

  project.write("macros/twice.sql", "{% macro twice(x) %}{{ x }} + {{ x }}{% endmacro %}");
  expect(await until("macros/twice.sql")).toMatch(/→ {2}1 model/);

  project.write("models/a.sql", "select id, nothing from {{ ref('numbers') }}");
  expect(await until("models/a.sql  →")).toMatch(/column.*nothing|nothing.*column/i);

  project.write("models/a.sql", "select id, {{ ref('nmbers') }} from x");
  expect(await until(/did you mean/)).toContain("nmbers");

  project.write("models/a.sql", "select id, {{ twice('id') }} as double from {{ ref('numbers') }}");
  expect(await until("models/a.sql  →")).toMatch(/→ {2}1 model .*✓/);

  project.write("seeds/numbers.csv", "id\n1\n2\n3\n");
  expect(await until("seeds/numbers.csv")).toMatch(/→ {2}1 model .*3 rows \(\+1\)/);

  project.write("models/models.yml", FILES["models/models.yml"].replace("[unique]", "[unique, not_null]"));
  expect(await until("models/models.yml")).toMatch(/nothing to build.* 1 test ✓/);

  project.write("dbt_project.yml", "name: shop\nprofile: shop\nvars: {factor: 3}\n");
  expect(await until("dbt_project.yml")).toMatch(/→ {2}1 model .*1 row \(\+0\)/);

  child.kill("SIGINT");
  expect(await new Promise((done) => child.on("close", done))).toBe(0);
});

test("--no-build-first builds what is saved, nothing before", async () => {
  project = createProject(FILES);
  child = startCli(["watch", "--no-build-first"], { cwd: project.root });
  const until = listen(child);
  expect(await until("watching")).not.toContain("nodes in");
  project.write("models/c.sql", "{{ config(materialized='table') }}\nselect 2 as factor");
  expect(await until("models/c.sql")).toMatch(/→ {2}1 model .*✓ {3}1 row/);
});
