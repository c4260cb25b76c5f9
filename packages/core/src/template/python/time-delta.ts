/** Python's datetime.timedelta, exact to the microsecond. */
import type { Value } from "@tsmodel/jinja";
import { JinjaError, PyFloat, PyObject, Tuple } from "@tsmodel/jinja";
import { pad } from "./calendar.ts";
import type { Methods } from "./function.ts";
import { findMethod, findNumber, method, pyFunction, typeError } from "./function.ts";

const microsecondsPerDay = 86_400_000_000n;
const maxDays = 999_999_999;

export class PyTimeDelta extends PyObject {
  readonly pyTypeName: string = "timedelta";
  override readonly pyModule: string = "datetime";
  readonly days: number;
  /** 0 to 86399. */
  readonly seconds: number;
  /** 0 to 999999. */
  readonly microseconds: number;

  private constructor(days: number, seconds: number, microseconds: number) {
    super();
    this.days = days;
    this.seconds = seconds;
    this.microseconds = microseconds;
  }

  /** @throws JinjaError OverflowError beyond 999999999 days */
  static fromMicroseconds(total: bigint): PyTimeDelta {
    const days = floorDivide(total, microsecondsPerDay);
    const rest = Number(total - days * microsecondsPerDay);
    if (days > BigInt(maxDays) || days < -BigInt(maxDays)) {
      throw new JinjaError("OverflowError", `days=${days}; must have magnitude <= ${maxDays}`);
    }
    return new PyTimeDelta(Number(days), Math.floor(rest / 1_000_000), rest % 1_000_000);
  }
  static ofSeconds(seconds: number): PyTimeDelta {
    return PyTimeDelta.fromMicroseconds(BigInt(seconds) * 1_000_000n);
  }

