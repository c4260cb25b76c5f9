/** Python's datetime.date. */
import type { Kwargs, Value } from "@tsmodel/jinja";
import { getItem, JinjaError, PyObject, pyRepr, Tuple } from "@tsmodel/jinja";
import {
  dayOfYear,
  fromOrdinal,
  isoCalendar,
  maxOrdinal,
  ordinalOfIsoWeek,
  pad,
  toOrdinal,
  weekdayOf,
} from "./calendar.ts";
import {
  findMethod,
  findNumber,
  method,
  pyFunction,
  toInteger,
  toText,
  typeError,
  valueError,
} from "./function.ts";
import type { Methods } from "./function.ts";
import { checkDate, parseIsoDate } from "./iso-format.ts";
import { strftime } from "./strftime.ts";
import type { TimeFields } from "./strftime.ts";
import { PyTimeDelta } from "./time-delta.ts";

export class PyDate extends PyObject {
  readonly pyTypeName: string = "date";
  override readonly pyModule: string = "datetime";
  readonly year: number;
  readonly month: number;
  readonly day: number;

  /** The day must exist: see `PyDate.of`. */
  constructor(year: number, month: number, day: number) {
    super();
    this.year = year;
    this.month = month;
    this.day = day;
  }

  /** @throws JinjaError ValueError for days that do not exist */
  static of(year: number, month: number, day: number): PyDate {
    checkDate(year, month, day);
    return new PyDate(year, month, day);
  }
  /** @throws JinjaError OverflowError outside of the years 1 to 9999 */
  static fromOrdinal(ordinal: number): PyDate {
    if (ordinal < 1 || ordinal > maxOrdinal) throw new JinjaError("OverflowError", "date value out of range");
    const { year, month, day } = fromOrdinal(ordinal);
    return new PyDate(year, month, day);
  }

  get ordinal(): number {
    return toOrdinal(this.year, this.month, this.day);
  }
  isoformat(): string {
    return `${pad(this.year, 4)}-${pad(this.month, 2)}-${pad(this.day, 2)}`;
  }
  timeFields(): TimeFields {
    const { year, month, day } = this;
    return { year, month, day, hour: 0, minute: 0, second: 0, microsecond: 0, offset: null, zoneName: null };
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "year" || name === "month" || name === "day") return this[name];
    return findMethod(dateMethods, this, name) ?? dateConstant(name);
  }
  override pyStr(): string {
    return this.isoformat();
  }
  override pyRepr(): string {
    return `datetime.date(${this.year}, ${this.month}, ${this.day})`;
  }
  override pyFormat(spec: string): string {
    return strftime(spec, this.timeFields());
  }
  override pyBool(): boolean {
    return true;
  }
  override pyEquals(other: Value): boolean {
    return other instanceof PyDate && other.pyTypeName === "date" && other.ordinal === this.ordinal;
  }
  override pyHashKey(): string {
    return `date:${this.ordinal}`;
  }
  override pyCompare(other: Value): number | undefined {
    if (!(other instanceof PyDate)) return undefined;
    if (other.pyTypeName !== this.pyTypeName)
      throw typeError("can't compare datetime.datetime to datetime.date");
    return this.ordinal - other.ordinal;
  }
  override pyBinary(op: string, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof PyTimeDelta && (op === "+" || (op === "-" && !reflected))) {
      return PyDate.fromOrdinal(this.ordinal + (op === "+" ? other.days : -other.days));
    }
    if (op !== "-" || !(other instanceof PyDate) || other.pyTypeName !== "date") return undefined;
    return PyTimeDelta.ofSeconds(
      (reflected ? other.ordinal - this.ordinal : this.ordinal - other.ordinal) * 86_400,
    );
  }
}

/** Methods that read the date only; datetimes have them too. */
export const sharedDateMethods: Methods<PyDate> = {
  weekday: method([], (self) => weekdayOf(self.ordinal)),
  isoweekday: method([], (self) => weekdayOf(self.ordinal) + 1),
  isocalendar: method([], (self) => new IsoCalendarDate(isoCalendar(self.ordinal, self.year))),
  toordinal: method([], (self) => self.ordinal),
  strftime: method(["format"], (self, format: Value) =>
    strftime(toText(format, "strftime() argument 1"), self.timeFields()),
  ),
  timetuple: method([], (self) => new StructTime(self.timeFields(), -1)),
  ctime: method([], (self) => strftime("%a %b %e %H:%M:%S %Y", self.timeFields())),
};

const dateMethods: Methods<PyDate> = {
  ...sharedDateMethods,
  isoformat: method([], (self) => self.isoformat()),
  replace: method(["year?", "month?", "day?"], (self, year?: Value, month?: Value, day?: Value) =>
    PyDate.of(toInteger(year ?? self.year), toInteger(month ?? self.month), toInteger(day ?? self.day)),
  ),
};

