/** Which files of a project there are, by kind: dbt's file search. Nothing is read until a file is asked for its text. */
import { isAbsolute, join } from "node:path";
import type { FileSystem } from "../effects.ts";
import { leadingSpace, pythonStrip } from "../util/python-strip.ts";
import { parseIgnorePatterns } from "./ignore-patterns.ts";
import type { ProjectConfig } from "./project.ts";

export type FileKind =
  | "macro"
  | "model"
  | "snapshot"
  | "analysis"
  | "singular_test"
  | "generic_test"
  | "seed"
  | "docs"
  | "schema"
  | "fixture"
  | "function";

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

interface KindRule {
  readonly kind: FileKind;
  readonly folders: readonly string[];
  readonly extensions: readonly string[];
}

/** Finds every file that dbt would parse; what .dbtignore names is left out. */
export function discoverFiles(project: ProjectConfig, files: FileSystem): ProjectFiles {
  const finder = new Finder(project, files);
  const found = {} as { [K in FileKind]: SourceFile[] };
  for (const rule of kindRules(project)) found[rule.kind] = finder.find(rule);
  return found;
}

function kindRules(project: ProjectConfig): KindRule[] {
  const below = (name: string): string[] => project.testPaths.map((path) => `${withoutSlash(path)}/${name}`);
  return [
    { kind: "macro", folders: project.macroPaths, extensions: [".sql"] },
    { kind: "model", folders: project.modelPaths, extensions: [".sql", ".py", ".ts", ".mts", ".js", ".mjs"] },
    { kind: "snapshot", folders: project.snapshotPaths, extensions: [".sql"] },
    { kind: "analysis", folders: project.analysisPaths, extensions: [".sql"] },
    { kind: "singular_test", folders: project.testPaths, extensions: [".sql"] },
    { kind: "generic_test", folders: below("generic"), extensions: [".sql"] },
    { kind: "seed", folders: project.seedPaths, extensions: [".csv"] },
    { kind: "docs", folders: project.docsPaths, extensions: [".md"] },
    { kind: "schema", folders: allSourcePaths(project), extensions: [".yml", ".yaml"] },
    { kind: "fixture", folders: below("fixtures"), extensions: [".csv", ".sql"] },
    { kind: "function", folders: project.functionPaths, extensions: [".sql", ".py"] },
  ];
}

/** Every folder that can hold property files and, unless `docs-paths` says otherwise, doc blocks. */
export function allSourcePaths(
  project: Pick<
    ProjectConfig,
    | "modelPaths"
    | "seedPaths"
    | "snapshotPaths"
    | "analysisPaths"
    | "macroPaths"
    | "testPaths"
    | "functionPaths"
  >,
): string[] {
  const paths = [
    ...project.modelPaths,
    ...project.seedPaths,
    ...project.snapshotPaths,
    ...project.analysisPaths,
    ...project.macroPaths,
    ...project.testPaths,
    ...project.functionPaths,
  ];
  return [...new Set(paths.map(withoutSlash))];
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, "");
}

interface Listed {
  readonly path: string;
  readonly name: string;
  readonly extension: string;
}

class Finder {
  private readonly project: ProjectConfig;
  private readonly files: FileSystem;
  private readonly ignored: (path: string) => boolean;
  private readonly listings = new Map<string, readonly Listed[]>();

  constructor(project: ProjectConfig, files: FileSystem) {
    this.project = project;
    this.files = files;
    const ignoreFile = join(project.root, ".dbtignore");
    this.ignored = files.exists(ignoreFile) ? parseIgnorePatterns(files.readText(ignoreFile)) : () => false;
  }

  find(rule: KindRule): SourceFile[] {
    const found: SourceFile[] = [];
    const seen = new Set<string>();
    for (const extension of rule.extensions) {
      for (const folder of rule.folders.map(withoutSlash)) {
        for (const file of this.list(folder)) {
          if (file.extension !== extension || !belongsTo(rule.kind, file)) continue;
          const source = new DiskFile(rule.kind, this.project, folder, file, this.files);
          if (seen.has(source.originalPath) || this.ignored(source.originalPath)) continue;
          seen.add(source.originalPath);
          found.push(source);
        }
      }
    }
    return found;
  }

  private list(folder: string): readonly Listed[] {
    let listing = this.listings.get(folder);
    if (listing === undefined) {
      listing = this.files.list(absolute(this.project.root, folder)).map(describe).filter(isVisible);
      this.listings.set(folder, listing);
    }
    return listing;
  }
}

function describe(path: string): Listed {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return { path, name, extension: dot > 0 ? name.slice(dot).toLowerCase() : "" };
}

/** Editors' backup and lock files are no sources. */
function isVisible(file: Listed): boolean {
  return !/^[.#~]/.test(file.name);
}

function belongsTo(kind: FileKind, file: Listed): boolean {
  if (kind === "singular_test") return !/^(?:generic|fixtures)\//.test(file.path);
  return kind !== "model" || !/\.d\.m?ts$/i.test(file.name);
}

function absolute(root: string, path: string): string {
  return isAbsolute(path) ? path : join(root, path);
}

class DiskFile implements SourceFile {
  readonly kind: FileKind;
  readonly packageName: string;
  readonly absolutePath: string;
  readonly searchedPath: string;
  readonly relativePath: string;
  readonly originalPath: string;
  readonly stem: string;
  readonly extension: string;
  private readonly files: FileSystem;
  private loadedText: string | undefined;
  private loadedContents: string | undefined;

  constructor(kind: FileKind, project: ProjectConfig, folder: string, file: Listed, files: FileSystem) {
    this.kind = kind;
    this.packageName = project.name;
    this.searchedPath = folder;
    this.relativePath = file.path;
    this.originalPath = folder === "" || folder === "." ? file.path : `${folder}/${file.path}`;
    this.absolutePath = absolute(project.root, this.originalPath);
    this.stem = file.name.slice(0, file.name.length - file.extension.length);
    this.extension = file.extension;
    this.files = files;
  }

  get text(): string {
    return (this.loadedText ??= this.files.readText(this.absolutePath));
  }
  get contents(): string {
    return (this.loadedContents ??= pythonStrip(this.text));
  }
  get contentsStart(): number {
    return leadingSpace(this.text);
  }
  get mtimeMs(): number {
    return this.files.stat(this.absolutePath)?.mtimeMs ?? 0;
  }
  get size(): number {
    return this.files.stat(this.absolutePath)?.size ?? 0;
  }
}
