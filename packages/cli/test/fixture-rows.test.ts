/** Unit tests are the same whether the macros write their rows value by value and ask for the types, or not. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createProject, runCli, type TemporaryProject } from "./support/run-cli.ts";

const open: TemporaryProject[] = [];
afterEach(() => open.splice(0).forEach((project) => project.remove()));

const FILES = {
  "models/source.sql": `select 1 as id, 'a' as "Two words", 2.5 as amount, true as is_good, date '2026-01-31' as day, timestamp '2026-01-31 10:00:00' as at, [1, 2] as list, 1::double as ratio`,
  "models/copy.sql": "select * from {{ ref('source') }}",
  "models/typed.sql": `select null as nothing, '01' as code, {'a': id, 'b': 'x'} as pair, [id, null] as many, 'happy'::enum('sad', 'happy') as kind, interval 1 day as span,
  12345678901234567890123::hugeint as big, 1.10::decimal(9, 2) as price, '{"a": 1}'::json as document, timestamptz '2026-01-31 10:00:00+00' as moment, 'a'::blob as bytes,
  '7c5e4b6e-0a43-4b0f-9d0a-0c4f5d2f6d11'::uuid as key, 'nan'::double as nan, 0.5::float as half
from {{ ref('source') }}`,
  "models/cte.sql": "with rows as (select id from {{ ref('source') }})\nselect count(*) as n from rows -- all of them",
  "models/wrong.sql": "select id + 'x'::date as id from {{ ref('source') }}",
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
  - name: types
    model: typed
    given: [{input: ref('source'), rows: [{id: 1}]}]
    expect:
      rows:
        - {Nothing: null, code: "01", pair: "{'a': 1, 'b': x}", many: "[1, NULL]", kind: happy, span: "1 day", big: 12345678901234567890123, price: 1.10, document: '{"a": 1}', moment: "2026-01-31 12:00:00+02", bytes: "a", key: 7c5e4b6e-0a43-4b0f-9d0a-0c4f5d2f6d11, nan: NaN, Half: 0.5}
  - {name: as_sql, model: copy, given: [{input: ref('source'), format: sql, rows: "select 5 as id"}], expect: {format: sql, rows: "select 5 as id"}}
  - {name: as_csv, model: copy, given: [{input: ref('source'), format: csv, rows: "id,amount\n1,2.50\n2,"}], expect: {format: csv, rows: "id,amount\n2,\n1,2.5"}}
  - {name: other_columns, model: copy, given: [{input: ref('source'), rows: [{id: 1}]}], expect: {rows: [{id: 1}, {amount: 2}]}}
  - {name: less_rows, model: copy, given: [{input: ref('source'), rows: [{id: 1, "Two words": "01"}, {id: 2, "Two words": x}]}], expect: {rows: [{"two words": "01"}]}}
  - {name: no_model, model: wrong, given: [{input: ref('source'), rows: [{id: 1}]}], expect: {rows: [{id: 1}]}}
  - {name: no_cast, model: copy, given: [{input: ref('source'), rows: [{id: 1}]}], expect: {rows: [{id: one}]}}
  - {name: with_cte, model: cte, given: [{input: ref('source'), rows: [{id: 1}, {id: 2}]}], expect: {rows: [{n: 2}]}}
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

interface Observed {
  readonly outputs: readonly (readonly [number, string])[];
  readonly results: readonly unknown[];
  readonly written: readonly (readonly string[])[];
  /** How often the rows of a model were asked for as they are. */
  readonly direct: number;
}

async function observe(files: { readonly [path: string]: string }): Promise<Observed> {
  const project = createProject(files);
  open.push(project);
  const run = async (...words: string[]): Promise<readonly [number, string]> => {
    const { code, stdout } = await runCli(words, { cwd: project.root });
    return [code, stdout.replace(/\d\d:\d\d:\d\d|\d+\.\d\ds| in \d+ hours.*|Found .*|.*macros\/.*/g, "").replace(/ +\[/g, " [")];
  };
  const read = (path: string): string => readFileSync(join(project.root, path), "utf8");
  const outputs = [await run("run", "--exclude", "wrong", "--threads", "1"), await run("run-operation", "tell"), await run("test", "--threads", "1")];
  const results = (JSON.parse(read("target/run_results.json")) as { results: object[] }).results.map((result) => ({ ...result, timing: [], execution_time: 0 }));
  const written = (readdirSync(join(project.root, "target"), { recursive: true }) as string[]).filter((path) => /tests\.yml.*\.sql$/.test(path)).sort();
  const direct = read("logs/dbt.log").match(/\) _dbt_internal_unit_test_actual\n(?!\),)/g)?.length ?? 0;
  return { outputs, results, written: written.map((path) => [path, read(join("target", path))]), direct };
}

test("in one step or value by value", async () => {
  const [{ direct, ...one }, { direct: none, ...other }] = [await observe(FILES), await observe({ ...FILES, ...OWN })];
  expect(one).toEqual(other);
  expect([direct > 6, none]).toEqual([true, 0]);
  expect(one).toMatchObject({ outputs: [[0, expect.anything()], [0, expect.stringContaining("cast('longer' as character varying)")], [1, expect.stringContaining("PASS=6 WARN=0 ERROR=8")]] });
  expect([one.results.length, one.written.length]).toEqual([14, 26]);
});
