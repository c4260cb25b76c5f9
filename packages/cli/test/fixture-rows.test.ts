/** Rows of unit tests are the same text whether the macros write them value by value or not. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createProject, runCli, type TemporaryProject } from "./support/run-cli.ts";

const open: TemporaryProject[] = [];
afterEach(() => open.splice(0).forEach((project) => project.remove()));

const FILES = {
  "models/source.sql": `select 1 as id, 'a' as "Two words", 2.5 as amount, true as is_good, date '2026-01-31' as day, timestamp '2026-01-31 10:00:00' as at, [1, 2] as list, 1::double as ratio`,
  "models/copy.sql": "select * from {{ ref('source') }}",
  "models/tests.yml": `unit_tests:
  - name: all_sorts
    model: copy
    given:
      - input: ref('source')
        rows:
          - {ID: 1, "Two words": "it's a \\\\ {{ test }}", amount: 1.50, is_good: false, day: 2026-02-28, at: "2026-02-28 01:02:03", list: [3], ratio: 1e3}
          - {id: 2, amount: null, is_good: true}
          - {id: "3", Id: 4}
          - {}
    expect:
      rows:
        - {id: 1, "Two words": "it's a \\\\ {{ test }}", amount: 1.5, is_good: false, day: "2026-02-28", ratio: 1000}
        - {id: 2, "Two words": null, amount: null, is_good: true, day: null, ratio: null}
        - {id: 4, "Two words": null, amount: null, is_good: null, day: null, ratio: null}
        - {id: null, "Two words": null, amount: null, is_good: null, day: null, ratio: null}
  - {name: no_rows, model: copy, given: [{input: ref('source'), rows: []}], expect: {rows: []}}
  - {name: differs, model: copy, given: [{input: ref('source'), rows: [{id: 1}]}], expect: {rows: [{id: 2}]}}
  - {name: unknown_given, model: copy, given: [{input: ref('source'), rows: [{nowhere: 1}]}], expect: {rows: [{id: 2}]}}
  - {name: unknown_expected, model: copy, given: [{input: ref('source'), rows: [{id: 1}]}], expect: {rows: [{id: 1, nowhere: 2}]}}
  - {name: no_number, model: copy, given: [{input: ref('source'), rows: [{id: one}]}], expect: {rows: [{id: 1}]}}
`,
  "macros/tell.sql": `{% macro tell() %}
  {% set types = {'a': 'character varying(3)', 'b': 'numeric(4,2)'} %}
  {% do print(get_expected_sql([{'A': 'longer', 'b': 1}, {'b': 'x'}], types, {'a': '"a"', 'b': 'b'})) %}
{% endmacro %}`,
};
/** It does what it did, but it is the project's own. */
const OWN = { "macros/own.sql": "{% macro escape_single_quotes(expression) %}{{ return(dbt.escape_single_quotes(expression)) }}{% endmacro %}" };

async function observe(files: { readonly [path: string]: string }): Promise<object> {
  const project = createProject(files);
  open.push(project);
  const run = async (...words: string[]): Promise<readonly [number, string]> => {
    const { code, stdout } = await runCli(words, { cwd: project.root });
    return [code, stdout.replace(/\d\d:\d\d:\d\d|\d+\.\d\ds| in \d+ hours.*|Found .*|.*macros\/.*/g, "").replace(/ +\[/g, " [")];
  };
  const outputs = [await run("run"), await run("test", "--threads", "1"), await run("run-operation", "tell")];
  const written = (readdirSync(join(project.root, "target"), { recursive: true }) as string[]).filter((path) => /tests\.yml.*\.sql$/.test(path)).sort();
  return { outputs, written: written.map((path) => [path, readFileSync(join(project.root, "target", path), "utf8")]) };
}

test("in one step or value by value", async () => {
  const [one, other] = [await observe(FILES), await observe({ ...FILES, ...OWN })];
  expect(one).toEqual(other);
  expect(one).toMatchObject({ outputs: [[0, expect.anything()], [1, expect.stringContaining("PASS=2 WARN=0 ERROR=4")], [0, expect.stringContaining("cast('longer' as character varying)")]] });
});
