/** docs generate: the catalog of what was built, by selection, and what --no-compile and --empty-catalog leave out. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProject, runCli, type CliResult } from "./support/run-cli.ts";

const project = createProject({
  "seeds/raw.csv": "id,name\n1,a\n",
  "models/orders.sql":
    "{{ config(materialized='table', persist_docs={'relation': true, 'columns': true}) }} select * from {{ ref('raw') }}",
  "models/copied.sql": "{{ config(materialized='ephemeral') }} select * from {{ ref('orders') }}",
  "models/over.sql": "select * from {{ ref('copied') }}",
  "models/schema.yml": `
sources: [{name: files, schema: main, tables: [{name: raw}, {name: missing}]}]
models: [{name: orders, description: all of them, columns: [{name: id, description: the key}]}]
`,
  "pictures/logo.txt": "picture",
});
project.write("dbt_project.yml", "name: shop\nprofile: shop\nasset-paths: [pictures]\n");
afterAll(() => project.remove());

const docs = (...options: string[]): Promise<CliResult> =>
  runCli(["docs", "generate", ...options], { cwd: project.root });
const read = (name: string): any => JSON.parse(readFileSync(`${project.root}/target/${name}.json`, "utf8"));

beforeAll(async () => {
  expect((await runCli(["build"], { cwd: project.root })).stdout).toContain("Completed successfully");
});

test("tables, columns and comments by unique id; ephemeral models have none", async () => {
  const { code, stdout } = await docs();
  expect(stdout).toContain(`Catalog written to ${project.root}/target/catalog.json`);
  expect(code).toBe(0);
  const { metadata, nodes, sources, errors } = read("catalog");
  expect(metadata.dbt_schema_version).toBe("https://schemas.getdbt.com/dbt/catalog/v1.json");
  expect(Object.keys(nodes).sort()).toEqual(["model.shop.orders", "model.shop.over", "seed.shop.raw"]);
  expect(Object.keys(sources)).toEqual(["source.shop.files.raw"]);
  expect(errors).toBe(null);
  expect(nodes["model.shop.orders"]).toEqual({
    metadata: {
      type: "BASE TABLE",
      schema: "main",
      name: "orders",
      database: "shop",
      comment: "all of them",
      owner: null,
    },
    columns: {
      id: { type: "INTEGER", index: 1, name: "id", comment: "the key" },
      name: { type: "VARCHAR", index: 2, name: "name", comment: null },
    },
    stats: {
      has_stats: {
        id: "has_stats",
        label: "Has Stats?",
        value: false,
        include: false,
        description: "Indicates whether there are statistics for this table",
      },
    },
    unique_id: "model.shop.orders",
  });
  expect(nodes["model.shop.over"].metadata.type).toBe("VIEW");
  expect(read("manifest").nodes["model.shop.over"].compiled_code).toContain("__dbt__cte__copied");
  expect(readFileSync(`${project.root}/target/pictures/logo.txt`, "utf8")).toBe("picture");
});

test("a selection of nodes and sources", async () => {
  expect((await docs("--select", "orders", "source:files.raw")).code).toBe(0);
  const { nodes, sources } = read("catalog");
  expect([Object.keys(nodes), Object.keys(sources)]).toEqual([
    ["model.shop.orders"],
    ["source.shop.files.raw"],
  ]);
});

test("without compiling the manifest stays as it was", async () => {
  rmSync(`${project.root}/target/manifest.json`);
  expect((await docs("--no-compile", "--static")).code).toBe(0);
  expect(Object.keys(read("catalog").nodes).length).toBe(3);
  expect(existsSync(`${project.root}/target/manifest.json`)).toBe(false);
});

test("an empty catalog asks nothing", async () => {
  expect((await docs("--empty-catalog")).code).toBe(0);
  expect(read("catalog")).toMatchObject({ nodes: {}, sources: {}, errors: null });
});

test("a macro that fails is told in the catalog and by the exit code", async () => {
  project.write(
    "macros/catalog.sql",
    "{% macro duckdb__get_catalog_relations(information_schema, relations) %}{{ return(run_query('select nonsense')) }}{% endmacro %}",
  );
  const { code, stdout } = await docs();
  expect(code).toBe(1);
  expect(stdout).toContain("Encountered an error while generating catalog");
  expect(stdout).toContain("dbt encountered 1 failure while writing the catalog");
  expect(read("catalog").errors).toHaveLength(1);
  rmSync(`${project.root}/macros/catalog.sql`);
});
