import { DBT_VERSION, installDeps } from "@tsmodel/core";
import { chooseByFlags, logFolderOf } from "../session/choose-by-flags.ts";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { createDepsEffects } from "../session/deps-effects.ts";
import { VERSION } from "../version.ts";

/** Installs the packages of packages.yml below dbt_packages/. */
export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, command, effects, host } = context;
  effects.report({
    type: "message",
    level: "info",
    name: "MainReportVersion",
    code: "A001",
    text: `Running with dbt=${DBT_VERSION} (tsmodel ${VERSION})`,
  });
  await installDeps(
    { command: command.name, args },
    host,
    effects,
    createDepsEffects(effects.env, effects.signal),
    ({ root, flags }) => chooseByFlags(context, flags, logFolderOf(root)),
  );
  return 0;
}
