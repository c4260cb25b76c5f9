/** target/graph_summary.json: the shape of the graph, ids as numbers, for diagnosis. */
import type { Effects } from "../effects.ts";
import type { Graph } from "../graph/build-graph.ts";
import { artifactPath, type ArtifactScope } from "./artifact-metadata.ts";

export interface SummarizedGraphs {
  readonly graph: Graph;
  /** With an edge from each test to what waits for it: `build`. */
  readonly testedGraph?: Graph;
}

/** One vertex by its number. */
interface VertexSummary {
  /** A unique id. */
  readonly name: string;
  /** A resource type. */
  readonly type: string;
  /** Numbers of what depends on it; left out where nothing does. */
  readonly succ?: readonly number[];
}

/** Writes it, unless the flag write_json is off. */
export function writeGraphSummary({ graph, testedGraph }: SummarizedGraphs, { project, invocation }: ArtifactScope, effects: Effects): void {
  if (project.flags["write_json"] === false) return;
  const summary = {
    _invocation_id: invocation.id,
    linked: summaryOf(graph),
    with_test_edges: testedGraph === undefined ? undefined : summaryOf(testedGraph),
  };
  effects.files.writeText(artifactPath(project, "graph_summary.json"), JSON.stringify(summary));
}

function summaryOf({ ids, numbered: { children } }: Graph): { readonly [number: string]: VertexSummary } {
  return Object.fromEntries(
    ids.map((name, position) => {
      const type = name.slice(0, name.indexOf("."));
      const below = children[position]!;
      return [position, below.length === 0 ? { name, type } : { name, type, succ: below }];
    }),
  );
}
