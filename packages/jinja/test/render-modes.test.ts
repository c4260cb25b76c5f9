import { describe, expect, test } from "vitest";
import type { Callable, PyDict, RenderContext, Value } from "../src/index.ts";
import { ControlFlow, Environment, JinjaError, MarkRecorder, PyObject, toValue, traceOf } from "../src/index.ts";

const environment = new Environment();

function context(values: Record<string, Value>): RenderContext {
  return { get: (name) => values[name] };
}

function failure(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("async rendering", () => {
  const source =
    "{% macro twice(x) %}{{ fetch(x) }}{{ fetch(x) }}{% endmacro %}{% for i in [1, 2] %}{{ twice(i) }}{% set last = fetch(i) %}{% if fetch(i) == 'b2' %}!{% endif %}{% endfor %}";

  test("many renders interleave and keep their own state", async () => {
    const waiting: (() => void)[] = [];
    const order: string[] = [];
    const host =
      (name: string): Callable =>
      ([value]) =>
        new Promise<Value>((resolve) => {
          waiting.push(() => {
            order.push(name);
            resolve(`${name}${String(value)}`);
          });
        });
    const template = environment.compile(source, { name: "m" });
    const renders = Promise.all(
      ["a", "b"].map((name) => template.renderAsync(context({ fetch: host(name) }))),
    );
    let done = false;
    void renders.then(() => (done = true));
    for (let round = 0; !done && round < 100; round++) {
      waiting.splice(0).forEach((resume) => resume());
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await renders).toEqual(["a1a1a2a2", "b1b1b2b2!"]);
    expect(order.slice(0, 4)).toEqual(["a", "b", "a", "b"]);
  });

  test("waits in call blocks, filtered loops, defaults and recursive loops", async () => {
    const late: Callable = async ([value]) => value as Value;
    const source = [
      "{% macro box(x=late('d')) %}[{{ x }}{{ caller(late(1)) if caller }}]{% endmacro %}",
      "{{ box() }}{% call(n) box(late('y')) %}{{ n }}{% endcall %}",
      "{% for i in [1, 2, 3] if late(i) > 1 %}{{ i }}{{ loop.last }}{% endfor %}",
      "{% for i in [1, [2, 3]] recursive %}{% if i is iterable %}({{ loop(i) }}){% else %}{{ late(i) }}{% endif %}{% endfor %}",
      "{{ late('a') ~ late('b')|upper }}{{ 1 if late(false) else late(2) }}{{ [late(1), late(2)]|sum }}{{ late({'k': 5}).k }}",
    ].join("");
    expect(await environment.compile(source, { name: "m" }).renderAsync(context({ late }))).toBe(
      "[d][y1]2False3True1(23)aB235",
    );
  });

  test.each([
    "{{ dict.x ~ change(dict) }}",
    "{{ change(dict) ~ dict.x }}",
    "{{ [dict.x, change(dict), dict.x] }}",
    "{{ {'a': dict['x'], 'b': change(dict)} }}",
    "{{ dict.x if change(dict) else 0 }}",
    "{{ join(dict.x, change(dict)) }}",
    "{{ [list.append(1), list | length, grow(list)] }}",
    "{{ grow(list) or list | length }}",
    "{{ list.append(grow(list)) }}{{ list }}",
  ])("%s: what was read before a call that is waited for is as it was then", async (source) => {
    const render = async (walks: number): Promise<string> => {
      const template = new Environment({ walks }).compile(source, { name: "m" });
      const change: Callable = async ([value]) => {
        await null;
        (value as PyDict).set("x", 9);
        return 5;
      };
      const grow: Callable = async ([value]) => {
        await null;
        (value as Value[]).push(7);
        return 0;
      };
      const join: Callable = ([a, b]) => `${String(a)}/${String(b)}`;
      const values = { dict: toValue({ x: 1 }), list: toValue([1]), change, grow, join };
      return (await template.renderMarkedAsync(context(values))).text;
    };
    expect(await render(1)).toBe(await render(0));
  });

  test("an error of an awaited callable carries the places it crossed", async () => {
    const fail: Callable = async () => {
      throw new TypeError("no connection");
    };
    const template = environment.compile("{% macro m() %}\n{{ fail() }}{% endmacro %}\n{{ m() }}", {
      name: "m",
    });
    const error: unknown = await template.renderAsync(context({ fail })).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TypeError);
    expect(traceOf(error).map((frame) => `${frame.name}:${frame.line}:${frame.column}`)).toEqual([
      "m:2:4",
      "m:3:4",
    ]);
  });

  test("synchronous rendering names the callable that is asynchronous", () => {
    const adapter = new (class extends PyObject {
      readonly pyTypeName = "Adapter";
      override pyGetAttr(name: string): Value | undefined {
        return name === "execute" ? async () => 1 : undefined;
      }
    })();
    const error = failure(() =>
      environment.compile("x {{ adapter.execute('select 1') }}", { name: "m" }).render(context({ adapter })),
    ) as JinjaError;
    expect(error.message).toBe(
      "adapter.execute is asynchronous and cannot be called where templates are rendered synchronously",
    );
    expect(error.trace[0]).toMatchObject({ line: 1, column: 6 });
  });
});

