/** dbt's rules for what a name in `ref()`, `source()`, `doc()`, `metric()` and `function()` stands for. */
import { fail } from "../errors/tsmodel-error.ts";
import { findNearestName } from "../util/nearest-name.ts";
import type { Manifest } from "./manifest.ts";
import { findId } from "./name-index.ts";
import type {
  DocBlock,
  FunctionNode,
  ManifestNode,
  RefArgs,
  SemanticResource,
  SourceDefinition,
} from "./node.ts";

/** The resource itself; wrapped when it is disabled; undefined when nothing has that name. */
export type Lookup<T> = T | { readonly disabled: T } | undefined;

export function isDisabled<T extends object>(found: Lookup<T>): found is { readonly disabled: T } {
  return found !== undefined && "disabled" in found;
}

const REFABLE = ["model", "seed", "snapshot"] as const;

/** @throws TsmodelError ref-ambiguous when several packages have the name and none of them goes before the others */
export function findRef(manifest: Manifest, ref: RefArgs, fromPackage: string): Lookup<ManifestNode> {
  const { index } = manifest;
  let disabled: ManifestNode | undefined;
  for (const place of index.searchOrder(fromPackage, ref.package)) {
    const id = findRefId(manifest, ref.name, place, ref.version);
    const node = id === undefined ? undefined : manifest.nodes.get(id);
    if (node?.config.enabled) return node;
    disabled ??= index.findDisabled(versionedName(ref.name, ref.version), place, REFABLE)[0] as
      ManifestNode | undefined;
  }
  return disabled && { disabled };
}

/** The unique id of a model, seed or snapshot. @throws TsmodelError ref-ambiguous */
export function findRefId(
  manifest: Manifest,
  name: string,
  packageName: string | null,
  version: string | number | null,
): string | undefined {
  const packages = manifest.index.refables.get(versionedName(name, version));
  if (packages === undefined) return undefined;
  if (packageName !== null) return packages.get(packageName);
  const ids = [...packages.values()];
  if (ids.length > 1)
    throw fail("ref-ambiguous", { name: versionedName(name, version), ids, packages: [...packages.keys()] });
  return ids[0];
}

export function findSource(
  manifest: Manifest,
  sourceName: string,
  tableName: string,
  fromPackage: string,
): Lookup<SourceDefinition> {
  return findNamed(
    manifest,
    `${sourceName}.${tableName}`,
    null,
    fromPackage,
    manifest.index.sources,
    manifest.sources,
  );
}

export function findFunction(
  manifest: Manifest,
  name: string,
  packageName: string | null,
  fromPackage: string,
): Lookup<FunctionNode> {
  return findNamed(manifest, name, packageName, fromPackage, manifest.index.functions, manifest.functions);
}

export function findMetric(
  manifest: Manifest,
  name: string,
  packageName: string | null,
  fromPackage: string,
): Lookup<SemanticResource> {
  return findNamed(manifest, name, packageName, fromPackage, manifest.index.metrics, manifest.metrics);
}

export function findDoc(
  manifest: Manifest,
  name: string,
  packageName: string | null,
  fromPackage: string,
): DocBlock | undefined {
  for (const place of manifest.index.searchOrder(fromPackage, packageName)) {
    const id = findId(manifest.index.docs, name, place);
    if (id !== undefined) return manifest.docs.get(id);
  }
  return undefined;
}

/** The semantic model that has a measure, even when it is disabled. */
export function findMeasureOwner(
  manifest: Manifest,
  measure: string,
  fromPackage: string,
): SemanticResource | undefined {
  for (const place of manifest.index.searchOrder(fromPackage, null)) {
    const id = findId(manifest.index.measures, measure, place);
    if (id !== undefined)
      return (
        manifest.semantic_models.get(id) ?? (manifest.disabled.get(id)?.[0] as SemanticResource | undefined)
      );
  }
  return undefined;
}

/** The name of a model, seed or snapshot that a misspelt one most likely stands for. */
export function nearestRef(manifest: Manifest, name: string): string | undefined {
  return findNearestName(name, manifest.index.refables.keys());
}

/** e.g. "raw.orders" */
export function nearestSource(manifest: Manifest, sourceName: string, tableName: string): string | undefined {
  return findNearestName(`${sourceName}.${tableName}`, manifest.index.sources.keys());
}

export function nearestDoc(manifest: Manifest, name: string): string | undefined {
  return findNearestName(name, manifest.index.docs.keys());
}

interface Enableable {
  readonly config: { readonly enabled: boolean };
}

function findNamed<T extends Enableable>(
  manifest: Manifest,
  name: string,
  packageName: string | null,
  fromPackage: string,
  table: ReadonlyMap<string, Map<string, string>>,
  resources: ReadonlyMap<string, T>,
): Lookup<T> {
  let disabled: T | undefined;
  for (const place of manifest.index.searchOrder(fromPackage, packageName)) {
    const id = findId(table as Map<string, Map<string, string>>, name, place);
    const found = id === undefined ? undefined : resources.get(id);
    if (found?.config.enabled) return found;
    disabled ??= manifest.index.findDisabled(name, place)[0] as T | undefined;
  }
  return disabled && { disabled };
}

function versionedName(name: string, version: string | number | null): string {
  return version === null || version === "" || version === 0 ? name : `${name}.v${version}`;
}
