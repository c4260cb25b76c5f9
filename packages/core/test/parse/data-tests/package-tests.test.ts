/** Generic tests of packages, rendered in dbt's namespace for tests: what their macro reaches, wherever it is. */
import { expect, test } from "vitest";
import { parseFiles } from "../parse-folder.ts";

const files = (macro: string): { readonly [path: string]: string } => ({
  "models/a.sql": "select 1 as id",
  "models/b.sql": "select 1 as id",
  "models/s.yml": "models: [{name: a, data_tests: [{dep.same_as: {arguments: {other: ref('b')}}}]}]",
  "packages.yml": "packages: [{local: dep}]",
  "dbt_packages/dep/dbt_project.yml": "name: dep\n",
  "dbt_packages/dep/macros/m.sql": `{% test same_as(model, other) %}${macro}{% endtest %}
{% macro default__test_same_as(model, other) %}{{ config(fail_calc='sum(n)') }}{{ helper(other) }}{% endmacro %}
{% macro helper(other) %}select 1 as n from {{ other }}{% endmacro %}`,
});

test.each([
  "{{ return(adapter.dispatch('test_same_as')(model, other)) }}",
  "{{ default__test_same_as(model, other) }}",
])("%s", (macro) => {
  const { json } = parseFiles(files(macro));
  const [node] = Object.values(json.nodes!).filter((one) => (one as { resource_type: string }).resource_type === "test");
  expect(node).toMatchObject({
    name: "dep_same_as_a_ref_b_",
    config: { fail_calc: "sum(n)" },
    depends_on: { nodes: ["model.shop.b", "model.shop.a"] },
  });
});
