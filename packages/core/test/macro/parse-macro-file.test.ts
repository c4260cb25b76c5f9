import { describe, expect, test } from "vitest";
import { TsmodelError } from "../../src/errors/tsmodel-error.ts";
import { parseMacroFile } from "../../src/macro/parse-macro-file.ts";
import { createBench } from "../context/workbench.ts";

const file = { packageName: "shop", path: "macros/all.sql", createdAt: 5 };
const names = (text: string): string[] => parseMacroFile(text, file).map(({ name }) => name);

describe("a file of macros", () => {
  const heads: [text: string, names: string[]][] = [
    ["{% macro a() %}x{% endmacro %} text {%- macro b(x, y=1) -%}y{%- endmacro -%}", ["a", "b"]],
    ["{% test positive(model, column_name) %}select 1{% endtest %}", ["test_positive"]],
    ["{% data_test positive(model) %}select 1{% enddata_test %}", ["test_positive"]],
    ["{% materialization mine, default %}x{% endmaterialization %}", ["materialization_mine_default"]],
    [
      "{% materialization mine, adapter='duckdb' %}x{% endmaterialization %}",
      ["materialization_mine_duckdb"],
    ],
    ["{# {% macro hidden() %}{% endmacro %} #}{% set x = 1 %}", []],
    ["", []],
  ];
  for (const [text, expected] of heads) test(text || "nothing", () => expect(names(text)).toEqual(expected));

  test("keeps the block's text and says where it is", () => {
    const [macro] = parseMacroFile("-- top\n{% macro a() %}x{% endmacro %}\n", file);
    expect(macro).toMatchObject({
      unique_id: "macro.shop.a",
      macro_sql: "{% macro a() %}x{% endmacro %}",
      path: "macros/all.sql",
      original_file_path: "macros/all.sql",
      supported_languages: null,
      created_at: 5,
      resource_type: "macro",
      config: { meta: {}, docs: { show: true, node_color: null } },
    });
  });

  const languages: [text: string, languages: string[]][] = [
    ["{% materialization m, default %}{% endmaterialization %}", ["sql"]],
    [
      "{% materialization m, adapter='duckdb', supported_languages=['sql', 'python'] %}{% endmaterialization %}",
      ["sql", "python"],
    ],
    [
      "{% materialization function, default, supported_languages=['sql', 'javascript'] %}{% endmaterialization %}",
      ["sql", "javascript"],
    ],
  ];
  for (const [text, expected] of languages)
    test(`languages of ${text}`, () =>
      expect(parseMacroFile(text, file)[0]!.supported_languages).toEqual(expected));

  test("a materialization for a language that models are not written in", () => {
    const text =
      "{% materialization m, default, supported_languages=['sql', 'pyton'] %}{% endmaterialization %}";
    const error = thrownBy(() => parseMacroFile(text, file));
    expect(error.code).toBe("materialization-language-unknown");
    expect(error.render()).toContain('did you mean "python"?');
  });

  test("an unclosed block is an error with its place", () => {
    const error = thrownBy(() => parseMacroFile("\n{% macro a() %}x", file));
    expect(error.code).toBe("template-syntax");
    expect(error.at[0]).toMatchObject({ file: "macros/all.sql", line: 2 });
  });
});

describe("linking macros", () => {
  test("a body that cannot be parsed is an error in the user's file", () => {
    const bench = createBench({
      macros: { shop: "{% macro ok() %}{% endmacro %}\n{% macro broken() %}\n{{ 1 + }}\n{% endmacro %}" },
    });
    const errors = (
      thrownBy(() => bench.shared.registry.linkMacros()) as unknown as { errors: TsmodelError[] }
    ).errors;
    expect(errors).toHaveLength(1);
    expect(errors[0]!.at[0]).toMatchObject({ file: "macros/all.sql", line: 3 });
    expect(errors[0]!.render()).toContain("in macro broken (macros/all.sql)");
  });

  test("arguments are filled from the signature when asked for", () => {
    const bench = createBench({
      macros: { shop: "{% macro f(a, b: string = 'x', c=none) %}{% endmacro %}" },
    });
    bench.shared.registry.linkMacros({ withArguments: true });
    expect(bench.macro("macro.shop.f").arguments).toEqual(
      ["a", "b", "c"].map((name) => ({ name, type: null, description: "" })),
    );
  });
});

function thrownBy(work: () => unknown): TsmodelError {
  try {
    work();
  } catch (error) {
    return error as TsmodelError;
  }
  throw new Error("nothing was thrown");
}
