/**
 * Random templates against real Jinja2, where `python3` has it. FUZZ_COUNT templates (2,000 unless told) from FUZZ_SEED;
 * a difference is printed as a template that anybody can try.
 */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Callable, Kwargs, RenderContext, Value } from "../src/index.ts";
import { Environment, JinjaError, MarkRecorder, Template, toValue, traceOf } from "../src/index.ts";
import { compare } from "./fuzz/compare.ts";
import { Generator, context } from "./fuzz/generate.ts";
import { ScopeGenerator } from "./fuzz/generate-scopes.ts";
import type { Outcome } from "./fuzz/oracle.ts";
import { Oracle, oracleProblem } from "./fuzz/oracle.ts";
import { Random } from "./fuzz/random.ts";

const count = Number(process.env["FUZZ_COUNT"] ?? 2000);
const seed = Number(process.env["FUZZ_SEED"] ?? 20260101);
const batch = 100;
const timeout = count * 60 + 120_000;

const environment = new Environment({ cache: false });

function contextOf(data: Record<string, unknown>): RenderContext {
  const values = new Map(Object.entries(data).map(([name, value]) => [name, toValue(value)]));
  return { get: (name) => values.get(name) };
}

function outcome(render: () => string): Outcome {
  try {
    return { text: render() };
  } catch (error) {
    if (error instanceof JinjaError) return { error: error.kind, message: error.message };
    return { error: `not a JinjaError: ${String(error)}`, message: "" };
  }
}

/** Runs `count` templates; gives those that differ, and how many say nothing. */
async function run(
  oracle: Oracle,
  total: number,
  data: Record<string, unknown>,
  next: () => string,
): Promise<{ different: string; incomparable: number }> {
  const different: string[] = [];
  let incomparable = 0;
  for (let done = 0; done < total; done += batch) {
    const templates = Array.from({ length: batch }, next);
    const wanted = await oracle.render(templates, data);
    templates.forEach((source, i) => {
      const want = wanted[i] as Outcome;
      // A context of its own for each: templates change its lists and dicts.
      const got = outcome(() => environment.compile(source, { name: "fuzz" }).render(contextOf(data)));
      const verdict = compare(want, got);
      if (verdict === "incomparable") incomparable++;
      if (verdict === "different") {
        different.push(`${source}\n  jinja2: ${JSON.stringify(want)}\n  here:   ${JSON.stringify(got)}`);
      }
    });
  }
  return { different: different.slice(0, 10).join("\n"), incomparable: incomparable / total };
}

const problem = oracleProblem();
if (problem !== undefined) console.warn(`comparison with real Jinja2 skipped: ${problem}`);

describe.skipIf(problem !== undefined)("what real Jinja2 gives", () => {
  let oracle: Oracle;
  beforeAll(() => {
    oracle = new Oracle();
  });
  afterAll(() => oracle.close());

  test(
    "for random expressions",
    async () => {
      const generator = new Generator(new Random(seed));
      const result = await run(oracle, count, context, () => generator.template());
      expect(result.different, `seed ${seed}`).toBe("");
      expect(result.incomparable).toBeLessThan(0.01);
    },
    timeout,
  );

  test(
    "for random programs of nested scopes",
    async () => {
      const generator = new ScopeGenerator(new Random(seed));
      const result = await run(oracle, count / 10, { a: "A", n: 2 }, () => generator.template());
      expect(result.different, `seed ${seed}`).toBe("");
      expect(result.incomparable).toBe(0);
    },
    timeout,
  );
});

test("all ways of rendering give the same text", async () => {
  const generator = new ScopeGenerator(new Random(seed + 1));
  for (let i = 0; i < 200; i++) {
    const template = environment.compile(generator.template(), { name: "fuzz" });
    const values = contextOf({ a: "A", n: 2 });
    const text = template.render(values);
    expect(await template.renderAsync(values)).toBe(text);
    expect(template.renderMarked(values).text).toBe(text);
    expect((await template.renderMarkedAsync(values)).text).toBe(text);
  }
});

/** Gives every template code of its own at once. */
const compiling = new Environment({ cache: false, walks: 0 });

function compileIn(which: Environment, source: string): Template | undefined {
  const template = told(() => which.compile(source, { name: "fuzz" }));
  return template instanceof Template ? template : undefined;
}

describe("a render that walks the tree is as one that runs code", () => {
  const expressions = new Generator(new Random(seed + 2));
  const scopes = new ScopeGenerator(new Random(seed + 3));
  const cases = [
    { name: "expressions", next: () => expressions.template(), data: context, total: count },
    { name: "nested scopes", next: () => scopes.template(), data: { a: "A", n: 2 }, total: count / 10 },
  ];
  test.each(cases)("for random $name", ({ next, data, total }) => {
    for (let i = 0; i < total; i++) {
      const source = next();
      for (const mode of ["default", "capture"] as const) {
        const [walked, compiled] = [environment, compiling].map((which) => compileIn(which, source));
        if (walked === undefined || compiled === undefined) continue;
        const render = (template: Template): unknown => told(() => template.render(contextOf(data), { undefined: mode }));
        const expected = render(compiled);
        // The second time what is kept of the first walk is used once more.
        for (const _ of [1, 2]) expect(render(walked), source).toEqual(expected);
      }
    }
  });
});

