import { expect, test } from "vitest";
import { TsmodelError } from "../../src/errors/tsmodel-error.ts";
import { readYaml } from "../../src/project/read-yaml.ts";
import { LineIndex, positionAt } from "../../src/util/text-position.ts";

const MODELS = 3000;
const text = `\n\nmodels:\n${Array.from({ length: MODELS }, (_, i) => `  - name: m${i}\n    colums: {a: [${i}, "x"], b: *a}\n`.replace("*a", "1")).join("")}`;

test("places in a long file carry the lines that are shown, not the file", () => {
  const document = readYaml(text, "models/m.yml");
  const places = Array.from({ length: MODELS }, (_, i) => document.locate(["models", i, "colums"], "key"));
  places.forEach((place, i) => {
    expect(place).toEqual({
      file: "models/m.yml",
      line: 5 + 2 * i,
      column: 5,
      endColumn: 11,
      text: `  - name: m${i}\n    colums: {a: [${i}, "x"], b: 1}`,
      textLine: 4 + 2 * i,
    });
  });
  const error = new TsmodelError("x", { message: "no" }, { at: [places[7]!] });
  expect(error.frames()).toEqual([
    `  models/m.yml:19:5\n      18 |   - name: m7\n      19 |     colums: {a: [7, "x"], b: 1}\n         |     ^^^^^^`,
  ]);
  expect(JSON.stringify(error)).not.toContain("name: m7");
});

test("an index of lines gives the positions of the text itself", () => {
  const some = "a\n\nbc\r\nd\n";
  const lines = new LineIndex(some);
  for (let offset = -1; offset <= some.length + 2; offset++)
    expect(lines.at(offset)).toEqual(positionAt(some, offset));
  expect([1, 2, 3, 5].map((line) => lines.around(line))).toEqual([
    { text: "a", textLine: 1 },
    { text: "a\n", textLine: 1 },
    { text: "\nbc\r", textLine: 2 },
    { text: "d\n", textLine: 4 },
  ]);
});
