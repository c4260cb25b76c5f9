/** Code of macros that was generated beforehand runs as the one that is generated when it is needed. */
import { describe, expect, test } from "vitest";
import { Environment, JinjaError, MarkRecorder, traceOf, type PreparedCode, type Value } from "../src/index.ts";

const OPTIONS = { name: "m" };
const TEXTS = {
  plain: "{% macro pct(part, whole=100) -%}\n  round({{ part }} * 100.0 / {{ whole }}, {{ varargs | length }}){{ late('!') }}\n{%- endmacro %}",
  waiting: "{% macro all(items) %}{% for item in items if late(item) %}{{ loop.index }}:{{ late(item) | upper }} {% else %}none{% endfor %}{% endmacro %}",
  failing: "{% macro broken(part) %}\n{{ part }}\n{{ part.nothing.more }}{% endmacro %}",
};

/** As a bundle keeps it: by text, made to a function later. */
function prepareAll(texts: readonly string[]): Map<string, PreparedCode> {
  const environment = new Environment({ macrosInContext: true });
  return new Map(
    texts.flatMap((text) => {
      const prepared = environment.prepare(text, OPTIONS);
      return prepared === undefined ? [] : [[text, { ...prepared, make: new Function("support", "Q", prepared.code) as PreparedCode["make"] }]];
    }),
  );
}

async function call(environment: Environment, text: string, args: Value[]): Promise<unknown> {
  const marks = new MarkRecorder();
  const [macro] = environment.compile(text, { ...OPTIONS, prepared: true }).macros;
  const context = { get: (name: string): Value | undefined => (name === "late" ? async ([value]: Value[]) => value! : undefined) };
  try {
    const text = String(await macro!.bind(context, { mode: "async", marks })(args, null));
    return { text, places: [...text].map((_, offset) => marks.last?.marks.locate(offset)) };
  } catch (error) {
    if (!(error instanceof JinjaError)) throw error;
    return { message: error.message, trace: traceOf(error) };
  }
}

describe("prepared code", () => {
  test.each(Object.entries(TEXTS))("%s", async (_name, text) => {
    const code = prepareAll(Object.values(TEXTS));
    const asked: string[] = [];
    const prepared = new Environment({ macrosInContext: true, prepared: (source) => (asked.push(source), code.get(source)) });
    const args = [["a", "", "b"], "x"];
    for (const arg of args) expect(await call(prepared, text, [arg as Value])).toEqual(await call(new Environment({ macrosInContext: true }), text, [arg as Value]));
    expect(asked).toEqual([text]);
  });

  test("a macro's head is known without its text being parsed, and its tree is there when asked for", () => {
    const text = TEXTS.plain;
    const code = prepareAll([text]).get(text);
    const [prepared] = new Environment({ prepared: () => code }).compile(text, { ...OPTIONS, prepared: true }).macros;
    const [parsed] = new Environment().compile(text, OPTIONS).macros;
    for (const macro of [prepared!, parsed!]) expect([macro.name, macro.argumentNames]).toEqual(["pct", ["part", "whole"]]);
    expect(prepared!.node).toEqual(parsed!.node);
    // Ways that are not prepared run as they always do.
    const context = { get: (name: string): Value | undefined => (name === "late" ? () => "" : undefined) };
    expect(prepared!.bind(context, { mode: "sync" })([1], null)).toBe(parsed!.bind(context, { mode: "sync" })([1], null));
  });

  test("a place is asked for when there is an error", async () => {
    const text = TEXTS.failing;
    const code = prepareAll([text]).get(text);
    let asked = 0;
    const origin = () => (asked++, { file: "macros/broken.sql", text: `{# head #}\n${text}`, offset: 11 });
    const [macro] = new Environment({ prepared: () => code }).compile(text, { ...OPTIONS, origin, prepared: true }).macros;
    const run = macro!.bind({ get: () => undefined }, { mode: "async", marks: new MarkRecorder() });
    expect(asked).toBe(0);
    const error = await (async () => run(["x"], null))().catch((thrown: unknown) => thrown);
    expect(traceOf(error as JinjaError)).toMatchObject([{ file: "macros/broken.sql", line: 4, column: 4 }]);
    expect(asked).toBe(1);
  });

  test("there is none for texts with more than macros, and theirs is generated", () => {
    const text = "{% set x = 1 %}{% macro one() %}{{ x }}{% endmacro %}";
    expect(new Environment().prepare(text, OPTIONS)).toBeUndefined();
    expect(new Environment().prepare("{% macro a() %}{% endmacro %}{% macro b() %}{% endmacro %}", OPTIONS)).toBeUndefined();
    const unprepared = new Environment({ prepared: () => undefined }).compile("{{ 1 + 1 }}", { ...OPTIONS, prepared: true });
    expect(unprepared.render({ get: () => undefined })).toBe("2");
  });
});
