/**
 * The spine: every command is these stages in this order, stopping earlier or later. Read it first.
 */
import { join, resolve } from "node:path";
import type { Environment } from "@tsmodel/jinja";
import type { AdapterPlugin, Database, InternalPackage } from "./adapter/adapter.ts";
import { targetFolder } from "./artifacts/artifact-metadata.ts";
import { writeCatalog } from "./artifacts/catalog-file.ts";
import { writeGraphSummary } from "./artifacts/graph-summary-file.ts";
import { readRunResults, writeRunResults } from "./artifacts/run-results-file.ts";
import { writeSources } from "./artifacts/sources-file.ts";
import type { ManifestText } from "./artifacts/manifest-file.ts";
import type { ParseEffort } from "./artifacts/perf-info-file.ts";
import { writeManifests } from "./artifacts/write-manifests.ts";
import type { ParseOrigin } from "./cache/parse-origin.ts";
import { openParsed } from "./cache/open-parsed.ts";
import { buildCatalog, emptyCatalog, type Catalog } from "./catalog/build-catalog.ts";
import { createCompiler } from "./compile/compile-node.ts";
import { createRuntime } from "./context/runtime.ts";
import type { Invocation, SharedContext } from "./context/shared-context.ts";
import { toTsmodelError } from "./context/to-tsmodel-error.ts";
import { readAddedPackage, type PackageSource } from "./deps/add-package.ts";
import type { DepsEffects } from "./deps/deps-effects.ts";
import { DepsScope } from "./deps/deps-scope.ts";
import { HubClient } from "./deps/hub-client.ts";
import { installPackages } from "./deps/install-packages.ts";
import type { Effects } from "./effects.ts";
import { fail, TsmodelError, TsmodelErrors } from "./errors/tsmodel-error.ts";
import { addTestEdges } from "./graph/add-test-edges.ts";
import { buildGraph, type Graph } from "./graph/build-graph.ts";
import type { JsonObject, JsonValue } from "./manifest/json.ts";
import type { Manifest } from "./manifest/manifest.ts";
import type { GraphNode, SqlOperationNode } from "./manifest/node.ts";
import { nodesOf, planRun } from "./plan/plan-run.ts";
import { inspectProject, loadProject, loadRootConfig, type Inspection, type RootConfig } from "./project/load-project.ts";
import type { Project } from "./project/project.ts";
import { COMMAND_KINDS, type CommandKind, type RunCommand } from "./run/command-kind.ts";
import { createDirectTests } from "./run/direct-tests.ts";
import { createDirectUnitTests } from "./run/direct-unit-tests.ts";
import { createSharedViews } from "./run/shared-views/create-shared-views.ts";
import type { Freshness } from "./run/run-freshness.ts";
import { operationResult, runOperation, type OperationResult } from "./run/run-operation.ts";
import { FixtureColumns } from "./run/fixture-columns.ts";
import { runPlan, type RunSummary } from "./run/run-plan.ts";
import { selectForCommand, withFreshness } from "./run/select-for-command.ts";
import { readWorkOptions } from "./run/work-options.ts";
import { addDeferRelations } from "./state/defer.ts";
import { planRetry, type Retry } from "./state/retry.ts";
import { openStates, type States } from "./state/states.ts";
import { readTestLedger, updateTestLedger, writeTestLedger } from "./state/test-ledger.ts";
import { tableFromQuery } from "./template/table/infer-table.ts";
import type { ResultTable } from "./template/table/result-table.ts";
import type { ScriptHost } from "./typescript/script-host.ts";

/** What the composition root brings: databases by type, dbt's macros, the template engine. */
export interface Host {
  readonly adapters: readonly AdapterPlugin[];
  /** dbt's own macros, in our words. */
  readonly globalPackage: InternalPackage;
  readonly environment: Environment;
  /** Names this build of the program: what one build parsed another does not take from the cache. Without it nothing is cached. */
  readonly build?: string;
  /** Reads and runs TypeScript models. */
  readonly scripts?: ScriptHost;
}

export interface CommandInput {
  /** e.g. "build", "docs generate" */
  readonly command: string;
  /** Options given on the command line, dbt's names in snake case. */
  readonly args: { readonly [name: string]: JsonValue };
}

/** A project that has been read and understood: what every command starts from. */
export interface Workspace {
  readonly project: Project;
  readonly manifest: Manifest;
  readonly graph: Graph;
  readonly shared: SharedContext;
  readonly invocation: Invocation;
  readonly states: States;
  readonly effort: ParseEffort;
  /** Where most of manifest.json is known already. */
  readonly text?: ManifestText;
  /** Caches that hold the manifest. */
  readonly origins: readonly ParseOrigin[];
  readonly scripts?: ScriptHost;
  /** Parses a text of the command line as a node. */
  parseInline(sql: string): SqlOperationNode;
}

