/** Monitoring files: what they mean, and what is said of mistakes and where. */
import { readFileSync } from "node:fs";
import { readYaml } from "@tsmodel/core";
import Ajv from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { monitoringJsonSchema } from "../src/config/monitoring-shape.ts";
import type { Monitoring } from "../src/config/monitoring.ts";
import { parseHours, planMonitoring, type PlannedMonitoring } from "../src/config/plan-monitoring.ts";

const known = {
  models: ["orders", "mart_sales", "mart_users"],
  sources: ["raw.events"],
  measures: ["exec.weeks.wau", "exec.weeks.late"],
};

function plan(...texts: readonly string[]): PlannedMonitoring {
  const files = texts.map((text, index) => {
    const yaml = readYaml(`version: 1\n${text}`, `monitoring/${index + 1}.yml`);
    return { value: yaml.value, locate: yaml.locate.bind(yaml) };
  });
  return planMonitoring(files, known);
}

function good(...texts: readonly string[]): Monitoring {
  const planned = plan(...texts);
  if ("problems" in planned) throw new Error(planned.problems.map(({ message }) => message).join("\n"));
  return planned.monitoring;
}

const problems = (...texts: readonly string[]): string[] => {
  const planned = plan(...texts);
  return "problems" in planned
    ? planned.problems.map(
        ({ at, code, message, hint }) =>
          `${at.file.slice(11)}:${at.line}:${at.column} ${code}: ${message}${hint === undefined ? "" : ` [${hint}]`}`,
      )
    : [];
};

describe("mistakes", () => {
  test.each([
    [
      "an unknown key",
      "modells: {}",
      ['1.yml:2:1 monitoring-key-unknown: a monitoring file has no key "modells" [did you mean "models"?]'],
    ],
    [
      "an unknown key of a table",
      "models:\n  orders: {times: day}",
      ['1.yml:3:12 monitoring-key-unknown: a table has no key "times" [did you mean "time"?]'],
    ],
    [
      "an unknown model",
      "models:\n  order: {}",
      ['1.yml:3:3 monitoring-name-unknown: there is no model "order" [did you mean "orders"?]'],
    ],
    [
      "a pattern without a match",
      "models:\n  dim_*: {}",
      ['1.yml:3:3 monitoring-name-unknown: no model matches "dim_*"'],
    ],
    [
      "an unknown measure",
      "measures:\n  exec.weeks.wua: {min: 1}",
      [
        '1.yml:3:3 monitoring-name-unknown: there is no measure "exec.weeks.wua" [did you mean "exec.weeks.wau"?]',
      ],
    ],
    [
      "an unknown metric",
      "models:\n  orders:\n    limits: {amount.nul_share: {max: 1}}",
      [
        '1.yml:4:14 monitoring-name-unknown: there is no metric "amount.nul_share" [did you mean "null_share"?]',
      ],
    ],
    [
      "a duration",
      "models:\n  orders: {freshness: {warn_after: soon}}",
      ['1.yml:3:36 monitoring-value: "warn_after" may not be "soon" [e.g. 36 hours]'],
    ],
    [
      "a mute without an end",
      'mute: [{match: "*", reason: x}]',
      [
        '1.yml:2:8 monitoring-key-missing: a mute needs the key "until" [First day on which it does not hold any more]',
      ],
    ],
    [
      "a channel without an address",
      "notify: {slack: {least: error}}",
      ['1.yml:2:10 monitoring-value: a channel needs "url" or "url_env"'],
    ],
    [
      "a word that YAML reads as false",
      "severity: {mix: off}",
      ['1.yml:2:17 monitoring-value: "mix" is false, not error or warn or none'],
    ],
  ])("%s", (_, text, expected) => expect(problems(text)).toEqual(expected));

  test("what two files say", () => {
    expect(
      problems("as_of: current_date\nmodels: {orders: {}}", "as_of: current_date\nmodels: {orders: {}}"),
    ).toEqual([
      '2.yml:2:1 monitoring-value: "as_of" is in another monitoring file too',
      '2.yml:3:10 monitoring-value: "orders" is in another monitoring file too',
    ]);
  });

  test("all files' mistakes at once", () => expect(problems("a: 1", "b: 2")).toHaveLength(2));
});

describe("meaning", () => {
  test("no file at all", () => {
    const { silences, channels, ...rest } = good();
    expect([silences, channels, rest.asOf]).toEqual([[], [], undefined]);
    expect(rest.tableSettings("model", "orders")).toMatchObject({
      wait: 0,
      minChange: 0.25,
      season: "weekly",
      severity: { freshness: "error", columns: "warn" },
      limits: {},
      at: undefined,
    });
    expect(rest.measureSettings("exec.weeks.wau")).toMatchObject({
      by: [],
      severity: { metrics: "warn", lines: "warn" },
    });
  });

  test("patterns first, then the name; keys of both hold", () => {
    const monitoring = good(
      "models:\n  mart_sales: {grain: week, severity: {mix: error}}\n  mart_*: {grain: month, wait: 2, severity: none}",
    );
    expect(monitoring.tableSettings("model", "mart_sales")).toMatchObject({
      grain: "week",
      wait: 2,
      severity: { mix: "error", volume: "none" },
    });
    expect(monitoring.tableSettings("model", "mart_users")).toMatchObject({
      grain: "month",
      severity: { mix: "none" },
    });
    expect(monitoring.tableSettings("source", "mart_users").grain).toBeUndefined();
  });

  test("limits know where they stand", () => {
    const { limits } = good("models:\n  orders:\n    limits:\n      row_count: {min: 5}").tableSettings(
      "model",
      "orders",
    );
    expect(limits.row_count).toMatchObject({ min: 5, at: { file: "monitoring/1.yml", line: 5 } });
  });

  test.each([
    ["90 minutes", 1.5],
    ["36h", 36],
    ["8 days", 192],
    ["2 weeks", 336],
    ["1.5 d", 36],
  ])("%s are %d hours", (text, hours) => expect(parseHours(text)).toBe(hours));
});

test("the example of the docs is a good file", () => {
  const docs = readFileSync(new URL("../../../docs/monitoring.md", import.meta.url), "utf8");
  const example = /```yaml\n(.*?)```/s.exec(docs)![1]!;
  const yaml = readYaml(example, "monitoring/example.yml");
  // Dates as text, as the command line hands them over.
  const value: unknown = JSON.parse(
    JSON.stringify(yaml.value, (_, each: unknown) =>
      each instanceof Object && "isoformat" in each ? (each as { isoformat(): string }).isoformat() : each,
    ),
  );
  const names = {
    models: ["orders", "mart_sales"],
    sources: ["raw.events"],
    measures: ["sales.orders.revenue"],
  };
  expect(planMonitoring([{ value, locate: yaml.locate.bind(yaml) }], names)).toHaveProperty("monitoring");
});

test("the JSON Schema takes what the check takes", () => {
  const validate = new Ajv({ strict: false }).compile(monitoringJsonSchema());
  expect(
    validate({
      version: 1,
      models: { "mart_*": { columns: "none", severity: "warn", limits: { row_count: { min: 1 } } } },
      mute: [{ match: "*", until: "2026-03-01", reason: "x" }],
    }),
  ).toBe(true);
  for (const bad of [{ version: 2 }, { version: 1, modells: {} }, { version: 1, mute: [{ match: "*" }] }])
    expect(validate(bad)).toBe(false);
});
