import { renderGauge } from "../chart/gauge.ts";
import { formatNumber, formatTick } from "../format/format.ts";
import { formatPeriod } from "../format/period.ts";
import { escapeHtml } from "../html/escape.ts";
import type { GaugeTile } from "../plan/plan.ts";
import { findBand, TONE_WORDS } from "./number-tile.ts";
import { explainMixed, getMeasure, getQuery, type Scene } from "./scene.ts";
import { readingOf } from "./timeline.ts";

export function renderGaugeTile(tile: GaugeTile, scene: Scene): string {
  const query = getQuery(scene, tile.query);
  const measure = getMeasure(query, tile.measure);
  const { value, period } = readingOf(scene, query, measure, tile.at);
  if (value === "mixed") return `<p class="state">${escapeHtml(explainMixed(scene, query, measure))}</p>`;
  const when =
    period === undefined ? "" : formatPeriod(period, query.grain ?? "day", scene.locale, query.periodWord);
  if (value === null) return `<p class="figure none">No value</p><p class="when">${escapeHtml(when)}</p>`;
  const tick = (edge: number): string => formatTick(edge, measure.format, scene.locale);
  let from = tile.min;
  const bands = tile.bands.map((band) => {
    const drawn = { from, to: Math.min(band.to ?? tile.max, tile.max), tone: band.tone };
    from = drawn.to;
    return drawn;
  });
  const band = findBand(tile.bands, value)!;
  const word = band.label ?? TONE_WORDS[band.tone];
  const index = tile.bands.indexOf(band);
  const range = `${tick(bands[index]!.from)} to ${tick(bands[index]!.to)}`;
  const valueText = formatNumber(value, measure.format, scene.locale);
  const chart = renderGauge({
    id: tile.id,
    title: tile.title,
    summary: `${when}: ${valueText}, ${word.toLowerCase()} (${range}).`,
    min: tile.min,
    max: tile.max,
    bands,
    value,
    tone: band.tone,
    valueText,
    formatTick: tick,
  });
  return `${chart}<p class="band-word"><span class="verdict ${band.tone}">${escapeHtml(word)}</span> ${escapeHtml(range)}</p><p class="when center">${escapeHtml(when)}</p>`;
}
