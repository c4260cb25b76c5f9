/** Python's fnmatch, case-sensitive: `*`, `?`, `[seq]`, `[!seq]` over a whole text. */
export function compileGlob(pattern: string): (text: string) => boolean {
  if (pattern === "*") return () => true;
  if (!/[*?[]/.test(pattern)) return (text) => text === pattern;
  const regex = new RegExp(`^${globToRegex(pattern)}$`, "su");
  return (text) => regex.test(text);
}

function globToRegex(pattern: string): string {
  let regex = "";
  for (let index = 0; index < pattern.length;) {
    const char = pattern[index]!;
    const set = char === "[" ? readSet(pattern, index) : undefined;
    if (set !== undefined) regex += set.regex;
    else if (char === "*") regex += ".*";
    else if (char === "?") regex += ".";
    else regex += escapeRegex(char);
    index = set?.end ?? index + 1;
  }
  return regex;
}

/** A bracket expression; without a closing bracket the opening one is a letter like others. */
function readSet(
  pattern: string,
  start: number,
): { readonly regex: string; readonly end: number } | undefined {
  const first = pattern[start + 1] === "!" ? start + 2 : start + 1;
  const close = pattern.indexOf("]", pattern[first] === "]" ? first + 1 : first);
  if (close === -1) return undefined;
  const negated = first === start + 2;
  const members = pattern.slice(first, close);
  return { regex: setRegex(members, negated), end: close + 1 };
}

function setRegex(members: string, negated: boolean): string {
  const parts: string[] = [];
  const chars = [...members];
  for (let index = 0; index < chars.length; index++) {
    const char = chars[index]!;
    const upper = chars[index + 1] === "-" ? chars[index + 2] : undefined;
    if (upper === undefined) parts.push(escapeSet(char));
    else {
      if (char <= upper) parts.push(`${escapeSet(char)}-${escapeSet(upper)}`);
      index += 2;
    }
  }
  if (parts.length === 0) return negated ? "." : "(?!)";
  return `[${negated ? "^" : ""}${parts.join("")}]`;
}

function escapeSet(char: string): string {
  return /[\\\]^\-[]/.test(char) ? `\\${char}` : char;
}

/** One character, as itself in a regular expression. */
export function escapeRegex(char: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
}
