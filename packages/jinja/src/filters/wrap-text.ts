/** Python's textwrap.wrap without tab expansion and white-space replacement, as the `wordwrap` filter uses it. */

export interface WrapOptions {
  readonly width: number;
  readonly breakLongWords: boolean;
  readonly breakOnHyphens: boolean;
}

const space = "\\t\\n\\x0b\\x0c\\r ";
const wordPunctuation = "[\\w!\"'&.,?]";
const letter = "[^\\d\\W]";
const chunkOnHyphens = new RegExp(
  `([${space}]+|(?<=${wordPunctuation})-{2,}(?=\\w)|[^${space}](?:[^${space}])*?(?:-(?:(?<=${letter}{2}-)|(?<=${letter}-${letter}-))(?=${letter}-?${letter})|(?=[${space}]|$)|(?<=${wordPunctuation})(?=-{2,}\\w)))`,
);
const chunkOnSpace = new RegExp(`([${space}]+)`);
const onlySpace = new RegExp(`^[${space}\\s\\x1c-\\x1f\\x85]*$`);

/** @throws RangeError never; a width below 1 is handled as 1 */
export function wrapText(text: string, options: WrapOptions): string[] {
  const pattern = options.breakOnHyphens ? chunkOnHyphens : chunkOnSpace;
  const chunks = text.split(pattern).filter((chunk) => chunk !== undefined && chunk !== "");
  const lines: string[] = [];
  let index = 0;
  let pending: string | undefined = chunks[index++];
  while (pending !== undefined) {
    if (lines.length > 0 && onlySpace.test(pending)) pending = chunks[index++];
    const line: string[] = [];
    let length = 0;
    while (pending !== undefined && length + pending.length <= options.width) {
      line.push(pending);
      length += pending.length;
      pending = chunks[index++];
    }
    if (pending !== undefined && pending.length > options.width) {
      pending = breakChunk(pending, line, Math.max(options.width - length, options.width < 1 ? 1 : 0), options);
      pending ??= chunks[index++];
    }
    if (line.length > 0 && onlySpace.test(line.at(-1) as string)) line.pop();
    if (line.length > 0) lines.push(line.join(""));
  }
  return lines;
}

/** Puts what fits of a long chunk on the line; gives the rest. */
function breakChunk(chunk: string, line: string[], room: number, options: WrapOptions): string | undefined {
  if (!options.breakLongWords) {
    if (line.length > 0) return chunk;
    line.push(chunk);
    return undefined;
  }
  let end = room;
  if (options.breakOnHyphens && chunk.length > room) {
    const hyphen = chunk.lastIndexOf("-", room - 1);
    if (room > 0 && hyphen > 0 && /[^-]/.test(chunk.slice(0, hyphen))) end = hyphen + 1;
  }
  if (end > 0 || line.length > 0) line.push(chunk.slice(0, end));
  return chunk.slice(end);
}
