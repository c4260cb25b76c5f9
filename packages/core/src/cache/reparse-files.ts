/**
 * Models, singular tests and analyses whose text was edited are parsed alone, against the cached rest; of an edited
 * properties file, the models and tests that it is about. Whatever could matter to another resource (name, place, access,
 * contract, what is said about it, …) has to come out as it was: else everything is parsed. So are those, and hooks, that
 * ask for what differs in each invocation.
 */
import { isDeepStrictEqual } from "node:util";
import { graphOfNumbers } from "../graph/build-graph.ts";
import type { ModelNode, OperationNode } from "../manifest/node.ts";
import { HOOKS, parseHooks } from "../parse/nodes/parse-hooks.ts";
import { parseAnalysis, parseModel, parseSingularTest } from "../parse/nodes/parse-sql-files.ts";
import type { ParseState } from "../parse/parse-state.ts";
import { resumeParse, type ParseInput } from "../parse/parse-project.ts";
import { findEntry, patchEntry } from "../parse/properties/parse-properties.ts";
import { renderNodeDocs } from "../parse/resolve/render-docs.ts";
import { resolveDependenciesOf } from "../parse/resolve/resolve-dependencies.ts";
import { Warnings } from "../parse/warnings.ts";
import type { SourceFile } from "../project/discover-files.ts";
import { haveSameParents, type FileNode } from "./edited-rows.ts";
import { isAlike } from "./is-alike.ts";
import { scratchOf } from "./parse-scratch.ts";
import { ParseTrace, type TraceRecord } from "./parse-trace.ts";
import { findDescribed, reparseProperties, type PropertiesEdit } from "./reparse-properties.ts";
import { GRAPH_MAPS } from "./resource-columns.ts";
import type { StoredManifest } from "./stored-manifest.ts";

export interface Reparsed {
  /** By position; nodes that came out as they were are not among them. */
  readonly replacements: ReadonlyMap<number, FileNode>;
  /** What was looked at now. */
  readonly trace: TraceRecord;
}

/** `paths`: absolute, or HOOKS. undefined when all has to be parsed. */
export function reparseFiles(
  paths: readonly string[],
  stored: StoredManifest,
  record: TraceRecord,
  input: ParseInput,
): Reparsed | undefined {
  const files = paths.filter((path) => path !== HOOKS);
  const properties = files.filter(isProperties);
  const positions = findNodes(files.filter((path) => !isProperties(path)), stored, record);
  if (positions === undefined || properties.some((path) => isNoisy(path, record))) return undefined;
  const trace = new ParseTrace(input.effects, { silent: true });
  const project = trace.project(input.project);
  const state = resumeParse(
    { ...input, project, effects: trace.effects, observer: trace.observer },
    stored.manifest,
  );
  const replacements = new Map<number, FileNode>();
  /** False when another resource could tell the node from what it was. */
  const accept = (position: number, after: FileNode | undefined, described: boolean): boolean => {
    const before = stored.resources[position]!.proxy as unknown as FileNode;
    if (after === undefined || !isAlike(before, after, stored.manifest, described)) return false;
    if (!isSame(before, after)) replacements.set(position, after);
    return true;
  };
  const edits = findEdits(properties, state, stored, record);
  if (edits === undefined) return undefined;
  const done = new Set<number>();
  for (const edit of edits) {
    const after = reparseProperties(state, stored, edit);
    if (after === undefined) return undefined;
    for (const [position, node] of after) {
      if (!accept(position, node, true)) return undefined;
      done.add(position);
    }
  }
  for (const [path, position] of positions) {
    if (done.has(position)) continue;
    const before = stored.resources[position]!.proxy as unknown as FileNode;
    if (!accept(position, reparse(state, path, before), false)) return undefined;
  }
  if (paths.includes(HOOKS) && !areHooksAlike(state)) return undefined;
  trace.stop();
  const isNew = trace.obstacle !== undefined || trace.record.events.length > 0;
  return isNew || makesCycle(stored, replacements) ? undefined : { replacements, trace: trace.record };
}

/** Also in the order of its keys. */
function isSame(before: object, after: object): boolean {
  const [a, b] = [{ ...before, created_at: 0 }, { ...after, created_at: 0 }];
  return isDeepStrictEqual(a, b) && JSON.stringify(a) === JSON.stringify(b);
}

const isProperties = (path: string): boolean => /\.ya?ml$/.test(path);

/** What has to be parsed for each properties file; undefined when one is about something else, or is no such file. */
function findEdits(
  paths: readonly string[],
  state: ParseState,
  stored: StoredManifest,
  record: TraceRecord,
): PropertiesEdit[] | undefined {
  if (paths.length === 0) return [];
  const { schema, model } = state.sources[0]!.files;
  const byPath = new Map(schema.map((file) => [file.absolutePath, file]));
  const models = new Map(model.map((file) => [file.originalPath, file]));
  const edits: PropertiesEdit[] = [];
  for (const path of paths) {
    const source = byPath.get(path);
    const described = source && findDescribed(stored, source);
    if (described === undefined) return undefined;
    const files: SourceFile[] = [];
    for (const position of described.models) {
      const { original_file_path: file } = stored.columns.forms[stored.columns.form[position]!]!;
      const found = file.endsWith(".sql") ? models.get(file) : undefined;
      if (found === undefined || isNoisy(found.absolutePath, record)) return undefined;
      files.push(found);
    }
    edits.push({ described, source: source!, files });
  }
  return edits;
}

