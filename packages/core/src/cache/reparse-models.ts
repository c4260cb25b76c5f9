/**
 * Models whose text was edited are parsed alone, against the cached rest. Whatever could matter to another resource
 * (name, place, access, contract, what is said about the model, …) has to come out as it was: else everything is parsed.
 */
import { isDeepStrictEqual } from "node:util";
import { graphOfNumbers } from "../graph/build-graph.ts";
import { emptyManifest, type Manifest } from "../manifest/manifest.ts";
import type { ModelNode } from "../manifest/node.ts";
import { parseModel } from "../parse/nodes/parse-sql-files.ts";
import type { ParseState } from "../parse/parse-state.ts";
import { resumeParse, type ParseInput } from "../parse/parse-project.ts";
import { Problems } from "../parse/problems.ts";
import { findEntry } from "../parse/properties/parse-properties.ts";
import { patchModels } from "../parse/properties/patch-models.ts";
import { renderNodeDocs } from "../parse/resolve/render-docs.ts";
import { resolveDependenciesOf } from "../parse/resolve/resolve-dependencies.ts";
import { Warnings } from "../parse/warnings.ts";
import { ParseTrace, type TraceRecord } from "./parse-trace.ts";
import { GRAPH_MAPS } from "./resource-columns.ts";
import type { StoredManifest } from "./stored-manifest.ts";

export interface Reparsed {
  /** By position; models that came out as they were are not among them. */
  readonly replacements: ReadonlyMap<number, ModelNode>;
  /** What was looked at now. */
  readonly trace: TraceRecord;
}

/** `paths`: absolute. undefined when all has to be parsed. */
export function reparseModels(paths: readonly string[], stored: StoredManifest, record: TraceRecord, input: ParseInput): Reparsed | undefined {
  const positions = findModels(paths, stored, record);
  if (positions === undefined) return undefined;
  const trace = new ParseTrace(input.effects, { silent: true });
  const observer = trace.observer;
  const state = resumeParse({ ...input, project: trace.project(input.project), effects: trace.effects, observer }, stored.manifest);
  const replacements = new Map<number, ModelNode>();
  for (const [path, position] of positions) {
    const before = stored.resources[position]!.proxy as unknown as ModelNode;
    const after = reparse(state, path, before);
    if (after === undefined || trace.obstacle !== undefined || trace.record.events.length > 0) return undefined;
    if (!isAlike(before, after, stored.manifest)) return undefined;
    if (!isDeepStrictEqual({ ...before, created_at: 0 }, { ...after, created_at: 0 })) replacements.set(position, after);
  }
  trace.stop();
  return makesCycle(stored, replacements) ? undefined : { replacements, trace: trace.record };
}

/** Position by path; undefined when something else than plain models was edited. */
function findModels(paths: readonly string[], { columns, manifest }: StoredManifest, record: TraceRecord): Map<string, number> | undefined {
  const wanted = new Set(paths);
  const found = new Map<string, number>();
  const roots = columns.forms.map(({ package_name, original_file_path }) => `${manifest.packageRoots.get(package_name) ?? ""}/${original_file_path}`);
  for (const [position, form] of columns.form.entries()) {
    const path = roots[form]!;
    if (!wanted.has(path)) continue;
    const { resource_type, package_name, fields } = columns.forms[form]!;
    const isPlain = fields["version"] === null && !(position in columns.versions);
    const isModel = resource_type === "model" && position < columns.counts[0]! && package_name === manifest.index.rootPackage;
    if (!isModel || !isPlain || found.has(path) || !path.endsWith(".sql")) return undefined;
    found.set(path, position);
  }
  return found.size === wanted.size && !paths.some((path) => isNoisy(path, record)) ? found : undefined;
}

/** Whether something was reported about a file. */
function isNoisy(path: string, { noisy, events }: TraceRecord): boolean {
  if (noisy.has(path)) return true;
  const isOf = (file: string | undefined): boolean => file !== undefined && path.endsWith(`/${file}`);
  return events.some((event) => event.type === "warning" && (isOf(event.error.node?.original_file_path) || event.error.at.some(({ file }) => isOf(file))));
}

