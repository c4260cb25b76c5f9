/** Escapes of string literals, as Python's "unicode-escape" codec reads them: unknown ones stay as they are. */

const simple: Partial<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const escape =
  /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{0,2})|u([0-9a-fA-F]{0,4})|U([0-9a-fA-F]{0,8})|N(\{[^}]*\})?|([^]))/g;

/** The text of a literal's body, or the problem with it. */
export function unescapeString(body: string): { text: string } | { problem: string } {
  let problem: string | undefined;
  const text = body.replace(escape, (all, octal, hex, short, long, _named, other) => {
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    if (hex !== undefined) {
      if (hex.length < 2) problem ??= "truncated \\xXX escape";
      return String.fromCharCode(parseInt(hex, 16));
    }
    if (short !== undefined) {
      if (short.length < 4) problem ??= "truncated \\uXXXX escape";
      return String.fromCharCode(parseInt(short, 16));
    }
    if (long !== undefined) {
      const code = parseInt(long, 16);
      if (long.length < 8) problem ??= "truncated \\UXXXXXXXX escape";
      else if (code > 0x10ffff) problem ??= "illegal Unicode character";
      return problem === undefined ? String.fromCodePoint(code) : "";
    }
    if (other === undefined) {
      problem ??= "character names (\\N{…}) are not supported";
      return "";
    }
    return simple[other] ?? all;
  });
  return problem === undefined ? { text } : { problem };
}
