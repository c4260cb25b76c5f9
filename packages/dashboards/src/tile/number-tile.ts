/** A big number: value, unit, change in words, sparkline. */
import { renderSparkline } from "../chart/sparkline.ts";
import { formatNumber, formatParts, type Format } from "../format/format.ts";
import { formatPeriod } from "../format/period.ts";
import { escapeHtml } from "../html/escape.ts";
import type { NumberTile, Query } from "../plan/plan.ts";
import type { Band, Good, Tone } from "../spec/dashboard-spec.ts";
import { explainMixed, getMeasure, getQuery, type Scene } from "./scene.ts";
import { readingOf, type Reading } from "./timeline.ts";

export function renderNumberTile(tile: NumberTile, scene: Scene): string {
  const query = getQuery(scene, tile.query);
  const measure = getMeasure(query, tile.measure);
  const reading = readingOf(scene, query, measure, tile.at);
  if (reading.value === "mixed")
    return `<p class="state">${escapeHtml(explainMixed(scene, query, measure))}</p>`;
  const when =
    reading.period === undefined
      ? ""
      : `<p class="when">${escapeHtml(formatPeriod(reading.period, query.grain ?? "day", scene.locale, query.periodWord))}</p>`;
  if (reading.value === null) return `<p class="figure none">No value</p>${when}`;
  const { number, unit } = formatParts(reading.value, tile.format, scene.locale);
  const long = number.length > 9 ? " long" : "";
  return [
    `<p class="figure${long}"><span class="value">${escapeHtml(number)}</span>${unit === "" ? "" : `<span class="unit">${escapeHtml(unit)}</span>`}${renderVerdict(tile, reading.value)}</p>`,
    renderChange(tile, query, reading, scene.locale),
    tile.sparkline ? sparkline(reading) : "",
    when,
  ].join("");
}

/** The word of the band that a value lies in. */
export function findBand(bands: readonly Band[], value: number): Band | undefined {
  return bands.find(({ to }) => to === undefined || value < to) ?? bands.at(-1);
}

export const TONE_WORDS: { readonly [tone in Tone]: string } = { good: "Good", fair: "Fair", bad: "Bad" };

function renderVerdict({ bands }: NumberTile, value: number): string {
  const band = findBand(bands, value);
  return band === undefined
    ? ""
    : ` <span class="verdict ${band.tone}">${escapeHtml(band.label ?? TONE_WORDS[band.tone])}</span>`;
}

function renderChange(tile: NumberTile, query: Query, { value, before }: Reading, locale: string): string {
  if (tile.compare === "none" || typeof value !== "number") return "";
  const [against, words] =
    tile.compare === "previous-period"
      ? [before, `the ${query.grain ?? "period"} before`]
      : [tile.compare.to, tile.compare.label];
  if (typeof against !== "number") return `<p class="change">No value for ${escapeHtml(words)}</p>`;
  const { text, direction } = describeChange(value, against, tile.format, locale);
  const verdict = judge(direction, tile.good);
  const arrow =
    direction === 0 ? "" : `<span class="arrow" aria-hidden="true">${direction > 0 ? "▲" : "▼"}</span> `;
  const spoken =
    verdict === undefined ? "" : `<span class="hidden"> (${verdict === "good" ? "better" : "worse"})</span>`;
  return `<p class="change"><span class="${verdict ?? "even"}">${arrow}${escapeHtml(text)}</span> on ${escapeHtml(words)}: ${escapeHtml(formatNumber(against, tile.format, locale))}${spoken}</p>`;
}

export interface Change {
  /** "+52.8 %", "−0.4 points", "no change". */
  readonly text: string;
  readonly direction: -1 | 0 | 1;
}

/** Shares change by points, everything else by percent of what was; from zero, by the difference. */
export function describeChange(value: number, before: number, format: Format, locale: string): Change {
  const points = format.style === "percent";
  const amount = points || before === 0 ? value - before : ((value - before) / Math.abs(before)) * 100;
  const style: Format = !points && before === 0 ? format : { style: "percent", decimals: 1 };
  const { number, unit } = formatParts(amount, style, locale, true);
  const isZero = !/[1-9]/.test(number);
  return {
    text: isZero ? "no change" : points ? `${number} points` : `${number}${unit}`,
    direction: isZero ? 0 : amount > 0 ? 1 : -1,
  };
}

function judge(direction: -1 | 0 | 1, good: Good): "good" | "bad" | undefined {
  if (direction === 0 || good === "neither") return undefined;
  return direction > 0 === (good === "up") ? "good" : "bad";
}

function sparkline({ timeline, period }: Reading): string {
  if (timeline === undefined || period === undefined) return "";
  const end = timeline.periods.indexOf(period);
  const values = timeline.values.slice(0, end + 1).map((value) => (value === "mixed" ? null : value));
  return renderSparkline({ values, current: end });
}
