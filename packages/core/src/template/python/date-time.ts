/** Python's datetime.datetime: a date and a clock, naive or in a zone. */
import type { Value } from "@tsmodel/jinja";
import { JinjaError, PyFloat } from "@tsmodel/jinja";
import type { CivilDate } from "./calendar.ts";
import { daysSinceEpoch, fromOrdinal, maxOrdinal, ordinalOfEpochDay } from "./calendar.ts";
import { PyDate, sharedDateMethods, StructTime } from "./date.ts";
import { findMethod, method, toInteger, toText, typeError } from "./function.ts";
import type { Methods } from "./function.ts";
import { checkDate, checkTime } from "./iso-format.ts";
import { formatOffset } from "./strftime.ts";
import type { TimeFields } from "./strftime.ts";
import { floorDivide, PyTimeDelta } from "./time-delta.ts";
import type { TzInfo } from "./time-zone.ts";
import { FixedZone, localOffset, toTimeDelta, toTzInfo } from "./time-zone.ts";
import type { ClockFields } from "./time.ts";
import {
  clockAttribute,
  isoClock,
  microsecondsOfDay,
  midnight,
  PyTime,
  replaceClock,
  reprClock,
} from "./time.ts";

const microsecondsPerDay = 86_400_000_000;

export class PyDateTime extends PyDate {
  override readonly pyTypeName: string = "datetime";
  readonly clock: ClockFields;

  /** Date and clock must be valid: see `PyDateTime.of`. */
  constructor(date: CivilDate, clock: ClockFields) {
    super(date.year, date.month, date.day);
    this.clock = clock;
  }

  /** @throws JinjaError ValueError */
  static at(date: CivilDate, clock: Partial<ClockFields> = {}): PyDateTime {
    const full = { ...midnight, ...clock };
    checkDate(date.year, date.month, date.day);
    checkTime(full.hour, full.minute, full.second, full.microsecond);
    return new PyDateTime(date, full);
  }
  /** From an instant, in UTC. */
  static fromInstant(instant: Date, zone: TzInfo = new FixedZone(0)): PyDateTime {
    return zone.fromUtc(PyDateTime.fromEpoch(BigInt(instant.getTime()) * 1000n).with({ zone }));
  }
  /** From microseconds since 1970-01-01, as a naive time. @throws JinjaError OverflowError outside of the years 1 to 9999 */
  static fromEpoch(microseconds: bigint): PyDateTime {
    const days = floorDivide(microseconds, BigInt(microsecondsPerDay));
    const ordinal = ordinalOfEpochDay(Number(days));
    if (ordinal < 1 || ordinal > maxOrdinal) throw new JinjaError("OverflowError", "date value out of range");
    return new PyDateTime(
      fromOrdinal(ordinal),
      clockOf(Number(microseconds - days * BigInt(microsecondsPerDay))),
    );
  }

  get zone(): TzInfo | null {
    return this.clock.zone;
  }
  /** Microseconds since 1970-01-01 of the wall clock, whatever the zone. */
  get wallMicroseconds(): bigint {
    return (
      BigInt(daysSinceEpoch(this.ordinal)) * BigInt(microsecondsPerDay) +
      BigInt(microsecondsOfDay(this.clock))
    );
  }
  /** Microseconds east of UTC; null for naive times. */
  utcOffset(): number | null {
    return this.clock.zone?.utcOffset(this) ?? null;
  }
  /** Microseconds since the epoch; naive times are taken for local ones, as Python does. */
  get epochMicroseconds(): bigint {
    return this.wallMicroseconds - BigInt(this.utcOffset() ?? this.localOffset());
  }
  private localOffset(): number {
    const wall = Number(this.wallMicroseconds / 1000n);
    return localOffset(wall - localOffset(wall) / 1000);
  }

  with(clock: Partial<ClockFields>): PyDateTime {
    return new PyDateTime(this, { ...this.clock, ...clock });
  }
  /** Moves the wall clock; the zone stays. */
  plusMicroseconds(microseconds: bigint): PyDateTime {
    return PyDateTime.fromEpoch(this.wallMicroseconds + microseconds).with({ zone: this.clock.zone });
  }
  /** The same instant in another zone; in the machine's without one. */
  astimezone(zone: TzInfo | null): PyDateTime {
    if (zone !== null && zone === this.clock.zone) return this;
    const epoch = this.epochMicroseconds;
    const target = zone ?? new FixedZone(localOffset(Number(epoch / 1000n)));
    return target.fromUtc(PyDateTime.fromEpoch(epoch).with({ zone: target }));
  }

