/**
 * Lines, areas and bars as SVG. There is no viewBox around the whole: horizontal places are percentages, vertical ones
 * pixels, and only the paths sit in a stretched frame of their own. So a chart fills any width while its text stays
 * the size it should be, without a script.
 */
import { escapeHtml } from "../html/escape.ts";
import { round } from "./round.ts";
import { lineFloor, niceScale, type Scale } from "./scale.ts";
import { spreadLabels } from "./spread-labels.ts";

export interface CartesianSeries {
  readonly label: string;
  /** 1 to 5. */
  readonly color: number;
  readonly values: readonly (number | null)[];
}

export interface CartesianChart {
  readonly kind: "line" | "area" | "bar";
  /** Ids in a page are unique: this one and those made from it. */
  readonly id: string;
  readonly title: string;
  /** The chart in sentences. */
  readonly summary: string;
  readonly x: readonly {
    readonly label: string;
    readonly tick: string;
    readonly under?: string;
    readonly open: boolean;
  }[];
  readonly series: readonly CartesianSeries[];
  readonly stack: boolean;
  readonly rules: readonly {
    readonly value: number;
    readonly label: string;
    readonly kind: "goal" | "alert";
  }[];
  readonly min?: number;
  readonly max?: number;
  /** Only whole numbers on the axis. */
  readonly whole: boolean;
  readonly height: number;
  readonly formatValue: (value: number) => string;
  readonly formatTick: (value: number) => string;
}

/** Bottom of each stacked piece and its top; without stacking the bottom is zero. */
type Pieces = readonly (readonly (readonly [number, number] | null)[])[];

interface Frame {
  readonly chart: CartesianChart;
  readonly pieces: Pieces;
  readonly scale: Scale;
  /** Value → pixels from the top. */
  readonly y: (value: number) => number;
  /** Index → percent of the width. */
  readonly x: (index: number) => number;
}

const LABEL_LENGTH = 22;
const MAXIMUM_TICKS = 7;

export function renderCartesian(chart: CartesianChart): string {
  const frame = measureFrame(chart);
  const ticks = frame.scale.ticks.map(chart.formatTick);
  const left = marginClass("ml", Math.max(...ticks.map((tick) => tick.length)) * 7 + 12);
  const named = chart.kind !== "bar" && chart.series.length > 1;
  const right =
    chart.kind === "bar"
      ? 8
      : Math.max(16, ...endTexts(chart).map((text) => text.length * 6.7 + (named ? 26 : 14)));
  const body = [
    renderGrid(frame, ticks),
    renderXTicks(chart, frame),
    renderMarks(frame),
    renderRules(frame),
    chart.kind === "bar" ? "" : renderEndLabels(frame),
    renderHits(frame),
  ].join("");
  const svg = `<svg class="canvas" role="img" aria-labelledby="${chart.id}-t ${chart.id}-d" height="${chart.height}" width="100%"><title id="${chart.id}-t">${escapeHtml(chart.title)}</title><desc id="${chart.id}-d">${escapeHtml(chart.summary)}</desc>${body}</svg>`;
  const legend = chart.series.length > 1 ? renderLegend(chart.series, named) : "";
  return `${legend}<div class="plot ${left} ${marginClass("mr", right)}">${svg}</div>`;
}

/** Margins are steps of eight pixels, as classes: styles in attributes are not allowed on the page. */
const marginClass = (side: "ml" | "mr", pixels: number): string =>
  `${side}-${Math.min(Math.ceil(pixels / 8), MARGIN_STEPS)}`;
export const MARGIN_STEPS = 22;

function measureFrame(chart: CartesianChart): Frame {
  const pieces = stackPieces(chart);
  const values = pieces.flatMap((series) =>
    series.flatMap((piece) => (piece === null ? [] : chart.kind === "line" ? [piece[1]] : [...piece])),
  );
  const all = [...values, ...chart.rules.map(({ value }) => value)];
  const [low, high] = all.length === 0 ? [0, 1] : [Math.min(...all), Math.max(...all)];
  const floor = chart.kind === "line" ? lineFloor(low, high) : Math.min(0, low);
  const scale = niceScale(floor, Math.max(high, floor), {
    min: chart.min,
    max: chart.max,
    whole: chart.whole,
  });
  const count = chart.x.length;
  return {
    chart,
    pieces,
    scale,
    y: (value) =>
      round(
        chart.height -
          ((Math.min(Math.max(value, scale.min), scale.max) - scale.min) / (scale.max - scale.min)) *
            chart.height,
      ),
    x: (index) =>
      chart.kind === "bar"
        ? round(((index + 0.5) / count) * 100)
        : count === 1
          ? 50
          : round((index / (count - 1)) * 100),
  };
}

