/** The achieved rates beside the configured ones, as lines to print. */
import type { GeneratorConfig, Mix } from "../config.ts";
import type { Tally } from "./tally.ts";

export interface Rate {
  readonly name: string;
  /** Shares, 0..1. */
  readonly configured: number;
  readonly achieved: number;
}

export interface RangeSeen {
  readonly name: string;
  readonly configured: readonly [number, number];
  readonly achieved: readonly [number, number] | undefined;
}

export function computeRates(config: GeneratorConfig, tally: Tally): Rate[] {
  const { rows } = tally;
  const seen = (name: string): number => tally.counts[name] ?? 0;
  const rate = (name: string, configured: number, part: number, whole: number): Rate => ({
    name,
    configured,
    achieved: whole > 0 ? part / whole : 0,
  });
  const mix = (column: string, { values, weights }: Mix, whole: number): Rate[] =>
    values.map((value, at) => rate(`${column} ${value}`, weights[at]!, seen(`${column} ${value}`), whole));
  const { imperfections } = config;
  return [
    ...mix("plan_tier", sharesOf(config.plans.map(({ tier, share }) => [tier, share])), rows.accounts),
    ...mix("region", sharesOf(config.regions.map(({ name, share }) => [name, share])), rows.accounts),
    ...mix("role_type", config.roles, rows.users),
    ...mix("project_status", config.projectStatus, rows.projects),
    ...mix("task_status", config.taskStatus, rows.tasks),
    ...mix("priority", config.priority, rows.tasks),
    rate("tasks with a blocker", config.blockerShare, seen("blocker"), rows.tasks),
    rate("tasks without assignee", imperfections.missingAssignee, seen("missing assignee"), rows.tasks),
    rate(
      "tasks with an outlier due date",
      imperfections.outlierDueDate,
      seen("outlier due date"),
      rows.tasks,
    ),
    ...imperfections.arrival.map(({ share, days: { min, max } }) => {
      let arrived = 0;
      for (let days = min; days <= max; days++) arrived += seen(`arrived after ${days}`);
      const name = max === 0 ? "events arriving the same day" : `events arriving after ${min}-${max} days`;
      return rate(name, share, arrived, rows.events);
    }),
    rate("users deactivated", imperfections.userDeactivation, seen("deactivated"), rows.users),
    rate(
      "of those, active afterwards",
      imperfections.activeAfterDeactivation,
      seen("active after deactivation"),
      seen("deactivated"),
    ),
  ];
}

export function computeRanges(config: GeneratorConfig, tally: Tally): RangeSeen[] {
  const range = (name: string, { min, max }: { readonly min: number; readonly max: number }): RangeSeen => {
    const extent = tally.extents[name];
    return { name, configured: [min, max], achieved: extent && [extent.min, extent.max] };
  };
  return [
    range("users per account", config.teamSize),
    range("projects per account", config.projectsPerAccount),
    range("tasks per project", config.tasksPerProject),
    range("events per task", config.eventsPerTask),
    ...config.plans.map((plan) => range(`seats ${plan.tier}`, plan.seats)),
  ];
}

function sharesOf(shares: readonly (readonly [string, number])[]): Mix {
  return { values: shares.map(([value]) => value), weights: shares.map(([, weight]) => weight) };
}
