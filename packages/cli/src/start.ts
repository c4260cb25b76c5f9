/**
 * The first thing that bin/tsmodel.js loads, bundled apart: a few kilobytes that answer `--version` and `--help`, and
 * know the program beside them.
 */
import { COMMANDS } from "./args/commands.ts";

export { answerAtOnce } from "./answer-at-once.ts";
export { setShortCommandFlags } from "./session/optimizer-budget.ts";

/** A hash of the program's text. */
declare const TSMODEL_PROGRAM: string;
export const PROGRAM: string = TSMODEL_PROGRAM;

/** The command among the words, by its first word; undefined: none, or one that the program will not know either. */
export function findCommand(words: readonly string[]): string | undefined {
  const names = new Map(COMMANDS.flatMap(({ name, aliases = [] }) => [name, ...aliases].map((word) => [word.split(" ")[0], name.split(" ")[0]])));
  return words.map((word) => names.get(word)).find((name) => name !== undefined);
}
