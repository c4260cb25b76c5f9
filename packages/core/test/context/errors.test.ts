import { describe, expect, test } from "vitest";
import { DatabaseError } from "../../src/adapter/database-error.ts";
import { createConfiguredContext } from "../../src/context/configured-context.ts";
import { createDocsContext } from "../../src/context/docs-context.ts";
import { createRunContext } from "../../src/context/run-context.ts";
import { createRuntime } from "../../src/context/runtime.ts";
import { toTsmodelError } from "../../src/context/to-tsmodel-error.ts";
import { warningFate } from "../../src/project/warn-error.ts";
import { createBench, FakeDatabase } from "./workbench.ts";

const MODEL = "select\n  id,\n  {{ amount('cents') }} as amount\nfrom t\n";

function scene(
  model: string = MODEL,
  shop: string = "{% macro amount(column) %}\n  ({{ column }} / hundred)\n{% endmacro %}",
) {
  const bench = createBench({
    macros: { shop, dbt: "{% macro inner(x) %}{{ x.y.z }}{% endmacro %}" },
    files: { "/projects/shop/models/orders.sql": model },
  });
  const node = bench.addModel({ name: "orders", raw_code: model });
  const runtime = createRuntime({ shared: bench.shared, database: new FakeDatabase() });
  const context = createRunContext({ runtime, connection: runtime.connect("x", node), node });
  const template = bench.environment.compile(model, {
    name: "orders",
    origin: { file: "models/orders.sql", text: model, offset: 0 },
  });
  return {
    bench,
    node,
    context,
    render: () => template.renderMarkedAsync(context, { marks: context.marks }),
  };
}

describe("an error of the database", () => {
  test("shows the macro's line, then the call", async () => {
    const { bench, node, render } = scene();
    const compiled = await render();
    const sql = `create table x as (\n${compiled.text}\n);`;
    const error = new DatabaseError('column "hundred" not found', {
      kind: "column-not-found",
      sql,
      position: sql.indexOf("hundred"),
      candidates: ["hundreds"],
    });
    const shown = toTsmodelError(error, { shared: bench.shared, node, compiled });
    expect(shown.at.map(({ file, line, column }) => [file, line, column])).toEqual([
      ["macros/all.sql", 2, 19],
      ["models/orders.sql", 3, 6],
    ]);
    expect(shown.render()).toBe(
      [
        "Database Error in model orders (models/orders.sql)",
        '  column "hundred" not found',
        "  macros/all.sql:2:19 (amount)",
        "      1 | {% macro amount(column) %}",
        "      2 |   ({{ column }} / hundred)",
        "        |                   ^^^^^^^",
        "  models/orders.sql:3:6 (orders)",
        "      2 |   id,",
        "      3 |   {{ amount('cents') }} as amount",
        "        |      ^^^^^^^^^^^^^^^",
        '  did you mean "hundreds"?',
      ].join("\n"),
    );
  });

  test("of another statement has no place in a file: the statement's own line is shown", async () => {
    const { bench, node, render } = scene();
    const compiled = await render();
    const told = (sql: string, position: number): string => {
      const error = new DatabaseError("no", { kind: "other", sql, position });
      const shown = toTsmodelError(error, { shared: bench.shared, node, compiled });
      expect(shown.at).toEqual([]);
      return shown.message;
    };
    expect(told("drop x", 5)).toBe("no\nLINE 1: drop x\n             ^");
    expect(told("a;\nb ü c", 7)).toBe("no\nLINE 2: b ü c\n            ^");
    const long = told(`${"x".repeat(100)} here ${"y".repeat(100)}`, 101);
    const [, line, mark] = long.split("\n");
    expect(line).toMatch(/^LINE 1: \.\.\.x+ here y+\.\.\.$/);
    expect(line!.slice(mark!.length - 1)).toMatch(/^here/);
  });
});

