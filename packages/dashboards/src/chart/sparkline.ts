/** The periods before a big number: a line without axes, and a dot where the number stands. */
import { round } from "./round.ts";

export interface Sparkline {
  readonly values: readonly (number | null)[];
  /** Index of the number's period. */
  readonly current: number;
}

const HEIGHT = 36;
const INSET = 4;

export function renderSparkline({ values, current }: Sparkline): string {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return "";
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (index: number): number => (index / (values.length - 1)) * 100;
  const y = (value: number): number =>
    HEIGHT - INSET - ((value - low) / (high - low || 1)) * (HEIGHT - 2 * INSET);
  let pen = "M";
  let path = "";
  values.forEach((value, index) => {
    if (value === null) pen = "M";
    else {
      path += `${pen}${round(x(index) * 10)} ${round(y(value))}`;
      pen = "L";
    }
  });
  const at = values[current];
  const dot =
    at === null || at === undefined
      ? ""
      : `<circle class="dot s1" cx="${round(x(current))}%" cy="${round(y(at))}" r="3"/>`;
  return `<svg class="spark" aria-hidden="true" width="100%" height="${HEIGHT}"><svg viewBox="0 0 1000 ${HEIGHT}" preserveAspectRatio="none" width="100%" height="${HEIGHT}"><path class="line s1" d="${path}"/></svg>${dot}</svg>`;
}
