import type { Manifest } from "../manifest/manifest.ts";
import type { Graph } from "./build-graph.ts";

/** `build`: a graph in which tests of upstream nodes come before what is downstream of all nodes they test. */
export declare function addTestEdges(graph: Graph, manifest: Manifest): Graph;
