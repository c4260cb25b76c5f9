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
  for (let local = 0; ; local++) {
    // The draw comes before the question who is there: a person's days do not depend on the others'.
    local = random.nextHit(weights, local, busy, activity.loginPerDayMax);
    if (local === weights.length) return;
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
  for (let local = 0; local < team.users.length; local++) {
    const user = team.users[local]!;
    if (user.seenUntil === Infinity || user.seenUntil <= user.deactivatedAt) continue;
    const at = user.deactivatedAt + 60 + random.below((user.seenUntil - user.deactivatedAt) / 2);
    const userId = idNumber(idShapes.user, account.number, local + 1);
    log.add(eventCode.login_succeeded, entityCode.account, account.number, userId, at);
  }
}