describe("a macro's first calls, which walk its tree, are as later ones", () => {
  const expressions = new Generator(new Random(seed + 7));
  const scopes = new ScopeGenerator(new Random(seed + 8));
  const kinds = [
    { name: "expressions", next: () => expressions.template(), data: context, total: count / 4 },
    { name: "nested scopes", next: () => scopes.template(), data: { a: "A", n: 2 }, total: count / 10 },
  ];
  const cases = kinds.flatMap((kind) => (["sync", "async"] as const).map((mode) => ({ ...kind, mode })));
  const calls: readonly [args: Value[], kwargs: Kwargs | null][] = [
    [[], null],
    [[2, "B", null], null],
    [[[1, 2]], { a: "C", n: 3 }],
    [[1, 2, 3, 4, 5], null],
    [[1], { late: 2 }],
    [[], { other: 1 }],
    [[], { late: null, q: 4 }],
  ];
  test.each(cases)("for random $name, $mode", async ({ next, data, total, mode }) => {
    let made = 0;
    const random = new Random(seed + 9);
    for (let i = 0; i < total; i++) {
      const body = mode === "async" ? waitIn(next(), random) : next();
      const source = `{% macro m(first, n, a="A", q=none) %}${body}{% endmacro %}`;
      const [walked, compiled] = [environment, compiling].map((which) => compileIn(which, source));
      if (walked === undefined || compiled === undefined) continue;
      made++;
      const call = async (template: Template, [args, kwargs]: (typeof calls)[number]): Promise<unknown> => {
        const late = lateFrom(i);
        const values = { get: (name: string) => (name === "late" ? late : contextOf(data).get(name)) };
        const marks = new MarkRecorder();
        try {
          const bound = template.macro("m")!.bind(values, mode === "async" ? { mode, marks } : { mode });
          const text = await bound([...args], kwargs === null ? null : { ...kwargs });
          const places = typeof text === "string" && marks.last !== null ? Array.from(text, (_, offset) => marks.last!.marks.locate(offset)) : undefined;
          return { text, places, macro: bound.pyMacro };
        } catch (error) {
          return { error: String(error), trace: traceOf(error) };
        }
      };
      for (const each of calls) expect(await call(walked, each), source).toEqual(await call(compiled, each));
    }
    expect(made).toBeGreaterThan(total / 2);
  });
});

/** A callable whose value may have to be waited for, or is an error; the same for the same start. */
function lateFrom(start: number, note: () => void = () => undefined): Callable {
  const choices = new Random(start);
  return ([value = null]) => {
    if (choices.chance(0.4)) return value;
    note();
    return choices.chance(0.1) ? Promise.reject(new Error("late")) : Promise.resolve(value);
  };
}

describe("a render that walks the tree and waits is as one that runs code", () => {
  const expressions = new Generator(new Random(seed + 4));
  const scopes = new ScopeGenerator(new Random(seed + 5));
  const cases = [
    { name: "expressions", next: () => expressions.template(), data: context, total: count / 2 },
    { name: "nested scopes", next: () => scopes.template(), data: { a: "A", n: 2 }, total: count / 4 },
  ];
  test.each(cases)("for random $name", async ({ next, data, total }) => {
    const random = new Random(seed + 6);
    let waits = 0;
    for (let i = 0; i < total; i++) {
      const source = waitIn(next(), random);
      const [walked, compiled] = [environment, compiling].map((which) => compileIn(which, source));
      if (walked === undefined || compiled === undefined) continue;
      const render = (template: Template): Promise<unknown> => toldOfMarks(template, contextOf(data), lateFrom(i, () => waits++));
      const expected = await render(compiled);
      for (const _ of [1, 2]) expect(await render(walked), source).toEqual(expected);
    }
    expect(waits).toBeGreaterThan(total / 4);
  });
});

/** The same template, with some of its expressions given by a callable that may have to be waited for. */
function waitIn(source: string, random: Random): string {
  return source
    .replace(/\{\{(-?) (.*?) (-?)\}\}/g, (whole, before: string, inner: string, after: string) =>
      random.chance(0.5) ? `{{${before} late(${inner}) ${after}}}` : whole,
    )
    .replace(
      /\{%(-?) (if|elif|set \w+ =|for \w+ in) (.*?) (-?)%\}/g,
      (whole, before: string, word: string, inner: string, after: string) =>
        random.chance(0.5) ? `{%${before} ${word} late(${inner}) ${after}%}` : whole,
    );
}

/** The text with the places behind every offset of it, or the error with its own. */
async function toldOfMarks(template: Template, context: RenderContext, late: Callable): Promise<unknown> {
  try {
    const values = { get: (name: string) => (name === "late" ? late : context.get(name)) };
    const { text, marks } = await template.renderMarkedAsync(values);
    return { text, places: Array.from(text, (_, offset) => marks.locate(offset)) };
  } catch (error) {
    return { error: String(error), trace: traceOf(error) };
  }
}

/** The text, or the error with every place it came through. */
function told(render: () => unknown): unknown {
  try {
    return render();
  } catch (error) {
    return { error: String(error), trace: traceOf(error) };
  }
}
