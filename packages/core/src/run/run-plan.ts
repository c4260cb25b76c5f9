/**
 * A plan, with everything around it: schemas, the relation cache, on-run-start, the nodes, on-run-end. Emits what
 * reporters show; writes no artifact.
 */
import { Tuple, type Value } from "@tsmodel/jinja";
import { relationOf, storesFailures } from "../compile/relation-name.ts";
import type { Runtime } from "../context/runtime.ts";
import { toTsmodelError } from "../context/to-tsmodel-error.ts";
import type { Warning } from "../context/shared-context.ts";
import type { Graph } from "../graph/build-graph.ts";
import type { FunctionNode, GraphNode, ManifestNode } from "../manifest/node.ts";
import { isEphemeral, nodesOf, type Plan, type PlanStep } from "../plan/plan-run.ts";
import type { Flags } from "../project/project.ts";
import type { Relation } from "../template/relation/relation.ts";
import type { CommandKind } from "./command-kind.ts";
import { describeNode } from "./describe-node.ts";
import { executePlan, skippedResult } from "./execute-plan.ts";
import type { NodeResult } from "./node-result.ts";
import { workFor, type WorkOptions } from "./node-work.ts";
import { ResultValue } from "./result-value.ts";
import { runHooks } from "./run-hooks.ts";
import { runNode, type RunScope } from "./run-node.ts";
import { readsShares } from "./shared-views/plan-shares.ts";

export interface RunSummary {
  readonly results: readonly NodeResult[];
  /** Seconds. */
  readonly elapsed: number;
  /** False when a node failed, was skipped for a failure, or the run was interrupted. */
  readonly success: boolean;
  readonly interrupted: boolean;
}

export async function runPlan(kind: CommandKind, plan: Plan, graph: Graph, scope: RunScope, options: WorkOptions): Promise<RunSummary> {
  const { effects, project } = scope.runtime.shared;
  const start = effects.elapsed();
  if (plan.steps.size === 0) return nothingToDo(scope);
  const nodes = nodesOf(plan);
  effects.report({
    type: "run-started",
    command: kind.command,
    threads: project.profile.threads,
    target: project.profile.targetName,
    total: plan.total,
    nodes,
    groups: new Map([...scope.manifest.groups.values()].map((group) => [group.name, group])),
  });
  const hooks = kind.hooks && !leavesHooksOut(kind, scope);
  if (kind.prepares) await prepare(scope, nodes);
  const before = hooks ? await runHooks(scope, "on-run-start", {}) : [];
  const blocked = before.some((result) => result.status === "error") && Boolean(project.flags.skip_nodes_if_on_run_start_fails);
  const results = blocked ? skipAll(nodes, plan.total, scope) : await runSteps(kind, plan, graph, scope, options);
  const after = hooks && !effects.signal.aborted ? await runHooks(scope, "on-run-end", hookExtras(results, scope.runtime)) : [];
  const all = [...before, ...results, ...after];
  const interrupted = effects.signal.aborted;
  const elapsed = (effects.elapsed() - start) / 1000;
  if (kind.narrates) effects.report({ type: "run-finished", seconds: elapsed, results: all, interrupted });
  return { results: all, elapsed, success: !interrupted && !all.some(isFailure), interrupted };
}

/** A freshness check without the project's hooks, by dbt's old way of it. */
function leavesHooksOut(kind: CommandKind, { manifest, runtime: { shared } }: RunScope): boolean {
  if (kind.command !== "freshness" || shared.project.flags.source_freshness_run_project_hooks !== false) return false;
  if ([...manifest.nodes.values()].some((node) => node.resource_type === "operation")) shared.warn(HOOKS_LEFT_OUT);
  return true;
}

const HOOKS_LEFT_OUT: Warning = {
  name: "SourceFreshnessProjectHooksNotRun",
  code: "D017",
  message: "`source freshness` runs no on-run-start and on-run-end hooks while the flag source_freshness_run_project_hooks is false, which will not be allowed for ever.",
};

/** dbt's warning for a selection that leaves no node. */
function nothingToDo(scope: RunScope): RunSummary {
  scope.runtime.shared.warn({ name: "NothingToDo", code: "Q035", message: "Nothing to do. Try checking your model configs and model specification args" });
  return { results: [], elapsed: 0, success: true, interrupted: false };
}

