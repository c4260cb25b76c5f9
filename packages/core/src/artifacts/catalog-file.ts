/** target/catalog.json, schema v1: what the database knows about the relations of a project. */
import type { Effects } from "../effects.ts";
import { artifactMetadata, artifactPath, parseArtifact } from "./artifact-metadata.ts";
import type { ArtifactMetadata, ArtifactScope } from "./artifact-metadata.ts";
import { jsonText } from "./json-text.ts";

export interface CatalogColumn {
  readonly type: string;
  /** From 1. */
  readonly index: number;
  readonly name: string;
  readonly comment: string | null;
}

export interface CatalogStat {
  readonly id: string;
  readonly label: string;
  readonly value: boolean | string | number | null;
  readonly include: boolean;
  readonly description: string | null;
}

export interface CatalogTable {
  readonly metadata: {
    /** e.g. "BASE TABLE", "VIEW" */
    readonly type: string;
    readonly schema: string;
    readonly name: string;
    readonly database: string | null;
    readonly comment: string | null;
    readonly owner: string | null;
  };
  readonly columns: { readonly [name: string]: CatalogColumn };
  readonly stats: { readonly [id: string]: CatalogStat };
  readonly unique_id: string | null;
}

export interface CatalogFile {
  readonly metadata: ArtifactMetadata;
  /** By unique id. */
  readonly nodes: { readonly [id: string]: CatalogTable };
  readonly sources: { readonly [id: string]: CatalogTable };
  readonly errors: readonly string[] | null;
}

/** The statistic every table has: whether it has any other. */
export function hasStats(present: boolean): CatalogStat {
  return {
    id: "has_stats",
    label: "Has Stats?",
    value: present,
    include: false,
    description: "Indicates whether there are statistics for this table",
  };
}

export function writeCatalog(
  catalog: Omit<CatalogFile, "metadata">,
  scope: ArtifactScope,
  effects: Effects,
): void {
  const { nodes, sources, errors } = catalog;
  const file = { metadata: artifactMetadata("catalog/v1", scope, effects), nodes, sources, errors };
  effects.files.writeText(artifactPath(scope.project, "catalog.json"), jsonText(file));
}

/** `file` is shown in errors. @throws TsmodelError artifact-unreadable, artifact-version */
export function readCatalog(text: string, file: string): CatalogFile {
  return parseArtifact(text, file, "catalog", [1]) as unknown as CatalogFile;
}
