import { describe, expect, test } from "vitest";
import type { Callable, RenderContext, Value } from "../src/index.ts";
import { Environment, MarkRecorder } from "../src/index.ts";

const environment = new Environment();

function context(values: Record<string, Value>): RenderContext {
  return { get: (name) => values[name] };
}

/** "name file:line:column" of the places behind the first occurrence of a text in the output. */
function places(
  marked: {
    text: string;
    marks: {
      locate(offset: number): readonly { name: string; file: string; line: number; column: number }[];
    };
  },
  part: string,
): string[] {
  return marked.marks
    .locate(marked.text.indexOf(part))
    .map((frame) => `${frame.name} ${frame.file}:${frame.line}:${frame.column}`);
}

describe("marks", () => {
  test("literal text maps character by character", () => {
    const template = environment.compile("select 1,\n  two\nfrom {{ t }} where x", { name: "m" });
    const marked = template.renderMarked(context({ t: "orders" }));
    expect(marked.text).toBe("select 1,\n  two\nfrom orders where x");
    expect(places(marked, "two")).toEqual(["m m:2:3"]);
    expect(places(marked, "where")).toEqual(["m m:3:14"]);
  });

  test("a printed value maps to its expression, wherever in it one points", () => {
    const marked = environment
      .compile("from {{ t }} x", { name: "m" })
      .renderMarked(context({ t: "orders" }));
    expect(places(marked, "orders")).toEqual(["m m:1:9"]);
    expect(places(marked, "ders")).toEqual(["m m:1:9"]);
  });

  test("the output of a macro that is printed as it is keeps the macro's places", () => {
    const source =
      "{% macro total(c) %}\n  sum({{ c }}) as total{% endmacro %}select {{ total('x') }}, {{ total('y') | trim }}";
    const marked = environment.compile(source, { name: "m" }).renderMarked(context({}));
    expect(places(marked, "as total")).toEqual(["total m:2:16", "m m:2:48"]);
    expect(places(marked, "x)")).toEqual(["total m:2:10", "m m:2:48"]);
    // `trim` changed the text, so that it is a value like any other.
    expect(places(marked, "sum(y")).toEqual(["m m:2:66"]);
  });

  test("macros of other files nest when they are bound with the same recorder", async () => {
    const macroFile = "-- header\n{% macro cents(c) %}({{ c }} / 100){% endmacro %}";
    const start = macroFile.indexOf("{%");
    const compiled = environment.compile(macroFile.slice(start), {
      name: "cents",
      origin: { file: "macros/cents.sql", text: macroFile, offset: start },
    });
    const recorder = new MarkRecorder();
    const bound = compiled.macro("cents")?.bind(context({}), { mode: "async", marks: recorder }) as Callable;
    const modelFile = "select {{ cents('amount') }} as x";
    const model = environment.compile(modelFile, {
      name: "orders",
      origin: { file: "models/orders.sql", text: modelFile, offset: 0 },
    });
    const marked = await model.renderMarkedAsync(context({ cents: bound }), { marks: recorder });
    expect(marked.text).toBe("select (amount / 100) as x");
    expect(places(marked, "/ 100")).toEqual(["cents macros/cents.sql:2:30", "orders models/orders.sql:1:11"]);
    expect(places(marked, "as x")).toEqual(["orders models/orders.sql:1:30"]);
  });

  test("line ends of two characters are counted in the file", () => {
    const marked = environment.compile("select 1\r\n, 2\r\n, three", { name: "m" }).renderMarked(context({}));
    expect(marked.text).toBe("select 1\n, 2\n, three");
    expect(places(marked, "three")).toEqual(["m m:3:3"]);
  });

  test("text inside set blocks does not count as output", () => {
    const marked = environment
      .compile("a{% set x %}hidden{% endset %}b{{ x }}", { name: "m" })
      .renderMarked(context({}));
    expect(marked.text).toBe("abhidden");
    expect(places(marked, "b")).toEqual(["m m:1:31"]);
    expect(places(marked, "hidden")).toEqual(["m m:1:35"]);
  });

  test("gives the same text as a plain render", () => {
    const source =
      "{% for i in range(3) %}{{ i }}{% if not loop.last %}, {% endif %}{% else %}none{% endfor %}{% filter upper %}x{{ 1 }}{% endfilter %}";
    const template = environment.compile(source, { name: "m" });
    expect(template.renderMarked(context({})).text).toBe(template.render(context({})));
  });
});