function stackPieces({ series, stack, kind, x }: CartesianChart): Pieces {
  if (!stack || kind === "line")
    return series.map(({ values }) => values.map((value) => (value === null ? null : ([0, value] as const))));
  const tops = x.map(() => 0);
  const missing = x.map((_, index) => series.every(({ values }) => values[index] === null));
  return series.map(({ values }) =>
    values.map((value, index) => {
      const bottom = tops[index]!;
      // In a stack nothing is nothing: the pieces above it need a floor.
      tops[index] = bottom + (value ?? 0);
      return missing[index] || (value === null && kind === "bar")
        ? null
        : ([bottom, bottom + (value ?? 0)] as const);
    }),
  );
}

function renderGrid({ scale, y }: Frame, labels: readonly string[]): string {
  return scale.ticks
    .map(
      (tick, index) =>
        `<line class="${tick === 0 ? "base" : "grid"}" x1="0" x2="100%" y1="${y(tick)}" y2="${y(tick)}"/><text class="tick" x="0" dx="-8" y="${y(tick)}" dy="4" text-anchor="end">${escapeHtml(labels[index]!)}</text>`,
    )
    .join("");
}

/** As many labels as fit; on narrow screens every second of them. */
function renderXTicks({ x, height, kind }: CartesianChart, frame: Frame): string {
  const longest = Math.max(...x.map(({ tick }) => tick.length));
  const step = Math.ceil(x.length / Math.max(2, Math.min(MAXIMUM_TICKS, longest > 10 ? 5 : MAXIMUM_TICKS)));
  let under: string | undefined;
  return x
    .map(({ tick, under: below }, index) => {
      if (index % step !== 0) return "";
      const rank = index / step;
      const second =
        below !== undefined && below !== under
          ? `<tspan class="under" x="${frame.x(index)}%" dy="14">${escapeHtml(below)}</tspan>`
          : "";
      under = below ?? under;
      return `<text class="tick x${rank % 2 === 1 ? " wide" : ""}" x="${frame.x(index)}%" y="${height + 18}" text-anchor="middle">${escapeHtml(kind === "bar" && longest > 14 ? shorten(tick, 14) : tick)}${second}</text>`;
    })
    .join("");
}

function renderMarks(frame: Frame): string {
  return frame.chart.kind === "bar" ? renderBars(frame) : renderLines(frame);
}

function renderBars({ chart, pieces, x, y }: Frame): string {
  const band = 100 / chart.x.length;
  const group = band * 0.72;
  const width = chart.stack ? group : group / chart.series.length;
  return pieces
    .flatMap((series, rank) =>
      series.map((piece, index) => {
        if (piece === null) return "";
        const left = x(index) - group / 2 + (chart.stack ? 0 : rank * width);
        const [top, bottom] = [y(Math.max(...piece)), y(Math.min(...piece))];
        const open = `${chart.stack ? " stacked" : ""}${chart.x[index]!.open ? " open" : ""}`;
        return `<rect class="bar s${chart.series[rank]!.color}${open}" x="${round(left)}%" y="${top}" width="${round(width * (chart.stack || chart.series.length === 1 ? 1 : 0.92))}%" height="${round(bottom - top)}"/>`;
      }),
    )
    .join("");
}

function renderLines(frame: Frame): string {
  const { chart, pieces, x, y } = frame;
  const paths: string[] = [];
  const dots: string[] = [];
  const order = chart.series.map((_, index) => index);
  for (const rank of order) {
    const { color } = chart.series[rank]!;
    for (const run of runsOf(pieces[rank]!)) {
      const closed = run.filter((index) => !chart.x[index]!.open);
      const top = (index: number): string => `${round(x(index) * 10)} ${y(pieces[rank]![index]![1])}`;
      if (chart.kind === "area" && closed.length > 1) {
        const under = closed
          .toReversed()
          .map((index) => `${round(x(index) * 10)} ${y(pieces[rank]![index]![0])}`);
        paths.push(
          `<path class="fill s${color}${chart.stack ? " stacked" : ""}" d="M${closed.map(top).join("L")}L${under.join("L")}Z"/>`,
        );
      }
      if (closed.length > 1) paths.push(`<path class="line s${color}" d="M${closed.map(top).join("L")}"/>`);
      const open = run.filter((index) => chart.x[index]!.open);
      if (open.length > 0 && (closed.length > 0 || open.length > 1))
        paths.push(
          `<path class="line s${color} pending" d="M${[...closed.slice(-1), ...open].map(top).join("L")}"/>`,
        );
      // A value between two gaps has no line: it needs a dot to be seen.
      const shown = [...(closed.length === 1 ? closed : closed.slice(-1)), ...open];
      for (const index of shown)
        if (index === run.at(-1) || chart.x[index]!.open || run.length === 1 || open.length > 0)
          dots.push(
            `<circle class="dot s${color}${chart.x[index]!.open ? " open" : ""}" cx="${x(index)}%" cy="${y(pieces[rank]![index]![1])}" r="3.5"/>`,
          );
    }
  }
  return `<svg class="stretch" viewBox="0 0 1000 ${chart.height}" preserveAspectRatio="none" width="100%" height="${chart.height}">${paths.join("")}</svg>${dots.join("")}`;
}

