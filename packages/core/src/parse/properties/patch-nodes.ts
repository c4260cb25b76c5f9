/** Entries of properties files → the nodes they describe: seeds, snapshots, analyses, functions, singular tests, and models without versions. */
import { fail } from "../../errors/tsmodel-error.ts";
import { findRefId } from "../../manifest/ref-lookup.ts";
import { findId } from "../../manifest/name-index.ts";
import type { FunctionNode, ManifestNode, ParsedNode } from "../../manifest/node.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import { accessOf, applyConfig } from "../nodes/apply-config.ts";
import { NodeRenderer } from "../nodes/render-node.ts";
import type { ParseState } from "../parse-state.ts";
import { buildColumns, type ColumnEntry } from "./columns.ts";
import type { Entry } from "./prepare-entry.ts";
import { placeOf, type Section } from "./properties-file.ts";
import type { MutableEntry } from "./render-entry.ts";

export type PatchableNode = ManifestNode | FunctionNode;

/** What a section's entries describe. */
const TYPES: { readonly [section in Section]?: string } = {
  models: "model",
  seeds: "seed",
  snapshots: "snapshot",
  analyses: "analysis",
  functions: "function",
};

const PLURALS: { readonly [type: string]: string } = {
  model: "models",
  seed: "seeds",
  snapshot: "snapshots",
};

/** Finds what an entry describes and applies it. @throws TsmodelError */
export function patchNode(state: ParseState, entry: Entry, apply: (node: PatchableNode) => void): void {
  const id = findDescribed(state, entry);
  if (id === null) return;
  const node =
    id === undefined ? undefined : (state.manifest.nodes.get(id) ?? state.manifest.functions.get(id));
  if (node !== undefined) return patchOnce(entry, node, apply);
  if (id !== undefined) return;
  const disabled = findDisabled(state, entry);
  if (disabled.length === 0) return warnNoNode(state, entry, entry.name);
  for (const one of disabled) apply(one);
}

function patchOnce(entry: Entry, node: PatchableNode, apply: (node: PatchableNode) => void): void {
  if (node.patch_path !== null) {
    throw fail(
      "properties-duplicate",
      {
        kind: node.resource_type,
        name: entry.name,
        paths: [node.patch_path.split("://")[1]!, entry.raw.file.source.originalPath],
      },
      { at: [placeOf(entry.raw, ["name"])] },
    );
  }
  apply(node);
}

/** undefined when nothing enabled has the name; null when it is of another kind (which is warned about). */
function findDescribed(state: ParseState, entry: Entry): string | null | undefined {
  const { manifest } = state;
  const { section, file } = entry.raw;
  if (section === "functions") return findId(manifest.index.functions, entry.name, null);
  if (section === "analyses") return findId(manifest.index.analyses, entry.name, null);
  const id =
    findRefId(manifest, entry.name, file.packageName, null) ?? findRefId(manifest, entry.name, null, null);
  const type = id?.split(".")[0];
  if (type === undefined || PLURALS[type] === section) return id;
  const error = fail(
    "properties-wrong-section",
    { name: entry.name, type, section, right: PLURALS[type]!, path: file.source.originalPath },
    { at: [placeOf(entry.raw)] },
  );
  state.warnings.add("WrongResourceSchemaFile", error, {
    patch_name: entry.name,
    resource_type: type,
    yaml_key: section,
  });
  return null;
}

/** @throws TsmodelError properties-enable-ambiguous */
function findDisabled(state: ParseState, entry: Entry): PatchableNode[] {
  const type = TYPES[entry.raw.section]!;
  const found = state.manifest.index.findDisabled(entry.name, entry.raw.file.packageName, [
    type,
  ]) as PatchableNode[];
  if (found.length > 1 && (entry.value.config as MutableEntry | undefined)?.enabled)
    throw enableAmbiguous(entry, found);
  return found;
}

export function enableAmbiguous(entry: Entry, found: readonly PatchableNode[]): Error {
  const type = found[0]!.resource_type;
  return fail(
    "properties-enable-ambiguous",
    { count: found.length, type, name: entry.name },
    { at: [placeOf(entry.raw, ["config", "enabled"])] },
  );
}

export function warnNoNode(state: ParseState, entry: Entry, name: string): void {
  const { section, file } = entry.raw;
  if (state.broken.has(name)) return;
  const nearest = findNearestName(name, namesOf(state, section));
  const error = fail(
    "properties-no-node",
    { name, section, path: file.source.originalPath, nearest },
    { at: [placeOf(entry.raw, ["name"])] },
  );
  state.warnings.add("NoNodeForYamlKey", error, {
    patch_name: name,
    yaml_key: section,
    file_path: file.source.originalPath,
  });
}

