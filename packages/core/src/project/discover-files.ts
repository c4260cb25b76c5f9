import type { FileSystem } from "../effects.ts";
import type { ProjectConfig } from "./project.ts";

export type FileKind =
  | "macro" | "model" | "snapshot" | "analysis" | "singular_test" | "generic_test" | "seed" | "docs" | "schema"
  | "fixture" | "function";

/** One file of a project. Texts are read when first asked for. */
export interface SourceFile {
  readonly kind: FileKind;
  readonly packageName: string;
  /** Absolute. */
  readonly absolutePath: string;
  /** The configured folder it was found under. e.g. "models" */
  readonly searchedPath: string;
  /** Relative to that folder: a node's `path`. e.g. "staging/stg_orders.sql" */
  readonly relativePath: string;
  /** Relative to the project root: a node's `original_file_path`. e.g. "models/staging/stg_orders.sql" */
  readonly originalPath: string;
  /** File name without its extension. */
  readonly stem: string;
  /** With the dot, lower case. e.g. ".sql" */
  readonly extension: string;
  /** The whole text. */
  readonly text: string;
  /** The text as dbt keeps it (`raw_code`): without white space at both ends. */
  readonly contents: string;
  /** Where `contents` starts in `text`. */
  readonly contentsStart: number;
  readonly mtimeMs: number;
  /** Bytes. */
  readonly size: number;
}

/** A project's files by kind, each list in dbt's reading order. */
export type ProjectFiles = { readonly [K in FileKind]: readonly SourceFile[] };

/** Finds every file that dbt would parse; what .dbtignore names is left out. */
export declare function discoverFiles(project: ProjectConfig, files: FileSystem): ProjectFiles;
