/** A project in a folder of its own, run in this process against a database of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  createNodeFiles,
  Environment,
  globalPackage,
  openWorkspace,
  runMacro,
  runNodes,
  type Effects,
  type RunCommand,
  type RunSummary,
  type Workspace,
} from "@tsmodel/core";
import type { Cell, Database, JsonValue, Session } from "@tsmodel/core/adapter";
import { postgres } from "../src/index.ts";
import type { PostgresFixture } from "./postgres-fixture.ts";

const host = { adapters: [postgres], globalPackage, environment: new Environment() };

export class TestProject {
  readonly folder: string = mkdtempSync(join(tmpdir(), "tsmodel-run-"));
  readonly database: Database;
  private readonly reader: Session;

  private constructor(database: Database, reader: Session) {
    this.database = database;
    this.reader = reader;
  }

  static async open(
    fixture: PostgresFixture,
    files: { readonly [path: string]: string },
  ): Promise<TestProject> {
    const database = await fixture.open();
    const reader = await database.session("reader");
    const project = new TestProject(database, reader);
    const [[dbname]] = (await project.query("select current_database()")) as [[string]];
    project.write({
      "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n",
      "profiles.yml": JSON.stringify({
        shop: {
          target: "dev",
          outputs: { dev: { type: "postgres", threads: 4, ...fixture.output({ dbname, schema: "main" }) } },
        },
      }),
      ...files,
    });
    return project;
  }

  write(files: { readonly [path: string]: string }): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
  }

  run(command: RunCommand, args: { readonly [name: string]: JsonValue } = {}): Promise<RunSummary> {
    const effects = createEffects(this.folder);
    return runNodes(command, this.workspace(command, args, effects), this.database, effects);
  }

  private workspace(
    command: string,
    args: { readonly [name: string]: JsonValue },
    effects: Effects,
  ): Workspace {
    const folders = { project_dir: this.folder, profiles_dir: this.folder };
    return openWorkspace({ command, args: { ...folders, ...args } }, host, effects);
  }

  /** What a macro prints. */
  async print(macro: string): Promise<string[]> {
    const printed: string[] = [];
    const effects = createEffects(this.folder, (event) => {
      if (event.type === "message") printed.push(event.text);
    });
    const workspace = this.workspace("run-operation", {}, effects);
    const { error } = await runMacro(workspace, this.database, macro, {}, effects);
    if (error !== undefined) throw error;
    return printed;
  }

  async query(sql: string): Promise<readonly (readonly Cell[])[]> {
    return (await this.reader.query(sql, { fetch: true })).rows;
  }

  async close(): Promise<void> {
    await this.database.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function createEffects(cwd: string, report: Effects["report"] = () => undefined): Effects {
  return {
    files: createNodeFiles(),
    env: {},
    cwd,
    signal: new AbortController().signal,
    report,
    now: () => new Date("2026-01-31T12:00:00Z"),
    elapsed: () => performance.now(),
    newId: () => "00000000-0000-4000-8000-000000000000",
  };
}
