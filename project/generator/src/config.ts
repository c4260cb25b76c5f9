/**
 * Every rate, range and mix of the made-up business, as plain data. Shares are 0..1, days are calendar days,
 * hours are 0..24. Changing a number here changes the data; nothing else needs to know.
 */

/** A choice between named values; weights need not add up to 1. */
export interface Mix {
  readonly values: readonly string[];
  readonly weights: readonly number[];
}

/** Inclusive integer range. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** exp(normal) with this median; `sigma` is the standard deviation of the logarithm. */
export interface LogNormal {
  readonly median: number;
  readonly sigma: number;
}

export interface Plan {
  readonly tier: string;
  readonly share: number;
  readonly seats: Range;
  readonly teamSize: LogNormal;
}

export interface Region {
  readonly name: string;
  readonly share: number;
  /** Hours to add to UTC; one is drawn per account. */
  readonly utcOffsets: readonly number[];
  readonly holidays: readonly Holiday[];
}

/** From first to last day, both included, activity falls to `activity` of a normal day. */
export interface Holiday {
  readonly first: string;
  readonly last: string;
  readonly activity: number;
}

export interface GeneratorConfig {
  readonly seed: number;
  readonly window: { readonly start: string; readonly end: string };
  readonly accounts: number;
  readonly plans: readonly Plan[];
  readonly regions: readonly Region[];
  readonly teamSize: Range;
  readonly projectsPerAccount: Range;
  readonly tasksPerProject: Range;
  readonly eventsPerTask: Range;
  readonly roles: Mix;
  readonly projectStatus: Mix;
  readonly taskStatus: Mix;
  readonly priority: Mix;
  /** Planned days from start to due date, by priority, in the order of `priority.values`. */
  readonly plannedDays: readonly LogNormal[];
  readonly plannedDaysMax: number;
  readonly blockerShare: number;
  readonly imperfections: Imperfections;
  readonly accountLife: AccountLife;
  readonly userLife: UserLife;
  readonly projectLife: ProjectLife;
  readonly taskLife: TaskLife;
  readonly activity: Activity;
}

export interface Imperfections {
  readonly missingAssignee: number;
  /** Of all tasks; days count from the start. */
  readonly outlierDueDate: number;
  readonly outlierDueDays: Range;
  /** Shares of events by days between the event and its arrival. */
  readonly arrival: readonly { readonly share: number; readonly days: Range }[];
  readonly userDeactivation: number;
  /** Of the deactivated users, those who go on producing events for a while. */
  readonly activeAfterDeactivation: number;
  readonly lingerDays: Range;
}

export interface AccountLife {
  /** Sign-ups happen in this first part of the window ... */
  readonly signupPart: number;
  /** ... at `u ** signupSkew` of it: above 1 means more of them early. */
  readonly signupSkew: number;
  readonly churnShare: number;
  /** No account leaves earlier than this many days after signing up. */
  readonly churnAfterDays: number;
}

export interface UserLife {
  /** Share of the team that joins in the first weeks; the others join evenly over the life of the account. */
  readonly foundingShare: number;
  readonly foundingDaysMean: number;
  readonly activatedSameDayShare: number;
  readonly activationDays: LogNormal;
  /** How differently busy people are: the median person has weight 1. */
  readonly busyness: LogNormal;
  /** Share of users who lose interest without being deactivated. */
  readonly lapseShare: number;
}

export interface ProjectLife {
  /** So many come with the account, in its first week; the others over its life. */
  readonly foundingProjects: number;
  /** Above 1: more of them early. */
  readonly startSkew: number;
  /** The last one leaves this many days for its tasks before the window, or the account, ends. */
  readonly lastStartDays: number;
}

export interface TaskLife {
  readonly startDays: LogNormal;
  /** Cycle time as a multiple of the planned days. */
  readonly cycleOfPlan: LogNormal;
  readonly cancelDays: LogNormal;
  readonly selfAssigned: number;
  readonly startedBeforeCancel: number;
  readonly handoff: number;
  readonly blockerResolved: number;
  /**
   * Of the tasks of a full window, the part old enough to be finished when it ends (measured). The status mix
   * is what one sees at the end of the window, so the share that is *going* to be done is larger by this.
   */
  readonly finishedByEnd: number;
}

export interface Activity {
  /** Monday first. */
  readonly weekday: readonly number[];
  /** By local hour of the day. */
  readonly hour: readonly number[];
  /** Chance that a person of weight 1 logs in on a normal working day. */
  readonly loginPerDay: number;
  readonly loginPerDayMax: number;
  readonly dashboardAfterLogin: number;
}

