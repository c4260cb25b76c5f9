/** Python's decimal.Decimal as query results give it. */
import type { Value } from "@tsmodel/jinja";
import { PyFloat, PyObject, Tuple } from "@tsmodel/jinja";
import { formatDecimal } from "./decimal-format.ts";
import * as number from "./decimal-number.ts";
import type { DecimalNumber, Rounding } from "./decimal-number.ts";
import { findMethod, method, toInteger, typeError, valueError } from "./function.ts";
import type { Methods } from "./function.ts";

export class PyDecimal extends PyObject {
  readonly pyTypeName: string = "Decimal";
  override readonly pyModule: string = "decimal";
  readonly number: DecimalNumber;

  constructor(value: DecimalNumber) {
    super();
    this.number = value;
  }

  /** @throws JinjaError ValueError for texts that are no number */
  static parse(text: string): PyDecimal {
    const parsed = number.parseDecimal(text);
    if (parsed === undefined) throw number.invalidOperation("ConversionSyntax");
    return new PyDecimal(parsed);
  }
  static fromInteger(value: number | bigint): PyDecimal {
    return new PyDecimal(number.fromInteger(BigInt(value)));
  }
  toNumber(): number {
    return number.toNumber(this.number);
  }

  override pyStr(): string {
    return number.printDecimal(this.number);
  }
  override pyRepr(): string {
    return `Decimal('${this.pyStr()}')`;
  }
  override pyFormat(spec: string): string {
    return formatDecimal(this.number, spec);
  }
  override pyBool(): boolean {
    return !number.isZero(this.number);
  }
  /** int() and float(): whole numbers exactly, others as the nearest float. */
  override pyNumber(): Value {
    const { special, exponent } = this.number;
    return special === null && exponent >= 0
      ? toIntValue(number.truncated(this.number))
      : new PyFloat(this.toNumber());
  }
  override pyEquals(other: Value): boolean {
    return this.pyCompare(other) === 0;
  }
  override pyHashKey(): string {
    return `decimal:${number.printDecimal(number.normalized(this.number))}`;
  }
  override pyCompare(other: Value): number | undefined {
    const right = other instanceof PyFloat ? number.fromFloat(other.n) : findDecimal(other);
    return right === undefined ? undefined : number.compareDecimals(this.number, right);
  }
  override pyBinary(op: string, other: Value, reflected: boolean): Value | undefined {
    const right = findDecimal(other);
    if (right === undefined || !Object.hasOwn(operators, op)) return undefined;
    const result = reflected ? operators[op]!(right, this.number) : operators[op]!(this.number, right);
    return new PyDecimal(result);
  }
  override pyUnary(op: "+" | "-"): Value {
    // Signs are rounding operations in Python, and there is no negative zero from them.
    if (this.number.special === "NaN") return this;
    const rounded = number.toContext(op === "-" ? number.negated(this.number) : this.number);
    return new PyDecimal(number.isZero(rounded) ? { ...rounded, negative: false } : rounded);
  }
  override pyRound(digits: number): Value {
    if (this.number.special === "Infinity") throw number.invalidOperation();
    return this.number.special === "NaN"
      ? this
      : new PyDecimal(number.quantize(this.number, -digits, "ROUND_HALF_EVEN"));
  }
  override pyAbs(): Value {
    return new PyDecimal(number.toContext({ ...this.number, negative: false }));
  }
  override pyGetAttr(name: string): Value | undefined {
    if (name === "real") return this;
    return name === "imag" ? PyDecimal.fromInteger(0) : findMethod(methods, this, name);
  }
}

/** An int, bool or Decimal as a decimal number; floats do not mix with Decimals. */
function findDecimal(value: Value): DecimalNumber | undefined {
  if (value instanceof PyDecimal) return value.number;
  if (typeof value === "number" || typeof value === "bigint") return number.fromInteger(BigInt(value));
  return typeof value === "boolean" ? number.fromInteger(value ? 1n : 0n) : undefined;
}

function toDecimal(value: Value): DecimalNumber {
  const found = findDecimal(value);
  if (found === undefined) throw typeError("conversion from this type to Decimal is not supported");
  return found;
}

