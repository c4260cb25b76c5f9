/** Paths in dbt_project.yml that configure nothing: usually a folder or a project name that is misspelt. */
import { fail } from "../../errors/tsmodel-error.ts";
import { isYamlObject } from "../../project/yaml-value.ts";
import type { ResourceType } from "../../manifest/node.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import type { ParseState } from "../parse-state.ts";
import { locateInProjectFile, warnMisspelledSection } from "./misspelled-config.ts";
import type { ConfigLevel } from "./merge-config.ts";

/** Section of dbt_project.yml → the kind of resource it speaks of. */
const KINDS: { readonly [section: string]: string } = {
  models: "model",
  seeds: "seed",
  snapshots: "snapshot",
  sources: "source",
  data_tests: "test",
  unit_tests: "unit_test",
  metrics: "metric",
  "semantic-models": "semantic_model",
  "saved-queries": "saved_query",
  exposures: "exposure",
  functions: "function",
};

export function warnUnusedConfigPaths(state: ParseState): void {
  const fqns = fqnsByKind(state);
  const disabled = [...state.manifest.disabled.values()].flat().map(({ fqn }) => fqn);
  const unused: { path: string; nearest?: string; keys: readonly string[] }[] = [];
  for (const [section, kind] of Object.entries(KINDS)) {
    warnMisspelledSection(state, section, kind as ResourceType);
    const known = new FqnTree([...(fqns.get(kind) ?? []), ...disabled]);
    for (const path of configuredPaths(state.project.root.configSections[section] ?? {})) {
      if (!known.has(path))
        unused.push({
          path: [section.replace("-", "_"), ...path].join("."),
          nearest: known.nearest(path),
          keys: [section, ...path],
        });
    }
  }
  if (unused.length === 0) return;
  state.warnings.add(
    "UnusedResourceConfigPath",
    fail(
      "config-path-unused",
      { paths: unused },
      { at: unused.map(({ keys }) => locateInProjectFile(state, keys)) },
    ),
    {
      unused_config_paths: unused.map(({ path }) => path),
    },
  );
}

function fqnsByKind({ manifest }: ParseState): Map<string, string[][]> {
  const { nodes, sources, exposures, functions, metrics, semantic_models, saved_queries, unit_tests } =
    manifest;
  const fqns = new Map<string, string[][]>();
  for (const resources of [
    nodes,
    sources,
    exposures,
    functions,
    metrics,
    semantic_models,
    saved_queries,
    unit_tests,
  ]) {
    for (const { resource_type: kind, fqn } of resources.values()) {
      const known = fqns.get(kind);
      if (known === undefined) fqns.set(kind, [fqn]);
      else known.push(fqn);
    }
  }
  return fqns;
}

/** Paths at which something is set; the top of a section is "[]". */
function configuredPaths(section: ConfigLevel, path: readonly string[] = []): string[][] {
  const paths: string[][] = [];
  let here = false;
  for (const [key, value] of Object.entries(section)) {
    if (isYamlObject(value) && !key.startsWith("+")) paths.push(...configuredPaths(value, [...path, key]));
    else here = true;
  }
  return here ? [[...path], ...paths] : paths;
}

class FqnTree {
  private readonly root: Branch = new Map();

  constructor(fqns: readonly (readonly string[])[]) {
    for (const fqn of fqns) {
      let branch = this.root;
      for (const step of fqn) {
        let next = branch.get(step);
        if (next === undefined) branch.set(step, (next = new Map()));
        branch = next;
      }
    }
  }

  has(path: readonly string[]): boolean {
    return this.walk(path).missing === undefined && this.root.size > 0;
  }

  /** The path with its first unknown step put right. */
  nearest(path: readonly string[]): string | undefined {
    const { branch, missing, depth } = this.walk(path);
    const step = missing === undefined ? undefined : findNearestName(missing, branch.keys());
    return step === undefined
      ? undefined
      : [...path.slice(0, depth), step, ...path.slice(depth + 1)].join(".");
  }

  private walk(path: readonly string[]): { branch: Branch; missing: string | undefined; depth: number } {
    let branch = this.root;
    for (const [depth, step] of path.entries()) {
      const next = branch.get(step);
      if (next === undefined) return { branch, missing: step, depth };
      branch = next;
    }
    return { branch, missing: undefined, depth: path.length };
  }
}

type Branch = Map<string, Branch>;