  get totalMicroseconds(): bigint {
    return BigInt(this.days) * microsecondsPerDay + BigInt(this.seconds * 1_000_000 + this.microseconds);
  }
  totalSeconds(): number {
    return Number(this.totalMicroseconds) / 1e6;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "days" || name === "seconds" || name === "microseconds") return this[name];
    return findMethod(methods, this, name) ?? timeDeltaConstant(name);
  }
  override pyBool(): boolean {
    return this.days !== 0 || this.seconds !== 0 || this.microseconds !== 0;
  }
  override pyStr(): string {
    const { days, seconds, microseconds } = this;
    const clock = `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
    const fraction = microseconds === 0 ? "" : `.${pad(microseconds, 6)}`;
    return `${days === 0 ? "" : `${days} day${Math.abs(days) === 1 ? "" : "s"}, `}${clock}${fraction}`;
  }
  override pyRepr(): string {
    const parts = (["days", "seconds", "microseconds"] as const).filter((part) => this[part] !== 0);
    return `datetime.timedelta(${parts.length === 0 ? "0" : parts.map((part) => `${part}=${this[part]}`).join(", ")})`;
  }
  override pyEquals(other: Value): boolean {
    return other instanceof PyTimeDelta && other.totalMicroseconds === this.totalMicroseconds;
  }
  override pyHashKey(): string {
    return `timedelta:${this.totalMicroseconds}`;
  }
  override pyCompare(other: Value): number | undefined {
    if (!(other instanceof PyTimeDelta)) return undefined;
    const difference = this.totalMicroseconds - other.totalMicroseconds;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  override pyBinary(op: string, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof PyTimeDelta) return reflected ? combine(op, other, this) : combine(op, this, other);
    const factor = findNumber(other);
    if (factor === undefined) return undefined;
    return scale(op, this.totalMicroseconds, other, factor, reflected);
  }
  override pyAbs(): Value {
    return this.days < 0 ? this.pyUnary("-") : this;
  }
  override pyUnary(op: "+" | "-"): Value {
    return op === "-" ? PyTimeDelta.fromMicroseconds(-this.totalMicroseconds) : this;
  }
}

const methods: Methods<PyTimeDelta> = {
  total_seconds: method([], (self) => new PyFloat(self.totalSeconds())),
};

export function timeDeltaConstant(name: string): Value | undefined {
  if (name === "min") return PyTimeDelta.fromMicroseconds(-BigInt(maxDays) * microsecondsPerDay);
  if (name === "max") return PyTimeDelta.fromMicroseconds(BigInt(maxDays + 1) * microsecondsPerDay - 1n);
  return name === "resolution" ? PyTimeDelta.fromMicroseconds(1n) : undefined;
}

export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** a / b rounded to the nearest integer, halves to even. */
function divideHalfEven(a: bigint, b: bigint): bigint {
  const floor = floorDivide(a, b);
  const twice = (a - floor * b) * 2n * (b < 0n ? -1n : 1n);
  const size = b < 0n ? -b : b;
  const up = twice > size || (twice === size && floor % 2n !== 0n);
  return up ? floor + 1n : floor;
}

function combine(op: string, left: PyTimeDelta, right: PyTimeDelta): Value | undefined {
  const a = left.totalMicroseconds;
  const b = right.totalMicroseconds;
  if ((op === "/" || op === "//" || op === "%") && b === 0n) {
    throw new JinjaError(
      "ZeroDivisionError",
      op === "/" ? "division by zero" : "integer division or modulo by zero",
    );
  }
  switch (op) {
    case "+":
      return PyTimeDelta.fromMicroseconds(a + b);
    case "-":
      return PyTimeDelta.fromMicroseconds(a - b);
    case "/":
      return new PyFloat(Number(a) / Number(b));
    case "//":
      return Number(floorDivide(a, b));
    case "%":
      return PyTimeDelta.fromMicroseconds(a - floorDivide(a, b) * b);
    default:
      return undefined;
  }
}

function scale(
  op: string,
  total: bigint,
  other: Value,
  factor: number,
  reflected: boolean,
): Value | undefined {
  if (reflected && op !== "*") return undefined;
  const isFloat = other instanceof PyFloat;
  const [numerator, denominator] = isFloat
    ? floatRatio(factor)
    : [typeof other === "bigint" ? other : BigInt(factor), 1n];
  if (op === "*") return PyTimeDelta.fromMicroseconds(divideHalfEven(total * numerator, denominator));
  if (op !== "/" && op !== "//") return undefined;
  if (factor === 0)
    throw new JinjaError(
      "ZeroDivisionError",
      isFloat ? "division by zero" : "integer division or modulo by zero",
    );
  if (op === "/") return PyTimeDelta.fromMicroseconds(divideHalfEven(total * denominator, numerator));
  return isFloat ? undefined : PyTimeDelta.fromMicroseconds(floorDivide(total, numerator));
}

/** A float as the exact fraction it stands for. @throws JinjaError for infinity and NaN */
export function floatRatio(value: number): [bigint, bigint] {
  if (Number.isNaN(value)) throw new JinjaError("ValueError", "cannot convert NaN to integer ratio");
  if (!Number.isFinite(value))
    throw new JinjaError("OverflowError", "cannot convert Infinity to integer ratio");
  let denominator = 1n;
  let numerator = value;
  // Doubling is exact until the fraction is gone: at most 1074 steps.
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  return [BigInt(numerator), denominator];
}

const units: readonly (readonly [string, bigint])[] = [
  ["days", microsecondsPerDay],
  ["seconds", 1_000_000n],
  ["microseconds", 1n],
  ["milliseconds", 1000n],
  ["minutes", 60_000_000n],
  ["hours", 3_600_000_000n],
  ["weeks", 604_800_000_000n],
];

/** `timedelta(days, seconds, microseconds, milliseconds, minutes, hours, weeks)`: ints or floats, summed exactly, rounded once. */
export class TimeDeltaClass extends PyObject {
  readonly pyTypeName: string = "type";
  override pyCall(args: Value[], kwargs: { [name: string]: Value } | null): Value | Promise<Value> {
    return construct(args, kwargs);
  }
  override pyGetAttr(name: string): Value | undefined {
    return timeDeltaConstant(name);
  }
  override pyRepr(): string {
    return "<class 'datetime.timedelta'>";
  }
}

const construct = pyFunction(
  "timedelta",
  units.map(([name]) => `${name}?`),
  (...values: (Value | undefined)[]) => {
    let whole = 0n;
    let fraction = 0;
    values.forEach((value, index) => {
      if (value === undefined) return;
      const [name, unit] = units[index]!;
      const number = findNumber(value);
      if (number === undefined)
        throw typeError(`unsupported type for timedelta ${name} component: ${typeNameOf(value)}`);
      if (!(value instanceof PyFloat)) whole += (typeof value === "bigint" ? value : BigInt(number)) * unit;
      else {
        const scaled = splitFloat(number, unit);
        whole += scaled.whole;
        fraction += scaled.fraction;
      }
    });
    return PyTimeDelta.fromMicroseconds(whole + roundHalfEven(fraction));
  },
);

function typeNameOf(value: Value): string {
  if (value === null) return "NoneType";
  if (typeof value === "string") return "str";
  if (value instanceof Tuple) return "tuple";
  return value instanceof PyObject ? value.pyTypeName : "object";
}

/** A float number of units in whole microseconds and what is left of one. */
function splitFloat(value: number, unit: bigint): { whole: bigint; fraction: number } {
  const [numerator, denominator] = floatRatio(value);
  const scaled = numerator * unit;
  const whole = scaled / denominator;
  return { whole, fraction: Number(scaled - whole * denominator) / Number(denominator) };
}

function roundHalfEven(value: number): bigint {
  const floor = Math.floor(value);
  const rest = value - floor;
  return BigInt(rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor);
}