/** The model from its text and its properties, names resolved; undefined when anything goes wrong. */
function reparse(state: ParseState, path: string, before: ModelNode): ModelNode | undefined {
  const problems = new Problems();
  const warnings = new Warnings(state.effects, state.project.flags, problems);
  const alone = emptyManifest(state.manifest.index);
  const scratch: ParseState = { ...state, problems, warnings, manifest: { ...alone, packageRoots: state.manifest.packageRoots } };
  const file = state.sources[0]!.files.model.find(({ absolutePath }) => absolutePath === path);
  if (file === undefined) return undefined;
  problems.attempt(() => {
    parseModel(scratch, file);
    if (before.patch_path !== null) patchAlone(scratch, before);
  });
  const after = alone.nodes.get(before.unique_id);
  if (problems.any || after?.resource_type !== "model" || alone.nodes.size !== 1 || alone.disabled.size > 0) return undefined;
  const whole: ParseState = { ...state, problems, warnings };
  problems.attempt(() => resolveDependenciesOf(whole, after));
  renderNodeDocs(whole, after);
  after.primary_key = before.primary_key;
  return problems.any || after.metrics.length > 0 ? undefined : after;
}

/** Applies the entry that describes the model. What is to be said about the entry itself was said already. */
function patchAlone(scratch: ParseState, before: ModelNode): void {
  const source = scratch.sources[0]!.files.schema.find(({ packageName, originalPath }) => `${packageName}://${originalPath}` === before.patch_path);
  const silent: ParseState = { ...scratch, warnings: new Warnings({ ...scratch.effects, report: () => undefined }, scratch.project.flags, scratch.problems) };
  const entry = source && findEntry(silent, source, "models", before.name);
  if (entry !== undefined) patchModels(scratch, entry);
}

/** What may differ without a consequence for any other resource. */
const FREE: ReadonlySet<string> = new Set([
  "raw_code",
  "checksum",
  "refs",
  "sources",
  "functions",
  "depends_on",
  "created_at",
  "config",
  "config_call_dict",
  "unrendered_config",
  "tags",
  "meta",
]);
/** What of the configuration may not. */
const BINDING: readonly string[] = ["enabled", "event_time", "group", "access", "database", "schema", "alias", "contract", "concurrent_batches", "docs"];

function isAlike(before: ModelNode, after: ModelNode, manifest: Manifest): boolean {
  const [old, now] = [before, after] as unknown as { readonly [key: string]: unknown }[] as [{ [key: string]: unknown }, { [key: string]: unknown }];
  if (Object.keys(old).join() !== Object.keys(now).join()) return false;
  for (const key of Object.keys(old)) if (!FREE.has(key) && !isDeepStrictEqual(old[key], now[key])) return false;
  for (const key of BINDING) if (!isDeepStrictEqual(before.config[key], after.config[key])) return false;
  const ephemeral = [before, after].filter(({ config }) => config.materialized === "ephemeral");
  if (ephemeral.length === 1 || [before, after].some(isMicrobatch)) return false;
  const incremental = [before, after].filter(({ depends_on }) => depends_on.macros.includes(IS_INCREMENTAL));
  if (incremental.length === 1 && manifest.unit_tests.size > 0) return false;
  return !after.depends_on.nodes.some((id) => hasDate(manifest.nodes.get(id)));
}

const IS_INCREMENTAL = "macro.dbt.is_incremental";
const isMicrobatch = ({ config }: ModelNode): boolean => config["incremental_strategy"] === "microbatch";
const hasDate = (node: object | undefined): boolean => ((node as ModelNode | undefined)?.deprecation_date ?? null) !== null;

function makesCycle({ columns, graph }: StoredManifest, replacements: ReadonlyMap<number, ModelNode>): boolean {
  const vertices = columns.counts.slice(0, GRAPH_MAPS).reduce((sum, count) => sum + count, 0);
  const parents = columns.parents.slice(0, vertices);
  for (const [position, node] of replacements) parents[position] = parentsOf(node, graph.numbered.indexOf);
  return graphOfNumbers(graph.ids, parents).topologicalOrder().length < vertices;
}

/** Positions of what a model depends on, each once. */
export function parentsOf(node: ModelNode, indexOf: (id: string) => number | undefined): number[] {
  return [...new Set(node.depends_on.nodes)].map((id) => indexOf(id)!);
}
