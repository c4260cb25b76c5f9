import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { renderManifest, type ManifestScope } from "../../src/artifacts/manifest-file.ts";
import type { FileSystem } from "../../src/effects.ts";
import { mentionsFiles } from "../../src/manifest/mentions-files.ts";
import type { ModelNode } from "../../src/manifest/node.ts";
import { createNodeFiles } from "../../src/util/node-files.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { courseOf, said, start, wholeManifest, type Start } from "./open-both.ts";
import { PROJECT } from "./project-texts.ts";

const ROOT = "/shop";
const MODEL = `${ROOT}/models/marts/orders.sql`;

function shop(): MemoryDisk {
  const disk = new MemoryDisk();
  for (const [path, text] of Object.entries(PROJECT)) disk.write(`${ROOT}/${path}`, text);
  return disk;
}

/** Counts the texts that are read. */
function counted(files: FileSystem): { files: FileSystem; read: string[] } {
  const read: string[] = [];
  return {
    read,
    files: { ...files, readText: (path) => (read.push(path.slice(ROOT.length + 1)), files.readText(path)) },
  };
}

const messages = ({ events }: Start): string[] =>
  events.flatMap((event) =>
    event.type === "message" && event.text !== "" ? [`${event.code} ${event.name}: ${event.text}`] : [],
  );

test("dbt's events tell what is taken from the cache", () => {
  const disk = shop();
  expect(messages(start(disk, ROOT, {}))).toEqual([
    "I024 UnableToPartialParse: Unable to do partial parsing because saved manifest not found. Starting full parse.",
  ]);
  expect(messages(start(disk, ROOT, {}))).toEqual([
    "Z050 Note: Nothing changed, skipping partial parsing.",
    "I017 PartialParsingSkipParsing: Partial parsing enabled, no changes found, skipping parsing",
  ]);
  disk.write(MODEL, `${disk.read(MODEL)} -- edited`);
  expect(messages(start(disk, ROOT, {}))).toEqual([
    "I040 PartialParsingEnabled: Partial parsing enabled: 0 files deleted, 0 files added, 1 files changed.",
    "I041 PartialParsingFile: Partial parsing: updated file: shop://models/marts/orders.sql",
  ]);
  disk.write(`${ROOT}/models/new.sql`, "select 1");
  disk.remove(`${ROOT}/analyses/look.sql`);
  expect(messages(start(disk, ROOT, {}))).toEqual([
    "I040 PartialParsingEnabled: Partial parsing enabled: 1 files deleted, 1 files added, 0 files changed.",
  ]);
  expect(messages(start(disk, ROOT, { args: { partial_parse: false } }))).toEqual([
    "I028 PartialParsingNotEnabled: Partial parsing not enabled",
  ]);
  expect(messages(start(disk, ROOT, { args: { target: "prod" } }))).toEqual([
    "I024 UnableToPartialParse: Unable to do partial parsing because profile has changed",
  ]);
  expect(messages(start(disk, ROOT, { args: { target: "prod" }, build: "next" }))).toEqual([
    "I024 UnableToPartialParse: Unable to do partial parsing because of a version mismatch",
  ]);
});

const OVERRIDE =
  "I024 UnableToPartialParse: Unable to do partial parsing because change detected to override macro. Starting full parse.";

test("a file with a macro that stands for dbt's own is told of when it comes, changes and goes", () => {
  const disk = shop();
  const macro = "{% macro generate_schema_name(name, node) %}{{ target.schema }}{% endmacro %}";
  const tells = (): boolean => messages(start(disk, ROOT, {})).includes(OVERRIDE);
  expect(tells()).toBe(false);
  disk.write(`${ROOT}/macros/schema.sql`, macro);
  expect(tells()).toBe(true);
  expect(tells()).toBe(false);
  disk.write(`${ROOT}/macros/schema.sql`, `-- a remark\n${macro}`);
  expect(tells()).toBe(true);
  disk.write(`${ROOT}/macros/other.sql`, "{% macro other() %}{% endmacro %}");
  expect(tells()).toBe(false);
  disk.remove(`${ROOT}/macros/schema.sql`);
  expect(tells()).toBe(true);
});