  override isoformat(separator: string = "T", timespec: string = "auto"): string {
    const offset = this.utcOffset();
    return `${super.isoformat()}${separator}${isoClock(this.clock, timespec)}${offset === null ? "" : formatOffset(offset, ":")}`;
  }
  override timeFields(): TimeFields {
    const { year, month, day } = this;
    const { hour, minute, second, microsecond, zone } = this.clock;
    return {
      year,
      month,
      day,
      hour,
      minute,
      second,
      microsecond,
      offset: this.utcOffset(),
      zoneName: zone?.zoneName(this) ?? null,
    };
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "year" || name === "month" || name === "day") return this[name];
    const own = clockAttribute(this.clock, name);
    return own !== undefined ? own : (findMethod(dateTimeMethods, this, name) ?? dateTimeConstant(name));
  }
  override pyStr(): string {
    return this.isoformat(" ");
  }
  override pyRepr(): string {
    return `datetime.datetime(${[this.year, this.month, this.day, ...reprClock(this.clock)].join(", ")})`;
  }
  override pyEquals(other: Value): boolean {
    if (!(other instanceof PyDateTime)) return false;
    const [own, others] = [this.utcOffset(), other.utcOffset()];
    if ((own === null) !== (others === null)) return false;
    return this.wallMicroseconds - BigInt(own ?? 0) === other.wallMicroseconds - BigInt(others ?? 0);
  }
  override pyHashKey(): string {
    const offset = this.utcOffset();
    return `datetime:${offset === null ? "" : "utc:"}${this.wallMicroseconds - BigInt(offset ?? 0)}`;
  }
  override pyCompare(other: Value): number | undefined {
    if (!(other instanceof PyDate)) return undefined;
    if (!(other instanceof PyDateTime)) throw typeError("can't compare datetime.datetime to datetime.date");
    const difference = this.minus(other, "can't compare offset-naive and offset-aware datetimes");
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  private minus(other: PyDateTime, complaint: string): bigint {
    const [own, others] = [this.utcOffset(), other.utcOffset()];
    if ((own === null) !== (others === null)) throw typeError(complaint);
    return this.wallMicroseconds - BigInt(own ?? 0) - (other.wallMicroseconds - BigInt(others ?? 0));
  }
  override pyBinary(op: string, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof PyTimeDelta && (op === "+" || (op === "-" && !reflected))) {
      return this.plusMicroseconds(op === "+" ? other.totalMicroseconds : -other.totalMicroseconds);
    }
    if (op !== "-" || !(other instanceof PyDateTime)) return undefined;
    const difference = this.minus(other, "can't subtract offset-naive and offset-aware datetimes");
    return PyTimeDelta.fromMicroseconds(reflected ? -difference : difference);
  }
}

/** A clock from microseconds since midnight. */
function clockOf(microseconds: number): ClockFields {
  const seconds = Math.floor(microseconds / 1_000_000);
  return {
    ...midnight,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    microsecond: microseconds % 1_000_000,
  };
}

const dateTimeMethods: Methods<PyDateTime> = {
  ...sharedDateMethods,
  date: method([], (self) => new PyDate(self.year, self.month, self.day)),
  time: method([], (self) => new PyTime({ ...self.clock, zone: null })),
  timetz: method([], (self) => new PyTime(self.clock)),
  isoformat: method(["sep?", "timespec?"], (self, separator?: Value, timespec?: Value) =>
    self.isoformat(
      separator === undefined ? "T" : toText(separator, "sep"),
      timespec === undefined ? "auto" : toText(timespec, "timespec"),
    ),
  ),
  replace: method(
    ["year?", "month?", "day?", "hour?", "minute?", "second?", "microsecond?", "tzinfo?", "*", "fold?"],
    (self, year?: Value, month?: Value, day?: Value, ...clock: (Value | undefined)[]) => {
      const date = {
        year: toInteger(year ?? self.year),
        month: toInteger(month ?? self.month),
        day: toInteger(day ?? self.day),
      };
      return PyDateTime.at(date, replaceClock(self.clock, clock));
    },
  ),
  astimezone: method(["tz?"], (self, zone?: Value) => self.astimezone(toTzInfo(zone))),
  utcoffset: method([], (self) => toTimeDelta(self.utcOffset())),
  dst: method([], (self) => toTimeDelta(self.zone?.daylight(self) ?? null)),
  tzname: method([], (self) => self.zone?.zoneName(self) ?? null),
  timestamp: method([], (self) => new PyFloat(Number(self.epochMicroseconds) / 1e6)),
  timetuple: method([], (self) => {
    const daylight = self.zone?.daylight(self) ?? null;
    return new StructTime(self.timeFields(), daylight === null ? -1 : daylight === 0 ? 0 : 1);
  }),
  utctimetuple: method(
    [],
    (self) => new StructTime(self.plusMicroseconds(BigInt(-(self.utcOffset() ?? 0))).timeFields(), 0),
  ),
};

export function dateTimeConstant(name: string): Value | undefined {
  if (name === "min") return PyDateTime.at({ year: 1, month: 1, day: 1 });
  if (name === "max")
    return PyDateTime.at(
      { year: 9999, month: 12, day: 31 },
      { hour: 23, minute: 59, second: 59, microsecond: 999_999 },
    );
  return name === "resolution" ? PyTimeDelta.fromMicroseconds(1n) : undefined;
}
