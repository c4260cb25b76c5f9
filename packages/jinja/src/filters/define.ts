/** How built-in filters are written down: their name, Python's name for messages, parameters, and what they do. */

import { raise } from "../error.ts";
import { bindArguments } from "../runtime/arguments.ts";
import { PyDict } from "../runtime/data/dict.ts";
import type { FilterFunction, Runtime, TestFunction } from "../runtime/runtime.ts";
import { asString, pyStr } from "../runtime/text.ts";
import { pyTypeName } from "../runtime/type-name.ts";
import { undefinedMessage } from "../runtime/undefined.ts";
import type { Kwargs, Value } from "../runtime/data/values.ts";
import { Undefined } from "../runtime/data/values.ts";

type Bound = readonly (Value | undefined)[];

export interface FilterOptions {
  /** Python's function name, with what it gets before these parameters. */
  readonly callee: string;
  /** Arguments Python counts before the filter's own: the value, and the environment for some. */
  readonly hidden?: number;
  readonly required?: number;
}

/** A built-in filter with named parameters. */
export function filter(
  name: string,
  options: FilterOptions,
  parameters: readonly string[],
  run: (runtime: Runtime, value: Value, bound: Bound) => Value,
): [string, FilterFunction] {
  const { callee, hidden = 1, required = 0 } = options;
  return [
    name,
    (runtime, value, args, kwargs) =>
      run(runtime, value, bindArguments(callee, parameters, required, args, kwargs, hidden)),
  ];
}

/** Calls a filter by name, as `map` does. @throws JinjaError TemplateRuntimeError for unknown names */
export function callFilter(
  runtime: Runtime,
  name: Value,
  value: Value,
  args: Value[],
  kwargs: Kwargs | null,
): Value {
  const run = runtime.filters.get(asString(name) ?? "");
  return run === undefined ? unknown("filter", name) : run(runtime, value, args, kwargs);
}

/** Finds a test by name, as `select` does. @throws JinjaError TemplateRuntimeError for unknown names */
export function findTest(runtime: Runtime, name: Value): TestFunction {
  return runtime.tests.get(asString(name) ?? "") ?? unknown("test", name);
}

function unknown(what: string, name: Value): never {
  const shown = asString(name) === undefined ? pyStr(name) : `'${pyStr(name)}'`;
  if (name instanceof Undefined) {
    raise(
      "TemplateRuntimeError",
      `No ${what} named Undefined. (${undefinedMessage(name)}; did you forget to quote the callable name?)`,
    );
  }
  return raise("TemplateRuntimeError", `No ${what} named ${shown}.`);
}

/** Lower case for texts, everything else as it is. */
export function ignoreCase(value: Value): Value {
  const text = asString(value);
  return text === undefined ? value : text.toLowerCase();
}

/** Reads `"a.b.0"` from a value: one item lookup per part, digits are indexes. */
export function attributeGetter(
  runtime: Runtime,
  attribute: Value,
  fallback: Value | null = null,
): (value: Value) => Value {
  const parts = attributeParts(attribute);
  if (parts.length === 1 && fallback === null) {
    const part = parts[0] as Value;
    if (typeof part !== "string" || part.charCodeAt(0) === 0) return (value) => runtime.getItem(value, part);
    return (value) => {
      const item = value instanceof PyDict ? value.getText(part) : undefined;
      return item === undefined ? runtime.getItem(value, part) : item;
    };
  }
  return (value) => {
    let item = value;
    for (const part of parts) {
      item = runtime.getItem(item, part);
      if (fallback !== null && item instanceof Undefined) item = fallback;
    }
    return item;
  };
}

function attributeParts(attribute: Value): Value[] {
  if (attribute === null) return [];
  const text = asString(attribute);
  if (text === undefined) return [attribute];
  return text.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Sort keys: one list per value, for "a,b" attributes. */
export function multiAttributeGetter(
  runtime: Runtime,
  attribute: Value,
  caseSensitive: boolean,
): (value: Value) => Value[] {
  const text = asString(attribute);
  const getters = (text === undefined ? [attribute] : text.split(",")).map((part) =>
    attributeGetter(runtime, part),
  );
  return (value) =>
    getters.map((getter) => {
      const item = getter(value);
      return caseSensitive ? item : ignoreCase(item);
    });
}

/** A cursor that is opened when the first value is asked for, as a Python generator does. */
export function lazily(open: () => () => Value | undefined): () => Value | undefined {
  let next: (() => Value | undefined) | undefined;
  return () => {
    next ??= open();
    return next();
  };
}

/** A value that must be text for a filter that calls str methods on it. */
export function attributeError(value: Value, name: string): never {
  return raise("AttributeError", `'${pyTypeName(value)}' object has no attribute '${name}'`);
}
