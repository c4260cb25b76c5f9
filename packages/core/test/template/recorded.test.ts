import { Environment, JinjaError } from "@tsmodel/jinja";
import { expect, test } from "vitest";
import { TsmodelError } from "../../src/errors/tsmodel-error.ts";
import { knownDifferences } from "./known-differences.ts";
import type { RecordedCase } from "./template-fixture.ts";
import { caseContext, readRecorded } from "./template-fixture.ts";

const environment = new Environment({ cache: false });
const context = caseContext();
const separator = "\u001f";

/** What a case prints, and what it prints inside of a list; or that it fails. */
function run({ expression }: RecordedCase): Omit<RecordedCase, "expression"> {
  const isTemplate = expression.includes("{%");
  const source = isTemplate ? expression : `{{ ${expression} }}${separator}{{ [${expression}] }}`;
  try {
    const [text, repr] = environment.compile(source, { name: "case" }).render(context).split(separator);
    return isTemplate ? { text } : { text, repr };
  } catch (error) {
    if (error instanceof JinjaError || error instanceof TsmodelError) return { error: "raised" };
    throw error;
  }
}

test.each(["datetime", "pytz", "re", "decimal", "itertools", "base", "relation", "column", "table"])(
  "%s prints and raises as recorded from Python",
  (group) => {
    const cases = readRecorded(group).filter(({ expression }) => !knownDifferences.has(expression));
    const actual = cases.map((recorded) => ({ expression: recorded.expression, ...run(recorded) }));
    // Messages are ours to word; that there is an error is Python's to say.
    const expected = cases.map((recorded) =>
      recorded.error === undefined ? recorded : { expression: recorded.expression, error: "raised" },
    );
    expect(
      actual.filter((item, index) => JSON.stringify(item) !== JSON.stringify(expected[index])).slice(0, 20),
    ).toEqual(
      expected.filter((item, index) => JSON.stringify(item) !== JSON.stringify(actual[index])).slice(0, 20),
    );
    expect(actual.length).toBeGreaterThan(20);
  },
);
