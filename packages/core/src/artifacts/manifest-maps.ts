/** The manifest's derived maps: who depends on whom, and the members of groups. */
import { dependencies } from "../graph/build-graph.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { GraphNode } from "../manifest/node.ts";

export type EdgeMap = { readonly [id: string]: readonly string[] };

/** `parent_map` and `child_map`, lists sorted. */
export function edgeMaps(manifest: Manifest): { readonly parents: EdgeMap; readonly children: EdgeMap } {
  const parents: { [id: string]: readonly string[] } = {};
  const children: { [id: string]: string[] } = {};
  const nodes = [...edgeMembers(manifest)];
  for (const node of nodes) children[node.unique_id] = [];
  for (const node of nodes) {
    const list = dependencies(node);
    parents[node.unique_id] = [...list].sort();
    for (const id of list) children[id]?.push(node.unique_id);
  }
  for (const list of Object.values(children)) list.sort();
  return { parents, children };
}

/** In dbt's order of kinds. */
function* edgeMembers(manifest: Manifest): Generator<GraphNode> {
  yield* manifest.nodes.values();
  yield* manifest.sources.values();
  yield* manifest.exposures.values();
  yield* manifest.functions.values();
  yield* manifest.metrics.values();
  yield* manifest.semantic_models.values();
  yield* manifest.saved_queries.values();
  yield* manifest.unit_tests.values();
}

/** `group_map`: unique ids by group name. */
export function groupMap(manifest: Manifest): EdgeMap {
  const groups: { [name: string]: string[] } = {};
  for (const group of manifest.groups.values()) groups[group.name] = [];
  for (const kind of [manifest.nodes, manifest.saved_queries, manifest.semantic_models, manifest.metrics]) {
    for (const node of kind.values()) {
      const group = (node as { group?: unknown }).group;
      if (typeof group === "string") groups[group]?.push(node.unique_id);
    }
  }
  return groups;
}
