/** package-lock.yml: what was resolved, and a digest of what it was resolved from. */
import { join } from "node:path";
import { jsonDumps } from "@tsmodel/jinja";
import { fail } from "../errors/tsmodel-error.ts";
import { readYaml } from "../project/read-yaml.ts";
import { isYamlObject, yamlToValue, type YamlObject, type YamlValue } from "../project/yaml-value.ts";
import { dumpYaml } from "../template/yaml/dump-yaml.ts";
import { sha1 } from "../util/hash.ts";
import type { DepsScope } from "./deps-scope.ts";
import type { PackageSpec } from "./package-spec.ts";
import type { ResolvedPackage } from "./resolve-packages.ts";

export const LOCK_FILE = "package-lock.yml";

export interface LockFile {
  readonly entries: readonly YamlValue[];
  readonly hash: string | null;
}

export const lockPath = ({ root }: DepsScope): string => join(root.root, LOCK_FILE);

/** undefined when there is none. @throws TsmodelError packages-invalid, yaml-syntax */
export function readLockFile(scope: DepsScope): LockFile | undefined {
  const { files } = scope.effects;
  if (!files.exists(lockPath(scope))) return undefined;
  const { value } = readYaml(files.readText(lockPath(scope)), LOCK_FILE);
  if (value === null) return { entries: [], hash: null };
  const { packages: entries = [], sha1_hash: hash = null } = isYamlObject(value) ? value : { packages: null };
  if (!Array.isArray(entries))
    throw fail("packages-invalid", { file: LOCK_FILE, problem: "'packages' has to be a list" });
  return { entries: entries as readonly YamlValue[], hash: typeof hash === "string" ? hash : null };
}

export function writeLockFile(resolved: readonly ResolvedPackage[], hash: string, scope: DepsScope): void {
  const packages = resolved.map(({ pinned, metadata }): YamlObject => ({
    ...pinned.lockEntry(),
    name: metadata.name,
  }));
  const text = dumpYaml(yamlToValue({ packages, sha1_hash: hash }), {
    sortKeys: true,
    indentSequences: true,
  });
  scope.effects.files.writeText(lockPath(scope), text);
}

/** dbt's digest: each entry as sorted JSON with its defaults, sorted, one a line. */
export function hashPackages(specs: readonly PackageSpec[]): string {
  const lines = specs.map((spec) =>
    jsonDumps(yamlToValue({ ...DEFAULTS[spec.kind], ...spec.entry, unrendered: spec.unrendered }), {
      sortKeys: true,
    }),
  );
  return sha1(lines.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join("\n"));
}

/** What dbt writes of entries that leave these keys out. */
const DEFAULTS: { readonly [kind in PackageSpec["kind"]]: YamlObject } = {
  local: {},
  git: { revision: null, subdirectory: null, "warn-unpinned": null },
  tarball: {},
  hub: { install_prerelease: false },
};
