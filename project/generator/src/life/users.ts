import { SECONDS_PER_DAY } from "../calendar.ts";
import { accumulate, Random } from "../random.ts";
import { firstNames, lastNames } from "../tables/names.ts";
import type { Account } from "./account.ts";
import { streamOf, type World } from "./world.ts";

export interface User {
  readonly firstName: number;
  readonly lastName: number;
  readonly role: number;
  readonly createdAt: number;
  readonly activatedAt: number;
  /** Infinity when never. */
  readonly deactivatedAt: number;
  /** When the user is no longer picked for new work: deactivated, or no longer interested. */
  readonly availableUntil: number;
  /** Until when events of this user still appear; after the deactivation for the few that linger. */
  readonly seenUntil: number;
}

export interface Team {
  readonly users: readonly User[];
  /** Running totals of how busy each user is, for drawing who does something. */
  readonly busyness: Float64Array;
  readonly weights: Float64Array;
  /** Of each user, for the same: from when until when new work is given. */
  readonly activatedAt: Float64Array;
  readonly availableUntil: Float64Array;
}

const admin = 0;

export function planTeam(world: World, account: Account): Team {
  const random = new Random(world.seed, account.number, streamOf.users);
  const roles = roleMix(world, account.teamSize);
  const users: User[] = [];
  const activatedAt = new Float64Array(account.teamSize);
  const availableUntil = new Float64Array(account.teamSize);
  const weights = new Float64Array(account.teamSize);
  for (let local = 0; local < account.teamSize; local++) {
    const user = planUser(world, account, random, local === 0 ? undefined : roles);
    users.push(user);
    activatedAt[local] = user.activatedAt;
    availableUntil[local] = user.availableUntil;
    weights[local] = random.logNormal(world.config.userLife.busyness);
  }
  return { users, busyness: accumulate(weights), weights, activatedAt, availableUntil };
}

/** Who does something at this instant, by busyness; the first user, who never leaves, when nobody is found. */
export function pickUser(random: Random, team: Team, at: number): number {
  for (let attempt = 0; attempt < 6; attempt++) {
    const candidate = random.index(team.busyness);
    if (team.activatedAt[candidate]! <= at && at < team.availableUntil[candidate]!) return candidate;
  }
  return 0;
}

/** The first user is an admin in every account; the others make up for it so that the mix holds overall. */
function roleMix(world: World, teamSize: number): Float64Array {
  const [admins, ...others] = world.config.roles.weights as [number, ...number[]];
  const rest = Math.max(0, (admins * teamSize - 1) / (teamSize - 1));
  return accumulate([rest, ...others.map((weight) => (weight * (1 - rest)) / (1 - admins))]);
}

/** Without roles to draw from it is the account's first user: signs up with it, is its admin and never leaves. */
function planUser(world: World, account: Account, random: Random, roles: Float64Array | undefined): User {
  const firstName = random.below(firstNames.length);
  const lastName = random.below(lastNames.length);
  if (roles === undefined) {
    const createdAt = account.createdAt + 30 + random.below(600);
    const activatedAt = createdAt + 60 + random.below(1_800);
    const never = { deactivatedAt: Infinity, availableUntil: Infinity, seenUntil: Infinity };
    return { firstName, lastName, role: admin, createdAt, activatedAt, ...never };
  }
  const role = random.index(roles);
  const createdAt = drawJoin(world, account, random);
  const activatedAt = drawActivation(world, account, random, createdAt);
  return {
    firstName,
    lastName,
    role,
    createdAt,
    activatedAt,
    ...drawLeaving(world, account, random, activatedAt),
  };
}

function drawJoin(world: World, account: Account, random: Random): number {
  const { foundingShare, foundingDaysMean } = world.config.userLife;
  const span = account.endsAt - account.createdAt - SECONDS_PER_DAY;
  const founding = random.chance(foundingShare);
  const wait = founding ? random.exponential(foundingDaysMean) * SECONDS_PER_DAY : random.next() * span;
  const day = Math.floor((account.createdAt + Math.min(wait, span)) / SECONDS_PER_DAY);
  const joined = world.calendar.instant(random, day, account.utcOffset);
  const earliest = account.createdAt + 900 + random.below(7_200);
  return Math.max(joined, earliest);
}

function drawActivation(world: World, account: Account, random: Random, createdAt: number): number {
  const { activatedSameDayShare, activationDays } = world.config.userLife;
  const sameDay = random.chance(activatedSameDayShare);
  const soon = createdAt + 120 + Math.floor(random.next() * 3 * 3_600);
  if (sameDay) return soon;
  const day = Math.floor(createdAt / SECONDS_PER_DAY) + Math.ceil(random.logNormal(activationDays));
  return Math.max(world.calendar.instant(random, day, account.utcOffset), soon);
}

type Leaving = Pick<User, "deactivatedAt" | "availableUntil" | "seenUntil">;

function drawLeaving(world: World, account: Account, random: Random, activatedAt: number): Leaving {
  const { userDeactivation, activeAfterDeactivation, lingerDays } = world.config.imperfections;
  const horizon = world.endDay * SECONDS_PER_DAY;
  const earliest = activatedAt + SECONDS_PER_DAY;
  // The first user is never deactivated; the others make up for it so that the share holds overall.
  const share = (userDeactivation * account.teamSize) / (account.teamSize - 1);
  const deactivates = random.chance(share) && earliest < horizon;
  const deactivatedAt = Math.floor(earliest + random.next() * (horizon - earliest));
  const lingers = random.chance(activeAfterDeactivation);
  const linger = random.integer(lingerDays) * SECONDS_PER_DAY;
  const lapses = random.chance(world.config.userLife.lapseShare);
  const lapsedAt = lapses ? Math.floor(activatedAt + random.next() * (horizon - activatedAt)) : Infinity;
  if (!deactivates) return { deactivatedAt: Infinity, availableUntil: lapsedAt, seenUntil: lapsedAt };
  return {
    deactivatedAt,
    availableUntil: Math.min(deactivatedAt, lapsedAt),
    seenUntil: lingers ? deactivatedAt + linger : Math.min(deactivatedAt, lapsedAt),
  };
}