describe("errors of host code", () => {
  test("pass through as they are, with a trace", () => {
    const thrown = new RangeError("mine");
    const fail: Callable = () => {
      throw thrown;
    };
    const error = failure(() =>
      environment.compile("a\n{{ fail() }}", { name: "m" }).render(context({ fail })),
    );
    expect(error).toBe(thrown);
    expect(traceOf(error)).toMatchObject([{ name: "m", file: "m", line: 2, column: 4, endColumn: 10 }]);
  });

  test("control flow is not touched", () => {
    class Return extends ControlFlow {}
    const signal = new Return();
    const leave: Callable = () => {
      throw signal;
    };
    expect(
      failure(() =>
        environment.compile("{% set x %}{{ leave() }}{% endset %}", { name: "m" }).render(context({ leave })),
      ),
    ).toBe(signal);
    expect(traceOf(signal)).toEqual([]);
  });

  test("places are those of the user's file", () => {
    const text = "-- a file\n\n{% macro m() %}\n  {{ nothing.x }}\n{% endmacro %}";
    const offset = text.indexOf("{%");
    const template = environment.compile(text.slice(offset), {
      name: "m",
      origin: { file: "macros/m.sql", text, offset },
    });
    const macro = template.macro("m")?.bind(context({}), { mode: "sync" }) as Callable;
    const error = failure(() => macro([], null));
    expect(traceOf(error)).toMatchObject([
      { file: "macros/m.sql", name: "m", line: 4, column: 6, offset: text.indexOf("nothing") },
    ]);
  });
});

describe("dbt's parse phase (undefined: capture)", () => {
  const capture = (source: string, values: Record<string, Value> = {}): string =>
    environment.compile(source, { name: "m" }).render(context(values), { undefined: "capture" });

  test.each([
    ["{{ a.b.c }}", ""],
    ["{{ a.b['c'](1, x=2).d }}", ""],
    ["{{ 'oneinch_' + blockchain.name }}", "oneinch_blockchain"],
    ["{{ a.b.name }}", "b"],
    ["{{ a['x'].name }}", "a"],
    // What dbt gives, see `callValue`.
    ["{{ a().name }}", "jinja_pass_arg"],
    ["{% for x in a.b %}{{ x }}{% else %}none{% endfor %}", "none"],
    ["{{ a is defined }} {{ a.b is none }}", "False False"],
    ["{% if a.b() %}yes{% else %}no{% endif %}", "no"],
    ["{{ known.missing.deeper }}", ""],
  ])("%s", (source, expected) => {
    expect(capture(source, { known: "text" })).toBe(expected);
  });

  test("operators still raise", () => {
    expect(failure(() => capture("{{ a.b + 1 }}"))).toMatchObject({
      kind: "UndefinedError",
      message: "'b' is undefined",
    });
  });
});

describe("macros bound to a context", () => {
  test("free names and other macros come from the context, once per call", () => {
    const asked: string[] = [];
    const template = environment.compile(
      "{% macro m(n) %}{{ x }}{{ x }}{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}",
      { name: "m" },
    );
    const macro = template.macro("m");
    expect(macro?.argumentNames).toEqual(["n"]);
    const bound = macro?.bind(
      {
        get: (name) => {
          asked.push(name);
          return name === "x" ? "v" : name === "m" ? () => "<host>" : undefined;
        },
      },
      { mode: "sync" },
    ) as Callable;
    expect(bound([1], null)).toBe("vv<host>");
    expect(asked).toEqual(["x", "m"]);
  });

  test("statements around a macro run before each call", () => {
    const template = environment.compile("{% set k = base * 2 %}{% macro m() %}{{ k }}{% endmacro %}", {
      name: "m",
    });
    const bound = template.macro("m")?.bind(context({ base: 21 }), { mode: "sync" }) as Callable;
    expect(bound([], null)).toBe("42");
  });

  test("an environment may reach all macros through the context", () => {
    const dbt = new Environment({ macrosInContext: true });
    const source = "{% macro m() %}own{% endmacro %}{{ m() }}";
    expect(environment.compile(source, { name: "m" }).render(context({ m: () => "host" }))).toBe("own");
    expect(dbt.compile(source, { name: "m" }).render(context({ m: () => "host" }))).toBe("host");
  });

  test("a caller arrives as keyword argument", () => {
    const host: Callable = (_args, kwargs) => {
      const caller = kwargs?.["caller"] as Callable;
      return `<${String(caller(["x"], null))}>`;
    };
    expect(
      environment
        .compile("{% call(v) host(1, k=2) %}{{ v }}!{% endcall %}", { name: "m" })
        .render(context({ host })),
    ).toBe("<x!>");
  });
});

