/** Jinja2's tests: what stands after `is`. */

import { bindArguments } from "./runtime/arguments.ts";
import { isCallable } from "./runtime/attributes.ts";
import { order, pyEquals } from "./runtime/compare.ts";
import { PyDict } from "./runtime/data/dict.ts";
import { hashKey } from "./runtime/data/hash.ts";
import { contains, findLength, isIterable } from "./runtime/iterate.ts";
import { remainder } from "./runtime/operators.ts";
import type { Runtime, TestFunction } from "./runtime/runtime.ts";
import { PySet } from "./runtime/data/set.ts";
import { asString, pyStr } from "./runtime/text.ts";
import { isLowerText, isUpperText } from "./runtime/string/unicode.ts";
import type { Value } from "./runtime/data/values.ts";
import { Markup, PyFloat, PyObject, Undefined } from "./runtime/data/values.ts";

function plain(name: string, run: (value: Value, runtime: Runtime) => boolean): [string, TestFunction] {
  return [
    name,
    (runtime, value, args, kwargs) => {
      if (args.length > 0 || kwargs !== null) bindArguments(`test_${name}`, [], 0, args, kwargs, 1);
      return run(value, runtime);
    },
  ];
}

/** A test against another value, under all its names. */
function against(
  names: readonly string[],
  callee: string,
  run: (value: Value, other: Value) => boolean,
): [string, TestFunction][] {
  const test: TestFunction = (_runtime, value, args, kwargs) =>
    run(value, bindArguments(callee, ["other"], 1, args, kwargs, 1)[0] as Value);
  return names.map((name) => [name, test]);
}

function isInt(value: Value): boolean {
  return typeof value === "number" || typeof value === "bigint";
}

function isNumber(value: Value): boolean {
  return (
    isInt(value) ||
    typeof value === "boolean" ||
    value instanceof PyFloat ||
    (value instanceof PyObject && value.pyNumber?.() !== undefined)
  );
}

function isMapping(value: Value): boolean {
  return value instanceof PyDict || (value instanceof PyObject && value.pyIsMapping?.() === true);
}

function isSequence(value: Value): boolean {
  if (value instanceof PySet || findLength(value) === undefined) return false;
  return !(value instanceof PyObject) || value.pyGetItem !== PyObject.prototype.pyGetItem;
}

function isKeyOf(names: ReadonlyMap<string, unknown>, value: Value): boolean {
  const key = hashKey(value);
  return typeof key === "string" && names.has(key);
}

export const builtinTests: readonly [string, TestFunction][] = [
  plain("odd", (value) => pyEquals(remainder(value, 2), 1)),
  plain("even", (value) => pyEquals(remainder(value, 2), 0)),
  ...against(["divisibleby"], "test_divisibleby", (value, other) => pyEquals(remainder(value, other), 0)),
  plain("defined", (value) => !(value instanceof Undefined)),
  plain("undefined", (value) => value instanceof Undefined),
  plain("filter", (value, runtime) => isKeyOf(runtime.filters, value)),
  plain("test", (value, runtime) => isKeyOf(runtime.tests, value)),
  plain("none", (value) => value === null),
  plain("boolean", (value) => typeof value === "boolean"),
  plain("false", (value) => value === false),
  plain("true", (value) => value === true),
  plain("integer", isInt),
  plain("float", (value) => value instanceof PyFloat),
  plain("lower", (value) => isLowerText(pyStr(value))),
  plain("upper", (value) => isUpperText(pyStr(value))),
  plain("string", (value) => asString(value) !== undefined),
  plain("mapping", isMapping),
  plain("number", isNumber),
  plain("sequence", isSequence),
  plain("iterable", isIterable),
  plain("callable", isCallable),
  plain("escaped", (value) => value instanceof Markup),
  ...against(["sameas"], "test_sameas", (value, other) => value === other),
  ...against(["in"], "test_in", (value, other) => contains(other, value)),
  ...against(["==", "eq", "equalto"], "eq", pyEquals),
  ...against(["!=", "ne"], "ne", (value, other) => !pyEquals(value, other)),
  ...against([">", "gt", "greaterthan"], "gt", (value, other) => order(value, other, ">") > 0),
  ...against([">=", "ge"], "ge", (value, other) => order(value, other, ">=") >= 0),
  ...against(["<", "lt", "lessthan"], "lt", (value, other) => order(value, other, "<") < 0),
  ...against(["<=", "le"], "le", (value, other) => order(value, other, "<=") <= 0),
];
