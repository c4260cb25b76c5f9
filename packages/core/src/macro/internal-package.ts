/** dbt packages that ship with tsmodel: dbt's own macros and those of each adapter. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { InternalPackage } from "../adapter/adapter.ts";

/** What a bundle keeps of a package in one file, `<folder>.json`. */
export interface BundledPackage {
  /** Text by path. */
  readonly files: { readonly [path: string]: string };
  /** Calls by macro name (see called-macros.ts). */
  readonly calls: { readonly [macro: string]: readonly (readonly string[])[] };
}

/**
 * The macro and docs files (`.sql`, `.md`) under a folder, by path relative to it. Read when they are first asked for;
 * a bundle's file beside where the folder would be is taken when it is there.
 */
export function readInternalPackage(name: string, folder: URL): InternalPackage {
  let bundle: BundledPackage | null | undefined;
  let files: ReadonlyMap<string, string> | undefined;
  const bundled = (): BundledPackage | null => (bundle === undefined ? (bundle = readBundle(folder)) : bundle);
  return {
    name,
    files: () => (files ??= toMap(bundled()) ?? readFolder(fileURLToPath(folder))),
    calls: () => bundled()?.calls,
  };
}

const toMap = (bundle: BundledPackage | null): ReadonlyMap<string, string> | undefined =>
  bundle === null ? undefined : new Map(Object.entries(bundle.files));

function readBundle(folder: URL): BundledPackage | null {
  try {
    return JSON.parse(readFileSync(fileURLToPath(folder).replace(/[\\/]+$/, "") + ".json", "utf8")) as BundledPackage;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function readFolder(root: string): ReadonlyMap<string, string> {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(sql|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(paths.map((path) => [relative(root, path).split(sep).join("/"), readFileSync(path, "utf8")]));
}