async function runSteps(kind: CommandKind, plan: Plan, graph: Graph, scope: RunScope, options: WorkOptions): Promise<readonly NodeResult[]> {
  const { effects, project } = scope.runtime.shared;
  const { results, complete } = await executePlan(plan, {
    threads: project.flags.single_threaded === true ? 1 : project.profile.threads,
    failFast: project.flags.fail_fast === true || !kind.narrates,
    signal: effects.signal,
    report: effects.report,
    blocking: kind.blocking,
    tellsEphemeral: !kind.narrates && project.flags.which === kind.command && isSelective(project.flags),
    answeredWith: options.directTests && ((id) => options.directTests!.answeredWith(id)),
    waitsFor: (step) => awaitedBy(step, scope, options),
    descendantsOf: (id) => graph.descendants(id),
    runStep: async (node, position) => {
      const result = await runNode(scope, node, position, () => workFor(kind, scope, node, options));
      scope.fixtureColumns?.noteRun(node);
      if (!kind.blocking.has(result.status)) options.directTests?.noteDone(node.unique_id);
      if (result.status === "success") scope.sharedViews?.noteBuilt(node.unique_id);
      return result;
    },
    describe: (node) => describeNode(node, scope.runtime.shared),
    interrupt: () => scope.runtime.database.interrupt(),
  });
  if (complete || effects.signal.aborted) return results;
  const done = new Set(results.map((result) => result.unique_id));
  const undone = [...plan.steps.values()].filter(({ node }) => !done.has(node.unique_id));
  return [...results, ...undone.map(({ node }) => skippedResult(node, { threadId: "main", message: "Skipping due to fail_fast" }))];
}

/** A query that a test shares, or rows of a view that are kept, while another step asks for them. */
function awaitedBy({ node, unitTests }: PlanStep, { sharedViews }: RunScope, { directTests }: WorkOptions): Promise<unknown> | undefined {
  const reads = unitTests.length > 0 || readsShares(node);
  return directTests?.running(node.unique_id) ?? (reads ? sharedViews?.awaitedBy(node) : undefined);
}

/** `compile` and `show` tell of ephemeral models when something was chosen. */
const isSelective = ({ select, inline }: Flags): boolean =>
  typeof inline === "string" || (Array.isArray(select) ? select.length > 0 : typeof select === "string");

/** Schemas made, then relations listed. @throws TsmodelError for what the database refuses */
async function prepare(scope: RunScope, nodes: readonly GraphNode[]): Promise<void> {
  const { runtime } = scope;
  const connection = runtime.connect("master");
  try {
    await runtime.createSchemas(schemasOf(nodes, runtime), connection);
    await fillCache(scope, nodes);
  } catch (thrown) {
    throw toTsmodelError(thrown, { shared: runtime.shared });
  } finally {
    await connection.release();
  }
}

/** One relation for each schema that selected nodes are built into. */
function schemasOf(nodes: readonly GraphNode[], runtime: Runtime): Relation[] {
  const schemas = new Map<string, Relation>();
  for (const node of nodes) {
    if (!isRelational(node, runtime) || isEphemeral(node)) continue;
    const key = JSON.stringify([node.database, node.schema]);
    if (!schemas.has(key)) schemas.set(key, relationOf(node, runtime.shared).withoutIdentifier());
  }
  return [...schemas.values()];
}

function isRelational(node: GraphNode, runtime: Runtime): node is ManifestNode | FunctionNode {
  if (node.resource_type === "test") return storesFailures(node.config, runtime.shared);
  return ["model", "seed", "snapshot", "function"].includes(node.resource_type);
}

/** Lists the schemas the project's relations live in, so that materializations know what exists. */
async function fillCache(scope: RunScope, selected: readonly GraphNode[]): Promise<void> {
  const { runtime, manifest } = scope;
  const { flags } = runtime.shared.project;
  if (flags.populate_cache === false) return;
  const nodes = flags.cache_selected_only === true ? selected : [...manifest.nodes.values()];
  await runtime.fillCache(schemasOf(nodes, runtime));
}

function skipAll(nodes: readonly GraphNode[], total: number, scope: RunScope): NodeResult[] {
  const { shared } = scope.runtime;
  return nodes.map((node, at) => {
    const result = skippedResult(node, { threadId: "main", message: null });
    shared.effects.report({ type: "node-finished", node, index: at + 1, total, what: describeNode(node, shared), result });
    return result;
  });
}

const FAILURES: ReadonlySet<string> = new Set(["error", "fail", "runtime error", "partial success"]);

const isFailure = (result: NodeResult): boolean =>
  FAILURES.has(result.status) || (result.status === "skipped" && result.node.resource_type !== "exposure");

/** What on-run-end hooks see beyond the usual: results and the schemas that were built into. */
function hookExtras(results: readonly NodeResult[], runtime: Runtime): { readonly [name: string]: Value } {
  const built = results.filter(({ status, node }) =>
    !["error", "fail", "skipped"].includes(status) && node.resource_type !== "function" && isRelational(node, runtime));
  const places = new Map(built.map(({ node }) => {
    const { database, schema } = node as ManifestNode;
    return [JSON.stringify([database, schema]), [database, schema] as const];
  }));
  return {
    // As dbt hands them over: what the main thread skipped is left out.
    results: results
      .filter(({ thread_id, status }) => thread_id !== "main" || status === "error")
      .map((result) => new ResultValue(result)),
    schemas: [...new Set([...places.values()].map(([, schema]) => schema))],
    database_schemas: [...places.values()].map(([database, schema]) => new Tuple([database, schema])),
  };
}
