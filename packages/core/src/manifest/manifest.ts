import type { DisableableResource, NameIndexOptions } from "./name-index.ts";
import { NameIndex } from "./name-index.ts";
import type {
  DocBlock,
  ExposureNode,
  FunctionNode,
  GraphNode,
  GroupNode,
  MacroNode,
  ManifestNode,
  SemanticResource,
  SourceDefinition,
  UnitTestDefinition,
} from "./node.ts";

/** The parsed project: `target/manifest.json` without its derived maps. Keys are unique ids. */
export interface Manifest {
  readonly nodes: Map<string, ManifestNode>;
  readonly sources: Map<string, SourceDefinition>;
  readonly macros: Map<string, MacroNode>;
  readonly docs: Map<string, DocBlock>;
  readonly exposures: Map<string, ExposureNode>;
  readonly groups: Map<string, GroupNode>;
  readonly metrics: Map<string, SemanticResource>;
  readonly semantic_models: Map<string, SemanticResource>;
  readonly saved_queries: Map<string, SemanticResource>;
  readonly unit_tests: Map<string, UnitTestDefinition>;
  readonly functions: Map<string, FunctionNode>;
  /** Disabled resources by unique id (several versions of one id may be disabled). */
  readonly disabled: Map<string, DisableableResource[]>;
  /** selectors.yml, expanded, by name. */
  readonly selectors: Map<string, unknown>;
  /** Absolute project root by package name: where `original_file_path` starts. */
  readonly packageRoots: Map<string, string>;
  /** What names stand for: see ref-lookup.ts. */
  readonly index: NameIndex;
}

export function emptyManifest(
  options: NameIndexOptions = { rootPackage: "", nodePackageFirst: false },
): Manifest {
  return {
    nodes: new Map(),
    sources: new Map(),
    macros: new Map(),
    docs: new Map(),
    exposures: new Map(),
    groups: new Map(),
    metrics: new Map(),
    semantic_models: new Map(),
    saved_queries: new Map(),
    unit_tests: new Map(),
    functions: new Map(),
    disabled: new Map(),
    selectors: new Map(),
    packageRoots: new Map(),
    index: new NameIndex(options),
  };
}

/** The vertex with this unique id, whatever map it lives in. */
export function findGraphNode(manifest: Manifest, id: string): GraphNode | undefined {
  return (
    manifest.nodes.get(id) ??
    manifest.sources.get(id) ??
    manifest.exposures.get(id) ??
    manifest.metrics.get(id) ??
    manifest.semantic_models.get(id) ??
    manifest.saved_queries.get(id) ??
    manifest.unit_tests.get(id) ??
    manifest.functions.get(id)
  );
}

export function* graphNodes(manifest: Manifest): Generator<GraphNode> {
  yield* manifest.nodes.values();
  yield* manifest.sources.values();
  yield* manifest.exposures.values();
  yield* manifest.metrics.values();
  yield* manifest.semantic_models.values();
  yield* manifest.saved_queries.values();
  yield* manifest.unit_tests.values();
  yield* manifest.functions.values();
}
