/**
 * Project → Manifest: every file of the project and its packages becomes what it describes, then names are resolved and
 * rules checked. Nothing is run and no database is asked. What is wrong is gathered and thrown at the end, all at once.
 */
import { join } from "node:path";
import type { Environment } from "@tsmodel/jinja";
import type { InternalPackage } from "../adapter/adapter.ts";
import { checkQueryComment } from "../context/query-comment.ts";
import { fail } from "../errors/tsmodel-error.ts";
import { createSharedContext, type Invocation, type SharedContext } from "../context/shared-context.ts";
import type { Effects } from "../effects.ts";
import { buildMacroRegistry } from "../macro/build-macro-registry.ts";
import { emptyManifest, type Manifest } from "../manifest/manifest.ts";
import type { MacroNode, SqlOperationNode } from "../manifest/node.ts";
import { discoverFiles, type ProjectFiles } from "../project/discover-files.ts";
import { parseSelectorsYaml } from "../project/parse-selectors-yaml.ts";
import type { Project } from "../project/project.ts";
import { ConfigResolver } from "./config/resolve-config.ts";
import { warnUnusedConfigPaths } from "./config/unused-config-paths.ts";
import { DataTestParser } from "./data-tests/parse-data-tests.ts";
import { parseDocs, parseInternalDocs } from "./nodes/parse-docs.ts";
import { findFixtures } from "./nodes/parse-fixtures.ts";
import { parseHooks } from "./nodes/parse-hooks.ts";
import { parseInlineNode } from "./nodes/parse-inline.ts";
import { parseMacros } from "./nodes/parse-macros.ts";
import { parseSeeds } from "./nodes/parse-seeds.ts";
import { parseSnapshots } from "./nodes/parse-snapshots.ts";
import { parseAnalyses, parseFunctions, parseModels, parseSingularTests } from "./nodes/parse-sql-files.ts";
import { hasPlainNames } from "./nodes/read-plain-template.ts";
import { RelationNames } from "./nodes/relation-names.ts";
import { ASIDE, type ParseObserver, type ParseState, type ProjectSource } from "./parse-state.ts";
import { Problems } from "./problems.ts";
import { parseProperties, type PropertiesWork } from "./properties/parse-properties.ts";
import { SourceOverrides } from "./properties/source-overrides.ts";
import { parseSourceTable } from "./properties/sources.ts";
import { checkSemantics } from "./resolve/check-semantics.ts";
import { checkManifest } from "./resolve/check-manifest.ts";
import { inferPrimaryKeys } from "./resolve/infer-primary-keys.ts";
import { renderDocs } from "./resolve/render-docs.ts";
import { resolveDependencies, resolveFunctions } from "./resolve/resolve-dependencies.ts";
import { fillNodeRelations, resolveMetrics } from "./resolve/resolve-metrics.ts";
import { resolveUnitTests } from "./resolve/resolve-unit-tests.ts";
import { settleDisabled } from "./resolve/settle-disabled.ts";
import type { ScriptHost } from "../typescript/script-host.ts";
import { Warnings } from "./warnings.ts";

export interface ParseInput {
  readonly project: Project;
  readonly effects: Effects;
  readonly invocation: Invocation;
  readonly environment: Environment;
  /** dbt's own macros, in our words. */
  readonly globalPackage: InternalPackage;
  /** Told what is being parsed, and of questions without a lasting answer. */
  readonly observer?: ParseObserver;
  /** Reads TypeScript models; without it a project that has some is an error. */
  readonly scripts?: ScriptHost;
}

export interface ParsedProject {
  readonly manifest: Manifest;
  /** The context that later stages go on with. */
  readonly shared: SharedContext;
  /** Parses one more text as a node, without adding it to the manifest. */
  parseInline(sql: string): SqlOperationNode;
}

/** @throws TsmodelError when one thing is wrong, TsmodelErrors when several are */
export function parseProject(input: ParseInput): ParsedProject {
  const state = prepare(input);
  for (const internal of internalPackages(input)) parseInternalDocs(state, internal);
  for (const source of state.sources) parseFiles(state, source);
  parseAllProperties(state);
  resolve(state);
  state.problems.raise();
  return {
    manifest: state.manifest,
    shared: state.shared,
    parseInline: (sql) => parseInlineNode(state, sql),
  };
}

/** Macros first: everything else may call them. @throws TsmodelError and TsmodelErrors of macro files */
function prepare(input: ParseInput): ParseState {
  const { project, effects } = input;
  const problems = new Problems();
  const sources = [project.root, ...project.packages].map((config): ProjectSource => ({
    config,
    files: discoverFiles(config, effects.files),
  }));
  const createdAt = effects.now().getTime() / 1000;
  const { macros, textOf } = parseMacros({ sources, internal: internalPackages(input), createdAt }, problems);
  problems.raise();
  const manifest = createManifest(project);
  for (const [id, macro] of macros) manifest.macros.set(id, macro);
  const state = createState(input, { manifest, sources, problems, createdAt, textOf });
  state.registry.linkMacros({
    known: (name) => state.shared.base.has(name) || name === "var" || name === "env_var",
    withArguments: project.flags.validate_macro_args === true,
  });
  // Its text is in no manifest: what it asks for need not be asked again.
  input.observer?.enter(ASIDE);
  problems.attempt(() => checkQueryComment(state.shared));
  input.observer?.enter(undefined);
  problems.raise();
  return state;
}

