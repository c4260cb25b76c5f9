/** Every conformance case: expected outputs were recorded from real Jinja2 3.1.6 and dbt. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { RenderContext } from "../src/index.ts";
import { Environment, JinjaError, pyRepr, pyTypeName, toValue } from "../src/index.ts";
import { dbtContext } from "./dbt-macros.ts";

interface Case {
  readonly group: string;
  readonly name: string;
  readonly mode: "text" | "native" | "dbt";
  readonly template: string;
  readonly context: Record<string, unknown>;
  readonly expected: string | null;
  readonly expected_type?: string;
  readonly error?: string;
  readonly error_line?: number;
  readonly packages?: Record<string, string>;
  readonly adapter?: string[];
}

const cases = JSON.parse(readFileSync(new URL("conformance/cases.json", import.meta.url), "utf8")) as Case[];
/** Trees are walked first, and get code of their own later. */
const ENVIRONMENTS = [new Environment(), new Environment({ walks: 0 })];

function jsonContext(data: Record<string, unknown>): Map<string, ReturnType<typeof toValue>> {
  return new Map(Object.entries(data).map(([name, value]) => [name, toValue(value)]));
}

function run(item: Case, environment: Environment): { output: string; type?: string } {
  const own = jsonContext(item.context);
  if (item.mode === "dbt") {
    const context = dbtContext(environment, item.packages ?? {}, item.adapter ?? [], own);
    return { output: environment.compile(item.template, { name: "case" }).render(context) };
  }
  const context: RenderContext = { get: (name) => own.get(name) };
  const template = environment.compile(item.template, { name: "case" });
  if (item.mode === "text") return { output: template.render(context) };
  const value = template.renderNative(context);
  const type = pyTypeName(value);
  return { output: type === "Undefined" ? "<undefined>" : pyRepr(value), type };
}

function check(item: Case, environment: Environment): void {
  if (item.error === undefined) {
    const { output, type } = run(item, environment);
    expect(output).toBe(item.expected);
    if (item.expected_type !== undefined) expect(type).toBe(item.expected_type);
    return;
  }
  let error: unknown;
  try {
    run(item, environment);
  } catch (thrown) {
    error = thrown;
  }
  expect((error as JinjaError | undefined)?.kind).toBe(item.error);
  if (item.error_line !== undefined) expect((error as JinjaError).trace[0]?.line).toBe(item.error_line);
}

describe.each([...new Set(cases.map((item) => item.group))])("%s", (group) => {
  test.each(cases.filter((item) => item.group === group))("$name", (item) => {
    for (const environment of ENVIRONMENTS) check(item, environment);
  });
});
