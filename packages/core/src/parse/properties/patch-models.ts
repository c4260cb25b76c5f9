/** `models:` entries → model nodes: what all nodes take, and access, constraints, deprecation, versions. */
import { findRefId } from "../../manifest/ref-lookup.ts";
import type { ModelNode } from "../../manifest/node.ts";
import { accessOf } from "../nodes/apply-config.ts";
import { registerDisabled } from "../nodes/register-node.ts";
import type { ParseState } from "../parse-state.ts";
import type { ColumnEntry } from "./columns.ts";
import { contractChecksum } from "./contract-checksum.ts";
import { deprecationInstant } from "./deprecation-date.ts";
import { deepMerge } from "./deep-merge.ts";
import { patchConstraints } from "./model-constraints.ts";
import {
  enableAmbiguous,
  applyPatch,
  patchConfig,
  patchNode,
  patchProperties,
  warnNoNode,
  withPlace,
  type PatchableNode,
} from "./patch-nodes.ts";
import type { Entry } from "./prepare-entry.ts";
import { listOf } from "./prepare-entry.ts";
import type { MutableEntry } from "./render-entry.ts";
import { buildTimeSpine, type TimeSpine } from "./time-spine.ts";
import { columnsOfVersion, formatVersion, latestVersion, type Version, versionsOf } from "./versions.ts";

/** @throws TsmodelError */
export function patchModels(state: ParseState, entry: Entry): void {
  const versions = versionsOf(entry);
  const timeSpine = buildTimeSpine(entry, versions);
  if (versions.length > 0) return patchVersions(state, entry, versions);
  patchNode(state, entry, (node) => {
    applyPatch(state, entry, node);
    if (node.resource_type === "model") patchModel(state, entry, node, { value: entry.value, timeSpine });
  });
}

interface ModelPatch {
  readonly value: MutableEntry;
  readonly timeSpine?: TimeSpine | null;
  readonly version?: string | number;
  readonly latestVersion?: string | number;
}

/** @throws TsmodelError access-invalid, constraint-… */
function patchModel(state: ParseState, entry: Entry, node: ModelNode, patch: ModelPatch): void {
  const { value } = patch;
  node.version = patch.version ?? null;
  node.latest_version = patch.latestVersion ?? null;
  node.deprecation_date = deprecationInstant(value.deprecation_date);
  if (value.access)
    withPlace(
      entry,
      ["access"],
      node,
      () => void (node.access = accessOf(node, value.access) as ModelNode["access"]),
    );
  withPlace(entry, ["constraints"], node, () => patchConstraints(state, node, listOf(value.constraints)));
  node.time_spine = (patch.timeSpine ?? null) as ModelNode["time_spine"];
  node.contract.checksum ??= contractChecksum(node);
}

function patchVersions(state: ParseState, entry: Entry, versions: readonly Version[]): void {
  const latest = latestVersion(entry, versions);
  const changes: { readonly node: ModelNode; readonly enabled: boolean }[] = [];
  for (const version of versions) {
    const fileName =
      (version.value.defined_in as string | undefined) ?? `${entry.name}_${formatVersion(version.v)}`;
    const found = state.problems.attempt(() => findVersion(state, entry, fileName, version.v === latest));
    if (found === null) warnNoNode(state, entry, fileName);
    if (!found) continue;
    const { node, enabled } = found;
    changes.push({ node, enabled });
    takeOut(state, node, enabled);
    state.problems.attempt(() => becomeVersion(state, entry, node, version, latest), { node });
    putBack(state, node, enabled);
  }
  for (const { node, enabled } of changes) if (enabled) state.manifest.index.addNode(node);
}

/** The node behind a version's file, null without one; the latest version may be in a file without a suffix. @throws TsmodelError */
function findVersion(
  state: ParseState,
  entry: Entry,
  fileName: string,
  isLatest: boolean,
): { node: ModelNode; enabled: boolean } | null {
  const { manifest } = state;
  const { packageName } = entry.raw.file;
  const id =
    findRefId(manifest, fileName, packageName, null) ??
    (isLatest ? findRefId(manifest, entry.name, packageName, null) : undefined);
  const node = id === undefined ? undefined : manifest.nodes.get(id);
  if (node?.resource_type === "model") return { node, enabled: true };
  const disabled = manifest.index.findDisabled(fileName, null, ["model"]) as PatchableNode[];
  if (disabled.length > 1 && (entry.value.config as MutableEntry | undefined)?.enabled)
    throw enableAmbiguous(entry, disabled);
  return disabled[0] === undefined ? null : { node: disabled[0] as ModelNode, enabled: false };
}

function takeOut(state: ParseState, node: ModelNode, enabled: boolean): void {
  if (enabled) {
    state.manifest.nodes.delete(node.unique_id);
    state.manifest.index.removeNode(node);
  } else {
    state.manifest.disabled.delete(node.unique_id);
    state.manifest.index.removeDisabled(node);
  }
}

function putBack(state: ParseState, node: ModelNode, enabled: boolean): void {
  if (enabled) state.manifest.nodes.set(node.unique_id, node);
  else registerDisabled(state, node);
}

/** The properties first, as the configuration depends on the name. @throws TsmodelError */
function becomeVersion(
  state: ParseState,
  entry: Entry,
  node: ModelNode,
  version: Version,
  latest: string | number,
): void {
  const formatted = formatVersion(version.v);
  node.unique_id = `model.${entry.raw.file.packageName}.${entry.name}.${formatted}`;
  node.fqn[node.fqn.length - 1] = entry.name;
  node.fqn.push(formatted);
  const value = versionValue(entry, version);
  patchProperties(state, entry, node, value, entry.name);
  const patch = { value, version: version.v, latestVersion: latest };
  patchModel(state, entry, node, patch);
  patchConfig(state, entry, node, value.config as MutableEntry);
  withPlace(entry, ["constraints"], node, () => patchConstraints(state, node, listOf(value.constraints)));
  node.contract.checksum ??= contractChecksum(node);
}

/** The entry as it is for one version: the version's own words go first. */
function versionValue(entry: Entry, version: Version): MutableEntry {
  const own = version.value;
  const or = (key: string): unknown => (isFilled(own[key]) ? own[key] : entry.value[key]);
  return {
    ...entry.value,
    description: or("description"),
    access: or("access"),
    constraints: or("constraints"),
    deprecation_date: own.deprecation_date,
    columns: columnsOfVersion(entry, version) as ColumnEntry[],
    config: deepMerge((entry.value.config ?? {}) as MutableEntry, (own.config ?? {}) as MutableEntry),
  };
}

function isFilled(value: unknown): boolean {
  return (
    value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0)
  );
}
