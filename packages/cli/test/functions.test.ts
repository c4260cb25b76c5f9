/** Functions of the project: Python ones belong to the database, by a macro of the project or the adapter. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { query } from "./support/query.ts";
import { createProject, runCli, type CliResult, type TemporaryProject } from "./support/run-cli.ts";

const properties = (second: string): string => `functions:
  - name: plus
    config: {runtime_version: "3.11", entry_point: entry}
    arguments: [{name: a, data_type: integer, default_value: 1}, {name: b, data_type: integer${second}}]
    returns: {data_type: integer}
`;

let project: TemporaryProject;
const run = (...words: string[]): Promise<CliResult> => runCli(words, { cwd: project.root });

beforeAll(() => {
  project = createProject({
    "functions/plus.py": "def entry(a, b):\n    return a + b\n",
    "functions/plus.yml": properties(", default_value: 2"),
  });
});
afterAll(() => project.remove());

test("a Python function without a macro for it says which one is looked for", async () => {
  const { code, stdout } = await run("build");
  expect(stdout).toContain("No macro named 'scalar_function_python' found within namespace: 'dbt'");
  expect(code).toBe(1);
});

test("a Python function is what the macro makes of it", async () => {
  project.write(
    "macros/python.sql",
    `{% macro duckdb__scalar_function_python(relation) %}
       create or replace macro {{ relation }}(a, b) as (a + b) -- {{ model.compiled_code | length }}
     {% endmacro %}`,
  );
  expect((await run("build")).code).toBe(0);
  expect(await query(`${project.root}/shop.duckdb`, "select plus(1, 2)::int")).toEqual([[3]]);
});

test("an argument without a default after one that has one is refused", async () => {
  project.write("functions/plus.yml", properties(""));
  const { code, stdout } = await run("parse");
  expect(stdout).toContain("Non-defaulted argument 'b' of function 'plus' comes after a defaulted argument.");
  expect(code).toBe(2);
});
