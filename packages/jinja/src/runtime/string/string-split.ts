/** Splitting, stripping and finding in str, with Python's rules for white space, limits and negative indexes. */

import { whitespace } from "./unicode.ts";

const leadingSpace = new RegExp(`^[${whitespace}]+`);
const spaceCharacter = new RegExp(`[${whitespace}]`);
const firstWord = new RegExp(`^[^${whitespace}]+`);
const word = new RegExp(`[^${whitespace}]+`, "g");

/** @param characters what to strip; null for white space */
export function stripStart(text: string, characters: string | null): string {
  if (characters === null) return leadingSpace.test(text) ? text.replace(leadingSpace, "") : text;
  const set = new Set(characters);
  let start = 0;
  while (start < text.length) {
    const character = String.fromCodePoint(text.codePointAt(start) as number);
    if (!set.has(character)) break;
    start += character.length;
  }
  return text.slice(start);
}

export function stripEnd(text: string, characters: string | null): string {
  if (characters === null) return stripEndSpace(text);
  const set = new Set(characters);
  let end = text.length;
  while (end > 0) {
    const pair = end > 1 ? text.slice(end - 2, end) : "";
    const character = pair !== "" && Array.from(pair).length === 1 ? pair : text.charAt(end - 1);
    if (!set.has(character)) break;
    end -= character.length;
  }
  return text.slice(0, end);
}

/** Done by hand: a regular expression for trailing space looks at every space of the text. */
function stripEndSpace(text: string): string {
  let end = text.length;
  while (end > 0 && spaceCharacter.test(text.charAt(end - 1))) end--;
  return end === text.length ? text : text.slice(0, end);
}

export function strip(text: string, characters: string | null): string {
  return stripEnd(stripStart(text, characters), characters);
}

/** @param limit most splits, negative for no limit */
export function splitWhitespace(text: string, limit: number): string[] {
  if (limit < 0) return text.match(word) ?? [];
  const parts: string[] = [];
  let rest = stripStart(text, null);
  while (rest !== "" && parts.length < limit) {
    const part = (firstWord.exec(rest) as RegExpExecArray)[0];
    parts.push(part);
    rest = stripStart(rest.slice(part.length), null);
  }
  if (rest !== "") parts.push(rest);
  return parts;
}

export function splitWhitespaceFromEnd(text: string, limit: number): string[] {
  if (limit < 0) return splitWhitespace(text, -1);
  const parts: string[] = [];
  let rest = stripEnd(text, null);
  while (rest !== "" && parts.length < limit) {
    let start = rest.length;
    while (start > 0 && !spaceCharacter.test(rest.charAt(start - 1))) start--;
    parts.unshift(rest.slice(start));
    rest = stripEnd(rest.slice(0, start), null);
  }
  if (rest !== "") parts.unshift(rest);
  return parts;
}

export function splitOn(text: string, separator: string, limit: number): string[] {
  if (limit < 0) return text.split(separator);
  const parts: string[] = [];
  let start = 0;
  while (parts.length < limit) {
    const at = text.indexOf(separator, start);
    if (at === -1) break;
    parts.push(text.slice(start, at));
    start = at + separator.length;
  }
  parts.push(text.slice(start));
  return parts;
}

export function splitOnFromEnd(text: string, separator: string, limit: number): string[] {
  if (limit < 0) return splitOnAllFromEnd(text, separator, Infinity);
  return splitOnAllFromEnd(text, separator, limit);
}

function splitOnAllFromEnd(text: string, separator: string, limit: number): string[] {
  const parts: string[] = [];
  let end = text.length;
  while (parts.length < limit) {
    const at = end < separator.length ? -1 : text.lastIndexOf(separator, end - separator.length);
    if (at === -1) break;
    parts.unshift(text.slice(at + separator.length, end));
    end = at;
  }
  parts.unshift(text.slice(0, end));
  return parts;
}

const lineEnd = /\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]/g;

/** `str.splitlines()` */
export function splitLines(text: string, keepEnds = false): string[] {
  const lines: string[] = [];
  let start = 0;
  for (const match of text.matchAll(lineEnd)) {
    const end = match.index + match[0].length;
    lines.push(text.slice(start, keepEnds ? end : match.index));
    start = end;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/** `str.replace(old, new, count)`; negative count for all. */
export function replaceText(text: string, old: string, replacement: string, count: number): string {
  if (count === 0) return text;
  if (old !== "") {
    if (count < 0) return text.replaceAll(old, () => replacement);
    return splitOn(text, old, count).join(replacement);
  }
  const units = Array.from(text);
  const places = count < 0 ? units.length + 1 : Math.min(count, units.length + 1);
  let result = "";
  units.forEach((unit, index) => (result += (index < places ? replacement : "") + unit));
  return places > units.length ? result + replacement : result;
}
