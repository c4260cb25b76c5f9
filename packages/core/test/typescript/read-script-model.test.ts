/** What a TypeScript model refers to, and its config, without running it. */
import { fromValue, PyFloat } from "@tsmodel/jinja";
import { expect, test } from "vitest";
import { readScriptModel } from "../../src/typescript/read-script-model.ts";
import { parseBabel } from "./parse-babel.ts";

const read = (text: string): ReturnType<typeof readScriptModel> => readScriptModel(parseBabel(text));
const callsOf = (text: string): unknown => read(text)!.calls.map(({ name, args, version }) => [name, ...args, ...(version === undefined ? [] : [{ v: version }])]);

test.each([
  ["export default (tsmodel) => tsmodel.ref('a')", [["ref", "a"]]],
  ["export default async (m: TsModel) => [await m.ref(`a`).rows(), m.source('s', 't')]", [["ref", "a"], ["source", "s", "t"]]],
  ["export default async function model(dbt) { return dbt.ref('p', 'a', { v: 2 })! }", [["ref", "p", "a", { v: 2 }]]],
  ["export default ({ ref, source: from }) => [ref('a'), from('s', 't')]", [["ref", "a"], ["source", "s", "t"]]],
  ["const run = (t) => t.ref('a'); export default run", [["ref", "a"]]],
  ["function run(t) { return t.ref('a') } export { run as default }", [["ref", "a"]]],
  ["export default wrap((tsmodel) => tsmodel.ref('a'))", [["ref", "a"]]],
  ["export default (tsmodel) => other.ref('a') ?? ref('b') /* tsmodel.ref('c') */", []],
])("%s", (text, calls) => {
  expect(callsOf(text)).toEqual(calls);
});

test.each([
  "export const helper = (tsmodel) => tsmodel.ref('a')",
  "export default { a: 1 }",
  "const table = { a: 1 }; export default table",
  "export default class A {}",
  "export default interface A { b: string }",
  "const text = 'export default'",
])("%s is no model", (text) => {
  expect(read(text)).toBeUndefined();
});

test("config is read as it is written", () => {
  const { config } = read(`
    export const config = { materialized: "incremental", "unique_key": ['a', \`b\`], n: -1, f: 2.0, on: true, no: null, meta: { a: [1] } } as const satisfies Config;
    export default () => []`)!;
  expect(Object.fromEntries([...config].map(([key, { value }]) => [key, fromValue(value)]))).toEqual({
    materialized: "incremental",
    unique_key: ["a", "b"],
    n: -1,
    f: 2,
    on: true,
    no: null,
    meta: { a: [1] },
  });
  expect(config.get("f")!.value).toBeInstanceOf(PyFloat);
});

test.each(["{ a: b }", "{ a: f() }", "{ ...a }", "{ [a]: 1 }", "{ a: `${b}` }", "make()", "{ a() {} }"])("config = %s is refused", (config) => {
  expect(() => read(`export const config = ${config}; export default () => []`)).toThrow(/config/);
});

test("computed references are told apart", () => {
  const model = read("export default (t) => names.map((name) => t.ref(name))")!;
  expect(model.calls).toEqual([]);
  expect(model.computed).toEqual([{ name: "ref", start: 42, end: 53 }]);
});
