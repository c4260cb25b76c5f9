/** The place of what a message speaks of, in files whose checks know no places of their own. */
import type { Location } from "../errors/location.ts";
import type { TsmodelError } from "../errors/tsmodel-error.ts";

export interface LineRange {
  /** Both from 1, both inside. */
  readonly first: number;
  readonly last: number;
}

/** Words of messages that say more exactly than the others what is wrong. */
const EXACT: readonly RegExp[] = [/^the config (\w+) takes/, /keyword argument '(\w+)'/];

/** The first of the message's quoted words that stands in the text. */
export function findQuoted(
  message: string,
  text: string,
  file: string,
  range?: LineRange,
): Location | undefined {
  const lines = text.split("\n");
  const { first, last } = range ?? { first: 1, last: lines.length };
  const exact = EXACT.flatMap((pattern) => pattern.exec(message)?.[1] ?? []);
  const all = [...message.matchAll(/["'`]([\w$-]+)["'`]/g)].map((match) => match[1]!);
  for (const quoted of [...exact, ...all]) {
    const pattern = new RegExp(`(?<![\\w$-])${quoted.replaceAll("$", "\\$")}(?![\\w$-])`, "i");
    for (let line = first; line <= last; line++) {
      const column = (lines[line - 1] ?? "").search(pattern) + 1;
      if (column > 0) return { file, line, column, endColumn: column + quoted.length, text };
    }
  }
  return undefined;
}

/** Gives an error that has no place the place of the word it quotes. */
export function withQuotedPlace(error: TsmodelError, text: string, file: string): TsmodelError {
  const found = error.at.length > 0 ? undefined : findQuoted(error.message, text, file);
  if (found !== undefined) error.at = [found];
  return error;
}
