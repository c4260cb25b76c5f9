import type { Flags } from "../project/project.ts";
import { toDate } from "./microbatch.ts";
import type { WorkOptions } from "./node-work.ts";

/** The part of the flags that nodes care about. */
export function readWorkOptions(flags: Flags, now: Date): Omit<WorkOptions, "keepFreshness"> {
  const instant = (value: unknown): Date | undefined => (typeof value === "string" && value !== "" ? toDate(value) : undefined);
  const limit = typeof flags.limit === "number" ? flags.limit : 5;
  return {
    eventTimeStart: instant(flags.event_time_start),
    eventTimeEnd: instant(flags.event_time_end),
    fullRefresh: flags.full_refresh === true,
    limit: limit < 0 ? undefined : limit,
    now,
  };
}
