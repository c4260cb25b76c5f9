/** Metabase's visualization settings: keys and values as its own command line tool documents them. */
import type { Format } from "../../format/format.ts";
import { light } from "../../page/palette.ts";
import type {
  ChartTile,
  Dashboard,
  GaugeTile,
  HeatmapTile,
  NumberTile,
  Query,
  TableTile,
} from "../../plan/plan.ts";
import type { Band, Rule, Tone } from "../../spec/dashboard-spec.ts";
import { measureOf } from "../sql/tile-sql.ts";
import type { Settings } from "./desired.ts";

const TONE_WORDS: { readonly [tone in Tone]: string } = { good: "Good", fair: "Fair", bad: "Bad" };
const colorOf = (index: number): string => light.series[index % light.series.length]!;

/** `column_settings`, by name of the result's column. */
function columnSettings(formats: readonly (readonly [column: string, format: Format])[]): Settings {
  return {
    column_settings: Object.fromEntries(
      formats.map(([column, format]) => [JSON.stringify(["name", column]), formatSettings(format)]),
    ),
  };
}

const PLURALS = new Set([
  "second",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "year",
  "byte",
  "kilobyte",
  "megabyte",
  "gigabyte",
]);

/** Percentages are 0-100 here, and Metabase's percent style wants 0-1: the sign is a suffix. */
export function formatSettings({ style, decimals, currency, unit }: Format): Settings {
  if (style === "percent") return { decimals, suffix: " %" };
  if (style === "currency") return { number_style: "currency", currency: currency ?? "USD", decimals };
  const suffix = unit === undefined ? {} : { suffix: ` ${PLURALS.has(unit) ? `${unit}s` : unit}` };
  return style === "compact" ? suffix : { decimals, ...suffix };
}

export const figureSettings = (tile: NumberTile, column: string): Settings => ({
  ...(tile.bands.length === 0 ? {} : { "scalar.segments": segments(tile.bands) }),
  ...columnSettings([[column, tile.format]]),
});

export function trendSettings(tile: NumberTile, [, value, before]: readonly string[]): Settings {
  const comparison =
    typeof tile.compare === "object"
      ? { id: "fixed", type: "staticNumber", value: tile.compare.to, label: tile.compare.label }
      : { id: "before", type: "anotherColumn", column: before, label: before!.toLowerCase() };
  return {
    "scalar.field": value,
    "scalar.comparisons": [comparison],
    ...(tile.good === "down" ? { "scalar.switch_positive_negative": true } : {}),
    ...(tile.format.style === "compact" ? { "scalar.compact_primary_number": true } : {}),
    ...columnSettings([
      [value!, tile.format],
      [before!, tile.format],
    ]),
  };
}

export function gaugeSettings(tile: GaugeTile, query: Query, column: string): Settings {
  return {
    "gauge.segments": segments(tile.bands, tile.min, tile.max),
    ...columnSettings([[column, measureOf(query, tile.measure).format]]),
  };
}

/** Far enough for an open end. */
const FAR = 1_000_000_000;

function segments(bands: readonly Band[], min?: number, max?: number): object[] {
  const first = bands[0]?.to;
  let from = min ?? (first === undefined || first > 0 ? 0 : first - FAR);
  return bands.map(({ to, tone, label }) => {
    const end = Math.min(to ?? max ?? FAR, max ?? FAR);
    const segment = { min: from, max: end, color: light[tone], label: label ?? TONE_WORDS[tone] };
    from = end;
    return segment;
  });
}

export interface ChartColumns {
  readonly dimensions: readonly string[];
  readonly metrics: readonly string[];
  readonly lines: readonly string[];
}

