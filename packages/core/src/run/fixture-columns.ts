/**
 * Columns of the relations that inputs of unit tests stand for. Several tests have the same inputs, and asking takes about
 * as long as such a test's own query: they are asked once, until a node has run that may have changed them.
 */
import type { Value } from "@tsmodel/jinja";
import type { ColumnMemory } from "../context/run-context.ts";
import type { GraphNode } from "../manifest/node.ts";
import { hasHooks } from "./shared-views/plan-shares.ts";

export class FixtureColumns {
  /** By unique id of the input, then by relation. */
  private readonly known: Map<string, Map<string, Promise<Value>>> = new Map();

  /** For the fixture of an input. A list is each caller's own. */
  memoryOf(id: string): ColumnMemory {
    return async (relation, ask) => {
      let asked = this.known.get(id);
      if (asked === undefined) this.known.set(id, (asked = new Map()));
      let columns = asked.get(relation);
      if (columns === undefined) {
        asked.set(relation, (columns = ask()));
        columns.catch(() => asked.delete(relation));
      }
      const found = await columns;
      return Array.isArray(found) ? [...found] : found;
    };
  }

  /** Tests change nothing but their own tables; hooks may change anything. */
  noteRun(node: GraphNode): void {
    if (node.resource_type === "test" || node.resource_type === "unit_test") return;
    if (node.resource_type === "model" && !hasHooks(node)) this.known.delete(node.unique_id);
    else this.known.clear();
  }
}
