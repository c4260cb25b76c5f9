#!/usr/bin/env node
/**
 * Compares our manifest with real dbt's for any projects: node compare-with-dbt.mjs [--update] [--dbt path] [folder…]
 * Without folders the projects of the tests are taken; --update then writes what dbt made of them to golden/.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { resolve } from "node:path";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dbt: { type: "string", default: "dbt" }, update: { type: "boolean" } },
});
const root = fileURLToPath(new URL("../../../../", import.meta.url));
const env = { ...process.env, DBT: values.dbt };
if (values.update) env.UPDATE = "1";
if (positionals.length > 0) env.PROJECT_DIRS = positionals.map((folder) => resolve(folder)).join(":");
const test = fileURLToPath(new URL("compare-with-dbt.test.ts", import.meta.url));
process.exitCode =
  spawnSync("npx", ["vitest", "run", "--root", root, test], { cwd: root, env, stdio: "inherit" }).status ?? 1;
