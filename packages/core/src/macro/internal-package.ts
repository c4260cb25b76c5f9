/** dbt packages that ship with tsmodel: dbt's own macros and those of each adapter. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { InternalPackage } from "../adapter/adapter.ts";

/**
 * The macro and docs files (`.sql`, `.md`) under a folder, by path relative to it. Read when they are first asked for.
 * A bundle puts one file `<folder>.json` ({path: text}) beside where the folder would be; it is taken when it is there.
 */
export function readInternalPackage(name: string, folder: URL): InternalPackage {
  let files: ReadonlyMap<string, string> | undefined;
  return { name, files: () => (files ??= readBundle(folder) ?? readFolder(fileURLToPath(folder))) };
}

function readBundle(folder: URL): ReadonlyMap<string, string> | undefined {
  try {
    const text = readFileSync(fileURLToPath(folder).replace(/[\\/]+$/, "") + ".json", "utf8");
    return new Map(Object.entries(JSON.parse(text) as { [path: string]: string }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function readFolder(root: string): ReadonlyMap<string, string> {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(sql|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(
    paths.map((path) => [relative(root, path).split(sep).join("/"), readFileSync(path, "utf8")]),
  );
}
