import { describe, expect, test } from "vitest";
import { checkColumns } from "../src/plan/check-columns.ts";
import { planGood, problemsOf } from "./support/plan-text.ts";

const HEAD = `version: 1
title: Test
queries:
  q:
    model: orders
    time: day
    grain: week
    by: [plan]
    measures: {n: sum(amount), share: "percent(sum(a), sum(b))"}
`;

const cases: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  ["a good file has none", `${HEAD}rows: [{tiles: [{number: q.n}]}]`, []],
  [
    "an unknown key of the file",
    `${HEAD}row: [{tiles: [{number: q.n}]}]`,
    ['10:1 dashboard-key-unknown: a dashboard has no key "row" [did you mean "rows"?]'],
  ],
  [
    "an unknown key of a tile",
    `${HEAD}rows:\n  - tiles:\n      - number: q.n\n        spark: true`,
    [
      '13:9 dashboard-key-unknown: a number tile has no key "spark" [there are: title, subtitle, note, width, id, number, at, compare, sparkline, bands, format, good, hero]',
    ],
  ],
  [
    "a kind of tile that is misspelt",
    `${HEAD}rows:\n  - tiles:\n      - guage: q.n`,
    ['12:9 dashboard-tile-kind: nothing says what a tile this is [did you mean "gauge"?]'],
  ],
  [
    "a tile of two kinds",
    `${HEAD}rows:\n  - tiles:\n      - number: q.n\n        text: more`,
    ['13:9 dashboard-tile-kind: a tile is one thing: this one is "number" and "text"'],
  ],
  [
    "an unknown query",
    `${HEAD}rows:\n  - tiles:\n      - {number: p.n}`,
    ['12:18 dashboard-name-unknown: there is no query "p" [did you mean "q"?]'],
  ],
  [
    "an unknown measure",
    `${HEAD}rows:\n  - tiles:\n      - {line: q, y: shares}`,
    ['12:22 dashboard-name-unknown: query "q" has no measure "shares" [did you mean "share"?]'],
  ],
  [
    "a series that is no dimension",
    `${HEAD}rows:\n  - tiles:\n      - {line: q, y: n, series: plann}`,
    ['12:33 dashboard-name-unknown: query "q" is not grouped by "plann" [did you mean "plan"?]'],
  ],
  [
    "a row that is too wide",
    `${HEAD}rows:\n  - tiles:\n      - {number: q.n, width: 20}\n      - {number: q.share, width: 6}`,
    [
      "13:34 dashboard-layout: the tiles of this row are 26 columns wide together, and a row has 24 [make one narrower, or move it to a row of its own]",
    ],
  ],
  [
    "no room for a tile without width",
    `${HEAD}rows:\n  - tiles:\n      - {number: q.n, width: 22}\n      - {number: q.share}`,
    [
      "13:9 dashboard-layout: 1 tile has no width, and the others leave 2 of 24 columns [each needs at least 3]",
    ],
  ],
  [
    "a width beyond the grid",
    `${HEAD}rows:\n  - tiles:\n      - {number: q.n, width: 30}`,
    ['12:30 dashboard-value: "width" is 30, outside of 1 to 24'],
  ],
  [
    "text where a number belongs",
    `${HEAD}rows:\n  - tiles:\n      - {number: q.n, width: wide}`,
    ['12:30 dashboard-value: "width" is "wide", not a whole number'],
  ],
  [
    "bands that go down",
    `${HEAD}rows:\n  - tiles:\n      - {gauge: q.share, bands: [{to: 60, tone: bad}, {to: 25, tone: good}]}`,
    ["12:60 dashboard-value: bands go up: 25 comes after 60"],
  ],
  [
    "a tone that does not exist",
    `${HEAD}rows:\n  - tiles:\n      - {gauge: q.share, bands: [{tone: ok}]}`,
    ['12:41 dashboard-value: "tone" may not be "ok" [there are: good, fair, bad]'],
  ],
  [
    "a gauge without bands",
    `${HEAD}rows:\n  - tiles:\n      - gauge: q.share`,
    ['12:9 dashboard-key-missing: a gauge needs the key "bands" [What values mean, left to right]'],
  ],
  [
    "a measure that is none",
    HEAD.replace("sum(amount)", "total(amount)") + "rows: [{tiles: [{number: q.share}]}]",
    [
      '9:19 dashboard-measure: there is no measure "total" [measures are sum, min, max, avg, median, distinct or value of a column, count(), weighted(column, weight), ratio(a, b) and percent(a, b)]',
    ],
  ],
  [
    "a date filter on another column",
    `${HEAD.replace("    by: [plan]\n", "    by: [plan]\n    filters: {period: created}\n")}filters: {period: {type: date-range}}\nrows: [{tiles: [{number: q.n}]}]`,
    ['9:23 dashboard-value: filter "period" is a range of dates, so it goes to the query\'s time, "day"'],
  ],
  [
    "a filter that is not declared",
    `${HEAD.replace("    by: [plan]\n", "    by: [plan]\n    filters: {plann: plan}\n")}filters: {plan: {type: select}}\nrows: [{tiles: [{number: q.n}]}]`,
    ['9:15 dashboard-name-unknown: there is no filter "plann" [did you mean "plan"?]'],
  ],
  [
    "users added up over weeks",
    `${HEAD.replace("n: sum(amount)", "n: {value: sum(users), over_time: false}")}rows:\n  - tiles:\n      - {table: q, rows: [plan], columns: [n]}`,
    [
      '12:44 dashboard-value: "n" may not be added up over periods (over_time: false) [show one period with period: last-complete, or put time into the rows]',
    ],
  ],
  [
    "a bar that does not start at zero",
    `${HEAD}rows:\n  - tiles:\n      - {bar: q, y: n, min: 10}`,
    ["12:29 dashboard-value: bars and areas start at zero"],
  ],
  [
    "several problems at once",
    `${HEAD}tabs: [{title: A, rows: [{tiles: [{number: q.n, widht: 3}, {text: 5}]}]}]`,
    [
      '10:49 dashboard-key-unknown: a number tile has no key "widht" [did you mean "width"?]',
      '10:67 dashboard-value: "text" is 5, not text',
    ],
  ],
  ["an empty file", "", ["1:1 dashboard-value: the file is empty, not a dashboard"]],
];

