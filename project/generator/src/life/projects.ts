import { SECONDS_PER_DAY } from "../calendar.ts";
import { Random } from "../random.ts";
import type { Account } from "./account.ts";
import { pickUser, type Team } from "./users.ts";
import { streamOf, type World } from "./world.ts";

export interface Project {
  /** Position in the team. */
  readonly owner: number;
  readonly createdAt: number;
  /** Index into the status mix; what the project becomes when it ends. */
  readonly outcome: number;
  /** When it is completed or archived; Infinity when it stays active. */
  readonly endedAt: number;
  readonly taskCount: number;
}

export function planProjects(world: World, account: Account, team: Team): Project[] {
  const random = new Random(world.seed, account.number, streamOf.projects);
  const count = random.integer(world.config.projectsPerAccount);
  const projects: Project[] = [];
  for (let local = 0; local < count; local++) projects.push(planProject(world, account, team, random, local));
  return projects;
}

function planProject(world: World, account: Account, team: Team, random: Random, local: number): Project {
  const { calendar, config, mixes } = world;
  const { foundingProjects, startSkew, lastStartDays } = config.projectLife;
  const firstDay = Math.floor(account.createdAt / SECONDS_PER_DAY);
  const lastDay = Math.floor(account.endsAt / SECONDS_PER_DAY) - lastStartDays;
  const span = local < foundingProjects ? 7 : Math.max(lastDay - firstDay, 7);
  const wanted = firstDay + Math.floor(random.next() ** startSkew * span);
  const day = calendar.workingDay(account.region, wanted);
  const earliest = team.users[0]!.activatedAt + 60 + random.below(3_600);
  const createdAt = Math.max(calendar.instant(random, day, account.utcOffset), earliest);
  const outcome = random.index(mixes.projectStatus);
  const endedAt = drawEnd(world, account, random, createdAt);
  return {
    owner: pickUser(random, team, createdAt),
    createdAt,
    outcome,
    endedAt: config.projectStatus.values[outcome] === "active" ? Infinity : endedAt,
    taskCount: random.integer(config.tasksPerProject),
  };
}

/** In the later part of what remains of the window. */
function drawEnd(world: World, account: Account, random: Random, createdAt: number): number {
  const share = 0.4 + 0.6 * random.next();
  const day = Math.floor((createdAt + share * (account.endsAt - createdAt)) / SECONDS_PER_DAY) - 1;
  return Math.max(world.calendar.instant(random, day, account.utcOffset), createdAt + SECONDS_PER_DAY);
}