function dateConstant(name: string): Value | undefined {
  if (name === "min") return new PyDate(1, 1, 1);
  if (name === "max") return new PyDate(9999, 12, 31);
  return name === "resolution" ? PyTimeDelta.ofSeconds(86_400) : undefined;
}

/** `datetime.date`: the constructor and its class methods. */
export class DateClass extends PyObject {
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
    return findMethod(classMethods, this, name) ?? dateConstant(name);
  }
  override pyRepr(): string {
    return "<class 'datetime.date'>";
  }
}

const construct = pyFunction("date", ["year", "month", "day"], (year: Value, month: Value, day: Value) =>
  PyDate.of(toInteger(year), toInteger(month), toInteger(day)),
);

function localDate(instant: Date): PyDate {
  return new PyDate(instant.getFullYear(), instant.getMonth() + 1, instant.getDate());
}

const classMethods: Methods<DateClass> = {
  today: method([], (self) => localDate(self.now())),
  fromtimestamp: method(["timestamp"], (_, timestamp: Value) =>
    localDate(new Date(Math.floor(toSeconds(timestamp)) * 1000)),
  ),
  fromordinal: method(["ordinal"], (_, ordinal: Value) => dateOfOrdinal(toInteger(ordinal))),
  fromisoformat: method(["date_string"], (_, text: Value) => {
    const { year, month, day } = parseIsoDate(toText(text, "fromisoformat: argument"));
    return new PyDate(year, month, day);
  }),
  fromisocalendar: method(["year", "week", "day"], (_, year: Value, week: Value, day: Value) =>
    dateOfIsoWeek(year, week, day),
  ),
};

export function dateOfOrdinal(ordinal: number): PyDate {
  if (ordinal < 1) throw valueError("ordinal must be >= 1");
  return PyDate.fromOrdinal(ordinal);
}

export function dateOfIsoWeek(year: Value, week: Value, day: Value): PyDate {
  const ordinal = ordinalOfIsoWeek(toInteger(year), toInteger(week), toInteger(day));
  if (ordinal === undefined) {
    const badDay = toInteger(day) < 1 || toInteger(day) > 7;
    throw valueError(
      badDay ? `Invalid day: ${toInteger(day)} (range is [1, 7])` : `Invalid week: ${toInteger(week)}`,
    );
  }
  return PyDate.fromOrdinal(ordinal);
}

/** A number of seconds. @throws JinjaError TypeError */
export function toSeconds(value: Value): number {
  const seconds = findNumber(value);
  if (seconds === undefined) throw typeError("a timestamp must be a number");
  return seconds;
}

/** The named tuple of isocalendar(). */
class IsoCalendarDate extends PyObject {
  readonly pyTypeName: string = "IsoCalendarDate";
  private readonly parts: { readonly year: number; readonly week: number; readonly weekday: number };

  constructor(parts: IsoCalendarDate["parts"]) {
    super();
    this.parts = parts;
  }
  private get tuple(): Tuple {
    return new Tuple([this.parts.year, this.parts.week, this.parts.weekday]);
  }
  override pyGetAttr(name: string): Value | undefined {
    return name === "year" || name === "week" || name === "weekday" ? this.parts[name] : undefined;
  }
  override pyGetItem(key: Value): Value | undefined {
    return getItem(this.tuple, key);
  }
  override pyIter(): Iterable<Value> {
    return this.tuple.items;
  }
  override pyLen(): number {
    return 3;
  }
  override pyRepr(): string {
    const { year, week, weekday } = this.parts;
    return `datetime.IsoCalendarDate(year=${year}, week=${week}, weekday=${weekday})`;
  }
}

/** time.struct_time, from timetuple(). */
export class StructTime extends PyObject {
  readonly pyTypeName: string = "struct_time";
  private readonly fields: readonly (readonly [string, number])[];

  constructor(time: TimeFields, isDst: number) {
    super();
    const { year, month, day, hour, minute, second } = time;
    this.fields = [
      ["tm_year", year],
      ["tm_mon", month],
      ["tm_mday", day],
      ["tm_hour", hour],
      ["tm_min", minute],
      ["tm_sec", second],
      ["tm_wday", weekdayOf(toOrdinal(year, month, day))],
      ["tm_yday", dayOfYear(time)],
      ["tm_isdst", isDst],
    ];
  }
  override pyGetAttr(name: string): Value | undefined {
    return this.fields.find(([field]) => field === name)?.[1];
  }
  override pyGetItem(key: Value): Value | undefined {
    return getItem(new Tuple(this.fields.map(([, value]) => value)), key);
  }
  override pyIter(): Iterable<Value> {
    return this.fields.map(([, value]) => value);
  }
  override pyLen(): number {
    return this.fields.length;
  }
  override pyRepr(): string {
    return `time.struct_time(${this.fields.map(([name, value]) => `${name}=${pyRepr(value)}`).join(", ")})`;
  }
}