/** Disk → Workspace. @throws TsmodelError or TsmodelErrors: all problems at once where that is possible */
export function openWorkspace(input: CommandInput, host: Host, effects: Effects): Workspace {
  return parseWorkspace(openProject(input, host, effects), host, effects);
}

/** What is configured, before anything is parsed. */
export interface OpenedProject {
  readonly project: Project;
  readonly invocation: Invocation;
}

/** The first half of openWorkspace. @throws TsmodelError or TsmodelErrors */
export function openProject(input: CommandInput, { adapters, environment }: Host, effects: Effects): OpenedProject {
  const invocation: Invocation = { id: effects.newId(), startedAt: effects.now(), command: input.command };
  return { invocation, project: loadProject({ ...input, adapters, environment, invocation }, effects) };
}

/** The second. @throws TsmodelError or TsmodelErrors */
export function parseWorkspace({ project, invocation }: OpenedProject, host: Host, effects: Effects): Workspace {
  const { environment, globalPackage, scripts } = host;
  const readFile = (manifest: Manifest, node: GraphNode): string | undefined => readNodeFile(manifest, node, effects);
  const start = effects.elapsed();
  const parsed = openParsed({ project, effects, invocation, environment, globalPackage, scripts, build: host.build, readFile });
  const { manifest, text, parsedFiles, origins } = parsed;
  return {
    project,
    manifest,
    text,
    origins,
    effort: { seconds: (effects.elapsed() - start) / 1000, parsedFiles },
    invocation,
    scripts,
    states: openStates(project, effects),
    get graph() {
      return parsed.graph;
    },
    get shared() {
      return parsed.shared;
    },
    parseInline: (sql) => parsed.parseInline(sql),
  };
}

function readNodeFile({ packageRoots }: Manifest, { package_name, original_file_path }: GraphNode, { files }: Effects): string | undefined {
  const path = join(packageRoots.get(package_name) ?? "", original_file_path);
  return files.exists(path) ? files.readText(path) : undefined;
}

/**
 * `deps`: reads `--lock`, `--upgrade`, `--add-package`, `--source`. `onConfig` is told what is configured before
 * anything is fetched. @throws TsmodelError as installPackages does
 */
export async function installDeps(
  input: CommandInput,
  host: Host,
  effects: Effects,
  deps: DepsEffects,
  onConfig?: (config: Pick<RootConfig, "root" | "flags">) => void,
): Promise<void> {
  const { adapters, environment } = host;
  const { args } = input;
  const source = (typeof args.source === "string" ? args.source : "hub") as PackageSource;
  const add = typeof args.add_package === "string" ? readAddedPackage(args.add_package, source) : undefined;
  const invocation = { id: effects.newId(), startedAt: effects.now() };
  const config = loadRootConfig({ ...input, adapters, environment, invocation }, effects);
  onConfig?.(config);
  const hub = new HubClient(deps, effects.env.DBT_PACKAGE_HUB_URL || "https://hub.getdbt.com/");
  const scope = new DepsScope({ ...config, environment, effects, deps, hub });
  await installPackages(scope, { lock: args.lock === true, upgrade: args.upgrade === true, add });
}

/** The project's own configuration: no profile, no packages, no models. @throws TsmodelError for a project file that is missing or wrong */
export function readRootConfig(input: CommandInput, host: Host, effects: Effects): Pick<RootConfig, "root" | "flags" | "report"> {
  const { adapters, environment } = host;
  const invocation = { id: effects.newId(), startedAt: effects.now() };
  return loadRootConfig({ ...input, adapters, environment, invocation }, effects);
}

/** Project file and profile, each alone, without parsing a model. @throws TsmodelError folder-missing */
export function inspectConfiguration(input: CommandInput, host: Host, effects: Effects): Inspection {
  const { adapters, environment } = host;
  const invocation = { id: effects.newId(), startedAt: effects.now() };
  return inspectProject({ ...input, adapters, environment, invocation }, effects);
}

/** A database that is open or about to be: what needs none is done first. Closing it is the caller's. */
export type DatabaseSoon = Database | Promise<Database>;

/** One command that runs nodes, start to finish. */
export async function runNodes(command: RunCommand, workspace: Workspace, database: DatabaseSoon, effects: Effects, extras?: RunExtras): Promise<RunSummary> {
  const kind = COMMAND_KINDS[command];
  return runIds(kind, selectIds(kind, workspace, effects), workspace, database, effects, extras);
}

