import { SECONDS_PER_DAY } from "../calendar.ts";
import type { Random } from "../random.ts";
import { idNumber, idShapes } from "../tables/entity-id.ts";
import { entityCode, eventCode } from "../tables/table-spec.ts";
import type { EventLog } from "./event-log.ts";
import type { Project } from "./projects.ts";
import type { Task, TaskSetting } from "./tasks.ts";
import type { Team } from "./users.ts";

export interface LoggedTask {
  readonly task: Task;
  readonly project: Project;
  /** Id number of the task. */
  readonly number: number;
}

export function logTaskEvents(setting: TaskSetting, random: Random, log: EventLog, logged: LoggedTask): void {
  const { account } = setting;
  for (const { name, actor, at } of planEvents(setting, random, logged.task)) {
    const seen = actAs(setting, logged.project, actor, at);
    log.add(name, entityCode.task, logged.number, idNumber(idShapes.user, account.number, seen + 1), at);
  }
}

interface TaskEvent {
  readonly name: number;
  /** Position in the team. */
  readonly actor: number;
  readonly at: number;
}

/**
 * The two to five events of a task: its creation and a first reaction on the same day, its completion when it gets
 * done, and then as many of the others that make sense for it as were drawn. Draws are made also for those there is
 * no room for.
 */
function planEvents(setting: TaskSetting, random: Random, task: Task): TaskEvent[] {
  const { creator, createdAt, completedAt } = task;
  const actor = task.assignee >= 0 ? task.assignee : creator;
  const closedAt = Math.min(completedAt, task.cancelledAt);
  const count = random.integer(setting.world.config.eventsPerTask);
  const reaction = task.assignee >= 0 ? eventCode.task_assigned : eventCode.work_note_added;
  const reactionAt = soonAfter(random, createdAt, setting.account.churnedAt);
  const events: TaskEvent[] = [
    { name: eventCode.task_created, actor: creator, at: createdAt },
    { name: reaction, actor: creator, at: reactionAt },
  ];
  if (completedAt < Infinity) events.push({ name: eventCode.task_completed, actor, at: completedAt });
  const atLeast = events.length;
  if (task.startAt < Infinity) addWork(events, setting, random, { task, actor, closedAt });
  events.length = Math.min(events.length, Math.max(count, atLeast));
  while (events.length < count) {
    const from = Math.min(task.startAt, createdAt + SECONDS_PER_DAY);
    const at = between(random, from, Math.min(closedAt, from + 10 * SECONDS_PER_DAY));
    events.push({ name: eventCode.work_note_added, actor, at });
  }
  return events;
}

interface Work {
  readonly task: Task;
  readonly actor: number;
  readonly closedAt: number;
}

/** What happens while somebody works on it, the most telling first. */
function addWork(events: TaskEvent[], { world }: TaskSetting, random: Random, work: Work): void {
  const { actor, task } = work;
  const { taskLife } = world.config;
  const workEnds = Math.min(work.closedAt, task.startAt + 20 * SECONDS_PER_DAY);
  if (task.hasBlocker) {
    const blockedAt = between(random, task.startAt, workEnds);
    const resolvedAt = between(random, blockedAt, workEnds);
    events.push({ name: eventCode.blocker_added, actor, at: blockedAt });
    if (random.chance(taskLife.blockerResolved)) {
      events.push({ name: eventCode.blocker_resolved, actor, at: resolvedAt });
    }
  }
  const handoffAt = between(random, task.startAt, workEnds);
  if (random.chance(taskLife.handoff)) {
    events.push({ name: eventCode.handoff_completed, actor, at: handoffAt });
  }
  events.push({ name: eventCode.task_status_changed, actor, at: task.startAt });
}

/** Within the hour and on the same day, so that no task is seen with its first event alone. */
function soonAfter(random: Random, at: number, churnedAt: number): number {
  const endOfDay = (Math.floor(at / SECONDS_PER_DAY) + 1) * SECONDS_PER_DAY - 1;
  return Math.min(at + 30 + random.below(2_700), endOfDay, churnedAt - 1);
}

function between(random: Random, from: number, to: number): number {
  return Math.floor(from + random.next() * (to - from));
}

/** Someone who has been deactivated and does not linger is stood in for by the project's owner or an admin. */
function actAs({ team }: TaskSetting, project: Project, actor: number, at: number): number {
  if (isSeen(team, actor, at)) return actor;
  return isSeen(team, project.owner, at) ? project.owner : 0;
}

function isSeen(team: Team, user: number, at: number): boolean {
  const { deactivatedAt, seenUntil } = team.users[user]!;
  return at < deactivatedAt || at < seenUntil;
}