describe("a function that leaves the macro which calls it", () => {
  class Left extends ControlFlow {
    readonly value: Value;
    constructor(value: Value) {
      super();
      this.value = value;
    }
  }

  /** What a bound macro of that text gives, or what its `return` threw: the same walked and compiled. */
  async function call(body: string, mode: "sync" | "async", values: Record<string, Value> = {}): Promise<unknown> {
    const leave: Callable = ([value]) => {
      throw new Left(value!);
    };
    leave.leavesMacro = true;
    const host: Callable = (_args, kwargs) => (kwargs!["caller"] as Callable)([], null);
    const callIn = async (walks: number): Promise<unknown> => {
      const template = new Environment({ macrosInContext: true, walks }).compile(`{% macro m(x) %}${body}{% endmacro %}`, { name: "m" });
      const bound = template.macro("m")!.bind(context({ return: leave, host, two: 2, ...values }), { mode, marks: new MarkRecorder() });
      try {
        return await bound([7], null);
      } catch (error) {
        if (error instanceof Left) return { thrown: error.value };
        throw error;
      }
    };
    const walked = await callIn(1);
    expect(await callIn(0)).toEqual(walked);
    return walked;
  }

  describe.each(["sync", "async"] as const)("%s", (mode) => {
    test.each([
      ["printed", "a{{ return(x) }}b", 7],
      ["by do, in a loop", "{% for i in [1, 2, 3] %}{% if i == two %}{% do return([i, x]) %}{% endif %}{% endfor %}", [2, 7]],
      ["inside a text that is set", "{% set t %}a{{ return(x) }}{% endset %}{{ t }}", 7],
      ["with a text, which is no output", "a{{ return('b') }}", "b"],
      ["not reached", "a{% if not x %}{{ return(x) }}{% endif %}b", "ab"],
    ])("%s", async (_name, body, value) => {
      expect(await call(body, mode)).toEqual(value);
    });

    test.each([
      ["the body of a call block is not the macro", "{% call host() %}{{ return(x) }}{% endcall %}"],
      ["nor is a loop that calls itself", "{% for i in [[1]] recursive %}{% if i is iterable %}{{ loop(i) }}{% else %}{{ return(x) }}{% endif %}{% endfor %}"],
      ["named arguments go to the function", "{{ return(x, **{}) }}"],
      ["under another name it is called", "{% set leave = return %}{{ leave(x) }}"],
    ])("%s", async (_name, body) => {
      expect(await call(body, mode)).toEqual({ thrown: 7 });
    });

    test("another function of that name is an ordinary one", async () => {
      const values = { return: (([value]) => `<${String(value)}>`) as Callable };
      expect(await call("a{{ return(x) }}b{% do return(x) %}{% set return = two %}", mode, values)).toBe("a<7>b");
      expect(await call("{% set return = own %}{{ return(x) }}c", mode, { own: values.return })).toBe("<7>c");
    });
  });
});

describe("custom filters, tests and globals", () => {
  test("come before Jinja2's own", () => {
    const own = new Environment({
      filters: {
        shout: (value, args) => `${String(value)}${"!".repeat(Number(args[0] ?? 1))}`,
        upper: () => "mine",
      },
      tests: { even_length: (value) => String(value).length % 2 === 0 },
      globals: { version: "1" },
    });
    const source =
      "{{ 'a'|shout(2) }} {{ 'a'|upper }} {{ 'ab' is even_length }} {{ version }} {{ ['a']|map('shout')|list }}";
    expect(own.compile(source, { name: "m" }).render(context({}))).toBe("a!! mine True 1 ['a!']");
  });
});
