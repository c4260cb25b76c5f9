/**
 * The values a template works on: Python's data model on top of JavaScript's.
 *
 * None is null, bool is boolean, int is number while it is a safe integer and bigint beyond, str is string, list is Array.
 * What JavaScript has no equal for is a class here: float (so that 1.0 stays 1.0), tuple, undefined, and host objects.
 */

import type { PyDict } from "./dict.ts";
import type { PySet } from "./set.ts";
import type { JinjaError } from "../../error.ts";

export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Undefined
  | PyFloat
  | Markup
  | Value[]
  | Tuple
  | PyDict
  | PySet
  | PyObject
  | Callable;

/** Keyword arguments: an object without inherited names. */
export type Kwargs = Record<string, Value>;

/** Everything that can be called from a template. `caller` of a call block arrives as a keyword argument. */
export interface Callable {
  (args: Value[], kwargs: Kwargs | null): Value | Promise<Value>;
  /** What `{{ f }}` prints; `<function name>` without it. */
  pyRepr?: string;
  /** "function" without it; "Macro" for macros. */
  pyTypeName?: string;
  /** Attributes visible in templates. */
  pyAttributes?: Record<string, Value>;
  /** Set on macros. */
  pyMacro?: MacroInfo;
  /** Whether it throws, as a ControlFlow, its one argument as the value of the bound macro that calls it. */
  leavesMacro?: boolean;
}

/** What a macro tells about itself. */
export interface MacroInfo {
  /** Null for the body of a call block. */
  readonly name: string | null;
  readonly argumentNames: readonly string[];
  readonly catchKwargs: boolean;
  readonly catchVarargs: boolean;
  readonly usesCaller: boolean;
}

/** A float; boxed so that `1.0` and `1` stay different. */
export class PyFloat {
  readonly n: number;
  constructor(n: number) {
    this.n = n;
  }
}

/** A tuple; not an Array, so that `[1] == (1,)` can be false and it cannot be changed. */
export class Tuple {
  readonly items: readonly Value[];
  constructor(items: readonly Value[]) {
    this.items = items;
  }
}

/** A tuple whose items have names too. */
export class NamedTuple extends Tuple {
  readonly pyTypeName: string;
  readonly fields: readonly string[];
  constructor(typeName: string, fields: readonly string[], items: readonly Value[]) {
    super(items);
    this.pyTypeName = typeName;
    this.fields = fields;
  }
}

/** Text that is already safe for HTML (markupsafe.Markup): a str whose operators escape the other side. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** How undefined values behave: stock Jinja2, or dbt's parse phase, where attributes, items and calls give undefined again. */
export type UndefinedMode = "default" | "capture";

/** What a missing name, attribute or item evaluates to. Prints as nothing, is false and empty; most else raises. */
export class Undefined {
  /** The missing name, attribute or item. */
  name: Value | undefined;
  /** A ready message, instead of the one made from `name` and `owner`. */
  readonly hint: string | undefined;
  /** The value that lacks the attribute or item; JS undefined for a missing variable. */
  readonly owner: Value | undefined;
  readonly kind: JinjaError["kind"];
  readonly capture: boolean;
  /** `name` as it was at first: capture mode moves `name` along an attribute chain, messages keep the first. */
  readonly firstName: Value | undefined;

  constructor(options: {
    name?: Value | undefined;
    hint?: string | undefined;
    owner?: Value | undefined;
    kind?: JinjaError["kind"];
    capture?: boolean;
  }) {
    this.name = options.name;
    this.firstName = options.name;
    this.hint = options.hint;
    this.owner = options.owner;
    this.kind = options.kind ?? "UndefinedError";
    this.capture = options.capture ?? false;
  }
}

/**
 * A host object: a relation, a column, a table, an adapter, a date. Subclasses override what the object can do;
 * a JS `undefined` from `pyGetAttr` or `pyGetItem` means "has none". Methods are callables, async ones return a Promise.
 */
export abstract class PyObject {
  /** Python's `type(x).__name__`, e.g. "DuckDBRelation". */
  abstract readonly pyTypeName: string;
  /** The type's module in messages about missing attributes, e.g. "jinja2.utils". */
  readonly pyModule?: string;

  pyGetAttr(_name: string): Value | undefined {
    return undefined;
  }
  pyGetItem(_key: Value): Value | undefined {
    return undefined;
  }
  /** `this[from:to:step]`; absent ends are None. */
  pyGetSlice?(from: Value, to: Value, step: Value): Value | undefined;
  pyCall?(args: Value[], kwargs: Kwargs | null): Value | Promise<Value>;
  pyStr(): string {
    return this.pyRepr();
  }
  pyRepr(): string {
    return `<${this.pyTypeName} object>`;
  }
  pyBool(): boolean {
    return this.pyLen === undefined ? true : this.pyLen() > 0;
  }
  pyLen?(): number;
  pyIter?(): Iterable<Value>;
  pyContains?(value: Value): boolean;
  pyEquals(other: Value): boolean {
    return this === other;
  }
  /** Equal objects give equal strings; JS undefined: hashed by identity. Throw a TypeError JinjaError when unhashable. */
  pyHashKey(): string | undefined {
    return undefined;
  }
  /** Negative, zero or positive; JS undefined when the two have no order. */
  pyCompare?(other: Value): number | undefined;
  /** `this op other`, or `other op this` when reflected; JS undefined when not supported. op is "+", "-", "*", "/", "//", "%" or "**". */
  pyBinary?(op: string, other: Value, reflected: boolean): Value | undefined;
  /** `-this` and `+this`. */
  pyUnary?(op: "+" | "-"): Value | undefined;
  /** `format(this, spec)`, for a spec that is not empty. */
  pyFormat?(spec: string): string;
  /** What `int()` and `float()` see: an int or float; JS undefined when the object is no number. */
  pyNumber?(): Value | undefined;
  /** `round(this, digits)`. */
  pyRound?(digits: number): Value | undefined;
  /** `abs(this)`. */
  pyAbs?(): Value | undefined;
  /** Whether `is mapping` holds; false unless overridden. */
  pyIsMapping?(): boolean;
}
