/** Python's range, capped as the sandbox caps it. */

import { raise } from "../../error.ts";
import { checkCount, needIndex } from "../arguments.ts";
import { asIndex } from "../number/numbers.ts";
import { sliceBounds } from "../slice.ts";
import { pyRepr } from "../text.ts";
import type { Callable, Kwargs, Value } from "./values.ts";
import { PyObject } from "./values.ts";

/** Longest range that a template may make. */
const maximumRange = 100_000;

export class PyRange extends PyObject {
  readonly pyTypeName = "range";
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly length: number;

  constructor(start: number, stop: number, step: number) {
    super();
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = Math.max(0, Math.ceil((stop - start) / step));
  }

  override pyRepr(): string {
    return this.step === 1
      ? `range(${this.start}, ${this.stop})`
      : `range(${this.start}, ${this.stop}, ${this.step})`;
  }

  override pyLen(): number {
    return this.length;
  }

  override pyIter(): Value[] {
    const values = new Array<Value>(this.length);
    for (let i = 0; i < this.length; i++) values[i] = this.start + i * this.step;
    return values;
  }

  override pyContains(value: Value): boolean {
    return this.indexOf(value) !== -1;
  }

  private indexOf(value: Value): number {
    const int = asIndex(value);
    if (int === undefined) return -1;
    const index = (int - this.start) / this.step;
    return Number.isInteger(index) && index >= 0 && index < this.length ? index : -1;
  }

  override pyGetItem(key: Value): Value | undefined {
    const index = asIndex(key);
    if (index === undefined) return undefined;
    const at = index < 0 ? index + this.length : index;
    return at >= 0 && at < this.length ? this.start + at * this.step : undefined;
  }

  override pyGetSlice(from: Value, to: Value, step: Value): Value {
    const bounds = sliceBounds(from, to, step, this.length);
    const place = (index: number): number => this.start + index * this.step;
    return new PyRange(place(bounds.start), place(bounds.stop), this.step * bounds.step);
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "start") return this.start;
    if (name === "stop") return this.stop;
    if (name === "step") return this.step;
    if (name === "count")
      return (args, kwargs) => (this.pyContains(onlyArgument("count", args, kwargs)) ? 1 : 0);
    if (name !== "index") return undefined;
    return (args, kwargs) => this.index(onlyArgument("index", args, kwargs));
  }

  private index(value: Value): number {
    const index = this.indexOf(value);
    if (index !== -1) return index;
    if (asIndex(value) !== undefined) raise("ValueError", `${pyRepr(value)} is not in range`);
    return raise("ValueError", "sequence.index(x): x not in sequence");
  }

  override pyEquals(other: Value): boolean {
    if (!(other instanceof PyRange) || other.length !== this.length) return false;
    return (
      this.length === 0 || (this.start === other.start && (this.length === 1 || this.step === other.step))
    );
  }

  override pyHashKey(): string {
    return `range:${this.length}:${this.start}:${this.step}`;
  }
}

function onlyArgument(method: string, args: Value[], kwargs: Kwargs | null): Value {
  checkCount("range", method, args, kwargs, 1, 1);
  return args[0] as Value;
}

/** The `range` global. */
export const rangeFunction: Callable = (args, kwargs) => {
  checkCount("range", "range", args, kwargs, 1, 3);
  const [first, second, third = 1] = args.map(needIndex);
  if (third === 0) raise("ValueError", "range() arg 3 must not be zero");
  const range =
    second === undefined ? new PyRange(0, first as number, 1) : new PyRange(first as number, second, third);
  if (range.length > maximumRange) {
    raise(
      "OverflowError",
      `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${maximumRange}).`,
    );
  }
  return range;
};
rangeFunction.pyRepr = "<function safe_range>";
