import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import type { FileSystem } from "../effects.ts";
import { BackgroundWrites } from "./background-writes.ts";
import { createBinaryOpener, overwriteBinary, patchBinary, replaceBinary, stampFile } from "./node-binary-files.ts";

/** The disk. `list` shows linked files but does not enter linked folders, as dbt's file search. */
export function createNodeFiles(): FileSystem {
  const writes = new BackgroundWrites();
  return {
    readText: (path) => readFileSync(path, "utf8"),
    exists: (path) => existsSync(path),
    list: (folder) => listFiles(folder),
    listFolders: (folder) =>
      readFolder(folder)
        .filter((entry) => entry.isDirectory() || isLinkedFolder(entry, folder))
        .map(({ name }) => name)
        .sort(),
    writeText: (path, text) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    },
    writeChunks: (path, chunks) => {
      mkdirSync(dirname(path), { recursive: true });
      writePieces(path, chunks);
    },
    writeSoon: (path, text) => writes.add(path, text),
    flush: () => writes.settle(),
    stat: (path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found && { mtimeMs: found.mtimeMs, size: found.size, isFile: found.isFile() };
    },
    stamp: stampFile,
    openBinary: createBinaryOpener(),
    replaceBinary,
    overwriteBinary,
    patchBinary,
  };
}

/** Few large writes instead of one for each piece. */
function writePieces(path: string, chunks: Iterable<string>): void {
  const file = openSync(path, "w");
  try {
    let pending: string[] = [];
    let length = 0;
    for (const chunk of chunks) {
      pending.push(chunk);
      if ((length += chunk.length) < 1 << 20) continue;
      writeFileSync(file, pending.join(""));
      pending = [];
      length = 0;
    }
    writeFileSync(file, pending.join(""));
  } finally {
    closeSync(file);
  }
}

function listFiles(folder: string): readonly string[] {
  const found: string[] = [];
  walk(folder, "", found);
  // By code unit, as Python sorts and independent of the machine's locale.
  return found.sort();
}

function walk(folder: string, prefix: string, found: string[]): void {
  for (const entry of readFolder(folder)) {
    if (entry.isDirectory()) walk(`${folder}/${entry.name}`, `${prefix}${entry.name}/`, found);
    else if (entry.isFile() || isLinkedFile(entry, folder)) found.push(prefix + entry.name);
  }
}

type Entry = ReturnType<typeof readFolder>[number];

function readFolder(
  folder: string,
): { name: string; isDirectory(): boolean; isFile(): boolean; isSymbolicLink(): boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}

function isLinkedFolder(entry: Entry, folder: string): boolean {
  return (
    entry.isSymbolicLink() &&
    (statSync(`${folder}/${entry.name}`, { throwIfNoEntry: false })?.isDirectory() ?? false)
  );
}

function isLinkedFile(entry: Entry, folder: string): boolean {
  return (
    entry.isSymbolicLink() &&
    (statSync(`${folder}/${entry.name}`, { throwIfNoEntry: false })?.isFile() ?? false)
  );
}