/** Position by path; undefined when something else was edited. */
function findNodes(
  paths: readonly string[],
  { columns, manifest }: StoredManifest,
  record: TraceRecord,
): Map<string, number> | undefined {
  const wanted = new Set(paths);
  const found = new Map<string, number>();
  const roots = columns.forms.map(
    ({ kind, original_file_path }) =>
      `${manifest.packageRoots.get(columns.kinds[kind]!.package_name) ?? ""}/${original_file_path}`,
  );
  for (const [position, form] of columns.form.entries()) {
    const path = roots[form]!;
    if (!wanted.has(path)) continue;
    const { resource_type, package_name, fields } = columns.kinds[columns.forms[form]!.kind]!;
    const isVersion = resource_type === "model" && fields["version"] !== null;
    const isKnown =
      resource_type in PARSERS &&
      position < columns.counts[0]! &&
      package_name === manifest.index.rootPackage;
    if (!isKnown || isVersion || found.has(path) || !path.endsWith(".sql")) return undefined;
    found.set(path, position);
  }
  return found.size === wanted.size && !paths.some((path) => isNoisy(path, record)) ? found : undefined;
}

/** Whether something was reported about a file. */
function isNoisy(path: string, { noisy, events }: TraceRecord): boolean {
  if (noisy.has(path)) return true;
  const isOf = (file: string | undefined): boolean => file !== undefined && path.endsWith(`/${file}`);
  return events.some(
    (event) =>
      event.type === "warning" &&
      (isOf(event.error.node?.original_file_path) || event.error.at.some(({ file }) => isOf(file))),
  );
}

const PARSERS: {
  readonly [type in FileNode["resource_type"]]: readonly [
    "model" | "singular_test" | "analysis",
    typeof parseModel,
  ];
} = {
  model: ["model", parseModel],
  test: ["singular_test", parseSingularTest],
  analysis: ["analysis", parseAnalysis],
};

/** The node from its text and its properties, names resolved; undefined when anything goes wrong. */
function reparse(state: ParseState, path: string, before: FileNode): FileNode | undefined {
  const [kind, parseFile] = PARSERS[before.resource_type];
  const file = state.sources[0]!.files[kind].find(({ absolutePath }) => absolutePath === path);
  if (file === undefined) return undefined;
  const { scratch, whole, problems } = scratchOf(state);
  problems.attempt(() => {
    parseFile(scratch, file);
    if (before.patch_path !== null) patchAlone(scratch, before);
  });
  const { nodes, disabled } = scratch.manifest;
  const after = nodes.get(before.unique_id) as FileNode | undefined;
  if (problems.any || after === undefined || nodes.size !== 1 || disabled.size > 0) return undefined;
  problems.attempt(() => resolveDependenciesOf(whole, after));
  renderNodeDocs(whole, after);
  if (after.resource_type === "model") after.primary_key = (before as ModelNode).primary_key;
  return problems.any || after.metrics.length > 0 ? undefined : after;
}

/** Whether all hooks come out as they were. */
function areHooksAlike(state: ParseState): boolean {
  const { scratch, whole, problems } = scratchOf(state);
  for (const source of state.sources) problems.attempt(() => parseHooks(scratch, source));
  for (const after of scratch.manifest.nodes.values()) {
    const before = state.manifest.nodes.get(after.unique_id);
    problems.attempt(() => resolveDependenciesOf(whole, after as OperationNode));
    if (before === undefined || !isSame(before, after)) return false;
  }
  return !problems.any && scratch.manifest.disabled.size === 0;
}

const SECTIONS = { model: "models", test: "data_tests", analysis: "analyses" } as const;

/** Applies the entry that describes the node. What is to be said about the entry itself was said already. */
function patchAlone(scratch: ParseState, before: FileNode): void {
  const source = scratch.sources[0]!.files.schema.find(
    ({ packageName, originalPath }) => `${packageName}://${originalPath}` === before.patch_path,
  );
  const silent: ParseState = {
    ...scratch,
    warnings: new Warnings(
      { ...scratch.effects, report: () => undefined },
      scratch.project.flags,
      scratch.problems,
    ),
  };
  const section = SECTIONS[before.resource_type];
  const entry = source && findEntry(silent, source, section, before.name);
  if (entry !== undefined) patchEntry(scratch, entry);
}

function makesCycle(stored: StoredManifest, replacements: ReadonlyMap<number, FileNode>): boolean {
  const { columns } = stored;
  if (haveSameParents(columns, replacements)) return false;
  const { graph } = stored;
  const vertices = columns.counts.slice(0, GRAPH_MAPS).reduce((sum, count) => sum + count, 0);
  const parents = columns.parents.slice(0, vertices);
  for (const [position, node] of replacements) parents[position] = parentsOf(node, graph.numbered.indexOf);
  return graphOfNumbers(graph.ids, parents).topologicalOrder().length < vertices;
}

/** Positions of what a node depends on, each once. */
function parentsOf(node: FileNode, indexOf: (id: string) => number | undefined): number[] {
  return [...new Set(node.depends_on.nodes)].map((id) => indexOf(id)!);
}
