const ZERO = 48;

export const POWERS_OF_TEN: readonly number[] = [
  1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
  1e15,
];

/** How many digits a number has, but at least so many. */
export function digitCount(number: number, atLeast: number): number {
  // Not from `atLeast` on: what hardly ever happens is not compiled, and costs the compiled code when it does happen.
  let width = 1;
  while (number >= POWERS_OF_TEN[width]!) width++;
  return width > atLeast ? width : atLeast;
}

/** Writes at least `digits` of them, zero-padded; returns the position after them. */
export function writeDigits(bytes: Uint8Array, at: number, number: number, digits: number): number {
  if (number >= 0x8000_0000) return writeText(bytes, at, new TextEncoder().encode(String(number)));
  let width = digits;
  while (number >= POWERS_OF_TEN[width]!) width++;
  let rest = number | 0;
  for (let index = at + width - 1; index >= at; index--) {
    // Whole 32-bit numbers on purpose: twice as fast as Math.floor over doubles, and this runs for every id.
    const next = (rest / 10) | 0;
    bytes[index] = ZERO + rest - next * 10;
    rest = next;
  }
  return at + width;
}

/** Writes encoded text; returns the position after it. */
export function writeText(bytes: Uint8Array, at: number, text: Uint8Array): number {
  for (let index = 0; index < text.length; index++) bytes[at + index] = text[index]!;
  return at + text.length;
}
