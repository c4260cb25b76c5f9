import { createDefaultFlags } from "@tsmodel/core";
import { chooseReporter } from "./choose-reporter.ts";
import type { CommandContext } from "./command-context.ts";

/** For commands that read no project, or not all of it: what the command line says has to do. */
export function chooseByArgs({ args, effects, reporter, terminal }: CommandContext): void {
  reporter.choose(
    chooseReporter({
      flags: { ...createDefaultFlags(), ...args },
      given: args,
      host: terminal,
      invocationId: effects.newId(),
      now: effects.now,
    }),
  );
}
