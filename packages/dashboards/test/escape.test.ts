import { describe, expect, test } from "vitest";
import { embedJson } from "../src/html/escape.ts";
import { renderMarkdown } from "../src/html/markdown.ts";
import { renderText, withDuckdb } from "./support/render-duckdb.ts";

describe("markdown", () => {
  test.each([
    ["a **b** *c* `d **e**`", "<p>a <strong>b</strong> <em>c</em> <code>d **e**</code></p>"],
    ["- one\n- two\n  goes on", "<ul><li>one</li><li>two goes on</li></ul>"],
    ["one\n\ntwo", "<p>one</p><p>two</p>"],
    ["<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"],
    ["[docs](https://example.org/a?b=1&c=2)", '<p><a href="https://example.org/a?b=1&amp;c=2">docs</a></p>'],
    ["[page](exec.html#plan)", '<p><a href="exec.html#plan">page</a></p>'],
    ["[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"],
    ["[x](data:text/html,hi)", "<p>[x](data:text/html,hi)</p>"],
    ['[x](https://a"onclick="b)', '<p><a href="https://a&quot;onclick=&quot;b">x</a></p>'],
  ])("%s", (text, html) => expect(renderMarkdown(text)).toBe(html));
});

test("JSON in a script element cannot end it", () => {
  const value = { a: "</script><!--<script>", b: "\u2028" };
  expect(embedJson(value)).not.toMatch(/[<>\u2028]/);
  expect(JSON.parse(embedJson(value))).toEqual(value);
});

test("names from data and file are text everywhere on the page", async () => {
  const evil = `</script><img src=x onerror=alert(1)>"'&`;
  const yaml = `version: 1
title: ${JSON.stringify(evil)}
description: ${JSON.stringify(evil)}
filters: {c: {type: select, label: ${JSON.stringify(evil)}}}
queries:
  q:
    sql: |
      select date '2026-02-16' as week, ${"'" + evil.replaceAll("'", "''") + "'"} as c, 1 as x
    time: week
    grain: week
    by: [c]
    filters: {c: c}
    measures: {x: {value: sum(x), label: ${JSON.stringify(evil)}}}
tabs:
  - title: ${JSON.stringify(evil)}
    rows:
      - heading: ${JSON.stringify(evil)}
        text: ${JSON.stringify(evil)}
        tiles:
          - {number: q.x, note: ${JSON.stringify(evil)}, subtitle: ${JSON.stringify(evil)}}
          - {line: q, y: x, series: c, goal: {value: 2, label: ${JSON.stringify(evil)}}}
          - {bar: q, y: x, x: c}
  - title: Second
    rows:
      - tiles:
          - {gauge: q.x, bands: [{tone: good, label: ${JSON.stringify(evil)}}]}
          - {table: q, rows: [c], columns: [x]}
          - {heatmap: q, rows: c, columns: time, value: x}
          - {text: ${JSON.stringify(evil)}}
`;
  const { html } = await withDuckdb((run) => renderText(yaml, run, "2026-02-26"));
  expect(html).not.toContain("<img");
  // Nothing but the theme's script, the data and the (here empty) bundle.
  expect(html.match(/<script/g)).toHaveLength(3);
  expect(html.replaceAll(/="[^"]*"/g, "")).not.toMatch(/<[^>]*onerror/);
  expect(html).not.toMatch(/ style=/);
});
