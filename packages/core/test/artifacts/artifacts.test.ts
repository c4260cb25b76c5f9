import { PyDict, PyFloat } from "@tsmodel/jinja";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { hasStats, readCatalog, writeCatalog } from "../../src/artifacts/catalog-file.ts";
import { jsonText } from "../../src/artifacts/json-text.ts";
import { readManifest, renderManifest, writeManifest } from "../../src/artifacts/manifest-file.ts";
import { readRunResults, writeRunResults } from "../../src/artifacts/run-results-file.ts";
import { buildSemanticManifest } from "../../src/artifacts/semantic-manifest-file.ts";
import { readSources, writeSources } from "../../src/artifacts/sources-file.ts";
import { parseSelectorsYaml } from "../../src/project/parse-selectors-yaml.ts";
import { readYaml } from "../../src/project/read-yaml.ts";
import type { NodeResult } from "../../src/run/node-result.ts";
import { memoryEffects } from "../project/memory-effects.ts";
import { artifactScope } from "./artifact-scope.ts";
import { dbtPython, loadWithDbt } from "./dbt-python.ts";

type Json = { [key: string]: any };
const recordedText = readFileSync(new URL("../select/features-manifest.json", import.meta.url), "utf8");
const recorded = JSON.parse(recordedText) as Json;
const { manifest } = readManifest(recordedText, "manifest.json");

/** dbt spells instants in several ways. */
function withoutMetadata(artifact: unknown): Json {
  const { metadata: _, ...rest } = artifact as Json;
  return JSON.parse(JSON.stringify(rest).replace(/(T\d\d:\d\d:\d\d)(?:\.0+)?(?:Z|\+00:00)/g, "$1Z")) as Json;
}

const result = (rest: Partial<NodeResult>): NodeResult => ({
  unique_id: "model.features.stg_orders",
  status: "success",
  timing: [
    {
      name: "compile",
      started_at: "2026-01-31T12:00:00.000000Z",
      completed_at: "2026-01-31T12:00:01.000000Z",
    },
  ],
  thread_id: "Thread-1 (worker)",
  execution_time: 1.5,
  adapter_response: { _message: "OK" },
  message: "OK",
  failures: null,
  compiled: true,
  compiled_code: "select 1",
  relation_name: '"db"."main"."stg_orders"',
  node: manifest.nodes.get("model.features.stg_orders")!,
  ...rest,
});
const run = {
  elapsed: 2.5,
  results: [
    result({}),
    result({
      unique_id: "test.features.lonely",
      status: "fail",
      failures: 3,
      batch_results: { successful: [["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"]], failed: [] },
    }),
  ],
};

