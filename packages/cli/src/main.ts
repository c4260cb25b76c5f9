/**
 * Words in, exit code out. Only what --version and --help need is loaded at once; a command's code and the database
 * driver come when they are needed.
 */
import { VERSION } from "./version.ts";
import type { ExitCode } from "./session/command-context.ts";
import type { TerminalHost } from "./session/terminal-host.ts";
import { createStyle, wantsColor } from "./terminal/style.ts";

export interface MainHost extends TerminalHost {
  /** Called once with a function that interrupts the command: Ctrl-C. */
  onInterrupt(interrupt: () => void): void;
}

export async function main(words: readonly string[], host: MainHost): Promise<ExitCode> {
  if (words.length === 1 && (words[0] === "--version" || words[0] === "-V" || words[0] === "-v")) {
    host.stdout.write(versionText());
    return 0;
  }
  if (words.length === 1 && (words[0] === "--help" || words[0] === "-h")) {
    const { renderHelp } = await import("./args/help.ts");
    host.stdout.write(renderHelp(createStyle(wantsColor(undefined, host.env, host.stdout.isTTY === true))));
    return 0;
  }
  const { runCommand } = await import("./session/run-command.ts");
  return runCommand(words, host);
}

/** First line ours; then what dbt's own `--version` is read for. */
export const versionText = (): string => `tsmodel ${VERSION}\nCore:\n  - installed: 1.11.16\n`;
