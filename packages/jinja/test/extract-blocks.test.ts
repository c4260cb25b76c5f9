import { describe, expect, test } from "vitest";
import { JinjaError, codeFrame, extractBlocks, textOutsideBlocks } from "../src/index.ts";

const tags = ["macro", "materialization", "test", "data_test", "docs", "snapshot"];
const extract = (source: string) => extractBlocks(source, { file: "macros/m.sql", tags });

function problem(source: string): string {
  try {
    extract(source);
  } catch (error) {
    const { kind, message, trace } = error as JinjaError;
    const [frame] = trace;
    return frame === undefined
      ? message
      : `${kind}: ${message}\n${frame.file}:${frame.line}:${frame.column}\n${codeFrame(source, frame)}`;
  }
  return "";
}

describe("extractBlocks", () => {
  test("cuts top-level blocks and tells where they are", () => {
    const source =
      "-- head\n{% macro a(x) %}A{{ x }}{% endmacro %}\nbetween\n{%- test b(model) -%} B {%- endtest -%}\n tail";
    const blocks = extract(source);
    expect(blocks.map(({ tag, name, contents }) => ({ tag, name, contents }))).toEqual([
      { tag: "macro", name: "a", contents: "A{{ x }}" },
      { tag: "test", name: "b", contents: "B" },
    ]);
    for (const block of blocks) {
      expect(source.slice(block.start, block.end)).toBe(block.fullText);
      expect(source.slice(block.contentsStart, block.contentsStart + block.contents.length)).toBe(
        block.contents,
      );
    }
    expect(textOutsideBlocks(source, blocks)).toEqual([
      { text: "-- head\n", start: 0 },
      { text: "\nbetween", start: source.indexOf("\nbetween") },
      { text: "tail", start: source.indexOf("tail") },
    ]);
  });

  test("looks neither into comments, nor raw blocks, nor strings", () => {
    const source = `{# {% macro no() %} #}{{ "{% macro no() %}" }}{% raw %}{% macro no() %}{% endraw %}{% set x = "%} {% macro no() %}" %}{% macro yes() %}{{ '}} {% endmacro %}' }}{# {% endmacro %} #}{% raw %}{% endmacro %}{% endraw %}{% endmacro %}`;
    expect(extract(source).map((block) => block.name)).toEqual(["yes"]);
    expect(extract(source)[0]?.contents).toBe(
      "{{ '}} {% endmacro %}' }}{# {% endmacro %} #}{% raw %}{% endmacro %}{% endraw %}",
    );
  });

  test("keeps control flow and other blocks inside a block", () => {
    const source =
      "{% macro a() %}{% if x %}{% for y in z %}{% endfor %}{% endif %}{% call b() %}{% endcall %}{% endmacro %}";
    expect(extract(source)).toHaveLength(1);
  });

  test("only the tags asked for are blocks", () => {
    const source = "{% macro a() %}{% endmacro %}{% docs d %}text{% enddocs %}";
    expect(extractBlocks(source, { file: "f", tags: ["docs"] }).map((block) => block.name)).toEqual(["d"]);
  });

  test.each([
    ["{% macro a() %}\n1\n", "{% macro a %} is never closed: {% endmacro %} is missing"],
    [
      "\n{% if x %}{% macro a() %}{% endmacro %}{% endif %}",
      "a macro block cannot be defined inside {% if %}",
    ],
    [
      "{% macro a() %}\n{% docs b %}{% enddocs %}{% endmacro %}",
      "a docs block cannot be defined inside another block (macro a)",
    ],
    ["{% endif %}", "{% endif %} without a {% if %} before it"],
    ["{% for x in y %}{% endif %}", "{% endif %} where {% endfor %} was expected"],
    ["{# never closed", "unexpected end of file: a comment is not closed, #} is missing"],
    ["{{ 'open }}", "unexpected end of file: a string is not closed"],
    ["{% set x = 1", "unexpected end of file: %} is missing"],
    ["{% raw %} x", "unexpected end of file: {% endraw %} is missing"],
  ])("%j is an error with a place", (source, message) => {
    const text = problem(source);
    expect(text).toContain(`TemplateSyntaxError: ${message}\nmacros/m.sql:`);
    expect(text).toContain("^");
  });

  test("takes time in proportion to the text", () => {
    const source = "{% macro m() %}{{ x }}{# c #} text {% set a = 'b' %}{% endmacro %}\n".repeat(20_000);
    const started = performance.now();
    expect(extract(source)).toHaveLength(20_000);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
