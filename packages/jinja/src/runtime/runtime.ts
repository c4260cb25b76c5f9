/** What running template code can ask of its environment. One object per environment and undefined mode. */

import type { Kwargs, Undefined, Value } from "./data/values.ts";

export type FilterFunction = (runtime: Runtime, value: Value, args: Value[], kwargs: Kwargs | null) => Value;
export type TestFunction = (runtime: Runtime, value: Value, args: Value[], kwargs: Kwargs | null) => boolean;

export interface Runtime {
  /** dbt's parse phase: undefined values give undefined values. */
  readonly capture: boolean;
  readonly filters: ReadonlyMap<string, FilterFunction>;
  readonly tests: ReadonlyMap<string, TestFunction>;
  readonly globals: ReadonlyMap<string, Value>;
  readonly random: () => number;
  undefined(options: { name?: Value; hint?: string; owner?: Value; kind?: Undefined["kind"] }): Undefined;
  /** `object.name`: attribute first, then item; undefined when there is neither. */
  getAttribute(object: Value, name: string): Value;
  /** `object[key]`: item first, then attribute. */
  getItem(object: Value, key: Value): Value;
}

/** A method of a built-in type. */
export type Method<Self> = (
  self: Self,
  args: readonly Value[],
  kwargs: Kwargs | null,
  runtime: Runtime,
) => Value;
