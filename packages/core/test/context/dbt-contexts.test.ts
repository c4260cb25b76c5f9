/**
 * What templates see, against real dbt (dbt-core 1.11.16, dbt-duckdb 1.11.1): a project of one model for each corner
 * of the context, compiled by dbt with `--vars '{cli: 1}'` after `dbt seed`, its output recorded. The whole stack runs.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Environment } from "@tsmodel/jinja";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { duckdb } from "../../../adapter-duckdb/src/adapter.ts";
import type { Effects } from "../../src/effects.ts";
import { globalPackage } from "../../src/global-package.ts";
import type { CompiledNode } from "../../src/manifest/node.ts";
import type { RunCommand } from "../../src/run/command-kind.ts";
import { openWorkspace, runNodes, type Workspace } from "../../src/tsmodel.ts";
import { createNodeFiles } from "../../src/util/node-files.ts";

interface Recorded {
  readonly files: { readonly [path: string]: string };
  readonly cases: readonly { readonly name: string; readonly template: string; readonly expected: string }[];
}

const recorded = JSON.parse(readFileSync(new URL("dbt-contexts.json", import.meta.url), "utf8")) as Recorded;
const folder = mkdtempSync(join(tmpdir(), "contexts-"));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const effects: Effects = {
  files: createNodeFiles(),
  env: { CTX_VALUE: "val" },
  now: () => new Date(),
  elapsed: () => performance.now(),
  newId: () => "00000000-0000-4000-8000-000000000000",
  report: () => undefined,
  signal: new AbortController().signal,
  cwd: folder,
};

async function command(name: RunCommand): Promise<Workspace> {
  const workspace = openWorkspace(
    { command: name, args: { vars: "{cli: 1}", project_dir: folder, profiles_dir: folder } },
    { adapters: [duckdb], globalPackage, environment: new Environment() },
    effects,
  );
  const { credentials, threads } = workspace.project.profile;
  const database = await duckdb.open(credentials, {
    env: effects.env,
    projectDir: folder,
    threads,
    now: () => new Date(),
  });
  try {
    await runNodes(name, workspace, database, effects);
  } finally {
    await database.close();
  }
  return workspace;
}

let workspace: Workspace;

beforeAll(async () => {
  for (const [path, text] of Object.entries(recorded.files)) write(path, text);
  for (const { name, template } of recorded.cases) write(`models/${name}.sql`, template);
  await command("seed");
  workspace = await command("compile");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a compiled model is what dbt compiles", () => {
  for (const { name, template, expected } of recorded.cases) {
    test(template.trim().slice("select $q$".length, 110), () => {
      const node = workspace.manifest.nodes.get(`model.shop.${name}`) as CompiledNode;
      expect(node.compiled_code?.trim()).toBe(expected.trim());
    });
  }
});
