/** datetime.tzinfo and the fixed zones of datetime.timezone. */
import type { Value } from "@tsmodel/jinja";
import { PyObject } from "@tsmodel/jinja";
import type { PyDateTime } from "./date-time.ts";
import { formatOffset } from "./strftime.ts";
import { findMethod, method, typeError } from "./function.ts";
import type { Methods } from "./function.ts";
import { PyTimeDelta } from "./time-delta.ts";

/** Offsets are microseconds east of UTC. `time` is null when a zone is asked without a date, as by datetime.time. */
export abstract class TzInfo extends PyObject {
  abstract utcOffset(time: PyDateTime | null): number | null;
  /** Microseconds of daylight saving; null when the zone does not say. */
  abstract daylight(time: PyDateTime | null): number | null;
  abstract zoneName(time: PyDateTime | null): string | null;
  /** A time whose fields are UTC, in this zone. */
  abstract fromUtc(time: PyDateTime): PyDateTime;

  override pyGetAttr(name: string): Value | undefined {
    return findMethod(tzMethods, this, name);
  }
}

export function toTimeDelta(microseconds: number | null): PyTimeDelta | null {
  return microseconds === null ? null : PyTimeDelta.fromMicroseconds(BigInt(microseconds));
}

const tzMethods: Methods<TzInfo> = {
  utcoffset: method(["dt"], (self, time: Value) => toTimeDelta(self.utcOffset(time as PyDateTime | null))),
  dst: method(["dt"], (self, time: Value) => toTimeDelta(self.daylight(time as PyDateTime | null))),
  tzname: method(["dt"], (self, time: Value) => self.zoneName(time as PyDateTime | null)),
  fromutc: method(["dt"], (self, time: Value) => self.fromUtc(time as PyDateTime)),
};

/** A zone argument. @throws JinjaError TypeError for anything but a tzinfo and None */
export function toTzInfo(value: Value | undefined): TzInfo | null {
  if (value === undefined || value === null) return null;
  if (value instanceof TzInfo) return value;
  throw typeError("tzinfo argument must be None or of a tzinfo subclass");
}

/** datetime.timezone: what `%z` and ISO texts give, and the zone of the database's timestamps. */
export class FixedZone extends TzInfo {
  readonly pyTypeName: string = "timezone";
  private readonly offset: number;

  constructor(offset: number) {
    super();
    this.offset = offset;
  }

  override utcOffset(): number {
    return this.offset;
  }
  override daylight(): null {
    return null;
  }
  override zoneName(): string {
    return this.offset === 0 ? "UTC" : `UTC${formatOffset(this.offset, ":")}`;
  }
  override fromUtc(time: PyDateTime): PyDateTime {
    return time.plusMicroseconds(BigInt(this.offset)).with({ zone: this });
  }
  override pyStr(): string {
    return this.zoneName();
  }
  override pyRepr(): string {
    return this.offset === 0
      ? "datetime.timezone.utc"
      : `datetime.timezone(${toTimeDelta(this.offset)!.pyRepr()})`;
  }
  override pyEquals(other: Value): boolean {
    return other instanceof FixedZone && other.offset === this.offset;
  }
  override pyHashKey(): string {
    return `timezone:${this.offset}`;
  }
}

/** The machine's offset at an instant, in microseconds. */
export function localOffset(epochMilliseconds: number): number {
  return -new Date(epochMilliseconds).getTimezoneOffset() * 60_000_000;
}

/** `datetime.tzinfo`, an abstract class: it can only be named. */
export class TzInfoClass extends PyObject {
  readonly pyTypeName: string = "type";
  override pyRepr(): string {
    return "<class 'datetime.tzinfo'>";
  }
}