export interface RunExtras {
  readonly retry?: Pick<Retry, "batches" | "startedAt">;
  /** Gets the writing of artifacts to do it when it likes: watch mode tells the result first, others close the database. */
  readonly takeArtifacts?: (write: () => void) => void;
}

/** The same for nodes that are known already: watch mode and `retry` say which. */
export async function runIds(
  kind: CommandKind,
  ids: ReadonlySet<string>,
  workspace: Workspace,
  database: DatabaseSoon,
  effects: Effects,
  { retry, takeArtifacts = (write) => write() }: RunExtras = {},
): Promise<RunSummary> {
  const { manifest, project, shared, invocation, states } = workspace;
  if (kind.command === "freshness" && typeof project.flags.output === "string") warnOfOutput(project.flags.output, shared);
  const { sample, ...work } = readWorkOptions(project.flags, retry?.startedAt ?? invocation.startedAt);
  if (project.flags.defer === true || kind.command === "clone") addDeferRelations(manifest, states.deferred());
  const waits = kind.testEdges && [...ids].some((id) => manifest.nodes.get(id)?.resource_type === "test");
  const graph = waits ? addTestEdges(workspace.graph, manifest) : workspace.graph;
  const plan = planRun(ids, graph, manifest, { ...kind, groupsOf: project.profile.plugin.dialect.exclusiveGroups });
  const directTests = createDirectTests(shared, plan);
  const runtime = createRuntime({ shared, database: await database, selected: [...ids] });
  const injectCtes = project.flags.inject_ephemeral_ctes !== false;
  const compiler = createCompiler({ runtime, manifest, injectCtes, write: true, contextInput: { sample } });
  const freshness = new Map<string, Freshness>();
  const options = { ...work, directTests, askUnitTest: createDirectUnitTests(shared), retryBatches: retry?.batches, keepFreshness: freshness.set.bind(freshness) };
  const sharedViews = createSharedViews(kind, { plan, graph: workspace.graph, manifest }, runtime);
  const started = runPlan(kind, plan, graph, { runtime, manifest, compiler, narrates: kind.narrates, scripts: workspace.scripts, sharedViews, fixtureColumns: new FixtureColumns() }, options);
  const summary = await started
    .finally(() => sharedViews?.close())
    .then((done) => (kind.narrates ? done : withoutError(done)))
    .catch((error: unknown) => leaveManifest(error, workspace, effects));
  await effects.files.flush?.();
  takeArtifacts(() => {
    const testedGraph = waits || !kind.testEdges ? graph : addTestEdges(workspace.graph, manifest);
    writeGraphSummary({ graph: workspace.graph, ...(kind.testEdges && { testedGraph }) }, workspace, effects);
    writeArtifacts(kind, workspace, summary, freshness, effects);
  });
  return summary;
}

function warnOfOutput(path: string, shared: SharedContext): void {
  const error = fail("freshness-output", { path });
  shared.report({ type: "warning", error, name: "CustomOutputPathInSourceFreshnessDeprecation", code: "D029", data: { path } });
}

/** compile and show end with the first error. */
function withoutError(summary: RunSummary): RunSummary {
  const failed = summary.results.find((result) => result.error !== undefined);
  if (failed?.error) throw failed.error;
  return summary;
}

/** A command that ends early leaves the graph and the manifest, which dbt has written by then; for `docs generate` no manifest. */
function leaveManifest(error: unknown, workspace: Workspace, effects: Effects): never {
  writeGraphSummary(workspace, workspace, effects);
  if (workspace.project.flags.which !== "generate") writeManifests(workspace, effects);
  throw error;
}

function selectIds(kind: CommandKind, workspace: Workspace, effects: Effects): ReadonlySet<string> {
  const { ids } = selectForCommand(workspace, { allowed: kind.resourceTypes, usual: kind.resourceTypes }, effects);
  return kind.command === "freshness" ? withFreshness(ids, workspace.manifest) : ids;
}

/**
 * target/manifest.json and run_results.json (sources.json after a freshness check), and our record of tests. A text of
 * the command line has left the manifest by then.
 */
function writeArtifacts(kind: CommandKind, workspace: Workspace, summary: RunSummary, freshness: ReadonlyMap<string, Freshness>, effects: Effects): void {
  for (const { node } of summary.results) if (node.resource_type === "sql_operation") workspace.manifest.nodes.delete(node.unique_id);
  writeManifests(workspace, effects);
  if (kind.command === "freshness") writeSources(summary, freshness, workspace, effects);
  else writeRunResults(summary, workspace, effects);
  if (!kind.hooks) return;
  const place = { files: effects.files, targetFolder: targetFolder(workspace.project) };
  writeTestLedger(place, updateTestLedger(readTestLedger(place), summary.results));
}

