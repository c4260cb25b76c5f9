/** A measure by period, gaps included. */
import { aggregate, evaluate, type Amount, type Group } from "../cube/aggregate.ts";
import { addPeriods, isComplete, lastComplete, listPeriods } from "../format/period.ts";
import type { Measure, Query } from "../plan/plan.ts";
import { selectionOf, type Scene } from "./scene.ts";

export interface Timeline {
  readonly periods: readonly string[];
  /** Not over yet, for each period. */
  readonly open: readonly boolean[];
  readonly values: readonly Amount[];
}

/** First and last period with a row, and all between them. */
export function periodsOf(scene: Scene, query: Query, groups: readonly Group[]): string[] {
  const { times } = scene.cubes[query.name]!;
  const present = groups.map(({ time }) => times[time]!).sort();
  return present.length === 0 ? [] : listPeriods(present[0]!, present.at(-1)!, query.grain ?? "day");
}

export function timelineOf(scene: Scene, query: Query, measure: Measure): Timeline {
  const cube = scene.cubes[query.name]!;
  const groups = aggregate(cube, selectionOf(scene, query), { byTime: true, by: [] });
  const periods = periodsOf(scene, query, groups);
  const byTime = new Map(groups.map((group) => [cube.times[group.time]!, group]));
  return {
    periods,
    open: periods.map((period) => !isComplete(period, query.grain ?? "day", scene.asOf)),
    values: periods.map((period) => (byTime.has(period) ? evaluate(byTime.get(period)!, measure) : null)),
  };
}

/** The figure of a scorecard: the last complete period's, or the last that there is. */
export interface Reading {
  readonly value: Amount;
  readonly period?: string;
  readonly before: Amount;
  readonly timeline?: Timeline;
}

export function readingOf(
  scene: Scene,
  query: Query,
  measure: Measure,
  at: "last-complete" | "last-value",
): Reading {
  if (query.time === undefined) {
    const [group] = aggregate(scene.cubes[query.name]!, selectionOf(scene, query), { byTime: false, by: [] });
    return { value: group === undefined ? null : evaluate(group, measure), before: null };
  }
  const timeline = timelineOf(scene, query, measure);
  const grain = query.grain ?? "day";
  const valueAt = (period: string): Amount => timeline.values[timeline.periods.indexOf(period)] ?? null;
  const withValue = timeline.periods.findLast(
    (period, index) => !timeline.open[index] && timeline.values[index] !== null,
  );
  const period = at === "last-value" ? withValue : lastComplete(grain, scene.asOf);
  if (period === undefined) return { value: null, before: null, timeline };
  return { value: valueAt(period), period, before: valueAt(addPeriods(period, grain, -1)), timeline };
}
