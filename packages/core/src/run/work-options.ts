import { fail } from "../errors/tsmodel-error.ts";
import type { JsonValue } from "../manifest/json.ts";
import type { Flags } from "../project/project.ts";
import { readSampleWindow, type SampleWindow } from "../project/sample-window.ts";
import { toDate } from "../util/to-date.ts";
import type { WorkOptions } from "./node-work.ts";

/** The part of the flags that nodes care about. @throws TsmodelError option-value, event-time-… */
export function readWorkOptions(
  flags: Flags,
  now: Date,
): Omit<WorkOptions, "keepFreshness"> & { readonly sample?: SampleWindow } {
  const limit = typeof flags.limit === "number" ? flags.limit : 5;
  const sample = typeof flags.sample === "string" ? readSampleWindow(flags.sample, now) : undefined;
  const { start, end } = readEventTimes(flags);
  return {
    sample,
    // A sample decides which batches there are, too.
    eventTimeStart: sample?.start ?? start,
    eventTimeEnd: sample?.end ?? end,
    fullRefresh: flags.full_refresh === true,
    limit: limit < 0 ? undefined : limit,
    now,
  };
}

/** Both or none, in order. */
function readEventTimes(flags: Flags): { readonly start?: Date; readonly end?: Date } {
  const start = readInstant("--event-time-start", flags.event_time_start);
  const end = readInstant("--event-time-end", flags.event_time_end);
  if (start === undefined && end === undefined) return {};
  if (start === undefined)
    throw fail("event-time-alone", { given: "--event-time-end", missing: "--event-time-start" });
  if (end === undefined)
    throw fail("event-time-alone", { given: "--event-time-start", missing: "--event-time-end" });
  if (start >= end) throw fail("event-time-order", {});
  return { start, end };
}

const INSTANT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d)?$/;

function readInstant(option: string, value: JsonValue | undefined): Date | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  const at = INSTANT.test(value) ? toDate(value) : undefined;
  if (at === undefined || Number.isNaN(at.getTime())) {
    throw fail("option-value", {
      option,
      value,
      expected: "an instant like 2026-01-31 or 2026-01-31T12:00:00",
    });
  }
  return at;
}
