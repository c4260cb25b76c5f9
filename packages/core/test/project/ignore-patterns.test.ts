import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseIgnorePatterns } from "../../src/project/ignore-patterns.ts";

const recorded = JSON.parse(readFileSync(new URL("./ignore/pathspec.json", import.meta.url), "utf8")) as {
  paths: string[];
  cases: [string[], string[]][];
};

test.each(recorded.cases)("%j ignores what pathspec matches", (patterns, expected) => {
  const ignored = parseIgnorePatterns(patterns.join("\n"));
  expect(recorded.paths.filter(ignored)).toEqual(expected);
});
