/** Words in, exit code out. A command's code is set up and the database driver loaded when they are needed. */
import { answerAtOnce } from "./answer-at-once.ts";
import type { ExitCode } from "./session/command-context.ts";
import type { MacroCode } from "./session/create-host.ts";
import type { TerminalHost } from "./session/terminal-host.ts";

export interface MainHost extends TerminalHost {
  /** Called once with a function that interrupts the command: Ctrl-C. */
  onInterrupt(interrupt: () => void): void;
  /** Reads the code of the built-in macros; without it that is made as macros are called. */
  readonly loadMacros?: () => MacroCode;
}

export async function main(words: readonly string[], host: MainHost): Promise<ExitCode> {
  if (answerAtOnce(words, host)) return 0;
  const { runCommand } = await import("./session/run-command.ts");
  return runCommand(words, host);
}
