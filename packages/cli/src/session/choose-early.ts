import { createDefaultFlags, inspectConfiguration, type Inspection } from "@tsmodel/core";
import { chooseReporter } from "./choose-reporter.ts";
import type { CommandContext } from "./command-context.ts";

/** A reporter for what goes wrong before the project is loaded: by the flags and the log folder that can be known. */
export function chooseEarly({ command, args, effects, host, reporter, terminal }: CommandContext): void {
  const quietly = { ...effects, report: (): void => undefined };
  const { flags, logFolder } = attempt(() =>
    inspectConfiguration({ command: command.name, args }, host, quietly),
  );
  reporter.choose(
    chooseReporter({
      flags: flags ?? { ...createDefaultFlags(), ...args },
      given: args,
      host: terminal,
      invocationId: effects.newId(),
      logFolder: flags?.log_level_file === "none" ? undefined : logFolder,
      now: effects.now,
    }),
  );
}

/** What it fails with is what is about to be told. */
function attempt(inspect: () => Inspection): Partial<Inspection> {
  try {
    return inspect();
  } catch {
    return {};
  }
}
