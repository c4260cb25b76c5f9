import { rmSync } from "node:fs";
import { relative, resolve } from "node:path";
import { DBT_VERSION, fail, readRootConfig } from "@tsmodel/core";
import { chooseByFlags, logFolderOf } from "../session/choose-by-flags.ts";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { VERSION } from "../version.ts";

/** Deletes `clean-targets`; never source folders, and nothing outside the project unless told. */
export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, command, effects, host } = context;
  effects.report({ type: "message", level: "info", name: "MainReportVersion", code: "A001", text: `Running with dbt=${DBT_VERSION} (tsmodel ${VERSION})` });
  const { root, flags, report: warn } = readRootConfig({ command: command.name, args }, host, effects);
  const logFolder = logFolderOf(root);
  const cleansLog = root.cleanTargets.some((target) => !relative(resolve(root.root, target), logFolder).startsWith(".."));
  chooseByFlags(context, flags, cleansLog ? undefined : logFolder);
  const sources = [root.modelPaths, root.seedPaths, root.macroPaths, root.testPaths, root.analysisPaths, root.snapshotPaths].flat().map((path) => resolve(root.root, path));
  for (const target of root.cleanTargets) {
    const path = resolve(root.root, target);
    if (sources.includes(path)) throw fail("clean-source-folder", { path: target });
    const inside = relative(root.root, path);
    if ((inside === "" || inside.startsWith("..")) && flags.clean_project_files_only !== false) throw fail("clean-outside-project", { path: target });
  }
  if (root.cleanTargets.includes("dbt_modules") && !root.cleanTargets.includes(root.packagesInstallPath))
    warn({ type: "warning", error: fail("clean-install-path", {}), name: "PackageInstallPathDeprecation", code: "D002" });
  const report = (name: string, text: string): void => context.effects.report({ type: "message", level: "info", name, text });
  for (const target of root.cleanTargets) {
    rmSync(resolve(root.root, target), { recursive: true, force: true });
    report("ConfirmCleanPath", `Cleaned ${target}/*`);
  }
  report("FinishedCleanPaths", "Finished cleaning all paths.");
  return 0;
}
