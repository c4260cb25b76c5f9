import { Environment, PyDict, PyFloat, pyRepr } from "@tsmodel/jinja";
import type { RenderContext, Value } from "@tsmodel/jinja";
import { describe, expect, test } from "vitest";
import { TsmodelError } from "../../src/errors/tsmodel-error.ts";
import { PyDate } from "../../src/template/python/date.ts";
import { pyFunction } from "../../src/template/python/function.ts";
import { renderYamlText, renderYamlValue } from "../../src/template/render-yaml-value.ts";
import type { YamlPlace } from "../../src/template/render-yaml-value.ts";
import { readRecorded } from "./template-fixture.ts";

const values = new Map<string, Value>([
  ["n", 5],
  ["items", ["a", 1]],
  ["nothing", null],
  ["flag", true],
  [
    "d",
    PyDict.of([
      ["a", 1],
      ["b", [true, null]],
    ]),
  ],
  ["f", new PyFloat(1.5)],
]);
const context: RenderContext = { get: (name) => values.get(name) };
const place: YamlPlace = { environment: new Environment(), file: "dbt_project.yml" };

describe("strings of YAML render as dbt renders them", () => {
  test.each(
    readRecorded<{ text: string; repr?: string; error?: string }>("native").map(
      (recorded) => [recorded.text, recorded] as const,
    ),
  )("%s", (text, recorded) => {
    const render = (): string => pyRepr(renderYamlText(text, context, place));
    if (recorded.error === undefined) expect(render()).toBe(recorded.repr);
    else expect(render).toThrow(TsmodelError);
  });
});

test("values are rendered deep, keys and everything without a tag stay", () => {
  const unchanged = { list: [1, "x", null, true], nested: { deep: ["y"] } };
  expect(renderYamlValue(unchanged, context, place)).toBe(unchanged);
  const value = { "{{ n }}": "{{ n }}", list: ["a", "{{ flag }}", { x: "{{ d }}" }], keep: unchanged };
  const rendered = renderYamlValue(value, context, place);
  expect(rendered).toEqual({
    "{{ n }}": 5,
    list: ["a", true, { x: { a: 1, b: [true, null] } }],
    keep: unchanged,
  });
  expect(rendered.keep).toBe(unchanged);
});

test("floats without a fraction stay floats, dates become ISO texts, dicts are rendered inside", () => {
  const dict = PyDict.of([
    [1, "{{ n }}"],
    ["k", ["{{ flag }}"]],
  ]);
  const rendered = renderYamlValue(
    { f: "{{ f * 2 }}", g: new PyFloat(2), day: PyDate.of(2026, 1, 2), dict },
    context,
    place,
  ) as { [key: string]: unknown };
  expect(rendered["f"]).toEqual(new PyFloat(3));
  expect(rendered["g"]).toEqual(new PyFloat(2));
  expect(rendered["day"]).toBe("2026-01-02");
  expect(pyRepr(rendered["dict"] as Value)).toBe("{1: 5, 'k': [True]}");
});

test("paths can be left as they are written", () => {
  const skip = (path: readonly (string | number)[]): boolean => path[0] === "on-run-start";
  expect(
    renderYamlValue({ "on-run-start": ["{{ n }}"], name: "{{ n }}" }, context, { ...place, skip }),
  ).toEqual({ "on-run-start": ["{{ n }}"], name: 5 });
});

test("errors name the key's path and the place in the file", () => {
  const locate: YamlPlace["locate"] = (path) => ({ file: "dbt_project.yml", line: path.length, column: 3 });
  const render = (): unknown =>
    renderYamlValue({ models: { shop: { "+tags": ["a", "{{ missing }}"] } } }, context, { ...place, locate });
  expect(render).toThrow("Could not render {{ missing }}: 'missing' is undefined");
  try {
    render();
  } catch (error) {
    expect((error as TsmodelError).at).toEqual([{ file: "dbt_project.yml", line: 4, column: 3 }]);
  }
});

test("what a function finds wrong is told with the text that called it, and with the keys where there is no line", () => {
  const boom = pyFunction("boom", [], () => {
    throw new TsmodelError("boom", { message: "no such thing", hint: undefined, label: "Compilation" });
  });
  const broken = new Map<string, Value>([["boom", boom]]);
  try {
    renderYamlValue({ packages: [{ local: "{{ boom() }}/x" }] }, broken, place);
    expect.unreachable();
  } catch (error) {
    expect((error as TsmodelError).message).toBe("Could not render {{ boom() }}/x: no such thing");
    expect((error as TsmodelError).hint).toBe(`it is packages[0].local of ${place.file}`);
  }
});
