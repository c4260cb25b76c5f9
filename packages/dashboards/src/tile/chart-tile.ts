/** Line, area and bar tiles: data → chart, notes and the table beside it. */
import { renderCartesian } from "../chart/cartesian.ts";
import type { Amount } from "../cube/aggregate.ts";
import { formatNumber, formatTick } from "../format/format.ts";
import { escapeHtml } from "../html/escape.ts";
import type { ChartTile } from "../plan/plan.ts";
import { chartDataOf, type ChartData } from "./chart-series.ts";
import { renderDataTable } from "./data-table.ts";
import { explainMixed, getMeasure, getQuery, type Scene } from "./scene.ts";

export function renderChartTile(tile: ChartTile, scene: Scene): string {
  const query = getQuery(scene, tile.query);
  const data = chartDataOf(tile, query, scene);
  const mixed = data.series.find(({ values }) => values.includes("mixed"));
  if (mixed) return `<p class="state">${escapeHtml(explainMixed(scene, query, mixed.measure))}</p>`;
  const series = data.series.map((each) => ({ ...each, values: each.values as readonly (number | null)[] }));
  if (series.every(({ values }) => values.every((value) => value === null))) return EMPTY;
  const { format } = getMeasure(query, tile.measures[0]!);
  const formats = data.series.map(({ measure }) => measure.format);
  const formatValue = (value: number): string => formatNumber(value, format, scene.locale);
  const chart = renderCartesian({
    kind: tile.kind,
    id: tile.id,
    title: tile.title,
    summary: summarize(data, scene.locale),
    x: data.x,
    series,
    stack: tile.stack,
    rules: tile.rules,
    min: tile.min,
    max: tile.max,
    whole: formats.every((each) => each.decimals === 0),
    height: tile.height,
    formatValue,
    formatTick: (value) => formatTick(value, format, scene.locale),
  });
  const cell = (value: Amount, rank: number): string =>
    typeof value === "number" ? formatNumber(value, formats[rank]!, scene.locale) : "–";
  const rows = data.x.map(({ label, open }, index) => ({
    head: `${label}${open ? " (not over)" : ""}`,
    cells: data.series.map(({ values }, rank) => cell(values[index]!, rank)),
  }));
  const table = renderDataTable({
    caption: tile.title,
    columns: [tile.x === undefined ? "Period" : "", ...series.map(({ label }) => label)],
    rows: tile.x === undefined ? rows.reverse() : rows,
  });
  return `<div class="chart" data-chart tabindex="0" role="group" aria-roledescription="chart" aria-label="${escapeHtml(tile.title)}">${chart}</div>${openNote(tile, data)}${table}`;
}

export const EMPTY =
  '<p class="state">No rows for these filters. <a href="#" data-reset>Reset the filters</a></p>';

/** What a hollow mark means, where there is one. */
function openNote(tile: ChartTile, { x }: ChartData): string {
  const open = x.filter((place) => place.open);
  if (open.length === 0) return "";
  const label = open[0]!.label;
  return `<p class="note">${tile.kind === "bar" ? "Pale" : "Hollow"}: ${escapeHtml(label.charAt(0).toLowerCase() + label.slice(1))}${open.length > 1 ? " and later" : ""}, not over yet.</p>`;
}

/** The chart in words: how many periods, the last complete value and the extremes of each series. */
function summarize({ x, series }: ChartData, locale: string): string {
  const first = x[0];
  const last = x.at(-1);
  if (first === undefined || last === undefined) return "";
  const sentences = series.map(({ label, values, measure }) => {
    const known = values.flatMap((value, index) =>
      typeof value === "number" && !x[index]!.open ? [{ value, at: x[index]!.label }] : [],
    );
    if (known.length === 0) return `${label}: no value.`;
    const [low, high] = [
      known.reduce((a, b) => (b.value < a.value ? b : a)),
      known.reduce((a, b) => (b.value > a.value ? b : a)),
    ];
    const write = (value: number): string => formatNumber(value, measure.format, locale);
    const end = known.at(-1)!;
    return `${label}: ${write(end.value)} at ${end.at}; highest ${write(high.value)} (${high.at}), lowest ${write(low.value)} (${low.at}).`;
  });
  return [
    `${x.length} ${x.length === 1 ? "place" : "places"} from ${first.label} to ${last.label}.`,
    ...sentences,
  ].join(" ");
}
