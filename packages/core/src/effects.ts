/** The outside world, passed in: tests pass their own. */
import type { Report } from "./events/event.ts";

export interface FileSystem {
  /** @throws ENOENT as node:fs does */
  readText(path: string): string;
  exists(path: string): boolean;
  /** Files under a folder, recursively, sorted, "/" separated, relative to it; a missing folder has none. */
  list(folder: string): readonly string[];
  /** Names of the folders directly in a folder, linked ones too, sorted. */
  listFolders?(folder: string): readonly string[];
  /** Makes missing folders. */
  writeText(path: string, text: string): void;
  /** The same for texts too long to be held in memory; without it they are joined. */
  writeChunks?(path: string, chunks: Iterable<string>): void;
  /** Starts writing and goes on: for files nobody waits for. Later texts of one path win; without it they are written at once. */
  writeSoon?(path: string, text: string): void;
  /** Waits for what `writeSoon` started. @throws what the first failed write threw */
  flush?(): void | Promise<void>;
  stat(path: string): { readonly mtimeMs: number; readonly size: number; readonly isFile: boolean } | undefined;
  /** Whether a file was written to since; undefined where there is none. Without it nothing is cached. */
  stamp?(path: string): FileStamp | undefined;
  /** For files that are read in parts; undefined where there is none. */
  openBinary?(path: string): BinaryFile | undefined;
  /** Writes beside and renames: readers see the old file or the new one. Makes missing folders. */
  replaceBinary?(path: string, chunks: Iterable<Uint8Array>): void;
  /** Writes a file anew where it stands. */
  overwriteBinary?(path: string, chunks: Iterable<Uint8Array>): void;
  /** Overwrites bytes of a file that is there, each part in one write, and gives its new stamp. */
  patchBinary?(path: string, parts: readonly (readonly [offset: number, bytes: Uint8Array])[]): FileStamp;
}

/** What changes with every write to a file. */
export interface FileStamp {
  /** Times of change, size and number. */
  readonly key: string;
  /** False so soon after a write that another one could leave the same key. */
  readonly settled: boolean;
}

/** A file as it was when it was opened, also when another has taken its place since. */
export interface BinaryFile {
  /** Bytes. */
  readonly size: number;
  /** Fewer bytes at the file's end. */
  read(offset: number, length: number): Uint8Array;
  close(): void;
}

export interface Effects {
  readonly files: FileSystem;
  readonly env: { readonly [name: string]: string | undefined };
  /** Wall clock: run_started_at, created_at, artifacts. TSMODEL_NOW fixes it. */
  now(): Date;
  /** Milliseconds from an arbitrary start, for durations. */
  elapsed(): number;
  newId(): string;
  readonly report: Report;
  /** Whether anybody looks at the progress of single statements; false when absent. */
  wantsProgress?(): boolean;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
  readonly cwd: string;
}

/** Writes a file that nothing in this command reads back. */
export function writeSoon(files: FileSystem, path: string, text: string): void {
  if (files.writeSoon) files.writeSoon(path, text);
  else files.writeText(path, text);
}
