/** Parses a project folder with the DuckDB adapter, as the command line would: manifest.json as data, and the warnings. */
import { Environment } from "@tsmodel/jinja";
import { duckdb } from "../../../adapter-duckdb/src/index.ts";
import { renderManifest } from "../../src/artifacts/manifest-file.ts";
import type { Effects, FileSystem } from "../../src/effects.ts";
import type { TsmodelEvent } from "../../src/events/event.ts";
import { globalPackage } from "../../src/global-package.ts";
import type { Manifest } from "../../src/manifest/manifest.ts";
import { parseProject } from "../../src/parse/parse-project.ts";
import { loadProject } from "../../src/project/load-project.ts";
import { createNodeFiles } from "../../src/util/node-files.ts";

/** One for all: compiled macros are kept. */
const environment = new Environment();

export type Warning = Extract<TsmodelEvent, { type: "warning" }>;

export interface ParsedFolder {
  readonly manifest: Manifest;
  /** What target/manifest.json would hold. */
  readonly json: { readonly [map: string]: { readonly [id: string]: unknown } };
  readonly warnings: Warning[];
}

export function parseFolder(root: string, env: Effects["env"] = {}): ParsedFolder {
  return parse(root, env, createNodeFiles(), () => undefined);
}

/**
 * A project that exists in memory only: files by path, beside a dbt_project.yml and a profiles.yml that are given. What is
 * told in passing goes to `hear`.
 */
export function parseFiles(
  files: { readonly [path: string]: string },
  env: Effects["env"] = {},
  hear: Effects["report"] = () => undefined,
): ParsedFolder {
  const texts = new Map(Object.entries({ ...BASE, ...files }).map(([path, text]) => [`/shop/${path}`, text]));
  return parse("/shop", env, memoryFiles(texts), hear);
}

const BASE = {
  "dbt_project.yml": "name: shop\nversion: 1.0.0\nconfig-version: 2\nprofile: shop\n",
  "profiles.yml": "shop: {target: dev, outputs: {dev: {type: duckdb, path: dev.duckdb, schema: main}}}\n",
};

function memoryFiles(texts: ReadonlyMap<string, string>): FileSystem {
  const missing = (path: string): never => {
    throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
  };
  return {
    readText: (path) => texts.get(path) ?? missing(path),
    exists: (path) => texts.has(path) || [...texts.keys()].some((one) => one.startsWith(`${path}/`)),
    list: (folder) =>
      [...texts.keys()]
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1))
        .sort(),
    writeText: () => undefined,
    stat: (path) =>
      texts.has(path) ? { mtimeMs: 0, size: texts.get(path)!.length, isFile: true } : undefined,
  };
}

function parse(
  root: string,
  env: Effects["env"],
  files: FileSystem,
  hear: Effects["report"],
): ParsedFolder {
  const warnings: Warning[] = [];
  const effects = createEffects(root, env, files, (event) => {
    if (event.type === "warning") warnings.push(event);
    hear(event);
  });
  const invocation = {
    id: "00000000-0000-0000-0000-000000000000",
    startedAt: effects.now(),
    command: "parse",
  };
  const args = { project_dir: root, profiles_dir: root };
  const project = loadProject(
    { command: "parse", args, adapters: [duckdb], environment, invocation },
    effects,
  );
  const { manifest } = parseProject({
    project,
    effects,
    invocation,
    environment,
    globalPackage,
  });
  const json = JSON.parse(
    [...renderManifest({ project, invocation, manifest } as never, effects)].join(""),
  ) as ParsedFolder["json"];
  return { manifest, json, warnings };
}

function createEffects(
  cwd: string,
  env: Effects["env"],
  files: FileSystem,
  report: Effects["report"],
): Effects {
  return {
    files,
    env,
    now: () => new Date("2026-01-31T12:00:00Z"),
    elapsed: () => 0,
    newId: () => "00000000-0000-0000-0000-000000000000",
    report,
    signal: new AbortController().signal,
    cwd,
  };
}
