/** A project as it was and as it is → the nodes, sources and unit tests that would give another result. */
import { differingIds, type ParseOrigin } from "../cache/parse-origin.ts";
import type { Graph } from "../graph/build-graph.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Project } from "../project/project.ts";
import { fingerprintNodes, type Fingerprints } from "./node-fingerprints.ts";

/** A project as it was understood at one time. */
export interface Understood {
  readonly project: Pick<Project, "root">;
  readonly manifest: Manifest;
  readonly graph: Graph;
  readonly origins: readonly ParseOrigin[];
}

/**
 * Ids of `after` that `before` lacks or has otherwise. When both come from one cache, only the models that were edited
 * are looked at, and those that have an ephemeral one of them in their SQL.
 */
export function findChanged(before: Understood, after: Understood): ReadonlySet<string> {
  const differing = differingIds(before.origins, after.origins);
  const ids = differing && withReadersOfEphemerals(differing, after);
  const [old, now] = [before, after].map(({ manifest, project }) =>
    fingerprintNodes(manifest, project.root.vars, ids),
  ) as [Fingerprints, Fingerprints];
  return new Set([...now].flatMap(([id, hash]) => (old.get(id) === hash ? [] : [id])));
}

function withReadersOfEphemerals(ids: ReadonlySet<string>, { manifest, graph }: Understood): ReadonlySet<string> {
  const all = new Set(ids);
  // A set that grows while it is gone through is gone through to its end.
  for (const id of all)
    if (manifest.nodes.get(id)?.config.materialized === "ephemeral") for (const child of graph.children(id)) all.add(child);
  return all;
}
