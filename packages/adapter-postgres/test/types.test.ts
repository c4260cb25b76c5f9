/** What psycopg2 2.9 makes of values and types, as it was asked: str(INTERVAL(…)), str(NumericRange(…)), string_types. */
import { cellToValue } from "../../core/src/template/table/cell-value.ts";
import { pyStr } from "@tsmodel/jinja";
import { expect, test } from "vitest";
import { readInterval } from "../src/database/read-interval.ts";
import { readRange } from "../src/database/read-range.ts";
import { typeLabel } from "../src/database/types.ts";

test.each([
  ["1 year 2 mons", "425 days, 0:00:00"],
  ["-1 years -2 mons", "-425 days, 0:00:00"],
  ["14 years 3 days 02:00:00", "5113 days, 2:00:00"],
  ["-1 years +2 days -00:00:00.5", "-364 days, 23:59:59.500000"],
  ["1 year", "365 days, 0:00:00"],
])("interval %s", (text, printed) => {
  expect(pyStr(cellToValue(readInterval(text)))).toBe(printed);
});

test.each([
  ["[1,5)", "[1, 5)"],
  ["(,5]", "(None, 5]"],
  ["empty", "empty"],
  ["[2026-01-01,)", "[2026-01-01, None)"],
  ["(1.50,2]", "(1.50, 2]"],
  ['["2026-01-01 00:00:00+00","2026-01-02 10:00:00.5+00")', "[2026-01-01 00:00:00+00:00, 2026-01-02 10:00:00.500000+00:00)"],
])("range %s", (text, printed) => {
  expect(readRange(text)).toBe(printed);
});

test.each([
  ["integer", "INTEGER"],
  ["uuid", "unknown type_code 2950"],
  ["inet", "unknown type_code 869"],
  ["inet[]", "INETARRAY"],
  ["uuid[]", "unknown type_code 2951"],
  ["int4range", "type"],
  ["daterange", "daterange"],
])("contracts call %s %s", (name, label) => {
  expect(typeLabel(name)).toBe(label);
});
