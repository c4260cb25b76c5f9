/** Attributes, items and calls for host code, outside any render: undefined values are Jinja2's. */

import * as attributes from "./runtime/attributes.ts";
import type { Runtime } from "./runtime/runtime.ts";
import type { Kwargs, Value } from "./runtime/data/values.ts";
import { Undefined } from "./runtime/data/values.ts";

const runtime: Runtime = {
  capture: false,
  filters: new Map(),
  tests: new Map(),
  globals: new Map(),
  random: Math.random,
  undefined: (options) => new Undefined(options),
  getAttribute: (object, name) => attributes.getAttribute(runtime, object, name),
  getItem: (object, key) => attributes.getItem(runtime, object, key),
};

/** `object.name`: attribute first, then item; undefined when there is neither. */
export function getAttribute(object: Value, name: string): Value {
  return attributes.getAttribute(runtime, object, name);
}

/** `object[key]`: item first, then attribute; undefined when there is neither. */
export function getItem(object: Value, key: Value): Value {
  return attributes.getItem(runtime, object, key);
}

/** `object.name(*args, **kwargs)` */
export function callMethod(
  object: Value,
  name: string,
  args: Value[] = [],
  kwargs: Kwargs | null = null,
): Value | Promise<Value> {
  return attributes.callMethod(runtime, object, name, args, kwargs);
}

/** `callee(*args, **kwargs)`. @throws JinjaError when it cannot be called */
export function callValue(
  callee: Value,
  args: Value[] = [],
  kwargs: Kwargs | null = null,
): Value | Promise<Value> {
  return attributes.callValue(callee, args, kwargs);
}
