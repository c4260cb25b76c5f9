/** Parses a project folder with the DuckDB adapter, as the command line would: manifest.json as data, and the warnings. */
import { Environment } from "@tsmodel/jinja";
import { duckdb } from "../../../adapter-duckdb/src/index.ts";
import { renderManifest } from "../../src/artifacts/manifest-file.ts";
import type { Effects } from "../../src/effects.ts";
import type { TsmodelEvent } from "../../src/events/event.ts";
import { readInternalPackage } from "../../src/macro/internal-package.ts";
import type { Manifest } from "../../src/manifest/manifest.ts";
import { parseProject } from "../../src/parse/parse-project.ts";
import { loadProject } from "../../src/project/load-project.ts";
import { createNodeFiles } from "../../src/util/node-files.ts";

export type Warning = Extract<TsmodelEvent, { type: "warning" }>;

export interface ParsedFolder {
  readonly manifest: Manifest;
  /** What target/manifest.json would hold. */
  readonly json: { readonly [map: string]: { readonly [id: string]: unknown } };
  readonly warnings: Warning[];
}

const MACROS = new URL("../../macros/dbt/", import.meta.url);

export function parseFolder(root: string, env: { readonly [name: string]: string | undefined } = {}): ParsedFolder {
  const warnings: Warning[] = [];
  const environment = new Environment();
  const effects = createEffects(root, env, (event) => {
    if (event.type === "warning") warnings.push(event);
  });
  const invocation = { id: "00000000-0000-0000-0000-000000000000", startedAt: effects.now(), command: "parse", args: {} };
  const args = { project_dir: root, profiles_dir: root };
  const project = loadProject({ command: "parse", args, adapters: [duckdb], environment, invocation }, effects);
  const { manifest } = parseProject({ project, effects, invocation, environment, globalPackage: readInternalPackage("dbt", MACROS) });
  const json = JSON.parse([...renderManifest({ project, invocation, manifest } as never, effects)].join("")) as ParsedFolder["json"];
  return { manifest, json, warnings };
}

export function createEffects(cwd: string, env: Effects["env"], report: Effects["report"]): Effects {
  return {
    files: createNodeFiles(),
    env,
    now: () => new Date("2026-01-31T12:00:00Z"),
    elapsed: () => 0,
    newId: () => "00000000-0000-0000-0000-000000000000",
    report,
    signal: new AbortController().signal,
    cwd,
  };
}
