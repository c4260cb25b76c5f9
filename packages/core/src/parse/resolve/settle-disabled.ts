/** After all properties are known: nodes go where their `enabled` says, and the name index is made anew. */
import type { ManifestNode } from "../../manifest/node.ts";
import { isRefable } from "../../manifest/name-index.ts";
import { registerDisabled } from "../nodes/register-node.ts";
import { addUnique } from "../nodes/register-node.ts";
import type { ParseState } from "../parse-state.ts";

export function settleDisabled(state: ParseState): void {
  const { nodes, functions, disabled, index } = state.manifest;
  for (const node of nodes.values()) {
    if (node.config.enabled) continue;
    nodes.delete(node.unique_id);
    index.removeNode(node);
    registerDisabled(state, node);
  }
  for (const [id, resources] of disabled) {
    for (const node of resources.filter((one) => one.config.enabled) as ManifestNode[]) {
      disabled.delete(id);
      for (const one of resources) index.removeDisabled(one);
      if (node.resource_type === ("function" as string))
        state.problems.attempt(() => addUnique(functions as never, node as never));
      else state.problems.attempt(() => addUnique(nodes, node));
    }
  }
  reindex(state);
}

/** Names may have changed (versions), and resources may have moved. */
function reindex({ manifest: { index, nodes, functions, disabled } }: ParseState): void {
  index.refables.clear();
  index.functions.clear();
  index.disabled.clear();
  for (const node of nodes.values()) if (isRefable(node)) index.addNode(node);
  for (const node of functions.values()) index.addFunction(node);
  for (const resources of disabled.values()) for (const one of resources) index.addDisabled(one);
}
