import { readFileSync } from "node:fs";
import { PyDict, PyFloat } from "@tsmodel/jinja";
import { describe, expect, test } from "vitest";
import { TsmodelError } from "../../src/errors/tsmodel-error.ts";
import { readYaml } from "../../src/project/read-yaml.ts";

interface Recorded {
  readonly value?: unknown;
  readonly error?: string;
}
const recorded = JSON.parse(readFileSync(new URL("./yaml/pyyaml.json", import.meta.url), "utf8")) as {
  scalars: [string, Recorded][];
  documents: [string, Recorded][];
};

/** What Python's repr says of a float, in JavaScript's spelling. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  return Object.is(value, -0) ? "-0" : String(value);
}

function tagged(value: unknown): unknown {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "bigint") return { int: String(value) };
  if (typeof value === "number")
    return Number.isInteger(value) ? { int: String(value) } : { float: floatText(value) };
  if (value instanceof PyFloat) return { float: floatText(value.n) };
  if (Array.isArray(value)) return { list: value.map(tagged) };
  if (value instanceof PyDict)
    return { dict: value.entries().map(([key, item]) => [tagged(key), tagged(item)]) };
  if (isDate(value)) return { [value.pyTypeName]: value.isoformat(), str: value.pyStr() };
  return { dict: Object.entries(value as object).map(([key, item]) => [key, tagged(item)]) };
}

function isDate(value: unknown): value is { pyTypeName: string; isoformat(): string; pyStr(): string } {
  return typeof (value as { isoformat?: unknown }).isoformat === "function";
}

/** The recording spells floats the Python way. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== "object" || value === null) return value;
  if ("float" in value) {
    const text = value.float as string;
    return { float: ["nan", "inf", "-inf"].includes(text) ? text : floatText(Number(text)) };
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normal(item)]));
}

function read(text: string): Recorded {
  try {
    return { value: tagged(readYaml(text, "x.yml").value) };
  } catch (error) {
    if (error instanceof TsmodelError) return { error: error.message };
    throw error;
  }
}

/** Accepted here, refused there; nobody writes them. The last one has its keys in another order. */
const different = new Set(["-\ta", "...\n", "[?a, :b, -c]", "a: [b\n,c]\nd: {e\n: f}", "'2': a\n'1': b"]);

function differences(cases: [string, Recorded][], prefix = ""): string[] {
  return cases.flatMap(([text, expected]) => {
    if (different.has(text)) return [];
    const actual = read(prefix + text);
    const same =
      expected.error !== undefined
        ? actual.error !== undefined
        : JSON.stringify(actual.value) === JSON.stringify(normal(expected.value));
    return same
      ? []
      : [`${JSON.stringify(text)}: PyYAML ${JSON.stringify(expected)}, ours ${JSON.stringify(actual)}`];
  });
}

describe("values are PyYAML's", () => {
  test(`${recorded.scalars.length} scalars`, () => expect(differences(recorded.scalars, "a: ")).toEqual([]));
  test(`${recorded.documents.length} documents`, () => expect(differences(recorded.documents)).toEqual([]));
});

describe("places", () => {
  const text = [
    "version: 2",
    "anchors:",
    "  base: &base",
    "    materialized: table",
    "models:",
    "  - name: orders",
    "    config: {<<: *base, tags: [a, 'b c']}",
    "    columns:",
    "      - name: id",
    "        tests: [",
    "  unique,",
    "not_null",
    "]",
    "      - name: total",
  ].join("\n");
  const cases: [string, (string | number)[], "key" | "value", string][] = [
    ["a top-level key", ["models"], "key", "5:1-7"],
    ["a value", ["models", 0, "name"], "value", "6:11-17"],
    ["a key inside a list", ["models", 0, "columns"], "key", "8:5-12"],
    ["a quoted item", ["models", 0, "config", "tags", 1], "value", "7:35-40"],
    [
      "what a merge brought in is where the anchor has it",
      ["models", 0, "config", "materialized"],
      "value",
      "4:19-24",
    ],
    ["an item left of its parent", ["models", 0, "columns", 0, "tests", 1], "value", "12:1-9"],
    ["what follows such a list", ["models", 0, "columns", 1, "name"], "value", "14:15-20"],
    ["a missing key gives its mapping", ["models", 0, "nope"], "value", "6:5-6"],
    ["an alias's target", ["anchors", "base", "materialized"], "key", "4:5-17"],
  ];
  const document = readYaml(text, "models/schema.yml");
  test.each(cases)("%s", (_, path, what, expected) => {
    const at = document.locate(path, what);
    expect(`${at.line}:${at.column}-${at.endColumn}`).toBe(expected);
  });
  test("count in the text as it is on disk, white space in front included", () => {
    expect(readYaml(`\n\n  a: 1\n`, "x.yml").locate(["a"])).toMatchObject({ line: 3, column: 6 });
  });
  test("duplicate keys are reported, the last one counts", () => {
    const { value, duplicateKeys } = readYaml("a: 1\nb: 2\na: 3", "x.yml");
    expect(value).toEqual({ a: 3, b: 2 });
    expect(duplicateKeys.map(({ key, at }) => [key, at.line, at.column])).toEqual([["a", 3, 1]]);
  });
});

describe("errors", () => {
  const cases: [string, string, string][] = [
    ["a: 1\nb: {{ var('x') }}", "2:4", 'text that starts with "{{" has to be quoted'],
    ["a:\n\tb: 1", "2:1", "indent with spaces"],
    ["a: b: c", "1:5", 'text that holds ": " has to be quoted'],
    ["a: *", "1:", "Syntax error near line 1"],
    ["a: *nothing", "1:4", 'no anchor "&nothing"'],
    ["a: 2024-13-01", "1:4", 'there is no date "2024-13-01"'],
    ["a: [\n1,\n2\nb: 3", "4:", "Syntax error near line 4"],
  ];
  test.each(cases)("%j", (text, place, words) => {
    try {
      readYaml(text, "models/schema.yml");
    } catch (error) {
      expect((error as TsmodelError).render()).toContain(words);
      expect((error as TsmodelError).render()).toContain(`models/schema.yml:${place}`);
      return;
    }
    throw new Error("accepted");
  });
});
