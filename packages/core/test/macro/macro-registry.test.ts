import { describe, expect, test } from "vitest";
import { TsmodelError } from "../../src/errors/tsmodel-error.ts";
import { createBench, type BenchInput } from "../context/workbench.ts";

const macro = (...names: string[]): string =>
  names.map((name) => `{% macro ${name}() %}${name}{% endmacro %}`).join("\n");
const registryOf = (input: BenchInput) => createBench(input).shared.registry;

describe("a name in a package's code", () => {
  const registry = registryOf({
    macros: {
      shop: macro("f", "only_root", "is_incremental"),
      utils: macro("f", "only_utils"),
      dbt: macro("f", "util", "is_incremental"),
      dbt_duckdb: macro("util"),
    },
  });
  const cases: [name: string, from: string, meaning: string | undefined][] = [
    ["f", "shop", "macro.shop.f"],
    ["f", "utils", "macro.utils.f"],
    ["only_root", "utils", "macro.shop.only_root"],
    ["only_utils", "shop", undefined],
    ["utils", "shop", "package utils"],
    ["dbt", "shop", "package dbt"],
    ["dbt_duckdb", "shop", undefined],
    ["util", "shop", "macro.dbt_duckdb.util"],
    ["is_incremental", "utils", "macro.shop.is_incremental"],
    ["f", "dbt", "macro.shop.f"],
    ["nothing", "shop", undefined],
  ];
  for (const [name, from, meaning] of cases) {
    test(`${name} from ${from} is ${meaning ?? "unknown"}`, () => {
      const found = registry.resolve(name, from);
      expect(found && ("macro" in found ? found.macro.unique_id : `package ${found.package}`)).toBe(meaning);
    });
  }

  test("members of packages", () => {
    expect(registry.findInPackage("utils", "only_utils")?.unique_id).toBe("macro.utils.only_utils");
    expect(registry.findInPackage("dbt", "util")?.unique_id).toBe("macro.dbt_duckdb.util");
    expect(registry.findInPackage("dbt_duckdb", "util")).toBeUndefined();
  });

  test("what adapters ask for by name", () => {
    expect(registry.findByName("f")?.unique_id).toBe("macro.shop.f");
    expect(registry.findByName("f", "utils")?.unique_id).toBe("macro.utils.f");
    expect(registry.findByName("util")?.unique_id).toBe("macro.dbt_duckdb.util");
    expect(registry.findByName("only_utils")?.unique_id).toBe("macro.utils.only_utils");
  });
});

test("two macros of one name in a package are an error", () => {
  expect(() => createBench({ macros: { shop: macro("f", "f") } })).toThrow(
    /two macros named "f" in the project "shop"/,
  );
});

describe("dispatch", () => {
  const macros = {
    shop: macro("default__a", "duckdb__local", "default__local"),
    utils: macro("duckdb__a", "default__a", "default__b"),
    other: macro("default__b", "default__c"),
    dbt: macro("default__core", "default__a"),
    dbt_duckdb: macro("duckdb__core"),
  };
  const registry = registryOf({
    macros,
    root: { dispatch: [{ macro_namespace: "utils", search_order: ["shop", "other", "utils"] }] },
  });
  const cases: [name: string, namespace: string | null, from: string, id: string][] = [
    ["a", "utils", "shop", "macro.shop.default__a"],
    ["b", "utils", "shop", "macro.other.default__b"],
    ["c", "other", "shop", "macro.other.default__c"],
    ["local", null, "shop", "macro.shop.duckdb__local"],
    ["local", "utils", "utils", "macro.shop.duckdb__local"],
    ["core", "dbt", "shop", "macro.dbt_duckdb.duckdb__core"],
    ["core", null, "shop", "macro.dbt_duckdb.duckdb__core"],
    ["a", null, "utils", "macro.utils.duckdb__a"],
    ["local", "unknown_package", "shop", "macro.shop.duckdb__local"],
  ];
  for (const [name, namespace, from, id] of cases) {
    test(`${name} in ${namespace ?? "no namespace"} from ${from} is ${id}`, () =>
      expect(registry.dispatch(name, namespace, from).unique_id).toBe(id));
  }

  test("nothing found: the error lists what was looked for and the nearest name", () => {
    const error = failure(() => registry.dispatch("locl", "utils", "shop"));
    expect(error.code).toBe("dispatch-not-found");
    expect(error.message).toContain(
      "Searched for: 'shop.duckdb__locl', 'shop.default__locl', 'other.duckdb__locl', 'other.default__locl', 'utils.duckdb__locl', 'utils.default__locl'",
    );
    expect(error.hint).toBe('did you mean "local"?');
  });

  test("a dotted name says how to write it", () => {
    expect(failure(() => registry.dispatch("utils.a", null, "shop")).hint).toBe(
      'did you mean adapter.dispatch("a", macro_namespace="utils")?',
    );
  });
});

