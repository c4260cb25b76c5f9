import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { FileSystem } from "../effects.ts";

/** The disk. `list` shows linked files but does not enter linked folders, as dbt's file search. */
export function createNodeFiles(): FileSystem {
  return {
    readText: (path) => readFileSync(path, "utf8"),
    exists: (path) => existsSync(path),
    list: (folder) => listFiles(folder),
    writeText: (path, text) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    },
    stat: (path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found && { mtimeMs: found.mtimeMs, size: found.size, isFile: found.isFile() };
    },
  };
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

function readFolder(folder: string): { name: string; isDirectory(): boolean; isFile(): boolean; isSymbolicLink(): boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}

function isLinkedFile(entry: Entry, folder: string): boolean {
  return entry.isSymbolicLink() && (statSync(`${folder}/${entry.name}`, { throwIfNoEntry: false })?.isFile() ?? false);
}