/** Stretches without a gap, as indexes. */
function runsOf(values: readonly unknown[]): number[][] {
  const runs: number[][] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    if (index > 0 && values[index - 1] !== null && runs.length > 0) runs.at(-1)!.push(index);
    else runs.push([index]);
  });
  return runs;
}

function renderRules({ chart, y }: Frame): string {
  return chart.rules
    .map(
      ({ value, label, kind }) =>
        `<line class="rule ${kind}" x1="0" x2="100%" y1="${y(value)}" y2="${y(value)}"/><text class="rule-label ${kind}" x="0" dx="6" y="${y(value)}" dy="-5">${escapeHtml(label)}</text>`,
    )
    .join("");
}

/** Names where lines end; the last value where there is one line only. */
function renderEndLabels({ chart, pieces, y }: Frame): string {
  const texts = endTexts(chart);
  const ends = chart.series.map((_, rank) => {
    const series = pieces[rank]!;
    const last = series.findLastIndex((piece) => piece !== null);
    if (last < 0) return undefined;
    const [bottom, top] = series[last]!;
    return chart.kind === "area" && chart.stack ? y((bottom + top) / 2) : y(top);
  });
  const places = spreadLabels(
    ends.filter((end) => end !== undefined),
    15,
    chart.height,
  );
  let next = 0;
  return ends
    .map((end, rank) =>
      end === undefined
        ? ""
        : renderEndLabel(
            texts[rank]!,
            chart.series[rank]!.color,
            round(places[next++]!),
            chart.series.length > 1,
          ),
    )
    .join("");
}

/** Lines may end close together: a swatch says which is which. */
function renderEndLabel(text: string, color: number, y: number, named: boolean): string {
  const swatch = named
    ? `<rect class="end swatch s${color}" x="100%" y="${round(y - 4)}" width="8" height="8" rx="2" transform="translate(9 0)"/>`
    : "";
  return `${swatch}<text class="end${named ? "" : " alone"}" x="100%" dx="${named ? 22 : 9}" y="${y}" dy="4">${escapeHtml(text)}</text>`;
}

function endTexts({ series, formatValue }: CartesianChart): string[] {
  if (series.length > 1) return series.map(({ label }) => shorten(label, LABEL_LENGTH));
  return series.map(({ values }) => {
    const last = values.findLast((value) => value !== null);
    return last === null || last === undefined ? "" : formatValue(last);
  });
}

/** What stands at one place of the axis: shown on hover, and by the browser itself where scripts are off. */
function renderHits({ chart, x }: Frame): string {
  const count = chart.x.length;
  const width = chart.kind === "bar" || count === 1 ? 100 / count : 100 / (count - 1);
  return chart.x
    .map(({ label, open }, index) => {
      const lines = chart.series.map(({ label: name, values }) => {
        const value = values[index] ?? null;
        return `${chart.series.length > 1 ? `${name}: ` : ""}${value === null ? "no value" : chart.formatValue(value)}`;
      });
      const colors = chart.series.map(({ color }) => color).join("");
      const head = `${label}${open ? " (not over)" : ""}`;
      return `<rect class="hit" data-x="${x(index)}" data-c="${colors}" x="${round(x(index) - width / 2)}%" width="${round(width)}%" y="0" height="${chart.height}"><title>${escapeHtml([head, ...lines].join("\n"))}</title></rect>`;
    })
    .join("");
}

function renderLegend(series: readonly CartesianSeries[], narrowOnly: boolean): string {
  return `<ul class="legend${narrowOnly ? " narrow" : ""}" aria-hidden="true">${series.map(({ label, color }) => `<li><i class="key s${color}"></i>${escapeHtml(label)}</li>`).join("")}</ul>`;
}

const shorten = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;
