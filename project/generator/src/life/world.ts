import { buildCalendar, getDay, SECONDS_PER_DAY, type Calendar } from "../calendar.ts";
import type { GeneratorConfig } from "../config.ts";
import { accumulate } from "../random.ts";

/** What every account shares: the settings of the run, the calendar, and the mixes ready to draw from. */
export interface World {
  readonly config: GeneratorConfig;
  readonly seed: number;
  readonly calendar: Calendar;
  /** First day of the window, and the day after its last. */
  readonly startDay: number;
  readonly endDay: number;
  /** Everything that arrived before this instant is in the data; nothing else is. Midnight, UTC. */
  readonly asOf: number;
  readonly mixes: Mixes;
  /** Share of tasks that are started, sooner or later. */
  readonly startedShare: number;
}

/** Cumulative weights, as `Random.index` wants them. */
export interface Mixes {
  readonly plan: Float64Array;
  readonly region: Float64Array;
  readonly projectStatus: Float64Array;
  readonly taskOutcome: Float64Array;
  readonly priority: Float64Array;
  readonly arrival: Float64Array;
}

/** The independent streams of one account; later days open their own with the day as a further key. */
export const streamOf = {
  account: 1,
  users: 2,
  projects: 3,
  tasks: 4,
  arrivals: 5,
  logins: 6,
  laterDay: 7,
  /** Of the whole world, not of an account. */
  planOffset: 8,
  regionOffset: 9,
} as const;

export interface WorldOptions {
  readonly config: GeneratorConfig;
  readonly seed: number;
  readonly asOfDay: number;
}

export function buildWorld({ config, seed, asOfDay }: WorldOptions): World {
  const startDay = getDay(config.window.start);
  const endDay = getDay(config.window.end);
  return {
    config,
    seed,
    calendar: buildCalendar(config, startDay, endDay + 400),
    startDay,
    endDay,
    asOf: asOfDay * SECONDS_PER_DAY,
    startedShare: shareStarted(config),
    mixes: {
      plan: accumulate(config.plans.map((plan) => plan.share)),
      region: accumulate(config.regions.map((region) => region.share)),
      projectStatus: accumulate(config.projectStatus.weights),
      taskOutcome: accumulate(outcomeWeights(config)),
      priority: accumulate(config.priority.weights),
      arrival: accumulate(config.imperfections.arrival.map((arrival) => arrival.share)),
    },
  };
}

/**
 * The status mix describes what is seen at the end of the window. Some tasks that are going to be done are not
 * done yet by then and count as in progress, so more are meant to be done and fewer to stay open.
 */
function outcomeWeights(config: GeneratorConfig): number[] {
  const { values, weights } = config.taskStatus;
  const done = weights[values.indexOf("done")]!;
  const unfinished = done / config.taskLife.finishedByEnd - done;
  return values.map((value, at) => {
    if (value === "done") return weights[at]! + unfinished;
    return value === "in_progress" ? weights[at]! - unfinished : weights[at]!;
  });
}

function shareStarted({ taskStatus: { values, weights }, taskLife }: GeneratorConfig): number {
  const weightOf = (status: string): number => weights[values.indexOf(status)]!;
  return weightOf("in_progress") + weightOf("done") + weightOf("cancelled") * taskLife.startedBeforeCancel;
}
