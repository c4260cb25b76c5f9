import { expect, test } from "vitest";
import { diffTables, renderTableDiff } from "../../src/run/diff-tables.ts";

const table = (rows: (string | null)[][]) => ({ columns: ["id", "email", "valid"], rows });

test("the same rows in another order do not differ", () => {
  const a = table([["1", "x", "True"], ["2", null, "False"]]);
  const b = table([["2", null, "False"], ["1", "x", "True"]]);
  expect(diffTables(a, b)).toBeUndefined();
});

test("a row twice is not a row once", () => {
  expect(diffTables(table([["1", "x", "True"]]), table([["1", "x", "True"], ["1", "x", "True"]]))).toBeDefined();
});

test("null and the text NULL differ", () => {
  expect(diffTables(table([["1", null, "True"]]), table([["1", "NULL", "True"]]))).toBeDefined();
});

test("changed cells, rows too many, rows missing", () => {
  const expected = table([["1", "a", "True"], ["2", "b", "True"], ["3", "c", "True"]]);
  const actual = table([["1", "a", "False"], ["2", "b", "True"], ["9", "z", "False"]]);
  expect(`\n${renderTableDiff(diffTables(expected, actual)!)}\n`).toBe(`
@@ ,id ,email,valid
→  ,1  ,a    ,True→False
---,3  ,c    ,True
+++,9  ,z    ,False
...,...,...  ,...
`);
});
