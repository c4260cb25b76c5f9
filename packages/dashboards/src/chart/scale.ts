/** Round numbers for axes. */

export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
}

const STEPS = [1, 2, 2.5, 5, 10];

/** At most five gridlines above the lowest, on steps of 1, 2, 2.5 or 5 times a power of ten, that enclose the data. */
export function niceScale(
  low: number,
  high: number,
  options: { readonly min?: number; readonly max?: number; readonly whole?: boolean } = {},
): Scale {
  const [from, to] = [options.min ?? low, options.max ?? high];
  const span = to - from || Math.abs(to) || 1;
  const step = niceStep(span / 5, options.whole === true);
  const min = options.min ?? Math.floor(from / step + 1e-9) * step;
  const max = options.max ?? Math.max(Math.ceil(to / step - 1e-9) * step, min + step);
  const ticks: number[] = [];
  for (let tick = Math.ceil(min / step - 1e-9) * step; tick <= max + step * 1e-9; tick += step)
    ticks.push(Number(tick.toPrecision(12)));
  return { min, max, ticks };
}

function niceStep(rough: number, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = STEPS.find((each) => each * power >= rough * (1 - 1e-9))! * power;
  return whole ? Math.max(1, Math.ceil(step)) : step;
}

/** The lower end of an axis for lines: zero, unless that would press the data flat against the top. */
export const lineFloor = (low: number, high: number): number =>
  low >= 0 && (low < high * 0.6 || low === high) ? 0 : low;