describe("manifest.json", () => {
  const scope = artifactScope(manifest);
  const written = JSON.parse([...renderManifest(scope, memoryEffects({}))].join("")) as Json;

  test("says the same as dbt's, key for key and in the same order", () => {
    const { metadata: _, ...ours } = written;
    const { metadata: __, ...theirs } = recorded;
    expect(JSON.stringify(ours)).toBe(JSON.stringify(theirs));
  });
  test("metadata", () => {
    expect(Object.keys(written.metadata)).toEqual(Object.keys(recorded.metadata));
    expect(written.metadata).toMatchObject({
      dbt_schema_version: recorded.metadata.dbt_schema_version,
      dbt_version: recorded.metadata.dbt_version,
      project_id: recorded.metadata.project_id,
      generated_at: "2026-01-31T12:00:00.123000Z",
      run_started_at: "2026-01-31T12:00:00.000000+00:00",
      quoting: recorded.metadata.quoting,
    });
  });
  test("variables of the environment that are meant for it", () => {
    const effects = memoryEffects({}, { env: { DBT_ENV_CUSTOM_ENV_team: "blue", OTHER: "x" } });
    writeManifest(scope, effects);
    expect(JSON.parse(effects.files.readText("/features/target/manifest.json")).metadata.env).toEqual({
      team: "blue",
    });
  });
  test("is not written when write_json is off", () => {
    const effects = memoryEffects({});
    writeManifest(artifactScope(manifest, { write_json: false }), effects);
    expect(effects.files.exists("/features/target/manifest.json")).toBe(false);
  });
  test("compiled fields only of compiled nodes, internal fields never", () => {
    const node = {
      ...manifest.nodes.get("model.features.stg_orders")!,
      compiled: true,
      compiled_code: "select 1",
      extra_ctes: [],
      extra_ctes_injected: true,
      config_call_dict: { a: 1 },
    };
    const changed = { ...manifest, nodes: new Map([...manifest.nodes, [node.unique_id, node]]) };
    const text = JSON.parse(
      [...renderManifest(artifactScope(changed as typeof manifest), memoryEffects({}))].join(""),
    ) as Json;
    expect(text.nodes[node.unique_id]).toMatchObject({
      compiled: true,
      compiled_code: "select 1",
      extra_ctes_injected: true,
    });
    expect(text.nodes[node.unique_id]).not.toHaveProperty("config_call_dict");
    expect(text.nodes["model.features.stg_customers"]).not.toHaveProperty("compiled");
  });
  test.runIf(dbtPython)("is to dbt's own classes what dbt's manifest is", () => {
    const { metadata: _, ...ours } = loadWithDbt("manifest", JSON.stringify(written)) as Json;
    const { metadata: __, ...theirs } = loadWithDbt("manifest", recordedText) as Json;
    expect(ours).toEqual(theirs);
  });
  test.runIf(dbtPython)("with a TypeScript model is read by dbt's own classes", () => {
    const id = "model.features.stg_orders";
    const nodes = { ...(written as Json).nodes, [id]: { ...(written as Json).nodes[id], language: "typescript" } };
    expect((loadWithDbt("manifest", JSON.stringify({ ...(written as Json), nodes })) as Json).nodes[id].language).toBe("typescript");
  });
});

describe("older manifests are read", () => {
  const old = (version: number, rest: Json): string =>
    JSON.stringify({
      metadata: { dbt_schema_version: `https://schemas.getdbt.com/dbt/manifest/v${version}.json` },
      ...rest,
    });
  test("v6: raw_sql, refs as lists, other metrics", () => {
    const text = old(6, {
      nodes: { "model.a.b": { resource_type: "model", raw_sql: "x", refs: [["c"], ["p", "d"]] } },
      metrics: { "metric.a.m": {} },
    });
    const read = readManifest(text, "m.json").manifest;
    expect(read.nodes.get("model.a.b")).toMatchObject({
      raw_code: "x",
      language: "sql",
      refs: [
        { name: "c", package: null },
        { name: "d", package: "p" },
      ],
    });
    expect(read.metrics.size).toBe(0);
  });
  test.each([
    ["v3", old(3, {})],
    [
      "another artifact",
      JSON.stringify({ metadata: { dbt_schema_version: "https://schemas.getdbt.com/dbt/catalog/v1.json" } }),
    ],
  ])("%s is refused", (_, text) => {
    expect(() => readManifest(text, "old/manifest.json")).toThrow(
      'Expected a schema version of "https://schemas.getdbt.com/dbt/manifest/v12.json" in old/manifest.json',
    );
  });
  test("what is no JSON is refused", () =>
    expect(() => readManifest("{", "m.json")).toThrow("Could not read m.json as JSON"));
});

describe("run_results.json", () => {
  const effects = memoryEffects({});
  writeRunResults(run, artifactScope(manifest), effects);
  const text = effects.files.readText("/features/target/run_results.json");

  test("has the flags that are set, secrets masked", () => {
    expect(readRunResults(text, "run_results.json").args).toEqual({
      which: "build",
      select: [],
      exclude: [],
      show: false,
      include_saved_query: false,
      show_resource_report: false,
      sqlparse: { MAX_GROUPING_DEPTH: null, MAX_GROUPING_TOKENS: null },
      log_path: "/features/logs",
      threads: 4,
      invocation_command: "dbt build --vars '{k: *****}'",
      vars: { DBT_ENV_SECRET_KEY: "*****", plain: 1 },
    });
  });
  test.runIf(dbtPython)("is read by dbt's own classes, which write the same again", () => {
    expect(withoutMetadata(loadWithDbt("run-results", text))).toEqual(withoutMetadata(JSON.parse(text)));
  });
});

