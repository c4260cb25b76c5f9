/** Versions of models in order: as numbers when both are, else as texts. */
export function isLowerVersion(a: string | number, b: string | number): boolean {
  const [x, y] = [Number(a), Number(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? String(a) < String(b) : x < y;
}
