/**
 * The spine: every command is these stages in this order, stopping earlier or later. Read it first.
 */
import type { Environment } from "@tsmodel/jinja";
import type { AdapterPlugin, Database, InternalPackage } from "./adapter/adapter.ts";
import { writeManifest } from "./artifacts/manifest-file.ts";
import { writeRunResults } from "./artifacts/run-results-file.ts";
import { createCompiler } from "./compile/compile-node.ts";
import { createRuntime } from "./context/runtime.ts";
import type { Invocation, SharedContext } from "./context/shared-context.ts";
import type { Effects } from "./effects.ts";
import { addTestEdges } from "./graph/add-test-edges.ts";
import { buildGraph, type Graph } from "./graph/build-graph.ts";
import type { JsonValue } from "./manifest/json.ts";
import type { Manifest } from "./manifest/manifest.ts";
import { parseProject } from "./parse/parse-project.ts";
import { planRun } from "./plan/plan-run.ts";
import { loadProject } from "./project/load-project.ts";
import type { Project } from "./project/project.ts";
import { COMMAND_KINDS, type RunCommand } from "./run/command-kind.ts";
import { runPlan, type RunSummary } from "./run/run-plan.ts";
import { readWorkOptions } from "./run/work-options.ts";
import { selectForCommand } from "./select/select-for-command.ts";

/** What the composition root brings: databases by type, dbt's macros, the template engine. */
export interface Host {
  readonly adapters: readonly AdapterPlugin[];
  /** dbt's own macros, in our words. */
  readonly globalPackage: InternalPackage;
  readonly environment: Environment;
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
}

/** Disk → Workspace. @throws TsmodelError or TsmodelErrors: all problems at once where that is possible */
export function openWorkspace(input: CommandInput, host: Host, effects: Effects): Workspace {
  const invocation: Invocation = { id: effects.newId(), startedAt: effects.now(), command: input.command, args: input.args };
  const { adapters, environment, globalPackage } = host;
  const project = loadProject({ ...input, adapters, environment, invocation }, effects);
  const { manifest, shared } = parseProject({ project, effects, invocation, environment, globalPackage });
  const graph = buildGraph(manifest);
  return { project, manifest, graph, shared, invocation };
}

/** One command that runs nodes, start to finish. The database stays open: closing it is the caller's. */
export async function runNodes(command: RunCommand, workspace: Workspace, database: Database, effects: Effects): Promise<RunSummary> {
  const kind = COMMAND_KINDS[command];
  const { manifest, project, shared } = workspace;
  const selection = selectForCommand(kind, workspace, effects);
  const graph = kind.testEdges ? addTestEdges(workspace.graph, manifest) : workspace.graph;
  const plan = planRun(selection.ids, graph, manifest, kind);
  const runtime = createRuntime({ shared, database, selected: [...selection.ids] });
  const compiler = createCompiler({ runtime, manifest, injectCtes: project.flags.inject_ephemeral_ctes !== false, write: true });
  const summary = await runPlan(kind, plan, graph, { runtime, manifest, compiler }, readWorkOptions(workspace, effects));
  writeManifest(workspace, effects);
  writeRunResults(summary, workspace, effects);
  return summary;
}
