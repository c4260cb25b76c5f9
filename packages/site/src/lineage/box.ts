/** The boxes of lineage drawings: sizes that do not depend on a browser's fonts. */

export const BOX_HEIGHT = 28;
const LETTER = 7.2;
const MARGIN = 30;
const WIDEST = 240;

export const boxWidth = (name: string): number =>
  Math.ceil(Math.min(WIDEST, Math.max(64, [...name].length * LETTER + MARGIN)));

/** A name that fits its box: the middle is left out, since both ends tell names apart. */
export function boxLabel(name: string): string {
  const letters = [...name];
  const most = Math.floor((WIDEST - MARGIN) / LETTER);
  if (letters.length <= most) return name;
  const head = Math.ceil((most - 1) * 0.6);
  return `${letters.slice(0, head).join("")}…${letters.slice(letters.length - (most - 1 - head)).join("")}`;
}
