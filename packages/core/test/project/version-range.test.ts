import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { canBeSatisfied, isSatisfiedBy, parseVersion } from "../../src/project/config/version-range.ts";
import { compileGlob } from "../../src/util/fnmatch.ts";
import { findNearestName } from "../../src/util/nearest-name.ts";

const recorded = JSON.parse(readFileSync(new URL("./versions/versions.json", import.meta.url), "utf8")) as {
  installed: string;
  cases: [string[], boolean, boolean][];
  valid: [string, boolean][];
  names: string[];
  globs: [string, string[]][];
};

test("versions are read as by dbt", () => {
  expect(recorded.valid.map(([text]) => [text, parseVersion(text) !== undefined])).toEqual(recorded.valid);
});

test(`${recorded.cases.length} requirements are judged as by dbt`, () => {
  const installed = parseVersion(recorded.installed)!;
  const judged = recorded.cases.map(([texts]) => {
    const specs = texts.map((text) => parseVersion(text)!);
    const possible = canBeSatisfied(specs);
    return [texts, possible, possible && isSatisfiedBy(installed, specs)];
  });
  const different = judged.flatMap((item, index) =>
    JSON.stringify(item) === JSON.stringify(recorded.cases[index])
      ? []
      : [`ours ${JSON.stringify(item)} dbt ${JSON.stringify(recorded.cases[index]!.slice(1))}`],
  );
  expect(different).toEqual([]);
});

test("globs match as Python's fnmatch", () => {
  expect(recorded.globs.map(([pattern]) => [pattern, recorded.names.filter(compileGlob(pattern))])).toEqual(
    recorded.globs,
  );
});

describe("the nearest name", () => {
  const names = ["stg_orders", "stg_customers", "orders", "dim_customers", "fct_orders", "countries", "id"];
  const cases: [string, string | undefined][] = [
    ["stg_order", "stg_orders"],
    ["stg-orders", "stg_orders"],
    ["STG_ORDERS", "stg_orders"],
    ["sgt_orders", "stg_orders"],
    ["customers", "dim_customers"],
    ["order", "orders"],
    ["contries", "countries"],
    ["nothing_like_it", undefined],
    ["x", undefined],
    ["stg_custmoers", "stg_customers"],
    ["idd", "id"],
  ];
  test.each(cases)("%s → %s", (name, expected) => expect(findNearestName(name, names)).toBe(expected));
});
