/**
 * Rules of the semantic layer: a project that keeps them, and changes that break one. How many errors and warnings each
 * change gives is what dbt 1.11 with dbt_semantic_interfaces 0.9 was seen to give.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { TsmodelError } from "../../src/errors/tsmodel-error.ts";
import { parseFiles } from "./parse-folder.ts";

interface Case {
  readonly name: string;
  readonly changes: readonly (readonly [string, string])[];
  readonly errors: number;
  readonly warnings: number;
  /** How the first of them begins. */
  readonly says: string;
}

const read = (name: string): string => readFileSync(new URL(`./data/semantic-rules.${name}`, import.meta.url), "utf8");
const base = read("yml");
const cases = JSON.parse(read("json")) as Case[];

interface Told {
  readonly level: string;
  readonly text: string;
}

function check(properties: string): { told: Told[]; error: TsmodelError | undefined } {
  const files = {
    "models/days.sql": "select current_date as day",
    "models/people.sql": "select 1 as id, current_date as created_at",
    "models/teams.sql": "select 1 as team",
    "models/s.yml": properties,
  };
  const told: Told[] = [];
  try {
    parseFiles(files, {}, (event) => {
      if (event.type === "message" && event.name === "SemanticValidationFailure") told.push(event);
    });
    return { told, error: undefined };
  } catch (error) {
    if (!(error instanceof TsmodelError)) throw error;
    return { told, error };
  }
}

test.each(cases)("$name", ({ changes, errors, warnings, says }) => {
  let text = base;
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  const { told, error } = check(text);
  const count = (level: string): number => told.filter((one) => one.level === level).length;
  expect([count("error"), count("warn")]).toEqual([errors, warnings]);
  expect(told[0]?.text ?? "").toContain(says);
  expect(error?.code).toBe(errors > 0 ? "semantic-layer-invalid" : undefined);
});

test("a finding has its place", () => {
  const { told, error } = check(base.replace("agg: count, expr: id", "agg: count, expr: distinct id"));
  expect(told[0]!.text).toMatch(/\n {2}models\/s\.yml:14:16\n/);
  expect(error!.describe()).toBe("Parsing Error\n  Semantic Manifest validation failed: one problem is told above");
});
