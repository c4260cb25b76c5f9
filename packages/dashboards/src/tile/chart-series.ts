/** A chart tile's places on the axis and its series, from cube and filters. */
import { aggregate, evaluate, type Amount, type Group, type Selection } from "../cube/aggregate.ts";
import type { Category, Cube } from "../cube/cube.ts";
import { formatPeriod, formatPeriodShort, isComplete } from "../format/period.ts";
import type { ChartTile, Measure, Query } from "../plan/plan.ts";
import { categoriesOf, getMeasure, selectionOf, type Scene } from "./scene.ts";
import { periodsOf } from "./timeline.ts";

export interface ChartData {
  readonly x: readonly {
    readonly label: string;
    readonly tick: string;
    readonly under?: string;
    readonly open: boolean;
  }[];
  readonly series: readonly {
    readonly label: string;
    readonly color: number;
    readonly values: readonly Amount[];
    readonly measure: Measure;
  }[];
}

/** More series than this cannot be told apart by colour: the smallest become "Other". */
const MOST_SERIES = 5;

export function chartDataOf(tile: ChartTile, query: Query, scene: Scene): ChartData {
  const cube = scene.cubes[query.name]!;
  const selection = selectionOf(scene, query);
  const axis =
    tile.x === undefined ? timeAxis(tile, query, scene, selection) : categoryAxis(tile.x, cube, selection);
  const grouping = { byTime: tile.x === undefined, by: tile.x === undefined ? [] : [tile.x] };
  const read = (chosen: Selection, measure: Measure): Amount[] => {
    const groups = new Map(aggregate(cube, chosen, grouping).map((group) => [axis.keyOf(group), group]));
    return axis.keys.map((key) => (groups.has(key) ? evaluate(groups.get(key)!, measure) : null));
  };
  const series =
    tile.series === undefined
      ? tile.measures.map((name, index) => {
          const measure = getMeasure(query, name);
          return {
            label: measure.label,
            color: measure.color ?? (index % MOST_SERIES) + 1,
            values: read(selection, measure),
            measure,
          };
        })
      : categorySeries(tile.series, getMeasure(query, tile.measures[0]!), cube, selection, read);
  return { x: axis.places, series };
}

interface Axis {
  readonly keys: readonly (string | number)[];
  readonly keyOf: (group: Group) => string | number;
  readonly places: ChartData["x"];
}

function timeAxis(tile: ChartTile, query: Query, scene: Scene, selection: Selection): Axis {
  const cube = scene.cubes[query.name]!;
  const grain = query.grain ?? "day";
  const all = periodsOf(scene, query, aggregate(cube, selection, { byTime: true, by: [] }));
  const periods =
    tile.incomplete === "hide" ? all.filter((period) => isComplete(period, grain, scene.asOf)) : all;
  return {
    keys: periods,
    keyOf: (group) => cube.times[group.time]!,
    places: periods.map((period) => ({
      label: formatPeriod(period, grain, scene.locale, query.periodWord),
      tick: formatPeriodShort(period, grain, scene.locale),
      under: grain === "year" ? undefined : period.slice(0, 4),
      open: !isComplete(period, grain, scene.asOf),
    })),
  };
}

function categoryAxis(column: string, cube: Cube, selection: Selection): Axis {
  const categories = categoriesOf(cube, column);
  const present = new Set(
    aggregate(cube, selection, { byTime: false, by: [column] }).map(({ keys }) => keys[0]!),
  );
  const keys = categories.map((_, index) => index).filter((index) => present.has(index));
  return {
    keys,
    keyOf: (group) => group.keys[0]!,
    places: keys.map((key) => ({ label: categories[key]!.label, tick: categories[key]!.label, open: false })),
  };
}

function categorySeries(
  column: string,
  measure: Measure,
  cube: Cube,
  selection: Selection,
  read: (chosen: Selection, measure: Measure) => Amount[],
): ChartData["series"] {
  const chosen = selection.chosen[column];
  const categories = categoriesOf(cube, column).filter(
    ({ value }) => chosen === undefined || chosen.includes(value),
  );
  const readFor = (values: readonly Category[]): Amount[] =>
    read(
      { ...selection, chosen: { ...selection.chosen, [column]: values.map(({ value }) => value) } },
      measure,
    );
  const series = categories.map((category) => ({
    label: category.label,
    color: category.color,
    values: readFor([category]),
    measure,
    category,
  }));
  const drawn = series.filter(({ values }) => values.some((value) => value !== null));
  if (drawn.length <= MOST_SERIES) return drawn;
  const size = ({ values }: (typeof series)[number]): number =>
    values.reduce<number>((sum, value) => sum + (typeof value === "number" ? Math.abs(value) : 0), 0);
  const kept = new Set([...drawn].sort((a, b) => size(b) - size(a)).slice(0, MOST_SERIES - 1));
  const rest = drawn.filter((each) => !kept.has(each));
  // Colours are given anew here: by place among many they would come twice.
  const largest = drawn
    .filter((each) => kept.has(each))
    .map((each, index) => ({ ...each, color: index + 1 }));
  return [
    ...largest,
    {
      label: `Other (${rest.length})`,
      color: MOST_SERIES,
      values: readFor(rest.map(({ category }) => category)),
      measure,
    },
  ];
}