test("without a look at the files the project is what it was, until settings are others", () => {
  const disk = shop();
  const args = { partial_parse_file_diff: false };
  const nodes = (result: Start): string[] => [...result.workspace!.manifest.nodes.keys()];
  const before = nodes(start(disk, ROOT, {}));
  disk.write(`${ROOT}/models/new.sql`, "select 1");
  disk.write(`${ROOT}/models/marts/customers.sql`, "select 2 as id");
  const blind = start(disk, ROOT, { args });
  expect(courseOf(blind)).toBe("cached");
  expect(nodes(blind)).toEqual(before);
  expect(nodes(start(disk, ROOT, { args, env: { COLOR: "blue" } }))).toContain("model.shop.new");
  disk.remove(`${ROOT}/models/new.sql`);
  expect(nodes(start(disk, ROOT, {}))).not.toContain("model.shop.new");
});

test("a start that finds nothing changed reads configuration only", () => {
  const disk = shop();
  start(disk, ROOT, {});
  const { files, read } = counted(disk.files());
  expect(courseOf(start(disk, ROOT, { files }))).toBe("cached");
  expect([...new Set(read)].sort()).toEqual([
    "dbt_packages/tools/dbt_project.yml",
    "dbt_project.yml",
    "packages.yml",
    "profiles.yml",
    "target/manifest.json",
  ]);
});

test("an edited model is read with its properties, and nothing else", () => {
  const disk = shop();
  start(disk, ROOT, {});
  disk.write(MODEL, `${disk.read(MODEL)} -- edited`);
  const { files, read } = counted(disk.files());
  expect(courseOf(start(disk, ROOT, { files }))).toBe("edited");
  expect([...new Set(read)].filter((path) => path.startsWith("models/")).sort()).toEqual([
    "models/marts/_marts.yml",
    "models/marts/orders.sql",
  ]);
});

describe("what an edit of a model may lead to", () => {
  test.each([
    [" -- comment", "edited"],
    [" union all select * from {{ ref('stg_events') }}", "edited"],
    [" {{ config(tags=['x'], meta={'a': 1.0}) }}", "edited"],
    [" {{ config(materialized='view') }}", "edited"],
    [" {{ config(pre_hook='select 1') }}", "edited"],
    [" {{ env_var('COLOR', 'none') }}", "edited"],
    [" {{ config(materialized='ephemeral') }}", "full"],
    [" {{ config(alias='other') }}", "full"],
    [" {{ config(schema='other') }}", "full"],
    [" {{ config(enabled=false) }}", "full"],
    [" {{ config(group='sales', access='protected') }}", "full"],
    [" {{ config(event_time='at') }}", "full"],
    [" {{ exceptions.warn('hm') }}", "full"],
    [" {{ ref('wide') }}", "full"],
    [" {{ ref('nowhere') }}", "full"],
  ])("%s: %s", (tail, course) => {
    const disk = shop();
    start(disk, ROOT, {});
    disk.write(MODEL, disk.read(MODEL) + tail);
    const cached = start(disk, ROOT, {});
    const fresh = start(disk, ROOT, { args: { partial_parse: false } });
    expect(courseOf(cached)).toBe(course);
    expect(cached.errors).toEqual(fresh.errors);
    expect(cached.json).toEqual(fresh.json);
    expect(said(cached)).toEqual(said(fresh));
  });
});

const EVENTS = `${ROOT}/models/staging/_events.yml`;

test("an edited properties file is read with the models that it describes, and nothing else", () => {
  const disk = shop();
  start(disk, ROOT, {});
  disk.write(EVENTS, disk.read(EVENTS)!.replace("as they came", "cleaned"));
  const { files, read } = counted(disk.files());
  const edited = start(disk, ROOT, { files });
  expect(courseOf(edited)).toBe("edited");
  expect(messages(edited)).toContain("I041 PartialParsingFile: Partial parsing: updated file: shop://models/staging/_events.yml");
  expect([...new Set(read)].filter((path) => path.startsWith("models/")).sort()).toEqual([
    "models/marts/customers.sql",
    "models/staging/_events.yml",
    "models/staging/stg_events.sql",
  ]);
  expect(edited.workspace!.manifest.nodes.get("model.shop.stg_events")!.description).toBe("The events, cleaned");
});