export const config: GeneratorConfig = {
  seed: 22,
  window: { start: "2025-08-01", end: "2026-02-26" },
  accounts: 80,
  plans: [
    { tier: "starter", share: 0.55, seats: { min: 2, max: 15 }, teamSize: { median: 10, sigma: 0.25 } },
    { tier: "growth", share: 0.3, seats: { min: 16, max: 60 }, teamSize: { median: 12.5, sigma: 0.25 } },
    { tier: "enterprise", share: 0.15, seats: { min: 61, max: 200 }, teamSize: { median: 14.5, sigma: 0.2 } },
  ],
  regions: [
    {
      name: "NA",
      share: 0.4,
      utcOffsets: [-8, -6, -5, -5],
      holidays: [
        { first: "2025-09-01", last: "2025-09-01", activity: 0.15 },
        { first: "2025-11-27", last: "2025-11-28", activity: 0.15 },
        { first: "2025-12-24", last: "2026-01-01", activity: 0.25 },
        { first: "2026-01-19", last: "2026-01-19", activity: 0.5 },
      ],
    },
    {
      name: "EMEA",
      share: 0.35,
      utcOffsets: [0, 1, 1, 2],
      holidays: [
        { first: "2025-08-04", last: "2025-08-22", activity: 0.75 },
        { first: "2025-12-22", last: "2026-01-02", activity: 0.2 },
        { first: "2026-01-06", last: "2026-01-06", activity: 0.6 },
      ],
    },
    {
      name: "LATAM",
      share: 0.15,
      utcOffsets: [-5, -3, -3],
      holidays: [
        { first: "2025-12-24", last: "2026-01-01", activity: 0.25 },
        { first: "2026-02-16", last: "2026-02-18", activity: 0.3 },
      ],
    },
    {
      name: "APAC",
      share: 0.1,
      utcOffsets: [5.5, 8, 9, 11],
      holidays: [
        { first: "2025-12-25", last: "2025-12-26", activity: 0.5 },
        { first: "2026-01-01", last: "2026-01-02", activity: 0.3 },
        { first: "2026-02-16", last: "2026-02-20", activity: 0.4 },
      ],
    },
  ],
  teamSize: { min: 8, max: 18 },
  projectsPerAccount: { min: 4, max: 8 },
  tasksPerProject: { min: 10, max: 25 },
  eventsPerTask: { min: 2, max: 5 },
  roles: { values: ["admin", "manager", "member"], weights: [0.1, 0.25, 0.65] },
  projectStatus: { values: ["active", "completed", "archived"], weights: [0.6, 0.3, 0.1] },
  taskStatus: { values: ["backlog", "in_progress", "done", "cancelled"], weights: [0.25, 0.4, 0.3, 0.05] },
  priority: { values: ["low", "medium", "high", "critical"], weights: [0.2, 0.45, 0.3, 0.05] },
  plannedDays: [
    { median: 12, sigma: 0.4 },
    { median: 9, sigma: 0.4 },
    { median: 6, sigma: 0.4 },
    { median: 3, sigma: 0.4 },
  ],
  plannedDaysMax: 30,
  blockerShare: 0.1,
  imperfections: {
    missingAssignee: 0.04,
    outlierDueDate: 0.01,
    outlierDueDays: { min: 60, max: 180 },
    arrival: [
      { share: 0.8, days: { min: 0, max: 0 } },
      { share: 0.18, days: { min: 1, max: 3 } },
      { share: 0.02, days: { min: 4, max: 7 } },
    ],
    userDeactivation: 0.07,
    activeAfterDeactivation: 0.3,
    lingerDays: { min: 2, max: 14 },
  },
  accountLife: { signupPart: 0.6, signupSkew: 1.3, churnShare: 0.1, churnAfterDays: 70 },
  userLife: {
    foundingShare: 0.65,
    foundingDaysMean: 9,
    activatedSameDayShare: 0.7,
    activationDays: { median: 2, sigma: 0.6 },
    busyness: { median: 1, sigma: 0.6 },
    lapseShare: 0.22,
  },
  projectLife: { foundingProjects: 2, startSkew: 1.2, lastStartDays: 21 },
  taskLife: {
    startDays: { median: 1.2, sigma: 0.9 },
    cycleOfPlan: { median: 0.8, sigma: 0.5 },
    cancelDays: { median: 10, sigma: 0.6 },
    selfAssigned: 0.2,
    startedBeforeCancel: 0.5,
    handoff: 0.3,
    blockerResolved: 0.6,
    finishedByEnd: 0.93,
  },
  activity: {
    weekday: [0.95, 1, 1, 0.97, 0.85, 0.1, 0.07],
    hour: [
      0.01, 0, 0, 0, 0, 0.02, 0.08, 0.35, 0.85, 1, 1, 0.85, 0.45, 0.75, 0.95, 0.95, 0.85, 0.6, 0.25, 0.12,
      0.1, 0.08, 0.05, 0.02,
    ],
    loginPerDay: 0.32,
    loginPerDayMax: 0.9,
    dashboardAfterLogin: 0.55,
  },
};
