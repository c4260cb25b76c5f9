import { PyDateTime } from "../template/python/date-time.ts";
import { PyDate } from "../template/python/date.ts";

import { FixedZone } from "../template/python/time-zone.ts";

/** YAML's dates are those of templates. */
export { PyDate as YamlDate };

export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly microsecond?: number;
  /** Minutes east of Greenwich; null without a zone. */
  readonly offsetMinutes?: number | null;
}

const microsecondsPerMinute = 60_000_000;

/** A YAML timestamp as Python's date or datetime. The parts must be a real date. */
export function dateFromYaml(parts: DateParts): PyDate {
  const { year, month, day, hour, minute, second, microsecond, offsetMinutes } = parts;
  if (hour === undefined) return new PyDate(year, month, day);
  const zone =
    offsetMinutes === null || offsetMinutes === undefined
      ? null
      : new FixedZone(offsetMinutes * microsecondsPerMinute);
  return PyDateTime.at(
    { year, month, day },
    { hour, minute: minute ?? 0, second: second ?? 0, microsecond: microsecond ?? 0, zone },
  );
}
