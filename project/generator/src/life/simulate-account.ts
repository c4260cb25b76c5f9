/**
 * One account from sign-up to "now", appended to the five tables of a batch. Everything is planned as if time
 * went on for ever and then looked at as of one midnight: what has not arrived is left out, what has not
 * happened yet is empty. That is why moving "now" changes no event that was already there.
 */
import { SECONDS_PER_DAY } from "../calendar.ts";
import { Random } from "../random.ts";
import type { Batch } from "../tables/column-buffer.ts";
import { idNumber, idShapes } from "../tables/entity-id.ts";
import { entityCode, eventCode, NULL } from "../tables/table-spec.ts";
import { planAccount, type Account } from "./account.ts";
import type { EventLog } from "./event-log.ts";
import { logDay, logLingering } from "./logins.ts";
import { planProjects, type Project } from "./projects.ts";
import { logTaskEvents } from "./task-events.ts";
import { findTaskStatuses, planTask, taskStatusAt, type Task, type TaskSetting } from "./tasks.ts";
import { planTeam } from "./users.ts";
import { streamOf, type World } from "./world.ts";

export function simulateAccount(world: World, number: number, log: EventLog, batch: Batch): void {
  const account = planAccount(world, number);
  if (account.createdAt >= world.asOf) return;
  const team = planTeam(world, account);
  const setting: TaskSetting = { world, account, team, statuses: findTaskStatuses(world) };
  const projects = planProjects(world, account, team);
  log.open(account, new Random(world.seed, number, streamOf.arrivals));

  writeAccount(world, account, batch);
  writeUsers(setting, batch);
  writeProjects(setting, projects, log, batch);
  const taskCount = simulateTasks(setting, projects, log, batch);
  simulateLogins(setting, log);
  simulateLaterDays(setting, projects, taskCount, log, batch);
  log.writeTo(batch.events);
}

function simulateTasks(
  setting: TaskSetting,
  projects: readonly Project[],
  log: EventLog,
  batch: Batch,
): number {
  const { world, account } = setting;
  const random = new Random(world.seed, account.number, streamOf.tasks);
  let count = 0;
  for (let at = 0; at < projects.length; at++) {
    const project = projects[at]!;
    const first = Math.floor(project.createdAt / SECONDS_PER_DAY);
    const before = Math.min(project.endedAt, account.endsAt);
    const last = Math.max(Math.floor(before / SECONDS_PER_DAY), first + 1);
    for (let task = 0; task < project.taskCount; task++) {
      count++;
      addTask(
        setting,
        random,
        planTask(setting, random, project, { first, last, before }),
        { project, at, count },
        log,
        batch,
      );
    }
  }
  return count;
}

function simulateLogins(setting: TaskSetting, log: EventLog): void {
  const { world, account } = setting;
  const random = new Random(world.seed, account.number, streamOf.logins);
  logLingering(setting, random, log);
  const firstDay = Math.floor(account.createdAt / SECONDS_PER_DAY);
  const lastDay = Math.min(world.endDay, Math.ceil(world.asOf / SECONDS_PER_DAY));
  for (let day = firstDay; day < lastDay; day++) logDay(setting, random, log, day);
}

/** Days past the window of the configuration, each from a stream of its own: people go on, new tasks appear. */
function simulateLaterDays(
  setting: TaskSetting,
  projects: readonly Project[],
  tasksBefore: number,
  log: EventLog,
  batch: Batch,
): void {
  const { world, account } = setting;
  if (account.churnedAt < Infinity) return;
  const lived = (account.endsAt - account.createdAt) / SECONDS_PER_DAY;
  const perDay = tasksBefore / Math.max(lived, 1);
  const meanDay = world.config.activity.weekday.reduce((sum, share) => sum + share, 0) / 7;
  let count = tasksBefore;
  for (let day = world.endDay; day < world.asOf / SECONDS_PER_DAY; day++) {
    const random = new Random(world.seed, account.number, streamOf.laterDay, day);
    logDay(setting, random, log, day);
    const open = projects
      .map((project, at) => ({ project, at }))
      .filter((each) => each.project.endedAt === Infinity);
    let wanted = (perDay * world.calendar.busy(account.region, day)) / meanDay;
    for (; open.length > 0 && random.next() < wanted; wanted -= 1) {
      count++;
      const { project, at } = open[Math.floor(random.next() * open.length)]!;
      const task = planTask(setting, random, project, { first: day, last: day + 1, before: Infinity });
      addTask(setting, random, task, { project, at, count }, log, batch);
    }
  }
}

interface TaskPlace {
  readonly project: Project;
  /** Position of the project in the account. */
  readonly at: number;
  /** Number of the task in the account, from 1. */
  readonly count: number;
}

function addTask(
  setting: TaskSetting,
  random: Random,
  task: Task,
  place: TaskPlace,
  log: EventLog,
  batch: Batch,
): void {
  const { world, account, statuses } = setting;
  const number = idNumber(idShapes.task, account.number, place.count);
  logTaskEvents(setting, random, log, { task, project: place.project, number });
  const now = Math.min(world.asOf, account.churnedAt);
  if (task.createdAt >= now) return;
  batch.tasks.push(
    number,
    account.number,
    idNumber(idShapes.project, account.number, place.at + 1),
    idNumber(idShapes.user, account.number, task.creator + 1),
    task.assignee < 0 ? NULL : idNumber(idShapes.user, account.number, task.assignee + 1),
    taskStatusAt(task, statuses, now),
    task.priority,
    task.hasBlocker ? 1 : 0,
    task.createdAt,
    seenBefore(task.startAt, now),
    task.dueAt,
    seenBefore(task.completedAt, now),
  );
}

function writeAccount(world: World, account: Account, batch: Batch): void {
  const churned = account.churnedAt < world.asOf ? 1 : 0;
  const { number, nameCode, plan, region, seats, createdAt } = account;
  batch.accounts.push(number, nameCode, plan, region, seats, churned, createdAt);
}

function writeUsers({ world, account, team }: TaskSetting, batch: Batch): void {
  for (let local = 0; local < team.users.length; local++) {
    const user = team.users[local]!;
    if (user.createdAt >= world.asOf) continue;
    batch.users.push(
      idNumber(idShapes.user, account.number, local + 1),
      account.number,
      user.firstName,
      user.lastName,
      user.role,
      user.deactivatedAt < world.asOf ? 1 : 0,
      user.createdAt,
      seenBefore(user.activatedAt, world.asOf),
      seenBefore(user.deactivatedAt, world.asOf),
    );
  }
}

function writeProjects(
  { world, account }: TaskSetting,
  projects: readonly Project[],
  log: EventLog,
  batch: Batch,
): void {
  const names = world.config.projectStatus.values;
  for (let local = 0; local < projects.length; local++) {
    const project = projects[local]!;
    const number = idNumber(idShapes.project, account.number, local + 1);
    const owner = idNumber(idShapes.user, account.number, project.owner + 1);
    log.add(eventCode.project_created, entityCode.project, number, owner, project.createdAt);
    const now = Math.min(world.asOf, account.churnedAt);
    if (project.createdAt >= now) continue;
    const ended = project.endedAt < now;
    const completed = ended && names[project.outcome] === "completed";
    batch.projects.push(
      number,
      account.number,
      owner,
      ended ? project.outcome : names.indexOf("active"),
      project.createdAt,
      completed ? project.endedAt : NULL,
    );
  }
}

function seenBefore(instant: number, now: number): number {
  return instant < now ? instant : NULL;
}
