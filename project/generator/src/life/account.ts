import { SECONDS_PER_DAY } from "../calendar.ts";
import type { Plan, Range } from "../config.ts";
import { Random } from "../random.ts";
import { accountNames } from "../tables/names.ts";
import { streamOf, type World } from "./world.ts";

export interface Account {
  /** From 1. */
  readonly number: number;
  readonly nameCode: number;
  readonly plan: number;
  readonly region: number;
  readonly utcOffset: number;
  readonly seats: number;
  readonly teamSize: number;
  readonly createdAt: number;
  /** Infinity for an account that stays. Nothing happens in an account after it left. */
  readonly churnedAt: number;
  /** The earlier of the end of the window and the day it leaves: people, projects and tasks start before. */
  readonly endsAt: number;
}

/**
 * Plan and region are not drawn but dealt out evenly, so that already a few accounts show the mixes: multiples of
 * these two numbers fill the unit square without clumps (the R2 sequence of Martin Roberts, from x^3 = x + 1).
 */
const PLAN_STEP = 0.7548776662466927;
const REGION_STEP = 0.5698402909980532;

export function planAccount(world: World, number: number): Account {
  const { config, mixes, calendar } = world;
  const random = new Random(world.seed, number, streamOf.account);
  const plan = spreadIndex(
    mixes.plan,
    number * PLAN_STEP + new Random(world.seed, streamOf.planOffset).next(),
  );
  const region = spreadIndex(
    mixes.region,
    number * REGION_STEP + new Random(world.seed, streamOf.regionOffset).next(),
  );
  const { utcOffsets } = config.regions[region]!;
  const utcOffset = utcOffsets[random.below(utcOffsets.length)]!;
  const teamSize = drawTeamSize(random, config.plans[plan]!, config.teamSize);
  const { seats } = config.plans[plan]!;
  const days = world.endDay - world.startDay;
  const { signupSkew, signupPart } = config.accountLife;
  const signupDay = world.startDay + Math.floor(random.next() ** signupSkew * signupPart * days);
  const createdAt = Math.max(
    calendar.instant(random, calendar.workingDay(region, signupDay), utcOffset),
    world.startDay * SECONDS_PER_DAY,
  );
  const horizon = world.endDay * SECONDS_PER_DAY;
  const churnedAt = drawChurn(world, random, createdAt, horizon);
  return {
    number,
    nameCode: random.below(accountNames.length),
    plan,
    region,
    utcOffset,
    // A company buys at least a seat for everyone it has.
    seats: random.integer({ min: Math.max(seats.min, teamSize), max: seats.max }),
    teamSize,
    createdAt,
    churnedAt,
    endsAt: Math.min(churnedAt, horizon),
  };
}

/** The choice at a point, of which only the part after the decimal point counts. */
function spreadIndex(cumulative: Float64Array, point: number): number {
  const last = cumulative.length - 1;
  const target = (point % 1) * cumulative[last]!;
  const at = cumulative.findIndex((reached) => target < reached);
  return at < 0 ? last : at;
}

/** Log-normal within the allowed sizes; a plan cannot hold more people than it has seats. */
function drawTeamSize(random: Random, plan: Plan, range: Range): number {
  const max = Math.min(range.max, plan.seats.max);
  for (;;) {
    const size = Math.round(random.logNormal(plan.teamSize));
    if (size >= range.min && size <= max) return size;
  }
}

function drawChurn(world: World, random: Random, createdAt: number, horizon: number): number {
  const { churnShare, churnAfterDays } = world.config.accountLife;
  const earliest = createdAt + churnAfterDays * SECONDS_PER_DAY;
  const leaves = random.chance(churnShare);
  const point = random.next();
  return leaves && earliest < horizon ? Math.floor(earliest + point * (horizon - earliest)) : Infinity;
}
