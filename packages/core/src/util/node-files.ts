import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FileSystem } from "../effects.ts";

/** The disk. Symbolic links are followed, as dbt does for local packages; a link that leads back to its own parent is not. */
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
  walk(folder, "", found, []);
  return found.sort(compareText);
}

/** `chain` holds the real identities of the folders above, so that a link to one of them ends the walk. */
function walk(folder: string, prefix: string, found: string[], chain: readonly string[]): void {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  for (const entry of entries) {
    if (entry.isDirectory()) walk(join(folder, entry.name), `${prefix}${entry.name}/`, found, chain);
    else if (entry.isFile()) found.push(prefix + entry.name);
    else if (entry.isSymbolicLink()) followLink(join(folder, entry.name), prefix + entry.name, found, chain, folder);
  }
}

function followLink(path: string, name: string, found: string[], chain: readonly string[], parent: string): void {
  const target = statSync(path, { throwIfNoEntry: false });
  if (target?.isFile()) found.push(name);
  if (!target?.isDirectory()) return;
  const identity = `${target.dev}:${target.ino}`;
  const above = [...chain, ...identitiesAbove(parent)];
  if (!above.includes(identity)) walk(path, `${name}/`, found, [...above, identity]);
}

function identitiesAbove(folder: string): string[] {
  const identities: string[] = [];
  for (let current = folder; ; current = dirname(current)) {
    const found = statSync(current);
    identities.push(`${found.dev}:${found.ino}`);
    if (current === dirname(current)) return identities;
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === "ENOENT" || code === "ENOTDIR";
}

/** By code unit, as Python sorts and independent of the machine's locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
