/** The manifest's derived maps: who depends on whom, and the members of groups. */
import { dependencies } from "../graph/build-graph.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { GraphNode } from "../manifest/node.ts";

export type EdgeMap = { readonly [id: string]: readonly string[] };

/** `parent_map` and `child_map`, lists sorted. */
export function edgeMaps(manifest: Manifest): EdgeMaps {
  return edgeMapsOf([...edgeMembers(manifest)].map((node) => [node.unique_id, dependencies(node)]));
}

export interface EdgeMaps {
  readonly parents: EdgeMap;
  readonly children: EdgeMap;
}

/** The same from ids and what they depend on, in the order of `EDGE_MAPS`. */
export function edgeMapsOf(members: readonly (readonly [id: string, parents: readonly string[]])[]): EdgeMaps {
  const parents: { [id: string]: readonly string[] } = {};
  const children: { [id: string]: string[] } = {};
  for (const [id] of members) children[id] = [];
  for (const [id, list] of members) {
    parents[id] = list.length > 1 ? [...list].sort() : list;
    for (const parent of list) children[parent]?.push(id);
  }
  for (const [id] of members) if (children[id]!.length > 1) children[id]!.sort();
  return { parents, children };
}

/** In dbt's order of kinds. */
export const EDGE_MAPS = ["nodes", "sources", "exposures", "functions", "metrics", "semantic_models", "saved_queries", "unit_tests"] as const;

function* edgeMembers(manifest: Manifest): Generator<GraphNode> {
  for (const name of EDGE_MAPS) yield* manifest[name].values();
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
