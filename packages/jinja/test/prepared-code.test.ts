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
      return prepared === undefined ? [] : [[text, { make: new Function("support", "Q", prepared.code) as PreparedCode["make"], spans: prepared.spans }]];
    }),
  );
}

async function call(environment: Environment, text: string, args: Value[]): Promise<unknown> {
  const marks = new MarkRecorder();
  const [macro] = environment.compile(text, OPTIONS).macros;
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

  test("there is none for texts with more than macros, and theirs is generated", () => {
    const text = "{% set x = 1 %}{% macro one() %}{{ x }}{% endmacro %}";
    expect(new Environment().prepare(text, OPTIONS)).toBeUndefined();
    expect(new Environment({ prepared: () => undefined }).compile("{{ 1 + 1 }}", OPTIONS).render({ get: () => undefined })).toBe("2");
  });
});
