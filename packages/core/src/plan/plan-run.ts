/**
 * Selection → plan: which nodes run, what each waits for, and in which order ready ones are taken. Plain data; the
 * executor needs nothing else. Nodes that wait for each other through unselected ones stay ordered.
 */
import type { GraphNode, UnitTestDefinition } from "../manifest/node.ts";

export interface PlanStep {
  readonly node: GraphNode;
  /** Unique ids of the steps that must be done before. */
  readonly parents: readonly string[];
  /** Depth in the plan: shallow steps are taken first, ties by unique id. */
  readonly level: number;
  /** Unit tests that run just before their model. */
  readonly unitTests: readonly UnitTestDefinition[];
}

export interface Plan {
  readonly steps: ReadonlyMap<string, PlanStep>;
  /** How many lines of output to expect: steps that are not ephemeral, and unit tests. */
  readonly total: number;
}

export interface PlanInput {
  /** Selected nodes, unit tests among them. */
  readonly selected: readonly GraphNode[];
  /** Direct parents within the selection (transitive through unselected nodes). */
  readonly parentsOf: (id: string) => readonly string[];
  /** False for commands whose nodes do not wait for each other (test, freshness). */
  readonly ordered: boolean;
  /** Whether unit tests run just before their model (build) or as nodes of their own (test). */
  readonly unitTestsWithModels: boolean;
}

export const isEphemeral = (node: GraphNode): boolean =>
  node.resource_type === "model" && node.config.materialized === "ephemeral";

export function planRun(input: PlanInput): Plan {
  const unitTests = input.unitTestsWithModels ? groupUnitTests(input.selected) : new Map<string, UnitTestDefinition[]>();
  const grouped = new Set([...unitTests.values()].flat().map((test) => test.unique_id));
  const nodes = input.selected.filter((node) => !grouped.has(node.unique_id));
  const ids = new Set(nodes.map((node) => node.unique_id));
  const parents = new Map<string, readonly string[]>();
  for (const id of ids) parents.set(id, input.ordered ? input.parentsOf(id).filter((parent) => ids.has(parent)) : []);
  const levels = levelsOf(parents);
  const steps = new Map<string, PlanStep>();
  for (const node of nodes) {
    const id = node.unique_id;
    steps.set(id, { node, parents: parents.get(id)!, level: levels.get(id)!, unitTests: unitTests.get(id) ?? [] });
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

/** Longest distance from a step without parents; linear in nodes and edges. */
function levelsOf(parents: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const children = new Map<string, string[]>();
  const waiting = new Map<string, number>();
  for (const [id, above] of parents) {
    waiting.set(id, above.length);
    for (const parent of above) {
      const list = children.get(parent);
      if (list) list.push(id);
      else children.set(parent, [id]);
    }
  }
  const levels = new Map<string, number>();
  let front = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
  for (let level = 0; front.length > 0; level++) {
    const next: string[] = [];
    for (const id of front) {
      levels.set(id, level);
      for (const child of children.get(id) ?? []) {
        const left = waiting.get(child)! - 1;
        waiting.set(child, left);
        if (left === 0) next.push(child);
      }
    }
    front = next;
  }
  return levels;
}