describe("sources.json", () => {
  const effects = memoryEffects({});
  const id = "source.features.raw.customers";
  const source = manifest.sources.get(id)!;
  const results = [
    result({ unique_id: id, status: "warn", node: source }),
    result({ unique_id: "source.features.raw.orders", status: "runtime error", message: "no table" }),
  ];
  writeSources(
    { results, elapsed: 1 },
    new Map([[id, { maxLoadedAt: new Date(0), snapshottedAt: new Date(60_000), age: 60 }]]),
    artifactScope(manifest, { output: "out/fresh.json" }),
    effects,
  );
  const text = effects.files.readText("/features/out/fresh.json");

  test("has what was measured and what failed", () => {
    expect(readSources(text, "sources.json").results).toMatchObject([
      {
        unique_id: id,
        max_loaded_at: "1970-01-01T00:00:00+00:00",
        max_loaded_at_time_ago_in_s: 60,
        status: "warn",
        criteria: source.freshness,
      },
      { unique_id: "source.features.raw.orders", error: "no table", status: "runtime error" },
    ]);
  });
  test.runIf(dbtPython)("is read by dbt's own classes", () => {
    expect((loadWithDbt("sources", text) as Json).results).toHaveLength(2);
  });
});

describe("catalog.json", () => {
  const effects = memoryEffects({});
  const table = {
    metadata: {
      type: "VIEW",
      schema: "main",
      name: "stg_orders",
      database: "db",
      comment: null,
      owner: null,
    },
    columns: { id: { type: "INTEGER", index: 1, name: "id", comment: null } },
    stats: { has_stats: hasStats(false) },
    unique_id: "model.features.stg_orders",
  };
  writeCatalog(
    { nodes: { "model.features.stg_orders": table }, sources: {}, errors: null },
    artifactScope(manifest),
    effects,
  );
  const text = effects.files.readText("/features/target/catalog.json");

  test("is read back", () =>
    expect(readCatalog(text, "catalog.json").nodes).toEqual({ "model.features.stg_orders": table }));
  test.runIf(dbtPython)("is read by dbt's own classes, which write the same again", () => {
    expect(withoutMetadata(loadWithDbt("catalog", text))).toEqual(withoutMetadata(JSON.parse(text)));
  });
});

test("semantic_manifest.json has the shape MetricFlow reads", () => {
  const expected = JSON.parse(
    readFileSync(new URL("./semantic-manifest.json", import.meta.url), "utf8"),
  ) as Json;
  expect(buildSemanticManifest(manifest)).toEqual(expected);
});

test("selectors.yml is spelt out as in dbt's manifest", () => {
  const { value } = readYaml(
    readFileSync(new URL("../select/features/selectors.yml", import.meta.url), "utf8"),
    "selectors.yml",
  );
  expect(Object.fromEntries(parseSelectorsYaml(value))).toEqual(recorded.selectors);
});

test("template values are printed as JSON has them", () => {
  const { value } = readYaml(
    "{a: 1.0, b: 2024-01-01, c: {2: x, yes: 2.5}, d: 2024-01-01 10:00:00, e: 12345678901234567890, f: [1.0]}",
    "x",
  );
  expect(jsonText(value)).toBe(
    '{"a":1.0,"b":"2024-01-01","c":{"2":"x","true":2.5},"d":"2024-01-01T10:00:00","e":12345678901234567000,"f":[1.0]}',
  );
  expect(jsonText({ a: new PyFloat(2), b: PyDict.of([["k", 1]]), c: undefined, d: NaN })).toBe(
    '{"a":2.0,"b":{"k":1},"d":null}',
  );
});
