/** Python's datetime.time. */
import type { Kwargs, Value } from "@tsmodel/jinja";
import { PyObject } from "@tsmodel/jinja";
import { pad } from "./calendar.ts";
import { findMethod, method, pyFunction, toInteger, toText, typeError, valueError } from "./function.ts";
import type { Methods } from "./function.ts";
import { checkTime, parseIsoTime } from "./iso-format.ts";
import { formatOffset, strftime } from "./strftime.ts";
import type { TimeFields } from "./strftime.ts";
import { PyTimeDelta } from "./time-delta.ts";
import { FixedZone, toTimeDelta, toTzInfo } from "./time-zone.ts";
import type { TzInfo } from "./time-zone.ts";

export interface ClockFields {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  readonly zone: TzInfo | null;
  /** 1 in the second of two equal wall clock times. */
  readonly fold: number;
}

export class PyTime extends PyObject {
  readonly pyTypeName: string = "time";
  override readonly pyModule: string = "datetime";
  readonly clock: ClockFields;

  constructor(clock: ClockFields) {
    super();
    this.clock = clock;
  }

  /** @throws JinjaError ValueError */
  static of(clock: ClockFields): PyTime {
    checkTime(clock.hour, clock.minute, clock.second, clock.microsecond);
    return new PyTime(clock);
  }

  isoformat(timespec: string = "auto"): string {
    const offset = this.clock.zone?.utcOffset(null) ?? null;
    return isoClock(this.clock, timespec) + (offset === null ? "" : formatOffset(offset, ":"));
  }
  timeFields(): TimeFields {
    const { hour, minute, second, microsecond, zone } = this.clock;
    return {
      year: 1900,
      month: 1,
      day: 1,
      hour,
      minute,
      second,
      microsecond,
      offset: zone?.utcOffset(null) ?? null,
      zoneName: zone?.zoneName(null) ?? null,
    };
  }
  private get microsecondsOfDay(): number {
    return microsecondsOfDay(this.clock) - (this.clock.zone?.utcOffset(null) ?? 0);
  }

  override pyGetAttr(name: string): Value | undefined {
    const own = clockAttribute(this.clock, name);
    return own !== undefined ? own : (findMethod(timeMethods, this, name) ?? timeConstant(name));
  }
  override pyStr(): string {
    return this.isoformat();
  }
  override pyRepr(): string {
    return `datetime.time(${reprClock(this.clock).join(", ")})`;
  }
  override pyFormat(spec: string): string {
    return strftime(spec, this.timeFields());
  }
  override pyBool(): boolean {
    return true;
  }
  override pyEquals(other: Value): boolean {
    return (
      other instanceof PyTime &&
      (other.clock.zone === null) === (this.clock.zone === null) &&
      other.microsecondsOfDay === this.microsecondsOfDay
    );
  }
  override pyHashKey(): string {
    return `time:${this.clock.zone === null ? "" : "utc:"}${this.microsecondsOfDay}`;
  }
  override pyCompare(other: Value): number | undefined {
    if (!(other instanceof PyTime)) return undefined;
    if ((other.clock.zone === null) !== (this.clock.zone === null))
      throw typeError("can't compare offset-naive and offset-aware times");
    return this.microsecondsOfDay - other.microsecondsOfDay;
  }
}

export function microsecondsOfDay(
  clock: Pick<ClockFields, "hour" | "minute" | "second" | "microsecond">,
): number {
  return ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1_000_000 + clock.microsecond;
}

export function clockAttribute(clock: ClockFields, name: string): Value | undefined {
  if (name === "tzinfo") return clock.zone;
  return name === "hour" ||
    name === "minute" ||
    name === "second" ||
    name === "microsecond" ||
    name === "fold"
    ? clock[name]
    : undefined;
}

/** Hour and minute, then what is not zero, as Python's repr leaves out the rest. */
export function reprClock(clock: ClockFields): string[] {
  const parts = [clock.hour, clock.minute, clock.second, clock.microsecond];
  const count = clock.microsecond !== 0 ? 4 : clock.second !== 0 ? 3 : 2;
  const shown = parts.slice(0, count).map(String);
  if (clock.zone !== null) shown.push(`tzinfo=${clock.zone.pyRepr()}`);
  if (clock.fold !== 0) shown.push(`fold=${clock.fold}`);
  return shown;
}

