/** A project in a folder of its own, run in this process: the whole way from files to tables. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  createNodeFiles,
  Environment,
  globalPackage,
  openWorkspace,
  runNodes,
  type Effects,
  type TsmodelEvent,
  type RunCommand,
  type RunSummary,
} from "@tsmodel/core";
import type { Cell, Database, JsonObject, JsonValue } from "@tsmodel/core/adapter";
import { duckdb } from "../src/index.ts";
import { openDuckDb } from "./open-duckdb.ts";

const host = { adapters: [duckdb], globalPackage, environment: new Environment() };

export interface TestProject {
  readonly folder: string;
  readonly database: Database;
  /** All that was reported so far. */
  readonly events: readonly TsmodelEvent[];
  write(files: { readonly [path: string]: string }): void;
  run(command: RunCommand, args?: { readonly [name: string]: JsonValue }): Promise<RunSummary>;
  query(sql: string): Promise<readonly (readonly Cell[])[]>;
  close(): Promise<void>;
}

export async function openProject(
  files: { readonly [path: string]: string },
  profile: JsonObject = {},
): Promise<TestProject> {
  const folder = mkdtempSync(join(tmpdir(), "tsmodel-run-"));
  const write: TestProject["write"] = (texts) => {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  write({
    "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n",
    "profiles.yml": JSON.stringify({
      shop: {
        target: "dev",
        outputs: { dev: { type: "duckdb", path: "shop.duckdb", threads: 4, ...profile } },
      },
    }),
    ...files,
  });
  const events: TsmodelEvent[] = [];
  const effects = createEffects(folder, events);
  const args = { project_dir: folder, profiles_dir: folder };
  const database = await openDuckDb({ path: "shop.duckdb", ...profile }, folder);
  const reader = await database.session("reader");
  return {
    folder,
    database,
    events,
    write,
    run: (command, more = {}) =>
      runNodes(
        command,
        openWorkspace({ command, args: { ...args, ...more } }, host, effects),
        database,
        effects,
      ),
    query: async (sql) => (await reader.query(sql, { fetch: true })).rows,
    async close() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function createEffects(cwd: string, events: TsmodelEvent[]): Effects {
  return {
    files: createNodeFiles(),
    env: {},
    cwd,
    signal: new AbortController().signal,
    report: (event) => void events.push(event),
    now: () => new Date("2026-01-31T12:00:00Z"),
    elapsed: () => performance.now(),
    newId: () => "00000000-0000-4000-8000-000000000000",
  };
}
