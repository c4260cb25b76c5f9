import { DBT_VERSION, installDeps } from "@tsmodel/core";
import { chooseByArgs } from "../session/choose-by-args.ts";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { createDepsEffects } from "../session/deps-effects.ts";
import { VERSION } from "../version.ts";

/** Installs the packages of packages.yml below dbt_packages/. */
export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, command, effects, host } = context;
  chooseByArgs(context);
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
  );
  return 0;
}
