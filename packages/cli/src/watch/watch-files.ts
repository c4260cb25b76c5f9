import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Project } from "@tsmodel/core";
import { watch } from "chokidar";

/**
 * chokidar drops changes of a file within 50 ms of one it told of, and never makes up for it; formatters that run on
 * save write that fast. So a file is looked at once more after that time, in milliseconds.
 */
const SECOND_LOOK = 75;

/** Everything whose change can change a build: source folders and the configuration beside them. */
export async function watchFiles(project: Project, onChange: (path: string) => void, more: readonly string[] = []): Promise<{ close(): Promise<void> }> {
  const { root, profile } = project;
  const folders = [root.modelPaths, root.seedPaths, root.macroPaths, root.testPaths, root.snapshotPaths, root.analysisPaths, root.docsPaths, root.functionPaths].flat();
  const files = ["dbt_project.yml", "packages.yml", "selectors.yml", "vars.yml"];
  const paths = [...new Set([...folders, ...files].map((path) => resolve(root.root, path))), resolve(profile.profilesDir, "profiles.yml"), ...more].filter((path) => existsSync(path));
  const ignored = (path: string): boolean => /(^|[\\/])(\.git|node_modules)([\\/]|$)|[~#]$|\.sw[px]$|\.tmp$/.test(path);
  const watcher = watch(paths, { ignoreInitial: true, ignored, persistent: true });
  const checks = new Map<string, NodeJS.Timeout>();
  const tell = (path: string): void => {
    onChange(path);
    const seen = modifiedAt(path);
    clearTimeout(checks.get(path));
    checks.set(path, setTimeout(() => (modifiedAt(path) === seen ? checks.delete(path) : tell(path)), SECOND_LOOK));
  };
  watcher.on("all", (event, path) => {
    if (event === "add" || event === "change" || event === "unlink") tell(path);
  });
  await new Promise<void>((ready) => watcher.once("ready", ready));
  return {
    async close(): Promise<void> {
      for (const check of checks.values()) clearTimeout(check);
      await watcher.close();
    },
  };
}

const modifiedAt = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.mtimeMs;