/** `--inline`: a text as the only node of a command; it leaves the manifest afterwards. */
export async function runInline(command: "compile" | "show", sql: string, workspace: Workspace, database: Database, effects: Effects): Promise<RunSummary> {
  const node = parseInline(sql, workspace, effects);
  workspace.manifest.nodes.set(node.unique_id, node);
  try {
    const graph = buildGraph(workspace.manifest);
    return await runIds(COMMAND_KINDS[command], new Set([node.unique_id]), { ...workspace, graph }, database, effects);
  } finally {
    workspace.manifest.nodes.delete(node.unique_id);
  }
}

/** What is wrong with the text is told first, as by dbt; the command then ends for it. @throws TsmodelError inline-query */
function parseInline(sql: string, workspace: Workspace, { report }: Effects): SqlOperationNode {
  try {
    return workspace.parseInline(sql);
  } catch (error) {
    const errors = error instanceof TsmodelErrors ? error.errors : error instanceof TsmodelError ? [error] : undefined;
    if (errors === undefined) throw error;
    const text = ["Error while parsing node: inline_query", ...errors.map((one) => one.render())].join("\n");
    report({ type: "message", level: "error", name: "ParseInlineNodeError", code: "I069", text });
    throw fail("inline-query", {}, { cause: error });
  }
}

/**
 * `docs generate`: the manifest with compiled SQL (unless --no-compile), and what the database knows of the selected
 * nodes and sources, or of `only` these. Reads `--empty-catalog` and `--compile` from the flags.
 */
export async function generateDocs(workspace: Workspace, database: Database, effects: Effects, only?: ReadonlySet<string>): Promise<Catalog> {
  const { manifest, project, shared } = workspace;
  let selected: ReadonlySet<string> | undefined;
  if (project.flags.compile !== false) {
    const kind = COMMAND_KINDS.compile;
    const types = [...kind.resourceTypes, "source"];
    selected = only ?? selectForCommand(workspace, { allowed: types, usual: types, includeEmpty: true }, effects).ids;
    await runIds(kind, new Set([...selected].filter((id) => !manifest.sources.has(id))), workspace, database, effects);
  }
  effects.report({ type: "message", level: "info", name: "BuildingCatalog", code: "E044", text: "Building catalog" });
  const runtime = createRuntime({ shared, database, writesFiles: false });
  const catalog = project.flags.empty_catalog === true ? emptyCatalog : await buildCatalog({ runtime, manifest, selected });
  writeCatalog(catalog, workspace, effects);
  return catalog;
}

/** `run-operation`. */
export async function runMacro(workspace: Workspace, database: Database, name: string, args: JsonObject, effects: Effects): Promise<OperationResult> {
  const { manifest, shared } = workspace;
  const runtime = createRuntime({ shared, database });
  const compiler = createCompiler({ runtime, manifest, injectCtes: true, write: false });
  const result = await runOperation({ runtime, manifest, compiler, narrates: false }, name, args);
  writeManifests(workspace, effects);
  writeRunResults({ results: [operationResult(result, workspace.project)], elapsed: result.elapsed }, workspace, effects);
  return result;
}

/** What `retry` repeats. @throws TsmodelError retry-nothing, retry-command and what loadRootConfig throws */
export function findRetry(input: CommandInput, host: Host, effects: Effects): Retry {
  const { adapters, environment } = host;
  const invocation = { id: effects.newId(), startedAt: effects.now() };
  const { root, flags } = loadRootConfig({ ...input, adapters, environment, invocation }, effects);
  const folder = typeof flags.state === "string" ? flags.state : root.targetPath;
  const path = resolve(root.root, folder, "run_results.json");
  if (!effects.files.exists(path)) throw fail("retry-nothing", { folder });
  return planRetry(readRunResults(effects.files.readText(path), path), input.args, flags.warn_error === true);
}

/** `show --inline-direct`: SQL as it stands, no template. @throws TsmodelError for what the database refuses */
export async function queryDirect({ shared }: Workspace, database: Database, sql: string, limit: number | undefined): Promise<ResultTable> {
  const session = await database.session("show");
  try {
    return tableFromQuery(await session.query(sql, { fetch: true, limit }));
  } catch (thrown) {
    throw toTsmodelError(thrown, { shared });
  } finally {
    await session.close();
  }
}
