/** `datetime.datetime`: the constructor and its class methods. */
import type { Kwargs, Value } from "@tsmodel/jinja";
import { PyObject } from "@tsmodel/jinja";
import { dateOfIsoWeek, dateOfOrdinal, PyDate, toSeconds } from "./date.ts";
import { dateTimeConstant, PyDateTime } from "./date-time.ts";
import { findMethod, method, pyFunction, toInteger, toText, typeError } from "./function.ts";
import type { Methods } from "./function.ts";
import { parseIsoDateTime } from "./iso-format.ts";
import { strptime } from "./strptime.ts";
import { FixedZone, localOffset, toTzInfo } from "./time-zone.ts";
import type { TzInfo } from "./time-zone.ts";
import { midnight, PyTime, replaceClock } from "./time.ts";

export class DateTimeClass extends PyObject {
  readonly pyTypeName: string = "type";
  readonly now: () => Date;

  constructor(now: () => Date) {
    super();
    this.now = now;
  }

  override pyCall(args: Value[], kwargs: Kwargs | null): Value | Promise<Value> {
    return construct(args, kwargs);
  }
  override pyGetAttr(name: string): Value | undefined {
    return findMethod(classMethods, this, name) ?? dateTimeConstant(name);
  }
  override pyRepr(): string {
    return "<class 'datetime.datetime'>";
  }
}

const construct = pyFunction(
  "datetime",
  ["year", "month", "day", "hour?", "minute?", "second?", "microsecond?", "tzinfo?", "*", "fold?"],
  (year: Value, month: Value, day: Value, ...clock: (Value | undefined)[]) =>
    PyDateTime.at(
      { year: toInteger(year), month: toInteger(month), day: toInteger(day) },
      replaceClock(midnight, clock),
    ),
);

/** Rounds to the nearest microsecond, halves to even. */
function toMicroseconds(seconds: number): bigint {
  const whole = Math.floor(seconds);
  const rest = (seconds - whole) * 1e6;
  const floor = Math.floor(rest);
  const up = rest - floor > 0.5 || (rest - floor === 0.5 && floor % 2 !== 0);
  return BigInt(whole) * 1_000_000n + BigInt(floor + (up ? 1 : 0));
}

/** An instant in a zone; as a naive local time without one. */
function inZone(epoch: bigint, zone: TzInfo | null): PyDateTime {
  if (zone === null) return PyDateTime.fromEpoch(epoch + BigInt(localOffset(Number(epoch / 1000n))));
  return zone.fromUtc(PyDateTime.fromEpoch(epoch).with({ zone }));
}

const nowMicroseconds = (self: DateTimeClass): bigint => BigInt(self.now().getTime()) * 1000n;

const classMethods: Methods<DateTimeClass> = {
  now: method(["tz?"], (self, zone?: Value) => inZone(nowMicroseconds(self), toTzInfo(zone))),
  today: method([], (self) => inZone(nowMicroseconds(self), null)),
  utcnow: method([], (self) => PyDateTime.fromEpoch(nowMicroseconds(self))),
  fromtimestamp: method(["timestamp", "tz?"], (_, timestamp: Value, zone?: Value) =>
    inZone(toMicroseconds(toSeconds(timestamp)), toTzInfo(zone)),
  ),
  utcfromtimestamp: method(["timestamp"], (_, timestamp: Value) =>
    PyDateTime.fromEpoch(toMicroseconds(toSeconds(timestamp))),
  ),
  fromordinal: method(["ordinal"], (_, ordinal: Value) => PyDateTime.at(dateOfOrdinal(toInteger(ordinal)))),
  fromisocalendar: method(["year", "week", "day"], (_, year: Value, week: Value, day: Value) =>
    PyDateTime.at(dateOfIsoWeek(year, week, day)),
  ),
  fromisoformat: method(["date_string"], (_, text: Value) =>
    dateTimeFromIso(toText(text, "fromisoformat: argument")),
  ),
  strptime: method(["date_string", "format"], (_, text: Value, format: Value) => {
    const {
      year,
      month,
      day,
      offset,
      zoneName: _name,
      ...clock
    } = strptime(toText(text, "strptime() argument 1"), toText(format, "strptime() argument 2"));
    return PyDateTime.at(
      { year, month, day },
      { ...clock, zone: offset === null ? null : new FixedZone(offset) },
    );
  }),
  combine: method(["date", "time", "tzinfo?"], (_, date: Value, time: Value, zone?: Value) => {
    if (!(date instanceof PyDate)) throw typeError("combine() argument 1 must be datetime.date");
    if (!(time instanceof PyTime)) throw typeError("combine() argument 2 must be datetime.time");
    return new PyDateTime(date, zone === undefined ? time.clock : { ...time.clock, zone: toTzInfo(zone) });
  }),
};

/** @throws JinjaError ValueError */
export function dateTimeFromIso(text: string): PyDateTime {
  const { year, month, day, offset, ...clock } = parseIsoDateTime(text);
  const zone = offset === null ? null : new FixedZone(offset);
  return new PyDateTime({ year, month, day }, { ...clock, zone, fold: 0 });
}
