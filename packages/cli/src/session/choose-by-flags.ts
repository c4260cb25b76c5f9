import { resolve } from "node:path";
import type { Flags, ProjectConfig } from "@tsmodel/core";
import { chooseReporter } from "./choose-reporter.ts";
import type { CommandContext } from "./command-context.ts";

/** For commands that parse nothing: the project's flags and the log file count all the same. */
export function chooseByFlags(
  { args, effects, reporter, terminal }: CommandContext,
  flags: Flags,
  logFolder: string | undefined,
): void {
  reporter.choose(
    chooseReporter({
      flags,
      given: args,
      host: terminal,
      invocationId: effects.newId(),
      logFolder: flags.log_level_file === "none" ? undefined : logFolder,
      now: effects.now,
    }),
  );
}

/** Absolute folder of dbt.log. */
export function logFolderOf({ root, logPath }: Pick<ProjectConfig, "root" | "logPath">): string {
  return resolve(root, logPath);
}
