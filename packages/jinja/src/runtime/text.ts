/** Values as text: Python's str and repr. */

import { PyDict } from "./data/dict.ts";
import { floatRepr } from "./number/float-text.ts";
import { PySet } from "./data/set.ts";
import { pyReprString } from "./string/string-repr.ts";
import type { Callable, Value } from "./data/values.ts";
import { Markup, PyFloat, Tuple, Undefined } from "./data/values.ts";

/** `str(value)`: what `{{ value }}` prints. */
export function pyStr(value: Value): string {
  return typeof value === "string" ? value : textOf(value);
}

function textOf(value: Exclude<Value, string>): string {
  switch (typeof value) {
    case "number":
    case "bigint":
      return String(value);
    case "boolean":
      return value ? "True" : "False";
    case "function":
      return callableRepr(value);
  }
  if (value === null) return "None";
  if (value instanceof Undefined) return "";
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value) || value instanceof PyFloat || value instanceof Tuple) return pyRepr(value);
  if (value instanceof PyDict || value instanceof PySet) return pyRepr(value);
  return value.pyStr();
}

/** `repr(value)` */
export function pyRepr(value: Value): string {
  return reprOf(value, []);
}

function reprOf(value: Value, open: readonly Value[]): string {
  switch (typeof value) {
    case "string":
      return pyReprString(value);
    case "number":
    case "bigint":
      return String(value);
    case "boolean":
      return value ? "True" : "False";
    case "function":
      return callableRepr(value);
  }
  if (value === null) return "None";
  if (value instanceof PyFloat) return floatRepr(value.n);
  if (value instanceof Undefined) return "Undefined";
  if (value instanceof Markup) return `Markup(${pyReprString(value.text)})`;
  if (Array.isArray(value) || value instanceof Tuple) return sequenceRepr(value, open);
  if (value instanceof PyDict) return dictRepr(value, open);
  if (value instanceof PySet) {
    if (value.size === 0) return "set()";
    return "{" + joinReprs(value.values(), [...open, value]) + "}";
  }
  return value.pyRepr();
}

function joinReprs(values: readonly Value[], open: readonly Value[]): string {
  return values.map((value) => reprOf(value, open)).join(", ");
}

function sequenceRepr(value: Value[] | Tuple, open: readonly Value[]): string {
  const isTuple = value instanceof Tuple;
  if (open.includes(value)) return isTuple ? "(...)" : "[...]";
  const items = isTuple ? value.items : value;
  const inner = joinReprs(items, [...open, value]);
  if (!isTuple) return `[${inner}]`;
  return items.length === 1 ? `(${inner},)` : `(${inner})`;
}

function dictRepr(value: PyDict, open: readonly Value[]): string {
  if (open.includes(value)) return "{...}";
  const inside = [...open, value];
  const entries = value.entries().map(([key, item]) => `${reprOf(key, inside)}: ${reprOf(item, inside)}`);
  return `{${entries.join(", ")}}`;
}

function callableRepr(value: Callable): string {
  const macro = value.pyMacro;
  if (macro !== undefined) return `<Macro ${macro.name === null ? "anonymous" : pyReprString(macro.name)}>`;
  return value.pyRepr ?? `<function ${value.name}>`;
}

/** The text of a str or Markup; JS undefined for everything else. */
export function asString(value: Value | undefined): string | undefined {
  if (typeof value === "string") return value;
  return value instanceof Markup ? value.text : undefined;
}
