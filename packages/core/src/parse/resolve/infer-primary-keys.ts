/** A model's primary key: from its constraints, else from the tests on its columns. */
import type { ModelNode, TestNode } from "../../manifest/node.ts";
import type { Manifest } from "../../manifest/manifest.ts";

export function inferPrimaryKeys(manifest: Manifest): void {
  const tests = testsByModel([...manifest.nodes.values(), ...[...manifest.disabled.values()].flat()]);
  for (const node of manifest.nodes.values()) {
    if (node.resource_type === "model")
      node.primary_key = inferPrimaryKey(node, tests.get(node.unique_id) ?? []);
  }
}

/** Generic tests among the resources, by the unique id of what they are attached to. */
export function testsByModel(resources: Iterable<{ readonly resource_type: string }>): Map<string, TestNode[]> {
  const tests = new Map<string, TestNode[]>();
  for (const resource of resources) {
    const test = resource as TestNode;
    if (resource.resource_type !== "test" || test.test_metadata === undefined || !test.attached_node) continue;
    const known = tests.get(test.attached_node);
    if (known === undefined) tests.set(test.attached_node, [test]);
    else known.push(test);
  }
  return tests;
}

/** `tests`: those attached to it, in the manifest's order. */
export const inferPrimaryKey = (model: ModelNode, tests: readonly TestNode[]): string[] => inferKey(model, tests).sort();

function inferKey(model: ModelNode, tests: readonly TestNode[]): string[] {
  const constraint = model.constraints.find(({ type }) => type === "primary_key");
  if (constraint !== undefined) return [...(constraint.columns ?? [])];
  const column = Object.entries(model.columns).find(([, { constraints }]) =>
    constraints.some(({ type }) => type === "primary_key"),
  );
  return column === undefined ? inferFromTests(tests) : [column[0]];
}

/** Columns that are unique and not null; else those with an enabled test for uniqueness; else with a disabled one. */
function inferFromTests(tests: readonly TestNode[]): string[] {
  const [enabled, disabled, notNull] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const test of tests) {
    const name = test.test_metadata!.name;
    for (const column of columnsOf(test)) {
      if (name === "unique" || name === "unique_combination_of_columns")
        (test.config.enabled ? enabled : disabled).add(column);
      else if (name === "not_null") notNull.add(column);
    }
  }
  const both = [...notNull].filter((column) => enabled.has(column) || disabled.has(column));
  return both.length > 0 ? both : [...(enabled.size > 0 ? enabled : disabled)];
}

function columnsOf({ test_metadata: metadata }: TestNode): string[] {
  const { column_name: column, combination_of_columns: columns } = metadata!.kwargs;
  if (typeof column === "string") return [column];
  return Array.isArray(columns) ? columns.filter((one) => typeof one === "string") : [];
}
