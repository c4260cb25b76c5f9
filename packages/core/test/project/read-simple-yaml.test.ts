/** What the short way reads is what the full parser gives, for real files and for thousands of damaged ones. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { constructYaml } from "../../src/project/yaml/construct-yaml.ts";
import { parseYamlEvents } from "../../src/project/yaml/parse-yaml-events.ts";
import { readSimpleYaml } from "../../src/project/yaml/read-simple-yaml.ts";

const repository = new URL("../../../../", import.meta.url).pathname;
const seed = Number(process.env["FUZZ_SEED"] ?? 20260101);
const count = Number(process.env["FUZZ_COUNT"] ?? 6000);

function fully(text: string): unknown {
  const { events, source } = parseYamlEvents(text);
  const { value, duplicateKeys } = constructYaml(events, source);
  if (duplicateKeys.length > 0) throw new Error("a key is written twice");
  return value;
}

describe("values", () => {
  test.each([
    ["a: 1\nb: [x, 'y z', \"q\", 1.5, yes]\nc:\n- d: null\n  e: 2020-01-01\n-\n- f", true],
    [
      "# c\nversion: 2 # two\n\nmodels:\n  - name: orders\n    columns:\n      - name: id\n        data_tests: [unique, not_null]\n",
      true,
    ],
    ["a:\n  - b\n  # deeper\n  - c: {}", false],
    ["a: b\n  c", false],
    ["a: 'it''s'", false],
    ['a: "\\n"', false],
    ["a: >\n  x\n  y\nb: >-\n  z", true],
    ["a: |\n  x\n\n    y\n\nb:\n  - |-\n    - z\n    # w\n# c\nc: |\n  end", true],
    ["a: >\n  x\n   y", false],
    ["a: |+\n  x", false],
    ["a: |\nb: c", false],
    ["a: |\n   x\n  y", false],
    ["a: &x 1\nb: *x", false],
    ["a: 1\na: 2", false],
    ["yes: 1", false],
    ["- - a", false],
    ["a: [b, [c]]", false],
    ["a: [b, ]", false],
    ["a: b: c", false],
    ["a:\tb", false],
    ["---\na: 1", false],
  ])("%j", (text, isSimple) => {
    const value = readSimpleYaml(text.trim());
    expect(value !== undefined).toBe(isSimple);
    if (isSimple) expect(value).toEqual(fully(text.trim()));
  });
});

test("the files of this repository and what becomes of them with small errors", () => {
  const random = createRandom(seed);
  const texts = yamlFiles(repository).map((path) => readFileSync(path, "utf8"));
  let simple = 0;
  for (let i = 0; i < count; i++) {
    const whole = texts[i % texts.length]!;
    const text = (i < texts.length ? whole : damage(excerpt(whole, random), random)).trim();
    const value = readSimpleYaml(text);
    if (value === undefined) continue;
    simple++;
    expect(value, text).toEqual(fully(text));
  }
  expect(simple).toBeGreaterThan(count / 20);
});

function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return ["node_modules", ".git", "dist", "build", "target", "data"].includes(entry.name)
        ? []
        : yamlFiles(path);
    return /\.ya?ml$/.test(entry.name) ? [path] : [];
  });
}

/** Some lines in a row. */
function excerpt(text: string, random: (below: number) => number): string {
  const lines = text.split("\n");
  const from = random(3) === 0 ? random(lines.length) : 0;
  return lines.slice(from, from + 3 + random(25)).join("\n");
}

const PIECES = [
  "#",
  " #",
  ":",
  ": ",
  "- ",
  "-",
  "[",
  "]",
  ", ",
  "'",
  '"',
  "{",
  "}",
  "&a ",
  "*a",
  "!",
  "|",
  ">",
  "\n",
  "\n  ",
  "  ",
  " ",
  "yes",
  "~",
  "1_0",
  "0x1f",
  "=",
  "<<",
  "2024-02-30",
  "é",
  "\u00a0",
  "?",
  "%",
  "@",
  "\\",
  "...",
];

function damage(text: string, random: (below: number) => number): string {
  let changed = text;
  for (let times = random(3); times >= 0; times--) {
    const at = random(changed.length + 1);
    const piece = PIECES[random(PIECES.length)]!;
    changed = changed.slice(0, at) + piece + changed.slice(at + (random(2) === 0 ? random(4) : 0));
  }
  return changed;
}

/** Mulberry32. */
function createRandom(start: number): (below: number) => number {
  let state = start >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}
