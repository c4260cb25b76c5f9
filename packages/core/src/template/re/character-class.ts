/** Sets of characters as parts of a JS regular expression with the v flag. */
import type { Flags } from "./flags.ts";

const wordUnicode = "\\p{L}\\p{N}_";
const wordAscii = "A-Za-z0-9_";
const spaceUnicode = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

/** What \w, \d, \s and their opposites stand for, as a class. */
export function categoryClass(letter: string, flags: Flags): string {
  const positive = letter.toLowerCase();
  const inner =
    positive === "w"
      ? flags.ascii
        ? wordAscii
        : wordUnicode
      : positive === "d"
        ? flags.ascii
          ? "0-9"
          : "\\p{Nd}"
        : flags.ascii
          ? "\\t-\\r\\x20"
          : spaceUnicode;
  return `[${letter === positive ? "" : "^"}${inner}]`;
}

/** A code point as text that is safe inside and outside of classes. */
export function escapeCodePoint(code: number): string {
  const isPlain =
    (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
  return isPlain ? String.fromCodePoint(code) : `\\u{${code.toString(16)}}`;
}

/** All case forms of one character. */
function caseForms(code: number): number[] {
  const text = String.fromCodePoint(code);
  const forms = [text, text.toLowerCase(), text.toUpperCase()]
    .filter((form) => [...form].length === 1)
    .map((form) => form.codePointAt(0)!);
  return [...new Set(forms)];
}

/** A literal; `foldCase` spells its case forms out, where the flag of the whole expression cannot do it. */
export function literalSource(code: number, foldCase: boolean): string {
  const forms = foldCase ? caseForms(code) : [code];
  return forms.length === 1 ? escapeCodePoint(code) : `[${forms.map(escapeCodePoint).join("")}]`;
}

/** Ranges larger than this are no letters that anyone writes with (?i:…). */
const largestFoldedRange = 2048;

export function rangeSource(first: number, last: number, foldCase: boolean): string {
  const range = `${escapeCodePoint(first)}-${escapeCodePoint(last)}`;
  if (!foldCase || last - first > largestFoldedRange) return range;
  const extra = new Set<number>();
  for (let code = first; code <= last; code++)
    for (const form of caseForms(code)) if (form < first || form > last) extra.add(form);
  return range + [...extra].map(escapeCodePoint).join("");
}
