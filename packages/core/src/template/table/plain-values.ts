/**
 * The spelling that nearly all values of a large file have, told in place: `castValue` accepts each of them, and knows more.
 */
const ZERO = 48;
const NINE = 57;
const MINUS = 45;
const DOT = 46;
const COLON = 58;
const SPACE = 32;

/** As many as a Decimal of the usual context keeps. */
const MOST_DIGITS = 28;

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** Digits, perhaps with a sign and decimals: whether the number has some. "unknown": written otherwise. */
export function plainDecimals(text: string, start: number, end: number): "none" | "some" | "unknown" {
  const first = text.charCodeAt(start) === MINUS ? start + 1 : start;
  if (first >= end || end - first > MOST_DIGITS || !isDigit(text.charCodeAt(first))) return "unknown";
  let some = false;
  let dot = -1;
  for (let at = first; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT && dot < 0 && at + 1 < end) dot = at;
    else if (!isDigit(code)) return "unknown";
    else if (dot >= 0 && code !== ZERO) some = true;
  }
  return some ? "some" : "none";
}

/** Two digits; NaN for anything else. */
function pair(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
  return isDigit(tens) && isDigit(ones) ? (tens - ZERO) * 10 + ones - ZERO : NaN;
}

/** 1000-01-01 … 9999-12-28: longer months are left to who knows them. */
export function isPlainDate(text: string, start: number, end: number): boolean {
  return end - start === 10 && isDateAt(text, start);
}

function isDateAt(text: string, at: number): boolean {
  if (text.charCodeAt(at + 4) !== MINUS || text.charCodeAt(at + 7) !== MINUS) return false;
  const [month, day] = [pair(text, at + 5), pair(text, at + 8)];
  return (
    pair(text, at) >= 10 && pair(text, at + 2) >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 28
  );
}

/** Such a date, a space, 00:00:00 … 23:59:59. */
export function isPlainDateTime(text: string, start: number, end: number): boolean {
  if (end - start !== 19 || !isDateAt(text, start) || text.charCodeAt(start + 10) !== SPACE) return false;
  if (text.charCodeAt(start + 13) !== COLON || text.charCodeAt(start + 16) !== COLON) return false;
  return pair(text, start + 11) <= 23 && pair(text, start + 14) <= 59 && pair(text, start + 17) <= 59;
}

/** A word of small letters, in any case. */
export function isPlainWord(text: string, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let at = 0; at < word.length; at++)
    if ((text.charCodeAt(start + at) | 32) !== word.charCodeAt(at)) return false;
  return true;
}