describe("what an edit of a properties file may lead to", () => {
  test.each([
    ["as they came", "all of them", "edited"],
    ["The events, as they came", `"{{ doc('orders') }} of events"`, "edited"],
    ["description: Key", `description: "{{ doc('spare') }}", meta: {is_key: true}, data_type: int`, "edited"],
    ["name: at\n", "name: at\n        description: When\n", "edited"],
    ["tags: [time]", "tags: [late]", "edited"],
    ["severity: warn", "severity: error", "edited"],
    ["2024-01-01", "2025-01-01", "edited"],
    ["[unique, not_null]", "[unique: {description: Once, config: {tags: [key]}}, not_null]", "edited"],
    ["  - name: stg_events\n", "  - name: stg_events\n    config: {materialized: table, meta: {a: 1}}\n", "edited"],
    ["  - name: customers\n", `  - name: customers\n    description: "{{ env_var('COLOR', 'none') }}"\n`, "edited"],
    ["[unique, not_null]", "[not_null, unique]", "full"],
    ["[unique, not_null]", "[unique]", "full"],
    ["[unique, not_null]", "[unique, not_null, positive]", "full"],
    ["severity: warn", "enabled: false", "full"],
    ["severity: warn", "severity: warn, alias: other", "full"],
    ["column_name: id", "column_name: at", "full"],
    ["description: Key", "description: Key, constraints: [{type: not_null}]", "full"],
    ["  - name: stg_events\n", "  - name: stg_events\n    config: {alias: other}\n", "full"],
    ["  - name: stg_events\n", "  - name: stg_events\n    config: {enabled: false}\n", "full"],
    ["  - name: stg_events\n", "  - name: stg_events\n    access: public\n", "full"],
    ["  - name: stg_events\n", "  - name: stg_events\n    descripton: misspelled\n", "edited"],
    ["  - name: customers\n", "  - name: stg_orders\n", "full"],
    ["  - name: customers\n", "  - name: uses_plan\n", "full"],
    ["  - name: customers\n", "  - name: nowhere\n", "full"],
    ["as they came", "as they: came", "full"],
    ["as they came", "{{ doc('missing') }}", "full"],
    ["version: 2", "version: 2\nexposures: [{name: more, type: notebook, owner: {email: x@example.org}}]", "full"],
  ])("%s → %s: %s", (from, to, course) => {
    const disk = shop();
    start(disk, ROOT, {});
    expect(disk.read(EVENTS)).toContain(from);
    disk.write(EVENTS, disk.read(EVENTS)!.replace(from, to));
    const cached = start(disk, ROOT, {});
    const fresh = start(disk, ROOT, { args: { partial_parse: false } });
    expect(cached.errors).toEqual(fresh.errors);
    expect(cached.json).toEqual(fresh.json);
    expect(said(cached)).toEqual(said(fresh));
    expect(courseOf(cached)).toBe(course);
  });
});

test("a variable that a model reads with a default is asked for again when it is set", () => {
  const disk = shop();
  disk.write(`${ROOT}/models/env.sql`, "{{ config(tags=[env_var('COLOR', 'red')]) }} select 1");
  start(disk, ROOT, {});
  expect(courseOf(start(disk, ROOT, { env: { OTHER: "1" } }))).toBe("cached");
  const set = start(disk, ROOT, { env: { COLOR: "blue" } });
  expect((set.workspace!.manifest.nodes.get("model.shop.env") as ModelNode).tags).toContain("blue");
});

test("flags count when something asked for them", () => {
  const disk = shop();
  start(disk, ROOT, {});
  expect(courseOf(start(disk, ROOT, { args: { full_refresh: true }, command: "run" }))).toBe("cached");
  disk.write(
    `${ROOT}/models/flagged.sql`,
    "{% if flags.FULL_REFRESH %}{{ ref('colors') }}{% endif %} select 1",
  );
  start(disk, ROOT, {});
  expect(courseOf(start(disk, ROOT, {}))).toBe("cached");
  const refreshed = start(disk, ROOT, { args: { full_refresh: true }, command: "run" });
  expect(courseOf(refreshed)).toBe("full");
  expect(
    (refreshed.workspace!.manifest.nodes.get("model.shop.flagged") as ModelNode).depends_on.nodes,
  ).toEqual(["seed.shop.colors"]);
});

