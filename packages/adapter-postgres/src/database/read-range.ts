/**
 * Ranges as psycopg2's range objects print: "[1,5)" → "[1, 5)", "(,5]" → "(None, 5]". Bounds of times lose their quotes and
 * get minutes in their offset. https://www.psycopg.org/docs/extras.html#range-data-types
 */

/** OIDs: int4range, numrange, tsrange, tstzrange, daterange, int8range. */
export const RANGES: ReadonlySet<number> = new Set([3904, 3906, 3908, 3910, 3912, 3926]);

const RANGE = /^([[(])(?:"([^"]*)"|([^,"]*)),(?:"([^"]*)"|([^"]*))([\])])$/;

export function readRange(text: string): string {
  const parts = RANGE.exec(text);
  if (parts === null) return text;
  const [, open, lowerQuoted, lower, upperQuoted, upper, close] = parts;
  return `${open}${bound(lowerQuoted ?? lower)}, ${bound(upperQuoted ?? upper)}${close}`;
}

function bound(text: string | undefined): string {
  if (text === undefined || text === "") return "None";
  if (!text.includes(":")) return text;
  return text.replace(/(:\d\d(?:\.\d+)?[+-]\d\d)$/, "$1:00").replace(/(\.\d{1,5})(?=$|[+-])/, (fraction) => fraction.padEnd(7, "0"));
}
