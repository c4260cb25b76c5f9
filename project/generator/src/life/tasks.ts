import { SECONDS_PER_DAY, toUtcHour } from "../calendar.ts";
import type { Random } from "../random.ts";
import type { Account } from "./account.ts";
import type { Project } from "./projects.ts";
import { pickUser, type Team } from "./users.ts";
import type { World } from "./world.ts";

/** A task from beginning to end, whenever "now" is. Instants that never come are Infinity. */
export interface Task {
  readonly creator: number;
  /** -1 when nobody is assigned. */
  readonly assignee: number;
  readonly priority: number;
  readonly hasBlocker: boolean;
  /** Index into the status mix: the status the task ends up with. */
  readonly outcome: number;
  readonly createdAt: number;
  readonly startAt: number;
  readonly dueAt: number;
  readonly completedAt: number;
  readonly cancelledAt: number;
}

/** Positions in the status mix, looked up by name once. */
export interface TaskStatuses {
  readonly backlog: number;
  readonly inProgress: number;
  readonly done: number;
  readonly cancelled: number;
}

export function findTaskStatuses(world: World): TaskStatuses {
  const at = (name: string): number => world.config.taskStatus.values.indexOf(name);
  return {
    backlog: at("backlog"),
    inProgress: at("in_progress"),
    done: at("done"),
    cancelled: at("cancelled"),
  };
}

/** When a task may be created: on a day from the first, before the last, and before an instant. */
export interface CreationSpan {
  readonly first: number;
  readonly last: number;
  readonly before: number;
}

/** Everything that is drawn for one task. */
export function planTask(
  { world, account, team, statuses }: TaskSetting,
  random: Random,
  project: Project,
  span: CreationSpan,
): Task {
  const { calendar, config, mixes } = world;
  const { region, utcOffset } = account;
  const createdDay = calendar.pickDay(random, region, span.first, span.last);
  const earliest = project.createdAt + 60 + random.below(3_600);
  const instant = calendar.instant(random, createdDay, utcOffset);
  const createdAt = Math.max(instant < span.before ? instant : instant - SECONDS_PER_DAY, earliest);
  const creator = pickUser(random, team, createdAt);
  const outcome = random.index(mixes.taskOutcome);
  const priority = random.index(mixes.priority);
  const hasBlocker = random.chance(config.blockerShare);
  const assignee = drawAssignee(world, random, team, creator, createdAt);
  const cancelled = outcome === statuses.cancelled;
  const starts = cancelled
    ? random.chance(config.taskLife.startedBeforeCancel)
    : outcome !== statuses.backlog;

  const plannedStart = drawInstantAfter(
    world,
    account,
    random,
    createdAt,
    random.logNormal(config.taskLife.startDays),
  );
  const plan = Math.min(random.logNormal(config.plannedDays[priority]!), config.plannedDaysMax - 2);
  const startAt = starts ? plannedStart : Infinity;
  const cycle = plan * random.logNormal(config.taskLife.cycleOfPlan);
  const completedAt =
    outcome === statuses.done ? drawInstantAfter(world, account, random, plannedStart, cycle) : Infinity;
  const cancelWait = random.logNormal(config.taskLife.cancelDays);
  const cancelledAt = cancelled
    ? drawInstantAfter(world, account, random, starts ? plannedStart : createdAt, cancelWait)
    : Infinity;
  const dueAt = drawDue(world, account, random, { plannedStart, plan, starts });
  return {
    creator,
    assignee,
    priority,
    hasBlocker,
    outcome,
    createdAt,
    startAt,
    dueAt,
    completedAt,
    cancelledAt,
  };
}

export interface TaskSetting {
  readonly world: World;
  readonly account: Account;
  readonly team: Team;
  readonly statuses: TaskStatuses;
}

/** The status as seen at an instant: the outcome once it has come about, the stage on the way to it before. */
export function taskStatusAt(task: Task, statuses: TaskStatuses, at: number): number {
  if (task.completedAt < at || task.cancelledAt < at) return task.outcome;
  return task.startAt < at ? statuses.inProgress : statuses.backlog;
}

/** On the working day so many days later; soon after when that is not later. */
function drawInstantAfter(
  world: World,
  account: Account,
  random: Random,
  from: number,
  days: number,
): number {
  const { calendar } = world;
  const day = calendar.workingDay(account.region, Math.floor(from / SECONDS_PER_DAY + days));
  const instant = calendar.instant(random, day, account.utcOffset);
  return instant > from ? instant : from + 600 + random.below(7_200);
}

function drawAssignee(world: World, random: Random, team: Team, creator: number, at: number): number {
  const missing = random.chance(world.config.imperfections.missingAssignee);
  const self = random.chance(world.config.taskLife.selfAssigned);
  const other = pickUser(random, team, at);
  if (missing) return -1;
  return self ? creator : other;
}

/** The end of a local working day. Only a started task can be an outlier, so among those the share is larger. */
function drawDue(
  world: World,
  account: Account,
  random: Random,
  {
    plannedStart,
    plan,
    starts,
  }: { readonly plannedStart: number; readonly plan: number; readonly starts: boolean },
): number {
  const { outlierDueDate, outlierDueDays } = world.config.imperfections;
  const outlier = random.chance(outlierDueDate / world.startedShare) && starts;
  const outlierDays = random.integer(outlierDueDays);
  const startDay = Math.floor(plannedStart / SECONDS_PER_DAY);
  if (outlier) return (startDay + outlierDays) * SECONDS_PER_DAY + 12 * 3_600;
  // A due date on a holiday moves to the next working day, but stays within a month of the start.
  const planned = world.calendar.workingDay(account.region, startDay + Math.max(1, Math.round(plan)));
  const day = Math.min(planned, startDay + world.config.plannedDaysMax - 1);
  return day * SECONDS_PER_DAY + Math.floor(toUtcHour(17, account.utcOffset) * 3_600);
}
