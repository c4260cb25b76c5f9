/** Macro semantics recorded from dbt's own macro generator: search order, dispatch, return(), caller. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createParseContext } from "../../src/context/parse-context.ts";
import { createBench } from "../context/workbench.ts";

interface Case {
  readonly name: string;
  readonly template: string;
  readonly packages: { readonly [name: string]: string };
  readonly expected: string | null;
  readonly error?: string;
}

const cases = JSON.parse(readFileSync(new URL("dbt-macro-cases.json", import.meta.url), "utf8")) as Case[];

function render({ template, packages }: Case): string {
  const { root = "", ...others } = packages;
  const bench = createBench({ macros: { ...others, shop: root } });
  const context = createParseContext(bench.shared, bench.addModel({ name: "model" }));
  return bench.environment.compile(template, { name: "model" }).render(context);
}

describe("macros behave as dbt's do", () => {
  for (const one of cases) {
    test(one.name, () => {
      if (one.error === undefined) expect(render(one)).toBe(one.expected);
      else expect(() => render(one)).toThrow();
    });
  }
});