describe("materializations", () => {
  const make = (...names: string[]): string =>
    names
      .map((name) => {
        const [kind, adapter] = name.split("_");
        return `{% materialization ${kind}, ${adapter === "default" ? "default" : `adapter='${adapter}'`} %}x{% endmaterialization %}`;
      })
      .join("");
  const cases: [title: string, macros: { [name: string]: string }, flag: boolean, id: string | undefined][] =
    [
      [
        "the adapter's own goes before default",
        { shop: "", dbt: make("table_default"), dbt_duckdb: make("table_duckdb") },
        true,
        "macro.dbt_duckdb.materialization_table_duckdb",
      ],
      [
        "the root project overrides built-ins",
        { shop: make("table_duckdb"), dbt_duckdb: make("table_duckdb") },
        true,
        "macro.shop.materialization_table_duckdb",
      ],
      [
        "a root default does not beat the adapter's own",
        { shop: make("table_default"), dbt_duckdb: make("table_duckdb") },
        true,
        "macro.dbt_duckdb.materialization_table_duckdb",
      ],
      [
        "packages do not override built-ins",
        { shop: "", utils: make("table_duckdb"), dbt: make("table_default") },
        true,
        "macro.dbt.materialization_table_default",
      ],
      [
        "but do without the flag",
        { shop: "", utils: make("table_duckdb"), dbt: make("table_default") },
        false,
        "macro.utils.materialization_table_duckdb",
      ],
      [
        "packages bring new ones",
        { shop: "", utils: make("table_default") },
        true,
        "macro.utils.materialization_table_default",
      ],
      ["none", { shop: "" }, true, undefined],
    ];
  for (const [title, macros, flag, id] of cases) {
    test(title, () => {
      const registry = registryOf({
        macros,
        flags: { require_explicit_package_overrides_for_builtin_materializations: flag },
      });
      expect(registry.findMaterialization("table")?.unique_id).toBe(id);
    });
  }

  test("two packages with the same one are an error", () => {
    const registry = registryOf({ macros: { shop: "", a: make("mine_default"), b: make("mine_default") } });
    expect(() => registry.findMaterialization("mine")).toThrow(
      /two materializations with the name materialization_mine_default/,
    );
  });
});

describe("generate_x_name and tests", () => {
  const registry = registryOf({
    macros: {
      shop: macro("generate_alias_name"),
      utils: `${macro("generate_schema_name")}{% test equal(model) %}x{% endtest %}{% test own(model) %}x{% endtest %}`,
      dbt: `${macro("generate_schema_name", "generate_alias_name")}{% test unique(model) %}x{% endtest %}{% test own(model) %}x{% endtest %}`,
    },
  });
  test("packages only name their own nodes", () => {
    expect(registry.findGenerateMacro("schema")?.unique_id).toBe("macro.dbt.generate_schema_name");
    expect(registry.findGenerateMacro("schema", "utils")?.unique_id).toBe("macro.utils.generate_schema_name");
    expect(registry.findGenerateMacro("alias", "utils")).toBeUndefined();
    expect(registry.findGenerateMacro("alias")?.unique_id).toBe("macro.shop.generate_alias_name");
  });
  test("tests are found in the namespace, the package, then anywhere", () => {
    expect(registry.findTestMacro("equal", "utils", "shop")?.unique_id).toBe("macro.utils.test_equal");
    expect(registry.findTestMacro("unique", null, "shop")?.unique_id).toBe("macro.dbt.test_unique");
    expect(registry.findTestMacro("own", null, "utils")?.unique_id).toBe("macro.utils.test_own");
    expect(registry.findTestMacro("missing", null, "shop")).toBeUndefined();
  });
});

describe("calls read off the text", () => {
  const macros = {
    shop:
      "{% macro a() %}{{ b() }}{{ utils.star(b()) }}{{ a() }}{{ ref('x') }}{{ log(c()) }}{% call b() %}{{ unknown() }}{% endcall %}{% endmacro %}" +
      "{% macro b() %}{{ return(adapter.dispatch('b', 'utils')()) }}{% endmacro %}{% macro c() %}{{ adapter.get_relation() }}{{ adapter.dispatch(name)() }}{% endmacro %}",
    utils:
      "{% macro star(x) %}{{ adapter.dispatch(macro_name='star', macro_namespace='utils')(x) }}{% endmacro %}{% macro default__star(x) %}{% endmacro %}{% macro default__b() %}{{ util() }}{% endmacro %}",
    dbt: "{% macro util() %}{% endmacro %}",
  };
  const bench = createBench({ macros });
  bench.shared.registry.linkMacros({ known: (name) => bench.shared.base.has(name) });
  const cases: [id: string, depends: string[]][] = [
    ["macro.shop.a", ["macro.shop.b", "macro.utils.star", "macro.shop.c"]],
    ["macro.shop.b", ["macro.utils.default__b"]],
    ["macro.shop.c", []],
    ["macro.utils.star", ["macro.utils.default__star"]],
    ["macro.utils.default__b", ["macro.dbt.util"]],
  ];
  for (const [id, depends] of cases)
    test(id, () => expect(new Set(bench.macro(id).depends_on.macros)).toEqual(new Set(depends)));
});

function failure(work: () => unknown): TsmodelError {
  try {
    work();
  } catch (error) {
    if (error instanceof TsmodelError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
