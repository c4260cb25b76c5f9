/** Python's `str.strip()`, which dbt applies to every file it reads: unlike JavaScript's `trim()` it keeps a byte order mark. */
const space = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

export function pythonStrip(text: string): string {
  const start = leadingSpace(text);
  let end = text.length;
  while (end > start && space.test(text[end - 1]!)) end--;
  return text.slice(start, end);
}

/** How many characters `pythonStrip` removes from the start. */
export function leadingSpace(text: string): number {
  let start = 0;
  while (start < text.length && space.test(text[start]!)) start++;
  return start;
}