function namesOf({ manifest: { index } }: ParseState, section: Section): Iterable<string> {
  if (section === "functions") return index.functions.keys();
  if (section === "analyses") return index.analyses.keys();
  return section === "data_tests" ? index.singularTests.keys() : index.refables.keys();
}

/** Configuration first, then the rest: what dbt does for all but versioned models. @throws TsmodelError */
export function applyPatch(state: ParseState, entry: Entry, node: PatchableNode): void {
  const config = entry.value.config as MutableEntry | undefined;
  if (config !== undefined && Object.keys(config).length > 0) patchConfig(state, entry, node, config);
  patchProperties(state, entry, node, entry.value, node.name);
}

/** @throws TsmodelError config-value, access-invalid */
export function patchConfig(
  state: ParseState,
  entry: Entry,
  node: PatchableNode,
  config: MutableEntry,
): void {
  const renderer = new NodeRenderer(state, node);
  const unrendered =
    state.project.flags.state_modified_compare_more_unrendered_values === true
      ? unrenderedConfig(entry, config)
      : undefined;
  withPlace(entry, ["config"], node, () => {
    if (Object.hasOwn(config, "access")) accessOf(node, config.access);
    const patch =
      node.resource_type === "model" && node.language !== "sql" && !("materialized" in config)
        ? { ...config, materialized: "table" }
        : config;
    applyConfig(state, node, { patch, unrenderedPatch: unrendered, call: node.config_call_dict }, renderer);
  });
  renderer.finish();
}

/** The values of `config` as they are written. */
function unrenderedConfig(entry: Entry, config: MutableEntry): MutableEntry {
  const written = entry.raw.value.config;
  return { ...config, ...(typeof written === "object" ? (written as MutableEntry) : {}) };
}

/** Gives errors of a step the place of the entry (of its `config.key` when the error names a key). */
export function withPlace<T>(
  entry: Entry,
  path: readonly (string | number)[],
  node: { resource_type: string; name: string; original_file_path: string },
  step: () => T,
): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof Error && "at" in error && Array.isArray(error.at) && error.at.length === 0) {
      const key = path.at(-1) === "config" ? /^the config (\S+) takes/.exec(error.message)?.[1] : undefined;
      (error as { at: unknown }).at = [
        placeOf(entry.raw, key === undefined ? path : [...path, ...key.split(".")]),
      ];
      (error as { node?: unknown }).node ??= node;
    }
    throw error;
  }
}

/** Description, columns, and where they come from. @throws TsmodelError constraint-type */
export function patchProperties(
  state: ParseState,
  entry: Entry,
  node: PatchableNode,
  value: MutableEntry,
  name: string,
): void {
  node.patch_path = entry.raw.file.fileId;
  node.description = (value.description ?? "") as string;
  node.columns = withPlace(entry, ["columns"], node, () =>
    buildColumns((value.columns ?? []) as ColumnEntry[]),
  );
  node.name = name;
  if (node.resource_type !== "model") warnModelKeys(state, entry, node, value);
}

function warnModelKeys(state: ParseState, entry: Entry, node: ParsedNode, value: MutableEntry): void {
  for (const key of ["latest_version", "access", "version", "constraints"]) {
    const given = value[key];
    if (!given || (Array.isArray(given) && given.length === 0)) continue;
    const error = fail(
      "properties-model-only",
      { key, type: node.resource_type, name: node.name },
      { at: [placeOf(entry.raw, [key], "key")] },
    );
    state.warnings.add("ValidationWarning", error, {
      field_name: key,
      resource_type: node.resource_type,
      node_name: node.name,
    });
  }
}

/** `returns` and `arguments` of functions. */
export function patchFunction(state: ParseState, entry: Entry, node: FunctionNode): void {
  applyPatch(state, entry, node);
  const returns = entry.value.returns as { data_type: string; description?: string };
  node.returns = { data_type: returns.data_type, description: returns.description ?? null };
  node.arguments = (
    (entry.value.arguments ?? []) as {
      name: string;
      data_type: string;
      description?: string;
      default_value?: unknown;
    }[]
  ).map((argument) => ({
    name: argument.name,
    data_type: argument.data_type,
    description: argument.description ?? null,
    default_value: argument.default_value ?? null,
  }));
}

/** Entries of `data_tests:` at the top of a file describe singular tests. @throws TsmodelError */
export function patchSingularTest(state: ParseState, entry: Entry): void {
  const id = findId(state.manifest.index.singularTests, entry.name, entry.raw.file.packageName);
  const node = id === undefined ? undefined : state.manifest.nodes.get(id);
  if (node === undefined) return warnNoNode(state, entry, entry.name);
  const config = entry.value.config as MutableEntry | undefined;
  if (config !== undefined && Object.keys(config).length > 0) patchConfig(state, entry, node, config);
  node.patch_path = entry.raw.file.fileId;
  node.description = (entry.value.description ?? "") as string;
}
