/** One start of a command, with the cache or without it: what it understood, what it wrote and what it said. */
import { Environment } from "@tsmodel/jinja";
import { duckdb } from "../../../adapter-duckdb/src/index.ts";
import { writeManifests } from "../../src/artifacts/write-manifests.ts";
import type { Effects, FileSystem } from "../../src/effects.ts";
import { TsmodelError, TsmodelErrors } from "../../src/errors/tsmodel-error.ts";
import type { TsmodelEvent } from "../../src/events/event.ts";
import { globalPackage } from "../../src/global-package.ts";
import type { JsonValue } from "../../src/manifest/json.ts";
import type { Manifest } from "../../src/manifest/manifest.ts";
import { openWorkspace, type Workspace } from "../../src/tsmodel.ts";
import type { MemoryDisk } from "./memory-disk.ts";

export interface StartOptions {
  readonly command?: string;
  readonly args?: { readonly [name: string]: JsonValue };
  readonly env?: { readonly [name: string]: string };
  readonly build?: string;
  readonly files?: FileSystem;
  /** Seconds on the clock. */
  readonly second?: number;
}

export interface Start {
  /** undefined when the project is broken. */
  readonly workspace?: Workspace;
  /** manifest.json without what differs in each invocation. */
  readonly json?: unknown;
  readonly errors?: readonly string[];
  readonly events: readonly TsmodelEvent[];
}

const environment = new Environment({ macrosInContext: true });
let starts = 0;

export function start(
  disk: MemoryDisk,
  root: string,
  { command = "parse", args = {}, env = {}, build = "test", files = disk.files(), second = 0 }: StartOptions,
): Start {
  const events: TsmodelEvent[] = [];
  const number = ++starts;
  const effects: Effects = {
    files,
    env: { HOME: "/nowhere", ...env },
    now: () => new Date(Date.UTC(2026, 0, 31, 12, 0, second)),
    elapsed: () => 0,
    newId: () => `00000000-0000-0000-0000-${String(number).padStart(12, "0")}`,
    report: (event) => void events.push(event),
    signal: new AbortController().signal,
    cwd: root,
  };
  const host = { adapters: [duckdb], globalPackage, environment, build };
  try {
    const workspace = openWorkspace(
      { command, args: { project_dir: root, profiles_dir: root, ...args } },
      host,
      effects,
    );
    writeManifests(workspace, effects);
    const written = files.readText(`${workspace.project.root.root}/target/manifest.json`);
    return { workspace, json: lasting(JSON.parse(written)), events };
  } catch (error) {
    if (error instanceof TsmodelErrors) return { errors: error.errors.map((one) => one.render()), events };
    if (error instanceof TsmodelError) return { errors: [error.render()], events };
    throw error;
  }
}

function lasting(json: { metadata: { [key: string]: unknown } }): unknown {
  for (const key of ["generated_at", "invocation_id", "invocation_started_at", "run_started_at"])
    delete json.metadata[key];
  return JSON.parse(JSON.stringify(json, (key, value: unknown) => (key === "created_at" ? 0 : value)));
}

/** What was said, but for the cache's own messages. */
export const said = ({ events }: Start): string[] =>
  events
    .filter(
      (event) =>
        !(
          event.type === "message" &&
          /^(?:PartialPars|UnableToPartialParse|ParseNotCached|Note$)/.test(event.name)
        ),
    )
    .map((event) =>
      event.type === "warning"
        ? JSON.stringify([event.name, event.code, event.data, event.error.render()])
        : JSON.stringify(event),
    );

/** How the parsed project came about: "cached", "edited", "full". */
export function courseOf({ events }: Start): string {
  const names = events.flatMap((event) => (event.type === "message" ? [event.name] : []));
  if (names.includes("PartialParsingSkipParsing")) return "cached";
  return names.includes("PartialParsingFile") ? "edited" : "full";
}

const MAPS = [
  "nodes",
  "sources",
  "exposures",
  "metrics",
  "semantic_models",
  "saved_queries",
  "unit_tests",
  "functions",
  "macros",
  "docs",
  "groups",
  "disabled",
  "selectors",
  "packageRoots",
] as const;

/** What selection and the graph ask of resources, before anything else is asked: some at random, in random order. */
export function firstGlances(manifest: Manifest, dice: { below(count: number): number }): string {
  const asked: (readonly [string, string, (typeof GLANCES)[number]])[] = [];
  for (const name of MAPS.slice(0, 11)) {
    for (const id of (manifest[name] as ReadonlyMap<string, unknown>).keys())
      for (let count = dice.below(5); count > 0; count--)
        asked.push([name, id, GLANCES[dice.below(GLANCES.length)]!]);
  }
  return "".concat(
    ...asked.map(([name, id, glance]) =>
      JSON.stringify([id, glance(((manifest as never)[name] as Map<string, never>).get(id)!)]),
    ),
  );
}

type Asked = { readonly [field: string]: unknown; readonly config?: { readonly [key: string]: unknown } };
const GLANCES: readonly ((resource: Asked) => unknown)[] = [
  ...[
    "fqn",
    "tags",
    "depends_on",
    "version",
    "name",
    "resource_type",
    "group",
    "access",
    "schema",
    "database",
    "time_spine",
    "no_such",
  ].map((field) => (resource: Asked) => resource[field]),
  ...["enabled", "materialized", "store_failures", "severity", "constructor"].map(
    (key) => (resource: Asked) => typeof resource.config?.[key] === "function" || resource.config?.[key],
  ),
  (resource) => "version" in resource,
  (resource) => Object.hasOwn(resource, "fqn"),
  (resource) => typeof resource["toString"],
  (resource) => Object.keys(resource),
];

/** All of a manifest as plain data in order, what no artifact shows included. */
export function wholeManifest(manifest: Manifest): string {
  const maps = MAPS.map((name) => [name, [...manifest[name]]]);
  const { index } = manifest;
  const names = Object.fromEntries(
    Object.entries(index).map(([key, table]) => [
      key,
      table instanceof Map
        ? [...table].map(([name, packages]) => [
            name,
            [...(packages as Map<string, unknown>)].map(([one, ids]) => [
              one,
              Array.isArray(ids) ? ids.map((node: { unique_id: string }) => node.unique_id) : ids,
            ]),
          ])
        : table,
    ]),
  );
  return JSON.stringify([maps, names], (key, value: unknown) => {
    if (key === "created_at") return 0;
    if (typeof value === "bigint") return `bigint ${value}`;
    return typeof value === "object" && value !== null && "pyTypeName" in value
      ? `${String(value.pyTypeName)} ${JSON.stringify(Object.entries(value))}`
      : value;
  });
}
