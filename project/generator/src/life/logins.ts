import type { Random } from "../random.ts";
import { idNumber, idShapes } from "../tables/entity-id.ts";
import { entityCode, eventCode } from "../tables/table-spec.ts";
import type { EventLog } from "./event-log.ts";
import type { TaskSetting } from "./tasks.ts";

/** One day of people signing in and looking at dashboards. */
export function logDay(
  { world, account, team }: TaskSetting,
  random: Random,
  log: EventLog,
  day: number,
): void {
  const { activity } = world.config;
  const busy = world.calendar.busy(account.region, day) * activity.loginPerDay;
  const { weights } = team;
  const nextToCome = (from: number): number => random.nextHit(weights, from, busy, activity.loginPerDayMax);
  // The draw comes before the question who is there: a person's days do not depend on the others'.
  for (let local = nextToCome(0); local < weights.length; local = nextToCome(local + 1)) {
    const user = team.users[local]!;
    const at = world.calendar.instant(random, day, account.utcOffset);
    const looks = random.chance(activity.dashboardAfterLogin);
    const later = at + 20 + random.below(3_600);
    if (at < user.activatedAt || at >= user.seenUntil) continue;
    const userId = idNumber(idShapes.user, account.number, local + 1);
    log.add(eventCode.login_succeeded, entityCode.account, account.number, userId, at);
    if (looks) log.add(eventCode.dashboard_viewed, entityCode.account, account.number, userId, later);
  }
}

/** Whoever lingers comes back at least once after the deactivation: an open session, a token that still works. */
export function logLingering({ account, team }: TaskSetting, random: Random, log: EventLog): void {
  team.users.forEach((user, local) => {
    if (user.seenUntil === Infinity || user.seenUntil <= user.deactivatedAt) return;
    const at = user.deactivatedAt + 60 + random.below((user.seenUntil - user.deactivatedAt) / 2);
    const userId = idNumber(idShapes.user, account.number, local + 1);
    log.add(eventCode.login_succeeded, entityCode.account, account.number, userId, at);
  });
}
