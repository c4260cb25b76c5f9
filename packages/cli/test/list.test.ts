/** ls: every kind of resource in every output, versions and unit tests named as dbt names them. */
import { existsSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { createProject, runCli } from "./support/run-cli.ts";

const project = createProject({
  "models/orders.sql": "{{ config(materialized='table', tags=['daily']) }} select 1 as id",
  "models/ver_v1.sql": "select 1 as id",
  "models/ver_v2.sql": "select 1 as id",
  "models/empty.sql": "",
  "analyses/an.sql": "select 1",
  "seeds/raw.csv": "id\n1\n",
  "models/schema.yml": `
sources: [{name: files, tables: [{name: events}]}]
models:
  - {name: orders, columns: [{name: id, data_tests: [unique]}]}
  - {name: ver, latest_version: 2, versions: [{v: 1}, {v: 2}]}
unit_tests: [{name: one_row, model: ver, given: [], expect: {rows: [{id: 1}]}}]
exposures: [{name: dash, type: dashboard, owner: {name: me}, depends_on: [ref('orders')]}]
`,
});
afterAll(() => project.remove());
const list = async (...options: string[]): Promise<{ code: number | null; lines: string[] }> => {
  const { code, stdout } = await runCli(["ls", ...options], { cwd: project.root });
  return { code, lines: stdout.trimEnd().split("\n") };
};

test.each([
  {
    options: [],
    lines: [
      "exposure:shop.dash",
      "shop.empty",
      "shop.orders",
      "shop.ver.v1",
      "shop.ver.v2",
      "shop.raw",
      "source:shop.files.events",
      "shop.unique_orders_id",
      "unit_test:shop.one_row_v1",
      "unit_test:shop.one_row_v2",
    ],
  },
  {
    options: ["--output", "name", "--exclude-resource-type", "test", "unit_test"],
    lines: ["dash", "empty", "orders", "ver.v1", "ver.v2", "raw", "files.events"],
  },
  {
    options: ["--output", "path", "--select", "ver", "--resource-type", "model"],
    lines: ["models/ver_v1.sql", "models/ver_v2.sql"],
  },
  { options: ["--resource-type", "analysis"], lines: ["shop.analysis.an"] },
  { options: ["--models", "orders"], lines: ["shop.orders"] },
  {
    options: [
      "--select",
      "orders",
      "--resource-type",
      "model",
      "--output",
      "json",
      "--output-keys",
      "name config.materialized config.nope nope",
    ],
    lines: ['{"name": "orders", "config.materialized": "table"}'],
  },
])("$options", async ({ options, lines }) => {
  expect(await list(...options)).toEqual({ code: 0, lines });
  expect(existsSync(`${project.root}/target/manifest.json`)).toBe(true);
  expect(existsSync(`${project.root}/target/semantic_manifest.json`)).toBe(true);
});

test("json has dbt's keys", async () => {
  const { lines } = await list("--output", "json", "--select", "orders", "--resource-type", "model");
  expect(Object.keys(JSON.parse(lines[0]!) as object)).toEqual([
    "name",
    "resource_type",
    "package_name",
    "original_file_path",
    "unique_id",
    "alias",
    "config",
    "tags",
    "depends_on",
  ]);
});

test("--models stands alone", async () => {
  const { code, lines } = await list("--models", "orders", "--select", "ver");
  expect(lines.join("\n")).toContain('"models" and "select" are mutually exclusive arguments');
  expect(code).toBe(2);
});
