/** What dbt's static parser reads: checked against dbt-extractor 0.6, each text with what it said. */
import { Environment } from "@tsmodel/jinja";
import { expect, test } from "vitest";
import { isReadStatically } from "../../src/parse/config/static-parser.ts";
import { parseFiles } from "./parse-folder.ts";

const READ: readonly string[] = [
  "{{ config(materialized='table') }} select 1",
  "{{ config(a=True, b=False) }}",
  "{{ config(a={'x': 'y', 'z': ['q']}) }}",
  "{# {% c %} #}{{ config(a='b') }}",
  "{#- c -#}{{ config(a='b') }}",
  "{{ config(a='b') }} {{ ref('a') }} {{ source('a','b') }}",
  "{{ ref('a', version=2) }}",
  "{{ ref('a', v='2') }}",
  "{{ ref('a', v=1.5) }}",
  "{{ config(a='b', ) }}",
  "{{ config(a=\"it's\") }}",
  "{{ config(a='b') }}{{ config(c='d') }}",
  "{{ config(a=[]) }}{{ config(a={}) }}",
  "{{ config(a=['x', ['y']]) }}",
  "{{ 'text' }}{{ 1 }}{{ ['a'] }}{{ True }}",
  "select 1",
  "",
];
const NOT_READ: readonly string[] = [
  "{{ config(a=1) }}",
  "{{ config(a=1.5) }}",
  "{{ config(a=-1) }}",
  "{{ config(a=true) }}",
  "{{ config(a=none) }}",
  "{{ config(pre_hook='select 1') }}",
  "{{ config(a=None) }}",
  "{{ config(a=['x', 1]) }}",
  "{{ config(a=['x', true]) }}",
  "{{ config(a={1: 'b'}) }}",
  "{{ config(a=('x',)) }}",
  "{{ config({'a': 'b'}) }}",
  "{{ config() }}",
  "{{ config(**{'a': 'b'}) }}",
  "{{ config(a='x' ~ 'y') }}",
  "{{ config(a='x', b=var('z')) }}",
  "{{ config(a='b') | trim }}",
  "{% set x = 1 %}{{ config(a='b') }}",
  "{% raw %}{{ config(a='b') }}{% endraw %}",
  "{{- config(a='b') }}",
  "{{ config(a='b') -}}",
  "{{ this }}",
  "{{ foo('x') }}",
  "{{ ref('a').b }}",
  "{{ ref('a', 'b', 'c') }}",
  "{{ ref('a', v=true) }}",
  "{{ ref(package_name='p') }}",
  "{{ source('a') }}",
];
const environment = new Environment();

test.each(READ)("%s", (text) => expect(isReadStatically(environment, text, "m")).toBe(true));
test.each(NOT_READ)("not %s", (text) => expect(isReadStatically(environment, text, "m")).toBe(false));

const unrendered = (files: { [path: string]: string }): { [id: string]: object } => {
  const nodes = parseFiles(files).json.nodes as { [id: string]: { unrendered_config: object } };
  return Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id.split(".").at(-1)!, node.unrendered_config]));
};
const WRITTEN = "Keyword(key='tags', value=List(items=[Const(value='one')]))";

test("where it reads a model, its config() values are compared, not how they are written", () => {
  const found = unrendered({
    "dbt_project.yml": "name: shop\nversion: 1.0.0\nprofile: shop\nflags: {state_modified_compare_more_unrendered_values: true}\n",
    "models/a.sql": "{{ config(tags=['one']) }}{{ config(tags=['two'], enabled=True) }} select 1 as id",
    "models/patched.sql": "{{ config(tags=['one']) }}{{ config(tags=['two']) }} select 1 as id",
    "models/s.yml": "models: [{name: patched, config: {meta: {x: y}}}]\n",
    "models/b.sql": "{{ config(tags=['one'], enabled=true) }} select 1 as id",
    "analyses/c.sql": "{{ config(tags=['one']) }} select 1 as id",
  });
  expect(found).toEqual({
    a: { tags: ["two"], enabled: true },
    patched: { tags: ["one", "two"], meta: { x: "y" } },
    b: { tags: WRITTEN, enabled: "Keyword(key='enabled', value=Const(value=True))" },
    c: { tags: WRITTEN },
  });
});

test("values as they stand in the last call, until a properties file has a config", () => {
  const found = unrendered({
    "models/a.sql": "{{ config(tags='one') }} select 1 as id",
    "models/b.sql": "{{ config(tags='one', meta={'a': 'b'}) }}{{ config(meta={'c': 'd'}) }} select 1 as id",
    "models/hooked.sql": "{{ config(tags='one', meta={'a': 'b'}) }}{{ config(meta={'c': 'd'}, pre_hook='select 1') }} select 1 as id",
    "models/rendered.sql": "{{ config(tags='one') }}{{ config(tags='two') }} select {{ 1 + 1 }} as id",
    "models/patched.sql": "{{ config(tags='one') }}{{ config(tags='two') }} select 1 as id",
    "models/s.yml": "models: [{name: patched, config: {enabled: true}}, {name: a, description: text}]\n",
    "analyses/c.sql": "{{ config(tags='one') }}{{ config(tags='two') }} select 1 as id",
  });
  expect(found).toEqual({
    a: { tags: "one" },
    b: { tags: "one", meta: { c: "d" } },
    hooked: { tags: "one", meta: { a: "b", c: "d" }, "pre-hook": ["select 1"] },
    rendered: { tags: ["one", "two"] },
    patched: { tags: ["one", "two"], enabled: true },
    c: { tags: ["one", "two"] },
  });
});
