import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { dashboardJsonSchema } from "../src/spec/json-schema.ts";
import { renderText, textOf, withDuckdb } from "./support/render-duckdb.ts";

const YAML = `version: 1
title: Test
queries:
  q:
    # The weeks 19 Jan is missing, 23 Feb is not over.
    sql: "select week, n from (values (date '2026-01-12', 5), (date '2026-01-26', 10), (date '2026-02-02', 11), (date '2026-02-09', 362), (date '2026-02-16', 553), (date '2026-02-23', 20)) t(week, n)"
    time: week
    grain: week
    measures: {n: {value: sum(n), label: Users, format: count, good: up}}
rows:
  - tiles:
      - {number: q.n, id: number}
      - {line: q, y: n, id: line, alert: {value: 400, label: Too many}}
      - {bar: q, y: n, id: bar}
  - tiles:
      - {gauge: q.n, id: gauge, max: 600, bands: [{to: 100, tone: bad}, {to: 600, tone: good}]}
      - {table: q, rows: [time], columns: [{measure: n, when: [{below: 6, tone: bad}]}], id: table}
`;

const tile = (html: string, id: string): string =>
  new RegExp(`<section [^>]*id="${id}".*?</section>`, "s").exec(html)![0];

describe("a page", async () => {
  const { html } = await withDuckdb((run) => renderText(YAML, run, "2026-02-26", "console.log(1)"));

  test("writes a number, its change in words and its week", () =>
    expect(textOf(tile(html, "number"))).toBe(
      "Users 553 ▲ +52.8 % on the week before: 362 (better) Week of 16 Feb 2026",
    ));
  test("leaves a gap where a week is missing", () => {
    const paths = [...tile(html, "line").matchAll(/<path class="line s1( pending)?" d="([^"]*)"/g)];
    // The first week alone is a dot; four complete weeks are a line; the last stretch leads to the open week.
    expect(paths.map(([, pending, path]) => [pending ?? "", path!.split("L").length])).toEqual([
      ["", 4],
      [" pending", 2],
    ]);
    expect(tile(html, "line").match(/<circle class="dot s1"/g)).toHaveLength(2);
    expect(tile(html, "line").match(/<circle class="dot s1 open"/g)).toHaveLength(1);
    expect(textOf(tile(html, "line"))).toContain("Hollow: week of 23 Feb 2026, not over yet.");
  });
  test("names its lines", () =>
    expect(tile(html, "line")).toMatch(
      /<line class="rule alert"[^>]*\/><text class="rule-label alert"[^>]*>Too many</,
    ));
  test("starts bars at zero and draws the open week pale", () => {
    expect(tile(html, "bar").match(/<rect class="bar s1"/g)).toHaveLength(5);
    expect(tile(html, "bar").match(/<rect class="bar s1 open"/g)).toHaveLength(1);
    expect(textOf(tile(html, "bar"))).toMatch(/^Users 0 200 /);
  });
  test("says the gauge's word beside its colour", () =>
    expect(textOf(tile(html, "gauge"))).toContain("Good 100 to 600 Week of 16 Feb 2026"));
  test("marks cells with a sign and a word", () =>
    expect(textOf(tile(html, "table"))).toContain("Week of 12 Jan 2026 ▲ 5 (bad)"));
  test("has a table beside each chart with the same figures", () => {
    const rows = [
      ...tile(html, "line").matchAll(/<tr><th scope="row">([^<]*)<\/th><td class="n">([^<]*)<\/td><\/tr>/g),
    ].map(([, head, value]) => `${head}: ${value}`);
    expect(rows).toEqual([
      "Week of 23 Feb 2026 (not over): 20",
      "Week of 16 Feb 2026: 553",
      "Week of 9 Feb 2026: 362",
      "Week of 2 Feb 2026: 11",
      "Week of 26 Jan 2026: 10",
      "Week of 19 Jan 2026: –",
      "Week of 12 Jan 2026: 5",
    ]);
  });
  test("tells charts to those who do not see them", () =>
    expect(tile(html, "line")).toMatch(
      /role="img" aria-labelledby="line-t line-d".*<desc id="line-d">7 places from Week of 12 Jan 2026 to Week of 23 Feb 2026. Users: 553 at Week of 16 Feb 2026; highest 553 \(Week of 16 Feb 2026\), lowest 5 \(Week of 12 Jan 2026\).</s,
    ));
  test("allows exactly its own style and scripts", () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!;
    const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const styles = [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, text]) => hash(text!));
    const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => hash(text!));
    expect(policy).toBe(
      `default-src 'none'; style-src ${styles.join(" ")}; script-src ${scripts.join(" ")}; base-uri 'none'; form-action 'none'`,
    );
  });
  test("asks the network for nothing", () =>
    expect(html.replaceAll(/xmlns="[^"]*"/g, "")).not.toMatch(
      /(src|href)="(?!#|[\w-]+\.html)|url\(|@import|https?:/,
    ));
  test("has no id twice", () => {
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test("the schema for editors knows each kind of tile", () => {
  const text = JSON.stringify(dashboardJsonSchema());
  for (const kind of ["number", "gauge", "line", "area", "bar", "table", "heatmap", "text"])
    expect(text).toContain(`"required":["${kind}"`);
  expect(text).not.toContain("undefined");
});
