import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { TsmodelEvent } from "../../src/events/event.ts";
import type { ModelNode } from "../../src/manifest/node.ts";
import { compareContracts, compareRemovedContract } from "../../src/state/contract-changes.ts";
import { readManifest } from "../../src/artifacts/manifest-file.ts";
import { StateComparison } from "../../src/state/find-modified.ts";
import { readPreviousState } from "../../src/state/previous-state.ts";
import { memoryEffects } from "../project/memory-effects.ts";

const manifest = readFileSync(new URL("../select/features-manifest.json", import.meta.url), "utf8");
const results = JSON.stringify({
  metadata: { dbt_schema_version: "https://schemas.getdbt.com/dbt/run-results/v6.json" },
  results: [],
});

describe("a state folder", () => {
  test("gives what it has", () => {
    const effects = memoryEffects({ "/old/manifest.json": manifest, "/old/run_results.json": results });
    const state = readPreviousState("/old", "/shop/target", effects);
    expect(state.manifest?.nodes.has("model.features.stg_orders")).toBe(true);
    expect(state.runResults?.results).toEqual([]);
    expect(state).not.toHaveProperty("sources");
    expect(effects.events).toEqual([]);
  });
  test("may be empty", () => {
    expect(readPreviousState("/none", "/shop/target", memoryEffects({}))).toEqual({ folder: "/none" });
  });
  test("that is the target folder is warned about", () => {
    const events: TsmodelEvent[] = [];
    const effects = memoryEffects(
      { "/t/manifest.json": manifest },
      { report: (event) => void events.push(event) },
    );
    readPreviousState("/t", "/t", effects);
    expect(events).toMatchObject([{ type: "warning", name: "WarnStateTargetEqual", code: "I072" }]);
  });
  test("of a dbt that knew neither groups nor contracts nor versions changes no model", () => {
    const now = readManifest(manifest, "manifest.json").manifest;
    const old = JSON.parse(manifest) as {
      metadata: object;
      nodes: { [id: string]: { [key: string]: unknown } };
    };
    old.metadata = { dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v6.json" };
    for (const node of Object.values(old.nodes)) {
      for (const key of [
        "access",
        "contract",
        "constraints",
        "version",
        "latest_version",
        "deprecation_date",
      ])
        delete node[key];
      if ("refs" in node) node["refs"] = (node["refs"] as { name: string }[]).map(({ name }) => [name]);
      if ("raw_code" in node) {
        node["raw_sql"] = node["raw_code"];
        delete node["raw_code"];
      }
    }
    const previous = readManifest(JSON.stringify(old), "manifest.json").manifest;
    const states = new StateComparison({
      current: now,
      previous,
      constraintSupport: {},
      moreUnrenderedValues: false,
      report: () => undefined,
      now: () => new Date(),
    });
    const plain = [...now.nodes.values()].filter(
      (node) =>
        node.resource_type !== "model" ||
        (node.version === null && node.access === "protected" && !node.contract.enforced),
    );
    expect(plain.length).toBeGreaterThan(5);
    expect(plain.filter((node) => states.matches("modified", node)).map((node) => node.unique_id)).toEqual(
      [],
    );
  });
  test("of another artifact version is refused by name", () => {
    const effects = memoryEffects({ "/old/run_results.json": manifest });
    expect(() => readPreviousState("/old", "/t", effects)).toThrow("/old/run_results.json, but found");
  });
});

const constraint = (type: string, name: string | null = null): ModelNode["constraints"][number] =>
  ({
    type,
    name,
    expression: null,
    warn_unenforced: true,
    warn_unsupported: true,
    to: null,
    to_columns: [],
  }) as ModelNode["constraints"][number];

function model(
  rest: Partial<ModelNode> = {},
  types: { [column: string]: string } = { id: "integer", name: "varchar(10)" },
): ModelNode {
  const columns = Object.entries(types).map(([name, data_type]) => [
    name,
    { name, data_type, constraints: [] },
  ]);
  return {
    unique_id: "model.shop.orders",
    name: "orders",
    version: null,
    deprecation_date: null,
    constraints: [],
    config: { enabled: true, materialized: "table" },
    columns: Object.fromEntries(columns),
    contract: { enforced: true, alias_types: true, checksum: JSON.stringify([types, rest]) },
    ...rest,
  } as unknown as ModelNode;
}

const off = { contract: { enforced: false, alias_types: true, checksum: null } };
const withKey = { constraints: [{ ...constraint("primary_key"), columns: ["id"] }] };

describe("what breaks a contract", () => {
  const cases: [string, ModelNode, ModelNode, boolean, string[]][] = [
    ["nothing changed", model(), model(), true, []],
    ["never enforced", model(off), model(off), true, []],
    ["newly enforced is a change, but breaks nobody", model(), model(off), false, []],
    ["no longer enforced", model(off), model(), false, ["Contract enforcement was removed"]],
    ["a column more", model({}, { id: "integer", name: "varchar(10)", more: "date" }), model(), false, []],
    ["a column less", model({}, { id: "integer" }), model(), false, ["Columns were removed: \n    - name"]],
    ["another size", model({}, { id: "INTEGER", name: "varchar(20)" }), model(), false, []],
    [
      "another type",
      model({}, { id: "bigint", name: "varchar(10)" }),
      model(),
      false,
      ["id (integer -> bigint)"],
    ],
    ["a key less", model(), model(withKey), false, ["'primary_key' constraint on columns ['id']"]],
    [
      "a view instead of a table with constraints",
      model({ ...withKey, config: { enabled: true, materialized: "view" } }),
      model(withKey),
      false,
      ["table -> view"],
    ],
  ];
  test.each(cases)("%s", (_, node, old, same, words) => {
    const comparison = compareContracts(node, old, { primary_key: "enforced" });
    expect(comparison.same).toBe(same);
    expect(comparison.breaking).toHaveLength(words.length);
    words.forEach((word, index) => expect(comparison.breaking[index]).toContain(word));
  });
  test("a constraint that was not enforced is no loss", () => {
    expect(compareContracts(model(), model(withKey), { primary_key: "not_enforced" }).breaking).toEqual([]);
  });
  test("a model that is gone, unless it was to go", () => {
    const now = new Date("2026-01-01");
    expect(compareRemovedContract(model(), now).breaking).toEqual([
      "Contracted model 'model.shop.orders' was deleted or renamed.",
    ]);
    expect(compareRemovedContract(model({ config: { enabled: false } }), now).breaking[0]).toContain(
      "was disabled",
    );
    expect(compareRemovedContract(model({ deprecation_date: "2025-01-01" }), now).breaking).toEqual([]);
    expect(compareRemovedContract(model(off), now).same).toBe(true);
  });
});

describe("macros that came with the program", () => {
  const withMacros = (texts: { [id: string]: string }): ReturnType<typeof readManifest>["manifest"] => {
    const { manifest: read } = readManifest(manifest, "m.json");
    for (const [id, macro_sql] of Object.entries(texts)) {
      const macro = { unique_id: id, package_name: id.split(".")[1]!, macro_sql, depends_on: { macros: [] } };
      read.macros.set(id, macro as never);
    }
    const node = read.nodes.get("model.features.stg_orders")!;
    read.nodes.set(node.unique_id, {
      ...node,
      depends_on: { nodes: [], macros: ["macro.dbt.a"] },
    } as typeof node);
    return read;
  };
  const isModified = (before: { [id: string]: string }, after: { [id: string]: string }): boolean => {
    const current = withMacros(after);
    const comparison = new StateComparison({
      current,
      previous: withMacros(before),
      constraintSupport: {},
      moreUnrenderedValues: false,
      internalPackages: ["dbt"],
      report: () => undefined,
      now: () => new Date(0),
    });
    return comparison.matches("modified.macros", current.nodes.get("model.features.stg_orders")!);
  };
  const cases: [string, { [id: string]: string }, boolean][] = [
    [
      "a new version changed one of them",
      { "macro.dbt.a": "2", "macro.dbt.b": "1", "macro.dbt.c": "1" },
      true,
    ],
    [
      "another program wrote all of them",
      { "macro.dbt.a": "2", "macro.dbt.b": "2", "macro.dbt.c": "1" },
      false,
    ],
  ];
  test.each(cases)("%s", (_, after, expected) => {
    expect(isModified({ "macro.dbt.a": "1", "macro.dbt.b": "1", "macro.dbt.c": "1" }, after)).toBe(expected);
  });
});