export function toIntValue(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

const operators: { readonly [op: string]: (a: DecimalNumber, b: DecimalNumber) => DecimalNumber } = {
  "+": number.addDecimals,
  "-": (a, b) => number.addDecimals(a, b.special === "NaN" ? b : number.negated(b)),
  "*": number.multiplyDecimals,
  "/": number.divideDecimals,
  "//": (a, b) => number.divideWhole("quotient", a, b),
  "%": (a, b) => number.divideWhole("remainder", a, b),
  "**": (a, b) => {
    if (b.special === null && number.compareDecimals(b, number.fromInteger(number.truncated(b))) === 0)
      return number.powerOf(a, number.truncated(b));
    if (number.printDecimal(number.normalized(b)) === "0.5") return rootPower(a);
    throw valueError("a Decimal can be raised to whole powers only");
  },
};

/** x ** 0.5: Python computes it with logarithms, which leaves all 28 digits even where the root is short. */
function rootPower(value: DecimalNumber): DecimalNumber {
  if (number.isZero(value)) return number.fromInteger(0n);
  const root = number.squareRoot(value);
  return root.special !== null ? root : number.rescale(root, number.adjusted(root) - number.precision + 1);
}

const roundings: ReadonlySet<string> = new Set([
  "ROUND_HALF_EVEN",
  "ROUND_HALF_UP",
  "ROUND_HALF_DOWN",
  "ROUND_UP",
  "ROUND_DOWN",
  "ROUND_CEILING",
  "ROUND_FLOOR",
  "ROUND_05UP",
]);

function toRounding(value: Value | undefined): Rounding {
  if (value === undefined || value === null) return "ROUND_HALF_EVEN";
  if (typeof value === "string" && roundings.has(value)) return value as Rounding;
  throw typeError(
    "valid values for rounding are: [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP]",
  );
}

function quantize(self: PyDecimal, exponent: Value, rounding?: Value): PyDecimal {
  const target = toDecimal(exponent);
  if (self.number.special === "NaN") return self;
  if (self.number.special !== null || target.special !== null) {
    if (self.number.special === target.special) return self;
    throw number.invalidOperation();
  }
  return new PyDecimal(number.quantize(self.number, target.exponent, toRounding(rounding)));
}

function toIntegral(self: PyDecimal, rounding?: Value): PyDecimal {
  const { number: own } = self;
  return own.special !== null || own.exponent >= 0
    ? self
    : new PyDecimal(number.rescale(own, 0, toRounding(rounding)));
}

function chooseBy(better: (comparison: number) => boolean): (self: PyDecimal, other: Value) => Value {
  return (self, other) => {
    const right = toDecimal(other);
    if (self.number.special === "NaN") return new PyDecimal(right);
    const comparison = number.compareDecimals(self.number, right);
    return comparison === undefined || better(comparison) ? self : new PyDecimal(right);
  };
}

const methods: Methods<PyDecimal> = {
  quantize: method(["exp", "rounding?", "context?"], quantize),
  normalize: method(["context?"], (self) => new PyDecimal(number.normalized(self.number))),
  to_integral_value: method(["rounding?", "context?"], toIntegral),
  to_integral: method(["rounding?", "context?"], toIntegral),
  to_integral_exact: method(["rounding?", "context?"], toIntegral),
  as_tuple: method([], (self) => decimalTuple(self.number)),
  as_integer_ratio: method([], (self) => integerRatio(self.number)),
  adjusted: method([], (self) => number.adjusted(self.number)),
  is_nan: method([], (self) => self.number.special === "NaN"),
  is_infinite: method([], (self) => self.number.special === "Infinity"),
  is_finite: method([], (self) => self.number.special === null),
  is_zero: method([], (self) => number.isZero(self.number)),
  is_signed: method([], (self) => self.number.negative),
  copy_abs: method([], (self) => new PyDecimal({ ...self.number, negative: false })),
  copy_negate: method([], (self) => new PyDecimal(number.negated(self.number))),
  copy_sign: method(
    ["other"],
    (self, other: Value) => new PyDecimal({ ...self.number, negative: toDecimal(other).negative }),
  ),
  compare: method(["other"], (self, other: Value) => {
    const comparison = number.compareDecimals(self.number, toDecimal(other));
    return comparison === undefined
      ? new PyDecimal(number.notANumber)
      : PyDecimal.fromInteger(Math.sign(comparison));
  }),
  max: method(
    ["other"],
    chooseBy((comparison) => comparison >= 0),
  ),
  min: method(
    ["other"],
    chooseBy((comparison) => comparison <= 0),
  ),
  sqrt: method(["context?"], (self) => new PyDecimal(number.squareRoot(self.number))),
  scaleb: method(
    ["other"],
    (self, other: Value) =>
      new PyDecimal({ ...self.number, exponent: self.number.exponent + toInteger(other) }),
  ),
  same_quantum: method(["other"], (self, other: Value) => self.number.exponent === toDecimal(other).exponent),
  conjugate: method([], (self) => self),
};

function integerRatio(value: DecimalNumber): Tuple {
  let numerator = value.digits;
  let denominator = 1n;
  if (value.exponent >= 0) numerator = number.truncated({ ...value, negative: false });
  else denominator = 10n ** BigInt(-value.exponent);
  let [a, b] = [numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  const divisor = a === 0n ? 1n : a;
  return new Tuple([
    toIntValue((value.negative ? -numerator : numerator) / divisor),
    toIntValue(denominator / divisor),
  ]);
}

function decimalTuple(value: DecimalNumber): DecimalTuple {
  const digits = value.special === "NaN" ? "" : value.digits.toString();
  const exponent = value.special === null ? value.exponent : value.special === "NaN" ? "n" : "F";
  return new DecimalTuple([value.negative ? 1 : 0, new Tuple([...digits].map(Number)), exponent]);
}

/** The named tuple of as_tuple(). */
class DecimalTuple extends PyObject {
  readonly pyTypeName: string = "DecimalTuple";
  private readonly items: readonly [Value, Tuple, Value];

  constructor(items: DecimalTuple["items"]) {
    super();
    this.items = items;
  }
  override pyGetAttr(name: string): Value | undefined {
    const index = ["sign", "digits", "exponent"].indexOf(name);
    return index < 0 ? undefined : this.items[index];
  }
  override pyGetItem(key: Value): Value | undefined {
    return typeof key === "number" ? this.items.at(key) : undefined;
  }
  override pyIter(): Iterable<Value> {
    return this.items;
  }
  override pyLen(): number {
    return 3;
  }
  override pyRepr(): string {
    const [sign, digits, exponent] = this.items;
    const inner = digits.items.length === 1 ? `${String(digits.items[0])},` : digits.items.join(", ");
    return `DecimalTuple(sign=${String(sign)}, digits=(${inner}), exponent=${typeof exponent === "string" ? `'${exponent}'` : String(exponent)})`;
  }
}
