import { rmSync } from "node:fs";
import { relative, resolve } from "node:path";
import { fail } from "@tsmodel/core";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSession } from "../session/open-session.ts";

/** Deletes `clean-targets`; never source folders, and nothing outside the project unless told. */
export async function run(context: CommandContext): Promise<ExitCode> {
  const { project } = openSession(context, { silent: true });
  const { root } = project;
  const sources = [root.modelPaths, root.seedPaths, root.macroPaths, root.testPaths, root.analysisPaths, root.snapshotPaths].flat().map((path) => resolve(root.root, path));
  for (const target of root.cleanTargets) {
    const path = resolve(root.root, target);
    if (sources.includes(path)) throw fail("clean-source-folder", { path: target });
    const inside = relative(root.root, path);
    if ((inside === "" || inside.startsWith("..")) && context.args.clean_project_files_only !== false) throw fail("clean-outside-project", { path: target });
  }
  const report = (name: string, text: string): void => context.effects.report({ type: "message", level: "info", name, text });
  for (const target of root.cleanTargets) {
    rmSync(resolve(root.root, target), { recursive: true, force: true });
    report("ConfirmCleanPath", `Cleaned ${target}/*`);
  }
  report("FinishedCleanPaths", "Finished cleaning all paths.");
  return 0;
}
