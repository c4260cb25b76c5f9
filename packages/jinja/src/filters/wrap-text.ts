/** Python's textwrap.wrap without tab expansion and white-space replacement, as the `wordwrap` filter uses it. */

import { raise } from "../error.ts";
import { once } from "../runtime/once.ts";
import { characters, textLength } from "../runtime/iterate.ts";

export interface WrapOptions {
  readonly width: number;
  readonly breakLongWords: boolean;
  readonly breakOnHyphens: boolean;
}

const space = "\\t\\n\\x0b\\x0c\\r ";
const word = "[\\p{L}\\p{N}_]";
const wordPunctuation = "[\\p{L}\\p{N}_!\"'&.,?]";
const letter = "[\\p{L}_]";
const chunkOnHyphens = once(
  () =>
    new RegExp(
      `([${space}]+|(?<=${wordPunctuation})-{2,}(?=${word})|[^${space}](?:[^${space}])*?(?:-(?:(?<=${letter}{2}-)|(?<=${letter}-${letter}-))(?=${letter}-?${letter})|(?=[${space}]|$)|(?<=${wordPunctuation})(?=-{2,}${word})))`,
      "u",
    ),
);
const chunkOnSpace = new RegExp(`([${space}]+)`);
const onlySpace = new RegExp(`^[${space}\\s\\x1c-\\x1f\\x85]*$`);

/** The lines of one paragraph. @throws JinjaError ValueError for widths below 1 */
export function wrapText(text: string, options: WrapOptions): string[] {
  if (options.width <= 0) raise("ValueError", `invalid width ${options.width} (must be > 0)`);
  const pattern = options.breakOnHyphens ? chunkOnHyphens() : chunkOnSpace;
  const chunks = text
    .split(pattern)
    .filter((chunk) => chunk !== undefined && chunk !== "")
    .reverse();
  const lines: string[] = [];
  while (chunks.length > 0) {
    if (lines.length > 0 && onlySpace.test(chunks.at(-1) as string)) chunks.pop();
    const line: string[] = [];
    let length = 0;
    for (
      let chunk = chunks.at(-1);
      chunk !== undefined && length + textLength(chunk) <= options.width;
      chunk = chunks.at(-1)
    ) {
      line.push(chunk);
      length += textLength(chunk);
      chunks.pop();
    }
    const next = chunks.at(-1);
    if (next !== undefined && textLength(next) > options.width) breakChunk(chunks, line, options, length);
    if (line.length > 0 && onlySpace.test(line.at(-1) as string)) line.pop();
    if (line.length > 0) lines.push(line.join(""));
  }
  return lines;
}

/** Puts what fits of the next chunk, which is longer than a line, on this line; leaves the rest. */
function breakChunk(chunks: string[], line: string[], options: WrapOptions, length: number): void {
  const chunk = chunks.at(-1) as string;
  if (!options.breakLongWords) {
    if (line.length === 0) line.push(chunks.pop() as string);
    return;
  }
  const room = options.width - length;
  const units = characters(chunk);
  let end = room;
  if (options.breakOnHyphens && units.length > room) {
    const hyphen = units.lastIndexOf("-", room - 1);
    if (room > 0 && hyphen > 0 && units.slice(0, hyphen).some((unit) => unit !== "-")) end = hyphen + 1;
  }
  line.push(units.slice(0, end).join(""));
  chunks[chunks.length - 1] = units.slice(end).join("");
}