describe("problems of dashboard files", () => {
  test.each(cases)("%s", (_, text, problems) => expect(problemsOf(text)).toEqual(problems));
});

describe("columns", () => {
  const { dashboard, spec, locate } = planGood(`${HEAD}rows: [{tiles: [{number: q.n}]}]`);
  const check = (columns: readonly { name: string; type: string }[]): string[] =>
    checkColumns(dashboard.queries[0]!, spec, columns, locate).map(
      ({ at, message, hint }) => `${at.line}:${at.column} ${message}${hint ? ` [${hint}]` : ""}`,
    );
  const good = [
    { name: "day", type: "DATE" },
    { name: "plan", type: "VARCHAR" },
    { name: "amount", type: "DECIMAL(18,2)" },
    { name: "a", type: "BIGINT" },
    { name: "b", type: "DOUBLE" },
  ];

  test("that are all there", () => expect(check(good)).toEqual([]));
  test("that are not there", () =>
    expect(
      check(good.map((column) => (column.name === "amount" ? { ...column, name: "amounts" } : column))),
    ).toEqual(['9:19 model "orders" has no column "amount" [did you mean "amounts"?]']));
  test("of the wrong type", () =>
    expect(check(good.map(({ name }) => ({ name, type: "VARCHAR" })))).toEqual([
      '6:11 "day" is VARCHAR, and time needs a date or a timestamp',
      '9:19 "amount" is VARCHAR, and this measure needs numbers',
      '9:39 "a" is VARCHAR, and this measure needs numbers',
      '9:39 "b" is VARCHAR, and this measure needs numbers',
    ]));
});

test("tiles without a width share what the row has left", () => {
  const { dashboard } = planGood(
    `${HEAD}rows: [{tiles: [{number: q.n, width: 4}, {number: q.n}, {number: q.n}, {number: q.n}]}]`,
  );
  expect(dashboard.tabs[0]!.rows[0]!.tiles.map(({ width }) => width)).toEqual([4, 7, 7, 6]);
});

test("ids of tiles are unique", () => {
  const { dashboard } = planGood(
    `${HEAD}rows: [{tiles: [{number: q.n}, {number: q.n}, {number: q.n, id: mine}]}]`,
  );
  expect(dashboard.tabs[0]!.rows[0]!.tiles.map(({ id }) => id)).toEqual(["number-n", "number-n-2", "mine"]);
});