/** @throws JinjaError ValueError for an unknown timespec */
export function isoClock(clock: ClockFields, timespec: string): string {
  const hours = pad(clock.hour, 2);
  const minutes = `${hours}:${pad(clock.minute, 2)}`;
  const seconds = `${minutes}:${pad(clock.second, 2)}`;
  const micros = `${seconds}.${pad(clock.microsecond, 6)}`;
  switch (timespec) {
    case "auto":
      return clock.microsecond === 0 ? seconds : micros;
    case "hours":
      return hours;
    case "minutes":
      return minutes;
    case "seconds":
      return seconds;
    case "milliseconds":
      return micros.slice(0, -3);
    case "microseconds":
      return micros;
    default:
      throw valueError("Unknown timespec value");
  }
}

/** Changes a clock's fields by name, as replace() does; JS undefined leaves a field, None takes the zone away. */
export function replaceClock(clock: ClockFields, values: readonly (Value | undefined)[]): ClockFields {
  const [hour, minute, second, microsecond, zone, fold] = values;
  const replaced = {
    hour: toInteger(hour ?? clock.hour),
    minute: toInteger(minute ?? clock.minute),
    second: toInteger(second ?? clock.second),
    microsecond: toInteger(microsecond ?? clock.microsecond),
    zone: zone === undefined ? clock.zone : toTzInfo(zone),
    fold: toInteger(fold ?? clock.fold),
  };
  checkTime(replaced.hour, replaced.minute, replaced.second, replaced.microsecond);
  return replaced;
}

export const midnight: ClockFields = { hour: 0, minute: 0, second: 0, microsecond: 0, zone: null, fold: 0 };
const clockParameters: readonly string[] = [
  "hour?",
  "minute?",
  "second?",
  "microsecond?",
  "tzinfo?",
  "*",
  "fold?",
];

const timeMethods: Methods<PyTime> = {
  isoformat: method(["timespec?"], (self, timespec?: Value) =>
    self.isoformat(timespec === undefined ? "auto" : toText(timespec, "timespec")),
  ),
  strftime: method(["format"], (self, format: Value) =>
    strftime(toText(format, "strftime() argument 1"), self.timeFields()),
  ),
  replace: method(
    clockParameters,
    (self, ...values: (Value | undefined)[]) => new PyTime(replaceClock(self.clock, values)),
  ),
  utcoffset: method([], (self) => toTimeDelta(self.clock.zone?.utcOffset(null) ?? null)),
  dst: method([], (self) => toTimeDelta(self.clock.zone?.daylight(null) ?? null)),
  tzname: method([], (self) => self.clock.zone?.zoneName(null) ?? null),
};

function timeConstant(name: string): Value | undefined {
  if (name === "min") return new PyTime(midnight);
  if (name === "max")
    return new PyTime({ hour: 23, minute: 59, second: 59, microsecond: 999_999, zone: null, fold: 0 });
  return name === "resolution" ? PyTimeDelta.fromMicroseconds(1n) : undefined;
}

/** `datetime.time`. */
export class TimeClass extends PyObject {
  readonly pyTypeName: string = "type";
  override pyCall(args: Value[], kwargs: Kwargs | null): Value | Promise<Value> {
    return construct(args, kwargs);
  }
  override pyGetAttr(name: string): Value | undefined {
    return findMethod(classMethods, this, name) ?? timeConstant(name);
  }
  override pyRepr(): string {
    return "<class 'datetime.time'>";
  }
}

const construct = pyFunction(
  "time",
  clockParameters,
  (...values: (Value | undefined)[]) => new PyTime(replaceClock(midnight, values)),
);

const classMethods: Methods<TimeClass> = {
  fromisoformat: method(["time_string"], (_, text: Value) => {
    const { offset, ...clock } = parseIsoTime(toText(text, "fromisoformat: argument"));
    return new PyTime({ ...clock, zone: offset === null ? null : new FixedZone(offset), fold: 0 });
  }),
};
