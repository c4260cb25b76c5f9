/** What changed in a project → what has to be built and tested again. */
import type { Graph } from "../graph/build-graph.ts";
import { findGraphNode, type Manifest } from "../manifest/manifest.ts";

export interface Affected {
  /** Models, seeds, snapshots to build. */
  readonly build: ReadonlySet<string>;
  /** Data tests and unit tests to run: those of what is built, and changed ones. */
  readonly test: ReadonlySet<string>;
}

export interface AffectedInput {
  /** See findChanged. */
  readonly changed: ReadonlySet<string>;
  readonly manifest: Manifest;
  readonly graph: Graph;
  /** Everything below a changed node too. */
  readonly descendants: boolean;
  /** Nodes the watch was started for; undefined means all. */
  readonly within?: ReadonlySet<string>;
  /** Nodes that failed last time and so still have to be built. */
  readonly failed?: ReadonlySet<string>;
}

const BUILDABLE: ReadonlySet<string> = new Set(["model", "seed", "snapshot"]);

export function findAffected({ changed: edited, manifest, graph, descendants, within, failed = new Set() }: AffectedInput): Affected {
  const changed = [...edited, ...[...failed].filter((id) => !edited.has(id) && findGraphNode(manifest, id) !== undefined)];
  const isBuildable = (id: string): boolean => BUILDABLE.has(manifest.nodes.get(id)?.resource_type ?? "") && (within === undefined || within.has(id));
  const isEphemeral = (id: string): boolean => manifest.nodes.get(id)?.config.materialized === "ephemeral";
  const build = new Set(changed.filter((id) => isBuildable(id) && !isEphemeral(id)));
  // A changed source is read by what stands below it.
  for (const id of changed) if (manifest.sources.has(id)) for (const child of graph.children(id)) if (isBuildable(child)) build.add(child);
  if (descendants) for (const id of graph.descendants(build)) if (isBuildable(id)) build.add(id);
  const test = new Set(changed.filter((id) => isTest(id, manifest)));
  for (const id of build) for (const child of graph.children(id)) if (isTest(child, manifest)) test.add(child);
  for (const unitTest of manifest.unit_tests.values()) if (build.has(unitTest.depends_on.nodes[0] ?? "")) test.add(unitTest.unique_id);
  return { build, test };
}

const isTest = (id: string, manifest: Manifest): boolean => manifest.nodes.get(id)?.resource_type === "test" || manifest.unit_tests.has(id);
