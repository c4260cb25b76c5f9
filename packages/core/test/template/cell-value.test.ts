import { pyRepr, pyStr, Undefined } from "@tsmodel/jinja";
import { expect, test } from "vitest";
import type { Cell } from "../../src/adapter/cell.ts";
import { cellToValue, valueToCell } from "../../src/template/table/cell-value.ts";

const cells: readonly (readonly [Cell, string])[] = [
  [null, "None"],
  [true, "True"],
  ["text", "'text'"],
  [5n, "5"],
  [9007199254740993n, "9007199254740993"],
  [1, "1.0"],
  [{ type: "decimal", text: "12.340" }, "Decimal('12.340')"],
  [{ type: "date", text: "2026-01-31" }, "datetime.date(2026, 1, 31)"],
  [{ type: "time", text: "12:34:56.5" }, "datetime.time(12, 34, 56, 500000)"],
  [
    { type: "timestamp", text: "2026-01-31 12:34:56.123456" },
    "datetime.datetime(2026, 1, 31, 12, 34, 56, 123456)",
  ],
  [
    { type: "timestamp", text: "2026-01-31 12:34:56+00:00" },
    "datetime.datetime(2026, 1, 31, 12, 34, 56, tzinfo=datetime.timezone.utc)",
  ],
  [
    { type: "interval", microseconds: 1_500_000n, days: 2, months: 1 },
    "datetime.timedelta(days=32, seconds=1, microseconds=500000)",
  ],
  [{ type: "bytes", hex: "00ff" }, "b'\\x00\\xff'"],
  [{ type: "list", items: [1n, null] }, "[1, None]"],
  [
    {
      type: "struct",
      entries: [
        ["a", 1n],
        ["b", { type: "list", items: [] }],
      ],
    },
    "{'a': 1, 'b': []}",
  ],
];

test.each(cells)("%o is %s to templates, and a binding again", (cell, repr) => {
  const value = cellToValue(cell);
  expect(pyRepr(value)).toBe(repr);
  const back = valueToCell(value);
  expect(pyRepr(cellToValue(back))).toBe(repr);
});

test("times that Python has none for stay texts", () => {
  for (const text of ["infinity", "20000-01-01 00:00:00", "0044-03-15 (BC)"])
    expect(cellToValue({ type: "timestamp", text })).toBe(text);
  expect(cellToValue({ type: "uuid", text: "6b1f" })).toBe("6b1f");
});

test("values that no database takes are refused", () => {
  expect(() => valueToCell(new Undefined({ name: "x" }))).toThrow("cannot be a value of a statement");
  expect(pyStr(cellToValue(valueToCell([1, "a"])))).toBe("[1, 'a']");
});
