/**
 * Selection → plan: which nodes run, what each waits for, and in which order ready ones are taken. Plain data; the
 * executor needs nothing else. Nodes that wait for each other through unselected ones stay ordered.
 */
import type { Graph } from "../graph/build-graph.ts";
import { executionGraph } from "../graph/execution-order.ts";
import { findGraphNode, type Manifest } from "../manifest/manifest.ts";
import type { GraphNode, ModelNode, UnitTestDefinition } from "../manifest/node.ts";

export interface PlanStep {
  /** The node's unique id. */
  readonly id: string;
  readonly node: GraphNode;
  /** Unique ids of the steps that must be done before. */
  readonly parents: readonly string[];
  /** Depth in the plan: shallow steps are taken first, ties by unique id. */
  readonly level: number;
  /** Unit tests that run just before their model. */
  readonly unitTests: readonly UnitTestDefinition[];
  /** Steps of one group do not run at the same time: the adapter says why. */
  readonly group?: string;
}

export interface Plan {
  readonly steps: ReadonlyMap<string, PlanStep>;
  /** How many lines of output to expect: steps that are not ephemeral, and unit tests. */
  readonly total: number;
}

export interface PlanOptions {
  /** Whether unit tests run just before their model (build) or as nodes of their own (test). */
  readonly unitTestsWithModels: boolean;
  /** Nodes do not wait for each other. */
  readonly independent: boolean;
  /** Which models the database cannot build side by side, by unique id (Dialect.exclusiveGroups). */
  readonly groupsOf?: (models: readonly ModelNode[]) => ReadonlyMap<string, string>;
}

export const nodesOf = (plan: Plan): GraphNode[] => [...plan.steps.values()].map((step) => step.node);

export const isEphemeral = (node: GraphNode): boolean =>
  node.resource_type === "model" && node.config.materialized === "ephemeral";

const NO_ORDER = { waitsFor: new Map<string, string[]>(), level: new Map<string, number>() };

export function planRun(ids: ReadonlySet<string>, graph: Graph, manifest: Manifest, options: PlanOptions): Plan {
  const selected = [...ids].map((id) => findGraphNode(manifest, id)!);
  const unitTests = options.unitTestsWithModels ? groupUnitTests(selected) : new Map<string, UnitTestDefinition[]>();
  const grouped = new Set([...unitTests.values()].flat().map((test) => test.unique_id));
  const nodes = selected.filter((node) => !grouped.has(node.unique_id));
  const { waitsFor, level } = options.independent ? NO_ORDER : executionGraph(graph, new Set(nodes.map((node) => node.unique_id)));
  const groups = options.groupsOf?.(nodes.filter((node) => node.resource_type === "model"));
  const steps = new Map<string, PlanStep>();
  for (const node of nodes) {
    const id = node.unique_id;
    steps.set(id, {
      id,
      node,
      parents: waitsFor.get(id) ?? [],
      level: level.get(id) ?? 0,
      unitTests: unitTests.get(id) ?? [],
      group: groups?.get(id),
    });
  }
  return { steps, total: nodes.filter((node) => !isEphemeral(node)).length + grouped.size };
}

/** Unit tests by the model they test, where that model is selected too. */
function groupUnitTests(selected: readonly GraphNode[]): Map<string, UnitTestDefinition[]> {
  const models = new Set(selected.filter((node) => node.resource_type === "model").map((node) => node.unique_id));
  const groups = new Map<string, UnitTestDefinition[]>();
  for (const node of selected) {
    if (node.resource_type !== "unit_test") continue;
    const model = node.depends_on.nodes[0];
    if (model === undefined || !models.has(model)) continue;
    const group = groups.get(model);
    if (group) group.push(node);
    else groups.set(model, [node]);
  }
  return groups;
}
