/** Half a ring: thin bands outside, the value as a thick arc inside. */
import { escapeHtml } from "../html/escape.ts";
import type { Tone } from "../spec/dashboard-spec.ts";
import { round } from "./round.ts";

export interface GaugeChart {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly min: number;
  readonly max: number;
  /** Lower and upper end of each. */
  readonly bands: readonly { readonly from: number; readonly to: number; readonly tone: Tone }[];
  readonly value: number;
  readonly tone: Tone;
  readonly valueText: string;
  readonly formatTick: (value: number) => string;
}

const [WIDTH, HEIGHT, CENTER_X, CENTER_Y] = [280, 158, 140, 136];
const [OUTER, INNER, LABELS] = [108, 92, 118];

export function renderGauge(chart: GaugeChart): string {
  const share = (value: number): number =>
    Math.min(Math.max((value - chart.min) / (chart.max - chart.min), 0), 1);
  const bands = chart.bands.map(
    ({ from, to, tone }) => `<path class="band ${tone}" d="${arc(OUTER, share(from), share(to), 0.006)}"/>`,
  );
  const edges = [chart.min, ...chart.bands.map(({ to }) => to)];
  const ticks = edges.map((edge) => {
    const [x, y] = point(LABELS, share(edge));
    const anchor = share(edge) < 0.4 ? "end" : share(edge) > 0.6 ? "start" : "middle";
    return share(edge) === 0 || share(edge) === 1
      ? `<text class="tick" x="${round(point((OUTER + INNER) / 2, share(edge))[0])}" y="${CENTER_Y + 18}" text-anchor="middle">${escapeHtml(chart.formatTick(edge))}</text>`
      : `<text class="tick" x="${x}" y="${y}" text-anchor="${anchor}">${escapeHtml(chart.formatTick(edge))}</text>`;
  });
  const value =
    share(chart.value) > 0
      ? `<path class="value ${chart.tone}" d="${arc(INNER, 0, share(chart.value), 0)}"/>`
      : "";
  return `<svg class="dial" role="img" aria-labelledby="${chart.id}-t ${chart.id}-d" viewBox="0 0 ${WIDTH} ${HEIGHT}"><title id="${chart.id}-t">${escapeHtml(chart.title)}</title><desc id="${chart.id}-d">${escapeHtml(chart.summary)}</desc>${bands.join("")}<path class="track" d="${arc(INNER, 0, 1, 0)}"/>${value}${ticks.join("")}<text class="reading" x="${CENTER_X}" y="${CENTER_Y - 14}" text-anchor="middle">${escapeHtml(chart.valueText)}</text></svg>`;
}

/** Share 0 is left, 1 is right. */
function point(radius: number, share: number): [number, number] {
  const angle = Math.PI * (1 - share);
  return [round(CENTER_X + radius * Math.cos(angle)), round(CENTER_Y - radius * Math.sin(angle))];
}

function arc(radius: number, from: number, to: number, gap: number): string {
  const [startX, startY] = point(radius, from + gap);
  const [endX, endY] = point(radius, Math.max(to - gap, from + gap));
  return `M${startX} ${startY}A${radius} ${radius} 0 0 1 ${endX} ${endY}`;
}
