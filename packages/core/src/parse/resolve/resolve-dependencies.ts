/** Names → unique ids: `depends_on.nodes` of everything that refers to something, with dbt's rules of access. */
import { fail } from "../../errors/tsmodel-error.ts";
import type { Unresolved as UnresolvedError } from "../../errors/messages/parse.ts";
import type { ErrorOptions } from "../../errors/tsmodel-error.ts";
import type {
  CompiledNode,
  ExposureNode,
  FunctionNode,
  GraphNode,
  ManifestNode,
  ModelNode,
  RefArgs,
  SemanticResource,
} from "../../manifest/node.ts";
import {
  findFunction,
  findMetric,
  findRef,
  findSource,
  isDisabled,
  nearestRef,
  nearestSource,
} from "../../manifest/ref-lookup.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import type { ParseState } from "../parse-state.ts";
import { locateReference } from "./locate-reference.ts";

type Dependent = CompiledNode | ExposureNode | FunctionNode | SemanticResource;

/** Sources of nodes and exposures, then refs of everything, as dbt orders them. */
export function resolveDependencies(state: ParseState): void {
  const { nodes, exposures, metrics, semantic_models, functions } = state.manifest;
  for (const node of nodes.values()) if (node.resource_type !== "seed") resolveSources(state, node);
  for (const exposure of exposures.values()) resolveSources(state, exposure);
  for (const node of nodes.values()) if (node.resource_type !== "seed") resolveRefs(state, node);
  for (const resources of [exposures, metrics, semantic_models, functions])
    for (const resource of resources.values()) resolveRefs(state, resource);
}

/** The same for one node that came after the others. */
export function resolveDependenciesOf(state: ParseState, node: CompiledNode): void {
  resolveSources(state, node);
  resolveRefs(state, node);
  resolveFunctionsOf(state, node);
}

export function resolveFunctions(state: ParseState): void {
  const { nodes, functions } = state.manifest;
  for (const node of nodes.values()) if (node.resource_type !== "seed") resolveFunctionsOf(state, node);
  for (const node of functions.values()) resolveFunctionsOf(state, node);
}

/** Metrics named by nodes, exposures, metrics and saved queries. */
export function resolveMetricsOf(
  state: ParseState,
  dependent: Dependent,
  names: readonly (readonly string[])[],
): void {
  for (const name of names) {
    const [metric, packageName] = [name.at(-1)!, name.length > 1 ? name[0]! : null];
    const found = findMetric(state.manifest, metric, packageName, dependent.package_name);
    if (found === undefined || isDisabled(found)) {
      const nearest = findNearestName(metric, state.manifest.index.metrics.keys());
      reportUnresolved(state, dependent, {
        what: "metric",
        name: metric,
        package: packageName,
        disabled: found !== undefined,
        nearest,
      });
    } else addDependency(dependent, found);
  }
}

function resolveSources(state: ParseState, dependent: CompiledNode | ExposureNode): void {
  for (const [source, table] of dependent.sources as [string, string][]) {
    const found = findSource(state.manifest, source, table, dependent.package_name);
    if (found === undefined || isDisabled(found)) {
      const nearest = nearestSource(state.manifest, source, table);
      reportUnresolved(state, dependent, {
        what: "source",
        name: `${source}.${table}`,
        disabled: found !== undefined,
        nearest,
        args: [source, table],
      });
    } else addDependency(dependent, found);
  }
}

function resolveRefs(state: ParseState, dependent: Dependent): void {
  for (const ref of dependent.refs) {
    const found = state.problems.attempt(() => findRef(state.manifest, ref, dependent.package_name) ?? null, {
      node: dependent,
    });
    if (found === undefined) continue;
    if (found === null || isDisabled(found)) reportUnresolvedRef(state, dependent, ref, found !== null);
    else {
      state.problems.attempt(() => checkAccess(state, dependent, found), { node: dependent });
      warnRootDependency(state, dependent, found, ref);
      addDependency(dependent, found);
    }
  }
}

function reportUnresolvedRef(
  state: ParseState,
  dependent: Dependent,
  { name, package: packageName, version }: RefArgs,
  disabled: boolean,
): void {
  const nearest = disabled
    ? undefined
    : nearestRef(state.manifest, version === null ? name : `${name}.v${version}`);
  const args = packageName === null ? [name] : [packageName, name];
  const versions =
    version === null
      ? []
      : [...state.manifest.index.refables.keys()].filter((known) => known.startsWith(`${name}.v`));
  reportUnresolved(state, dependent, {
    what: "node",
    name,
    package: packageName,
    version,
    disabled,
    nearest,
    versions,
    args,
  });
}

