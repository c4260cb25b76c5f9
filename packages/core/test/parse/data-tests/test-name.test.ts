/** Names and hashes of generic tests; expected values are real dbt's (synthesize_generic_test_names and its hash). */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { synthesizeTestNames, testHash } from "../../../src/parse/data-tests/test-name.ts";

interface Case {
  type: string;
  target: string;
  args: { [name: string]: unknown };
  short: string;
  full: string;
  hash: string;
}

const cases = JSON.parse(readFileSync(new URL("../data/test-names.json", import.meta.url), "utf8")) as Case[];

test.each(cases)("$full", ({ type, target, args, short, full, hash }) => {
  expect(synthesizeTestNames(type, target, args)).toEqual({ short, full });
  expect(testHash(full, { namespace: null, name: type, kwargs: args })).toBe(hash);
});