test("what asks for the invocation is parsed at every start: models, tests, analyses and hooks", () => {
  const disk = shop();
  disk.write(
    `${ROOT}/models/marts/orders.sql`,
    "select '{{ invocation_id }}' as id, {{ run_started_at.second }} as s from {{ ref('stg_orders') }}",
  );
  disk.write(`${ROOT}/analyses/look.sql`, "select '{{ invocation_id }}'");
  disk.write(
    `${ROOT}/dbt_project.yml`,
    PROJECT["dbt_project.yml"]!.replace("select 1 --", "select '{{ run_started_at }}' --"),
  );
  disk.write(
    `${ROOT}/dbt_project.yml`,
    `${disk.read(`${ROOT}/dbt_project.yml`)}query-comment: "{{ invocation_id }}"\n`,
  );
  start(disk, ROOT, {});
  expect(courseOf(start(disk, ROOT, {}))).toBe("cached");
});

test("a properties file that asks for the invocation keeps the project out of the cache", () => {
  const disk = shop();
  const path = `${ROOT}/models/staging/_staging.yml`;
  disk.write(path, disk.read(path)!.replace("{owner: data,", "{owner: data, at: '{{ run_started_at }}',"));
  start(disk, ROOT, {});
  const second = start(disk, ROOT, { second: 5 });
  expect(courseOf(second)).toBe("full");
  expect(messages(second)).toContain(
    "undefined ParseNotCached: The parsed project is not cached: run_started_at was asked for where it decides what is parsed",
  );
});

test("a deprecation date that has come since is told", () => {
  const disk = shop();
  const dated = PROJECT["models/marts/_marts.yml"]!.replace(
    "name: contracted\n",
    "name: contracted\n    deprecation_date: 2026-02-01 00:00:00+00:00\n",
  );
  disk.write(`${ROOT}/models/marts/_marts.yml`, dated);
  const before = start(disk, ROOT, {});
  expect(said(start(disk, ROOT, {}))).toEqual(said(before));
  const after = start(disk, ROOT, { second: 3600 * 24 });
  expect(said(after).join()).toContain("DeprecatedModel");
  expect(said(before).join()).not.toContain("DeprecatedModel");
});

describe("manifest.json", () => {
  const scopeOf = ({ workspace }: Start): ManifestScope => workspace!;
  const lastWrite = (disk: MemoryDisk): string => disk.read(`${ROOT}/target/manifest.json`)!;

  test("is written anew when it is not the one that the cache made", () => {
    const disk = shop();
    const first = start(disk, ROOT, {});
    start(disk, ROOT, {});
    disk.write(`${ROOT}/target/manifest.json`, lastWrite(disk).replace("stg_orders", "stg_others"));
    expect(start(disk, ROOT, {}).json).toEqual(first.json);
    disk.remove(`${ROOT}/target/manifest.json`);
    expect(start(disk, ROOT, {}).json).toEqual(first.json);
  });

  test("has what a run changed, and only that", () => {
    const disk = shop();
    start(disk, ROOT, {});
    const second = start(disk, ROOT, { command: "run" });
    const model = second.workspace!.manifest.nodes.get("model.shop.orders") as ModelNode;
    Object.assign(model, { compiled: true, compiled_code: "select 'ä'", extra_ctes_injected: true });
    const effects = second.workspace!.shared.effects;
    const scope = scopeOf(second);
    const slow = JSON.parse([...renderManifest(scope, effects)].join("")) as { metadata: unknown };
    let fast = "";
    expect(scope.text!.write(`${ROOT}/target/manifest.json`, '{"metadata": {}')).toBe(true);
    fast = lastWrite(disk);
    expect(JSON.parse(fast)).toEqual({ ...slow, metadata: {} });
    expect(fast).toContain("select 'ä'");
    expect(start(disk, ROOT, {}).json).toEqual(start(disk, ROOT, { args: { partial_parse: false } }).json);
  });
});

