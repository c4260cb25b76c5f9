/** Words that need no project: `--version` and `--help`. */
import { renderHelp } from "./args/help.ts";
import type { TerminalHost } from "./session/terminal-host.ts";
import { createStyle, wantsColor } from "./terminal/style.ts";
import { VERSION } from "./version.ts";

/** True: said, and nothing else is to be done. */
export function answerAtOnce(words: readonly string[], { stdout, env }: Pick<TerminalHost, "stdout" | "env">): boolean {
  if (words.length !== 1) return false;
  const [word] = words;
  if (word === "--version" || word === "-V" || word === "-v") stdout.write(versionText());
  else if (word === "--help" || word === "-h") stdout.write(renderHelp(createStyle(wantsColor(undefined, env, stdout.isTTY === true))));
  else return false;
  return true;
}

/** First line ours; then what dbt's own `--version` is read for. */
export const versionText = (): string => `tsmodel ${VERSION}\nCore:\n  - installed: 1.11.16\n`;