function resolveFunctionsOf(state: ParseState, dependent: CompiledNode): void {
  for (const names of dependent.functions) {
    const [name, packageName] = [names.at(-1)!, names.length > 1 ? names[0]! : null];
    const found = findFunction(state.manifest, name, packageName, dependent.package_name);
    if (found === undefined || isDisabled(found)) {
      const nearest = findNearestName(name, state.manifest.index.functions.keys());
      reportUnresolved(state, dependent, {
        what: "function",
        name,
        package: packageName,
        disabled: found !== undefined,
        nearest,
        args: names,
      });
    } else addDependency(dependent, found);
  }
}

function addDependency(dependent: Dependent, target: GraphNode): void {
  const { nodes } = dependent.depends_on;
  if (!nodes.includes(target.unique_id)) nodes.push(target.unique_id);
}

interface Unresolved extends Omit<UnresolvedError, "kind" | "id" | "path"> {
  /** Arguments of the call, for its place. */
  readonly args?: readonly string[];
}

/** Wrong for a model, a warning for a test: it is switched off. What points at something broken is not reported again. */
function reportUnresolved(state: ParseState, dependent: Dependent, unresolved: Unresolved): void {
  if (dependent.resource_type === "test") dependent.config.enabled = false;
  if (state.broken.has(unresolved.name) || isMaybeUnread(state, unresolved)) return;
  const place: ErrorOptions = {
    at: locateReference(state, dependent, unresolved.what, unresolved.args ?? [unresolved.name]),
  };
  const error = fail(
    "ref-not-found",
    { kind: titleOf(dependent), id: dependent.unique_id, path: dependent.original_file_path, ...unresolved },
    place,
  );
  if (dependent.resource_type !== "test") return state.problems.add(error);
  if (unresolved.disabled && unresolved.what === "node") return;
  const event = unresolved.disabled ? "InvalidDisabledTargetInTestNode" : "NodeNotFoundOrDisabled";
  state.warnings.add(event, error, {
    unique_id: dependent.unique_id,
    target_name: unresolved.name,
    target_kind: unresolved.what,
  });
}

/** Whether it may stand in a properties file that could not be read. */
function isMaybeUnread({ unread }: ParseState, { what, version, disabled }: Unresolved): boolean {
  if (disabled) return false;
  if (what === "source") return unread.has("sources");
  if (what === "metric") return unread.has("metrics") || unread.has("semantic_models");
  return what === "node" && (version ?? null) !== null && unread.has("models");
}

/** "Saved_query" as Python titles it. */
function titleOf({ resource_type: type }: Dependent): string {
  return type.replace(/(^|_)([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
}

/** @throws TsmodelError ref-private, ref-protected */
function checkAccess(state: ParseState, dependent: Dependent, target: ManifestNode): void {
  if (target.resource_type !== "model" || dependent.resource_type === "sql_operation") return;
  const foreign = dependent.package_name !== target.package_name && isRestricted(state, target.package_name);
  if (target.access === "private" && (!groupOf(dependent) || groupOf(dependent) !== target.group || foreign))
    throw accessError(state, dependent, target);
  if (target.access === "protected" && foreign) throw accessError(state, dependent, target);
}

function groupOf(dependent: Dependent): string | null {
  return (dependent as { readonly group?: string | null }).group ?? null;
}

function isRestricted(state: ParseState, packageName: string): boolean {
  return state.sources.find(({ config }) => config.name === packageName)?.config.restrictAccess ?? false;
}

function accessError(state: ParseState, dependent: Dependent, target: ModelNode): Error {
  const scope = target.access === "private" ? (target.group ?? "") : target.package_name;
  const at = locateReference(state, dependent, "node", [target.name]);
  return fail(
    "ref-access",
    {
      id: dependent.unique_id,
      target: target.unique_id,
      access: target.access,
      scope,
      scopeType: target.access === "private" ? "group" : "package",
    },
    { at },
  );
}

function warnRootDependency(
  state: ParseState,
  dependent: Dependent,
  target: ManifestNode,
  ref: RefArgs,
): void {
  const { rootPackage, nodePackageFirst } = state.manifest.index;
  if (
    nodePackageFirst ||
    dependent.package_name === rootPackage ||
    target.package_name !== rootPackage ||
    ref.package === rootPackage
  )
    return;
  const error = fail("ref-into-root", {
    node: dependent.name,
    package: dependent.package_name,
    target: target.unique_id,
  });
  state.warnings.add("PackageNodeDependsOnRootProjectNode", error, {
    node_name: dependent.name,
    package_name: dependent.package_name,
    root_project_unique_id: target.unique_id,
  });
}