/**
 * What parsing works with, for a manifest that is complete already: its macros are taken as they are. Problems, warnings
 * and what is broken start anew.
 */
export function resumeParse(input: ParseInput, manifest: Manifest): ParseState {
  const { project, effects } = input;
  const sources = [project.root, ...project.packages].map((config): ProjectSource => {
    let files: ProjectFiles | undefined;
    return {
      config,
      get files() {
        return (files ??= discoverFiles(config, effects.files));
      },
    };
  });
  const internal = internalPackages(input).map(({ name, files }): InternalPackage => ({ name, files }));
  const textOf = (macro: MacroNode): string | undefined => {
    const { package_name: packageName, original_file_path: path } = macro;
    const root = manifest.packageRoots.get(packageName);
    if (root !== undefined) return effects.files.readText(join(root, path));
    return internal.find(({ name }) => name === packageName)?.files().get(path);
  };
  const createdAt = effects.now().getTime() / 1000;
  return createState(input, { manifest, sources, problems: new Problems(), createdAt, textOf, internal });
}

interface StateParts {
  readonly manifest: Manifest;
  readonly sources: readonly ProjectSource[];
  readonly problems: Problems;
  readonly createdAt: number;
  readonly textOf: (macro: MacroNode) => string | undefined;
  readonly internal?: readonly InternalPackage[];
}

function createState(input: ParseInput, parts: StateParts): ParseState {
  const { project, effects, environment, invocation, observer } = input;
  const { manifest, sources, problems, createdAt, textOf, internal = internalPackages(input) } = parts;
  const registry = buildMacroRegistry({
    project,
    internalPackages: internal,
    macros: [...manifest.macros.values()],
    environment,
    textOf,
    onMaterializationOverride: (packageName, materialization) => warnOfOverride(shared, packageName, materialization),
  });
  const shared: SharedContext = createSharedContext({
    project,
    effects,
    invocation,
    registry,
    manifest,
    environment,
    onVolatile: observer && ((name) => observer.noteVolatile(name)),
    said: observer?.said,
  });
  return {
    project,
    effects,
    environment,
    observer,
    scripts: input.scripts,
    sources,
    manifest,
    registry,
    shared,
    configs: new ConfigResolver(project),
    relationNames: new RelationNames(shared, registry),
    problems,
    warnings: new Warnings(effects, project.flags, problems),
    createdAt,
    plainPackages: new Set(
      sources.map(({ config }) => config.name).filter((name) => hasPlainNames(registry, name)),
    ),
    broken: new Set(),
    unread: new Set(),
  };
}

/** Most specific first: the adapter's packages, then dbt's. */
function internalPackages({ project, globalPackage }: ParseInput): InternalPackage[] {
  return [...project.profile.plugin.macroPackages, globalPackage];
}

/** A manifest without resources. */
export function createManifest(project: Project): Manifest {
  const nodePackageFirst = project.flags.require_ref_searches_node_package_before_root === true;
  const manifest = emptyManifest({ rootPackage: project.root.name, nodePackageFirst });
  for (const config of [project.root, ...project.packages]) manifest.packageRoots.set(config.name, config.root);
  for (const [name, entry] of parseSelectorsYaml(project.selectors)) manifest.selectors.set(name, entry);
  return manifest;
}

/** Everything that has a file of its own. */
function parseFiles(state: ParseState, source: ProjectSource): void {
  parseModels(state, source);
  parseSnapshots(state, source);
  parseAnalyses(state, source);
  parseSingularTests(state, source);
  parseSeeds(state, source);
  parseDocs(state, source);
  parseFunctions(state, source);
  parseHooks(state, source);
}

/** What properties files add, and what they change. */
function parseAllProperties(state: ParseState): void {
  const tests = new DataTestParser(state);
  const work: PropertiesWork = {
    tests,
    fixtures: findFixtures(state),
    overrides: new SourceOverrides(),
    sources: [],
  };
  for (const source of state.sources) parseProperties(state, source, work);
  settleDisabled(state);
  for (const entry of work.sources)
    for (const table of work.overrides.tablesOf(entry)) parseSourceTable(state, tests, table);
  work.overrides.warnUnused(state);
}

/** Names become ids, and the whole is checked. */
function resolve(state: ParseState): void {
  resolveDependencies(state);
  fillNodeRelations(state);
  resolveUnitTests(state);
  renderDocs(state);
  resolveMetrics(state);
  inferPrimaryKeys(state.manifest);
  resolveFunctions(state);
  checkManifest(state);
  checkSemantics(state);
  warnUnusedConfigPaths(state);
}

/** Shown once, however many nodes have such a materialization. */
function warnOfOverride(shared: SharedContext, packageName: string, materialization: string): void {
  if (!shared.once("package-materialization-override")) return;
  shared.report({
    type: "warning",
    error: fail("materialization-overridden", { package: packageName, materialization }),
    name: "PackageMaterializationOverrideDeprecation",
    code: "D016",
    data: { package_name: packageName, materialization_name: materialization },
  });
}
