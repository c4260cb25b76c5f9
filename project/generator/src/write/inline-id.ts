/**
 * Ids as DuckDB keeps short strings (string_t): four 32-bit words, first the length, then up to twelve characters
 * in place, little-endian, padded with zeros. All our ids have a prefix of four characters and four digits or more.
 */
import type { IdShape } from "../tables/entity-id.ts";

export const WORDS_PER_STRING = 4;

/** Writes the id at a word offset; false, and an empty string in place, when it needs more than twelve characters. */
export type InlineIdWriter = (words: Uint32Array, at: number, number: number) => boolean;

export function createInlineIdWriter(shape: IdShape): InlineIdWriter {
  const [none, one, two, three, four] = [0, 1, 2, 3, 4].map(digitWords) as [
    Words,
    Words,
    Words,
    Words,
    Words,
  ];
  const prefix = wordOf(shape.prefix);

  return (words, at, number) => {
    const width = Math.max(shape.digits, widthOf(number));
    words[at] = width > 8 ? 0 : 4 + width;
    words[at + 1] = width > 8 ? 0 : prefix;
    let tail = none;
    let scale = 1;
    if (width === 5) [tail, scale] = [one, 10];
    else if (width === 6) [tail, scale] = [two, 100];
    else if (width === 7) [tail, scale] = [three, 1_000];
    else if (width === 8) [tail, scale] = [four, 10_000];
    const head = Math.floor(number / scale);
    words[at + 2] = width > 8 ? 0 : four[head]!;
    words[at + 3] = width > 8 ? 0 : tail[number - head * scale]!;
    return width <= 8;
  };
}

type Words = Uint32Array<ArrayBuffer>;

/** Digits from four up; nine stands for "nine or more". */
function widthOf(number: number): number {
  if (number < 1e4) return 4;
  if (number < 1e5) return 5;
  if (number < 1e6) return 6;
  if (number < 1e7) return 7;
  return number < 1e8 ? 8 : 9;
}

/** Every zero-padded number of that many digits, as characters in a word. */
function digitWords(width: number): Words {
  const text = (number: number): string => (width === 0 ? "" : String(number).padStart(width, "0"));
  return Uint32Array.from({ length: 10 ** width }, (_, number) => wordOf(text(number)));
}

function wordOf(text: string): number {
  let word = 0;
  for (let at = 0; at < text.length; at++) word |= text.charCodeAt(at) << (8 * at);
  return word >>> 0;
}
