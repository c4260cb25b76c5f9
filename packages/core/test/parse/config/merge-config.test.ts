/** Levels of configuration, joined; expected values are what dbt's own config classes make of them. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { configSchemaOf } from "../../../src/parse/config/config-schema.ts";
import { finishConfig } from "../../../src/parse/config/finish-config.ts";
import { mergeConfig, type ConfigLevel } from "../../../src/parse/config/merge-config.ts";
import type { ResourceType } from "../../../src/manifest/node.ts";

interface Case {
  type: ResourceType;
  levels: ConfigLevel[];
  config: ConfigLevel;
}

const cases = JSON.parse(
  readFileSync(new URL("../data/config-merge.json", import.meta.url), "utf8"),
) as Case[];

test.each(cases.map((one) => [`${one.type} ${JSON.stringify(one.levels)}`, one] as const))(
  "%s",
  (_, { type, levels, config }) => {
    const schema = configSchemaOf(type);
    const merged = levels.reduce<ConfigLevel>(
      (before, level) => mergeConfig(before, level, schema, {}),
      schema.initial,
    );
    expect(finishConfig({ ...merged }, type, schema)).toEqual(config);
  },
);

test("the adapter's own words stand for dbt's", () => {
  const schema = configSchemaOf("model");
  expect(
    mergeConfig(schema.initial, { project: "p", dataset: "d" }, schema, {
      project: "database",
      dataset: "schema",
    }),
  ).toMatchObject({ database: "p", schema: "d" });
});

test.each([
  ["model", { enabled: "yes" }, "the config enabled takes true or false, but got: yes ('yes' is not of type 'boolean')"],
  ["model", { meta: null }, "the config meta takes a mapping, but got: None"],
  [
    "model",
    { "pre-hook": [1] },
    "the config pre-hook takes SQL text or a mapping with the key sql, but got: 1",
  ],
  [
    "model",
    { docs: { node_color: "nocolor" } },
    "the config docs.node_color takes an HTML color name or a hex code, but got: nocolor",
  ],
  [
    "model",
    { freshness: { build_after: { count: 1 } } },
    "`freshness.build_after` has a `count` without a `period`",
  ],
  [
    "model",
    { materialized: "incremental", contract: { enforced: true } },
    "Invalid value for on_schema_change: ignore. Models materialized as incremental with contracts enabled",
  ],
  ["test", { severity: "warning" }, "the config severity takes either 'warn' or 'error', but got: warning"],
  ["seed", { materialized: "table" }, "the config materialized takes one of seed, but got: table"],
] as const)("a %s refuses %j", (type, level, message) => {
  const schema = configSchemaOf(type);
  expect(() => finishConfig(mergeConfig(schema.initial, level, schema, {}), type, schema)).toThrow(message);
});
