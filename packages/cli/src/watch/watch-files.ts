import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Project } from "@tsmodel/core";
import { watch } from "chokidar";

/** Everything whose change can change a build: source folders and the configuration beside them. */
export async function watchFiles(project: Project, onChange: (path: string) => void): Promise<{ close(): Promise<void> }> {
  const { root, profile } = project;
  const folders = [root.modelPaths, root.seedPaths, root.macroPaths, root.testPaths, root.snapshotPaths, root.analysisPaths, root.docsPaths, root.functionPaths].flat();
  const files = ["dbt_project.yml", "packages.yml", "selectors.yml", "vars.yml"];
  const paths = [...new Set([...folders, ...files].map((path) => resolve(root.root, path))), resolve(profile.profilesDir, "profiles.yml")].filter((path) => existsSync(path));
  const ignored = (path: string): boolean => /(^|[\\/])(\.git|node_modules)([\\/]|$)|[~#]$|\.sw[px]$|\.tmp$/.test(path);
  const watcher = watch(paths, { ignoreInitial: true, ignored, persistent: true });
  watcher.on("all", (event, path) => {
    if (event === "add" || event === "change" || event === "unlink") onChange(path);
  });
  await new Promise<void>((ready) => watcher.once("ready", ready));
  return { close: () => watcher.close() };
}
