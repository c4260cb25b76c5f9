/** Nodes as they stand before their text is rendered: dbt's parse-time nodes. All of a kind have the same keys in the same order. */
import type { CompiledNode, FileHash, NodeConfig, ParsedNode, ResourceType } from "../../manifest/node.ts";
import type { SourceFile } from "../../project/discover-files.ts";
import { sha256 } from "../../util/hash.ts";
import type { ParseState } from "../parse-state.ts";

export interface NodeSeed {
  readonly resourceType: ResourceType;
  readonly packageName: string;
  readonly name: string;
  readonly uniqueId: string;
  readonly path: string;
  readonly originalPath: string;
  readonly fqn: string[];
  readonly rawCode: string;
  readonly checksum: FileHash;
  readonly tags?: string[];
}

/** What all nodes have. */
export function createParsedNode(state: ParseState, seed: NodeSeed): ParsedNode {
  const { credentials } = state.project.profile;
  return {
    database: credentials.database,
    schema: credentials.schema,
    name: seed.name,
    resource_type: seed.resourceType,
    package_name: seed.packageName,
    path: seed.path,
    original_file_path: seed.originalPath,
    unique_id: seed.uniqueId,
    fqn: seed.fqn,
    alias: seed.name,
    checksum: seed.checksum,
    config: state.configs.projectConfig(seed.resourceType, seed.packageName, seed.fqn) as NodeConfig,
    tags: seed.tags ?? [],
    description: "",
    columns: {},
    meta: {},
    group: null,
    docs: { show: true, node_color: null },
    patch_path: null,
    build_path: null,
    unrendered_config: {},
    created_at: state.createdAt,
    relation_name: null,
    raw_code: seed.rawCode,
    doc_blocks: [],
  };
}

/** What all nodes with a template for a text have. Written out in full: forty thousand nodes are made here, and copying costs. */
export function createCompiledNode(state: ParseState, seed: NodeSeed, language = "sql"): CompiledNode {
  const { credentials } = state.project.profile;
  return {
    database: credentials.database,
    schema: credentials.schema,
    name: seed.name,
    resource_type: seed.resourceType,
    package_name: seed.packageName,
    path: seed.path,
    original_file_path: seed.originalPath,
    unique_id: seed.uniqueId,
    fqn: seed.fqn,
    alias: seed.name,
    checksum: seed.checksum,
    config: state.configs.projectConfig(seed.resourceType, seed.packageName, seed.fqn) as NodeConfig,
    tags: seed.tags ?? [],
    description: "",
    columns: {},
    meta: {},
    group: null,
    docs: { show: true, node_color: null },
    patch_path: null,
    build_path: null,
    unrendered_config: {},
    created_at: state.createdAt,
    relation_name: null,
    raw_code: seed.rawCode,
    doc_blocks: [],
    language,
    refs: [],
    sources: [],
    metrics: [],
    functions: [],
    depends_on: { macros: [], nodes: [] },
    compiled_path: null,
    compiled: false,
    compiled_code: null,
    extra_ctes_injected: false,
    extra_ctes: [],
    contract: { enforced: false, alias_types: true, checksum: null },
  };
}

/** Package, folders, name. e.g. ["shop", "staging", "stg_orders"] */
export function fqnOf(packageName: string, path: string, name: string): string[] {
  return [...fqnPrefix(packageName, path), name];
}

export function fqnPrefix(packageName: string, path: string): string[] {
  const folders = path.split("/");
  folders.pop();
  return [packageName, ...folders];
}

export function checksumOf(file: SourceFile): FileHash {
  return { name: "sha256", checksum: sha256(file.contents) };
}

export const NO_CHECKSUM: FileHash = Object.freeze({ name: "none", checksum: "" });
