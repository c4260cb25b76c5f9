import { describe, expect, test } from "vitest";
import { Environment, findCalls, fromValue, undeclaredNames, walk } from "../src/index.ts";

const environment = new Environment();
const parse = (source: string) => environment.compile(source, { name: "m" }).ast;

describe("findCalls", () => {
  test("gives paths, constant arguments and places of all calls", () => {
    const source =
      "{{ ref('a', version=2) }}{% if adapter.dispatch('m', 'pkg')(x) %}{{ config(tags=['t'], meta={'k': none}, enabled=var('e')) }}{% endif %}";
    const calls = findCalls(parse(source)).map((call) => ({
      path: call.path,
      args: call.args.map((arg) => (arg === undefined ? "?" : fromValue(arg))),
      kwargs: Object.fromEntries(
        Object.entries(call.kwargs).map(([k, v]) => [k, v === undefined ? "?" : fromValue(v)]),
      ),
      text: source.slice(call.start, call.end),
    }));
    expect(calls).toEqual([
      { path: ["ref"], args: ["a"], kwargs: { version: 2 }, text: "ref('a', version=2)" },
      { path: null, args: ["?"], kwargs: {}, text: "adapter.dispatch('m', 'pkg')(x)" },
      { path: ["adapter", "dispatch"], args: ["m", "pkg"], kwargs: {}, text: "adapter.dispatch('m', 'pkg')" },
      {
        path: ["config"],
        args: [],
        kwargs: { tags: ["t"], meta: { k: null }, enabled: "?" },
        text: "config(tags=['t'], meta={'k': none}, enabled=var('e'))",
      },
      { path: ["var"], args: ["e"], kwargs: {}, text: "var('e')" },
    ]);
  });

  test("sees calls in every kind of statement", () => {
    const source = `{% set a = f1() %}{% set b | g(f2()) %}{{ f3() }}{% endset %}{% for x in f4() if f5(x) %}{{ f6() }}{% else %}{{ f7() }}{% endfor %}
{% macro m(p=f8()) %}{{ f9() }}{% endmacro %}{% call(q=f10()) f11() %}{{ f12() }}{% endcall %}{% filter h(f13()) %}{{ f14() }}{% endfilter %}
{% with w = f15() %}{{ f16() }}{% endwith %}{% do f17(*f18(), **f19()) %}{% if f20() %}{% elif f21() %}{% else %}{{ f22() }}{% endif %}
{{ a[f23():f24()] if f25() is t(f26()) else {f27(): -f28()} }}{{ (not f29()) ~ f30() < f31() and f32() }}{% block z %}{{ f33() }}{% endblock %}`;
    const names = findCalls(parse(source)).map((call) => Number(call.path?.[0]?.slice(1)));
    expect(names.sort((a, b) => a - b)).toEqual(Array.from({ length: 33 }, (_, i) => i + 1));
  });

  test("says when arguments are spread", () => {
    expect(findCalls(parse("{{ f(*a) }}{{ g(1) }}")).map((call) => call.isComplete)).toEqual([false, true]);
  });
});

describe("undeclaredNames", () => {
  test.each([
    ["{{ a }}{% set b = c %}{{ b }}", ["a", "c"]],
    ["{% for x in xs if x > low %}{{ loop.index }}{{ x }}{{ y }}{% endfor %}", ["low", "xs", "y"]],
    ["{% macro m(p, q=d) %}{{ p }}{{ varargs }}{{ e }}{{ m }}{% endmacro %}", ["d", "e"]],
    ["{% if t %}{% set v = 1 %}{% endif %}{{ v }}", ["t", "v"]],
    ["{% call(x) f(y) %}{{ x }}{{ z }}{% endcall %}", ["f", "y", "z"]],
    ["{% set ns = namespace() %}{% set ns.a = b %}", ["b", "namespace"]],
    ["{% with a = b %}{{ a }}{% endwith %}{{ a }}", ["a", "b"]],
    ["{{ l | map(attribute=k) | join }}{{ o.attr['item'] }}", ["k", "l", "o"]],
  ])("%s", (source, expected) => {
    expect([...undeclaredNames(parse(source))].sort()).toEqual(expected);
  });
});

test("walk visits parents before children, in the order of the text", () => {
  const seen: string[] = [];
  walk(parse("{{ f(a.b, c) }}"), (node) => seen.push(node.type));
  expect(seen).toEqual(["Template", "Output", "Call", "Name", "Getattr", "Name", "Name"]);
});

test("macros tell their tag, names, defaults and annotations", () => {
  const source =
    "{% macro a(x: list[string], y=1 + 2) %}{% endmacro %}{% materialization t, adapter='duckdb', supported_languages=['sql', 'python'] %}{% endmaterialization %}{% test u(model) %}{% endtest %}{% docs d %}{% enddocs %}{% snapshot s %}{% endsnapshot %}{% data_test v(model) %}{% enddata_test %}";
  const macros = environment.compile(source, { name: "m" }).macros.map(({ node }) => ({
    tag: node.tag,
    name: node.name,
    adapter: node.adapter,
    parameters: node.parameters.map(({ name, defaultValue, annotation }) => [
      name,
      defaultValue === null ? null : source.slice(defaultValue.start, defaultValue.end),
      annotation,
    ]),
  }));
  expect(macros).toEqual([
    {
      tag: "macro",
      name: "a",
      adapter: null,
      parameters: [
        ["x", null, { name: "list", parameters: [{ name: "string", parameters: [] }] }],
        ["y", "1 + 2", null],
      ],
    },
    {
      tag: "materialization",
      name: "t",
      adapter: "duckdb",
      parameters: [["supported_languages", "['sql', 'python']", null]],
    },
    { tag: "test", name: "u", adapter: null, parameters: [["model", null, null]] },
    { tag: "docs", name: "d", adapter: null, parameters: [] },
    { tag: "snapshot", name: "s", adapter: null, parameters: [] },
    { tag: "data_test", name: "v", adapter: null, parameters: [["model", null, null]] },
  ]);
});