/** `goal` is the line that Metabase draws itself; those of `lines` are columns, drawn dashed. */
export function chartSettings(
  tile: ChartTile,
  query: Query,
  { dimensions, metrics, lines }: ChartColumns,
  goal: Rule | undefined,
  { categories }: Dashboard,
): Settings {
  const measures = tile.measures.map((name) => measureOf(query, name));
  const gap = { "line.missing": "none" };
  const series: readonly (readonly [string, object])[] =
    tile.series === undefined
      ? measures.map(({ color }, index) => [
          metrics[index]!,
          { color: colorOf((color ?? index + 1) - 1), ...(tile.kind === "bar" ? {} : gap) },
        ])
      : Object.values(categories[tile.series] ?? {}).map((label, index) => [
          label,
          { color: colorOf(index), ...(tile.kind === "bar" ? {} : gap) },
        ]);
  const still = lines.map((name): [string, object] => [
    name,
    { display: "line", color: light.bad, "line.style": "dashed", "line.marker_enabled": false },
  ]);
  const first = measures[0]!.format;
  return {
    "graph.dimensions": dimensions,
    "graph.metrics": [...metrics, ...lines],
    "graph.x_axis.scale": tile.x === undefined ? "timeseries" : "ordinal",
    "graph.x_axis.labels_enabled": false,
    "graph.y_axis.labels_enabled": false,
    ...(tile.kind === "line" ? {} : { "stackable.stack_type": tile.stack ? "stacked" : null }),
    ...(goal === undefined
      ? {}
      : { "graph.show_goal": true, "graph.goal_value": goal.value, "graph.goal_label": goal.label }),
    ...axisRange(tile),
    ...(first.style === "compact" ? { "graph.label_value_formatting": "compact" } : {}),
    series_settings: Object.fromEntries([...series, ...still]),
    ...columnSettings([
      ...measures.map(({ format }, index) => [metrics[index]!, format] as const),
      ...lines.map((name) => [name, first] as const),
    ]),
  };
}

/** With one end fixed Metabase takes 0 and 100 for the other, so a lower end alone is not fixed. */
function axisRange({ min, max }: ChartTile): Settings {
  if (max !== undefined)
    return { "graph.y_axis.auto_range": false, "graph.y_axis.min": min ?? 0, "graph.y_axis.max": max };
  return min === 0 ? { "graph.y_axis.unpin_from_zero": false } : {};
}

/** `ranges` collects the conditions that Metabase cannot say. */
export function tableSettings(
  tile: TableTile,
  query: Query,
  columns: readonly string[],
  ranges: (column: string) => void,
): Settings {
  const metrics = columns.slice(tile.rows.length);
  const rules = tile.columns.flatMap(({ when }, index) =>
    when.flatMap(({ below, above, tone }) => {
      if (below !== undefined && above !== undefined) {
        ranges(metrics[index]!);
        return [];
      }
      return [
        {
          columns: [metrics[index]!],
          type: "single",
          operator: below === undefined ? ">" : "<",
          value: below ?? above,
          color: light[tone],
          highlight_row: false,
        },
      ];
    }),
  );
  return {
    "table.columns": columns.map((name) => ({ name, enabled: true })),
    ...(rules.length === 0 ? {} : { "table.column_formatting": rules }),
    ...columnSettings(
      tile.columns.map(({ measure }, index) => [metrics[index]!, measureOf(query, measure).format] as const),
    ),
  };
}

export function heatmapSettings(tile: HeatmapTile, query: Query, columns: readonly string[]): Settings {
  const [, across, cell] = columns as [string, string, string];
  const end = (value: number | undefined, name: "min" | "max"): object =>
    value === undefined
      ? { [`${name}_type`]: "all" }
      : { [`${name}_type`]: "custom", [`${name}_value`]: value };
  return {
    "table.pivot": true,
    "table.pivot_column": across,
    "table.cell_column": cell,
    "table.column_formatting": [
      {
        columns: [cell],
        type: "range",
        colors: [light.heat[0]![0], light.heat[4]![0]],
        ...end(tile.scale?.from, "min"),
        ...end(tile.scale?.to, "max"),
      },
    ],
    ...columnSettings([[cell, measureOf(query, tile.measure).format]]),
  };
}