describe("an error of a template", () => {
  test("in a built-in macro is shown where the user called it", async () => {
    const { bench, node, render } = scene("select {{ inner(none) }}\n");
    const error = await render().catch((thrown: unknown) =>
      toTsmodelError(thrown, { shared: bench.shared, node }),
    );
    expect(error).toMatchObject({ label: "Compilation", at: [{ file: "models/orders.sql", line: 1 }] });
  });
  test("undefined names get the nearest one", async () => {
    const { bench, node, render } = scene("{{ amuont('x') }}");
    expect(
      await render().catch((thrown: unknown) => toTsmodelError(thrown, { shared: bench.shared, node }).hint),
    ).toBe('did you mean "amount"?');
  });
  test("endless recursion is said so", async () => {
    const { bench, node, render } = scene("{{ f() }}", "{% macro f() %}{{ f() }}{% endmacro %}");
    expect(
      await render().catch((thrown: unknown) => toTsmodelError(thrown, { shared: bench.shared, node }).code),
    ).toBe("template-recursion");
  });
  test("return() in a model is said so", async () => {
    const { bench, node, render } = scene("{{ return(1) }}");
    expect(
      await render().catch((thrown: unknown) => toTsmodelError(thrown, { shared: bench.shared, node }).code),
    ).toBe("return-outside-macro");
  });
  test("anything else is ours", () => {
    const { bench, node } = scene();
    expect(toTsmodelError(new Error("oops"), { shared: bench.shared, node })).toMatchObject({
      code: "internal-error",
      label: "Internal",
      message: "oops",
    });
  });
});

describe("contexts without macros", () => {
  const bench = createBench({
    macros: { shop: "{% macro f() %}{% endmacro %}" },
    root: { vars: { v: "root" } },
    env: { E: "1" },
  });
  const render = (template: string): string =>
    bench.environment
      .compile(template, { name: "schema.yml" })
      .render(createConfiguredContext(bench.shared, "shop"));
  test("property files see vars, environment and target", () =>
    expect(
      render(
        "{{ var('v') }} {{ env_var('E') }} {{ target.name }} {{ project_name }} {{ f is defined }} {{ ref is defined }}",
      ),
    ).toBe("root 1 dev shop False False"));
  test("a missing var is an error", () =>
    expect(() => render("{{ var('nope') }}")).toThrow(/Required var 'nope' not found/));

  const doc = {
    resource_type: "doc",
    name: "d",
    package_name: "shop",
    unique_id: "doc.shop.d",
    path: "d.md",
    original_file_path: "d.md",
    block_contents: "text",
  } as const;
  bench.manifest.docs.set(doc.unique_id, doc);
  bench.manifest.index.addDoc(doc);
  test("descriptions see doc() and note what they use", () => {
    const used: string[] = [];
    const context = createDocsContext(
      bench.shared,
      { package_name: "shop", unique_id: "model.shop.m" },
      (id) => used.push(id),
    );
    expect(
      bench.environment
        .compile("{{ doc('d') }} {{ doc('shop', 'd') }} {{ target.name }}", { name: "x" })
        .render(context),
    ).toBe("text text dev");
    expect(used).toEqual(["doc.shop.d", "doc.shop.d"]);
    expect(() => bench.environment.compile("{{ doc('e') }}", { name: "x" }).render(context)).toThrow(
      "Documentation for 'model.shop.m' depends on doc 'e' which was not found",
    );
  });
});

describe("what becomes of a warning", () => {
  const cases: [flags: object, fate: string][] = [
    [{}, "warning"],
    [{ warn_error: true }, "error"],
    [{ warn_error_options: { error: "all" } }, "error"],
    [{ warn_error_options: { include: ["A"] } }, "error"],
    [{ warn_error_options: { include: ["B"] } }, "warning"],
    [{ warn_error_options: { error: "*", warn: ["A"] } }, "warning"],
    [{ warn_error_options: { silence: ["A"], error: "all" } }, "silent"],
  ];
  for (const [flags, fate] of cases)
    test(JSON.stringify(flags), () => expect(warningFate(flags as never, "A")).toBe(fate));
});
