import { SECONDS_PER_DAY } from "../calendar.ts";
import type { Random } from "../random.ts";
import { idNumber, idShapes } from "../tables/entity-id.ts";
import { entityCode, eventCode } from "../tables/table-spec.ts";
import type { EventLog } from "./event-log.ts";
import type { Project } from "./projects.ts";
import type { Task, TaskSetting } from "./tasks.ts";

export interface LoggedTask {
  readonly task: Task;
  readonly project: Project;
  /** Id number of the task. */
  readonly number: number;
}

/**
 * The two to five events of a task: its creation and a first reaction on the same day, its completion when it gets
 * done, and then as many of the others that make sense for it as were drawn, the most telling first.
 */
export function logTaskEvents(setting: TaskSetting, random: Random, log: EventLog, logged: LoggedTask): void {
  const { task } = logged;
  const add = (name: number, actor: number, at: number): void => {
    const user = idNumber(
      idShapes.user,
      setting.account.number,
      actAs(setting, logged.project, actor, at) + 1,
    );
    log.add(name, entityCode.task, logged.number, user, at);
  };
  const worker = task.assignee >= 0 ? task.assignee : task.creator;
  const closedAt = Math.min(task.completedAt, task.cancelledAt);
  let left = random.integer(setting.world.config.eventsPerTask) - 2;

  add(eventCode.task_created, task.creator, task.createdAt);
  const reaction = task.assignee >= 0 ? eventCode.task_assigned : eventCode.work_note_added;
  add(reaction, task.creator, soonAfter(random, task.createdAt, setting.account.churnedAt));
  if (task.completedAt < Infinity) {
    add(eventCode.task_completed, worker, task.completedAt);
    left--;
  }
  for (const candidate of possibleEvents(setting, random, task, closedAt)) {
    if (left <= 0) return;
    add(candidate.name, worker, candidate.at);
    left--;
  }
  for (; left > 0; left--) {
    const from = Math.min(task.startAt, task.createdAt + SECONDS_PER_DAY);
    add(
      eventCode.work_note_added,
      worker,
      between(random, from, Math.min(closedAt, from + 10 * SECONDS_PER_DAY)),
    );
  }
}

interface Candidate {
  readonly name: number;
  readonly at: number;
}

function possibleEvents(setting: TaskSetting, random: Random, task: Task, closedAt: number): Candidate[] {
  if (task.startAt === Infinity) return [];
  const { taskLife } = setting.world.config;
  const candidates: Candidate[] = [];
  const workEnds = Math.min(closedAt, task.startAt + 20 * SECONDS_PER_DAY);
  if (task.hasBlocker) {
    const blockedAt = between(random, task.startAt, workEnds);
    candidates.push({ name: eventCode.blocker_added, at: blockedAt });
    const resolvedAt = between(random, blockedAt, workEnds);
    if (random.chance(taskLife.blockerResolved))
      candidates.push({ name: eventCode.blocker_resolved, at: resolvedAt });
  }
  const handoffAt = between(random, task.startAt, workEnds);
  if (random.chance(taskLife.handoff)) candidates.push({ name: eventCode.handoff_completed, at: handoffAt });
  candidates.push({ name: eventCode.task_status_changed, at: task.startAt });
  return candidates;
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
  const seen = (user: number): boolean => {
    const { deactivatedAt, seenUntil } = team.users[user]!;
    return at < deactivatedAt || at < seenUntil;
  };
  if (seen(actor)) return actor;
  return seen(project.owner) ? project.owner : 0;
}