test("a node of the cache is the plain object it stands for", () => {
  const disk = shop();
  const fresh = start(disk, ROOT, {}).workspace!.manifest;
  const cached = start(disk, ROOT, {}).workspace!.manifest;
  const [a, b] = [fresh, cached].map((manifest) => manifest.nodes.get("model.shop.stg_customers")!) as [
    ModelNode,
    ModelNode,
  ];
  expect(b.config.enabled).toBe(true);
  const { config, fqn, tags } = b;
  expect(Object.keys(b)).toEqual(Object.keys(a));
  expect({ ...b, created_at: 0 }).toEqual({ ...a, created_at: 0 });
  expect([b.config === config, b.fqn === fqn, b.tags === tags]).toEqual([true, true, true]);
  expect(Object.keys(config)).toEqual(Object.keys(a.config));
  expect("no_such_field" in b).toBe(false);
  config.enabled = false;
  expect(b.config.enabled).toBe(false);
  expect(wholeManifest(fresh).length).toBeGreaterThan(1000);
});

test("whether a text may name a file is known before it is read, also of an edited one", () => {
  const disk = shop();
  disk.write(`${ROOT}/models/from_file.sql`, "select * from read_csv('orders.csv')");
  const told = ({ workspace }: Start): unknown => [...workspace!.manifest.nodes.values()].map((node) => [node.unique_id, mentionsFiles(node)]);
  const fresh = told(start(disk, ROOT, {}));
  expect(fresh).toContainEqual(["model.shop.from_file", true]);
  expect(fresh).toContainEqual(["model.shop.orders", false]);
  expect(told(start(disk, ROOT, {}))).toEqual(fresh);
  disk.write(`${ROOT}/models/from_file.sql`, "select 1 as id");
  disk.write(MODEL, `${disk.read(MODEL)} -- as in orders.json`);
  const edited = told(start(disk, ROOT, {}));
  expect(edited).toContainEqual(["model.shop.from_file", false]);
  expect(edited).toContainEqual(["model.shop.orders", true]);
});

test("without a place to write, everything is parsed", () => {
  const disk = shop();
  const refuse = (): never => {
    throw Object.assign(new Error("read-only"), { code: "EROFS" });
  };
  const files: FileSystem = { ...disk.files(), replaceBinary: refuse };
  expect(courseOf(start(disk, ROOT, { files }))).toBe("full");
  expect(start(disk, ROOT, { files }).json).toEqual(start(disk, ROOT, {}).json);
});

test("--partial-parse-file-path is read in place of the file in target/", () => {
  const disk = shop();
  start(disk, ROOT, {});
  disk.write("/ci/cache", disk.texts.get(`${ROOT}/target/partial_parse.tsmodel`)!);
  disk.remove(`${ROOT}/target/partial_parse.tsmodel`);
  expect(courseOf(start(disk, ROOT, { args: { partial_parse_file_path: "/ci/cache" } }))).toBe("cached");
});

describe("on a disk", () => {
  const root = mkdtempSync(join(tmpdir(), "tsmodel-cache-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const path = join(root, "models/marts/orders.sql");

  test("an edit that leaves time and size as they were is seen", () => {
    for (const [name, text] of Object.entries(PROJECT)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    const files = createNodeFiles();
    const options = { files };
    start(new MemoryDisk(), root, options);
    for (let count = 0; count < 5; count++) {
      writeFileSync(path, `select ${count} as n from {{ ref('stg_orders') }}`);
      const { workspace } = start(new MemoryDisk(), root, options);
      expect((workspace!.manifest.nodes.get("model.shop.orders") as ModelNode).raw_code).toContain(
        `select ${count} `,
      );
    }
  });

  test("manifest.json stays the same file", () => {
    const files = createNodeFiles();
    start(new MemoryDisk(), root, { files });
    const before = statSync(join(root, "target/manifest.json"));
    const { json } = start(new MemoryDisk(), root, { files });
    const after = statSync(join(root, "target/manifest.json"));
    expect([after.ino, after.size]).toEqual([before.ino, before.size]);
    expect(json).toEqual(start(new MemoryDisk(), root, { files, args: { partial_parse: false } }).json);
  });
});
