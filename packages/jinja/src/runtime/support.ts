/** What generated code calls. Its names are the vocabulary of codegen.ts; most have an extra last parameter there: the position. */

import { ControlFlow, JinjaError, addFrame, raise } from "../error.ts";
import type { MarkedTemplate } from "../marks.ts";
import { makeFrame } from "../source-map.ts";
import { callMethod, callValue, getAttribute, getField, getItem, getSlice } from "./attributes.ts";
import { isTruthy, order, pyEquals } from "./compare.ts";
import { PyDict } from "./data/dict.ts";
import { contains, isIterable, toArray } from "./iterate.ts";
import { Loop } from "./data/loop.ts";
import { Namespace } from "./data/namespace.ts";
import {
  add,
  divide,
  floorDivide,
  multiply,
  negate,
  positive,
  power,
  remainder,
  subtract,
} from "./operators.ts";
import type { FilterFunction, Runtime, TestFunction } from "./runtime.ts";
import { asString, pyStr } from "./text.ts";
import { pyTypeName } from "./type-name.ts";
import { unpack } from "./unpack.ts";
import type { Callable, Kwargs, MacroInfo, Value } from "./data/values.ts";
import { PyFloat, PyObject, Tuple, Undefined } from "./data/values.ts";

interface NameSource {
  get(name: string): Value | undefined;
}

/** A free name: from the context, else the environment's globals, else undefined. */
export function resolve(runtime: Runtime, context: NameSource, name: string): Value {
  const value = context.get(name);
  if (value !== undefined) return value;
  const global = runtime.globals.get(name);
  return global === undefined ? runtime.undefined({ name }) : global;
}

/** A variable that was read before it was set. */
export function unset(runtime: Runtime, name: string): Value {
  return runtime.undefined({ name });
}

export function notProvided(runtime: Runtime, name: string): Value {
  return runtime.undefined({ name, hint: `parameter '${name}' was not provided` });
}

function noCaller(runtime: Runtime): Value {
  return runtime.undefined({ name: "caller", hint: "No caller defined" });
}

/** `a ~ b ~ c` */
export function concat(values: readonly Value[]): string {
  return values.map(pyStr).join("");
}

/** What Jinja2 joins without converting it, the result of a call or filter block: it must be text. */
function joinable(value: Value): string {
  const text = asString(value);
  if (text !== undefined) return text;
  return raise("TypeError", `sequence item 0: expected str instance, ${pyTypeName(value)} found`);
}

/** An inline if that is false and has no else. */
export function noElse(line: number): Value {
  return new Undefined({
    hint: `the inline if-expression on line ${line} evaluated to false and no else section was defined.`,
  });
}

/** Thrown where a synchronous render meets a Promise; `fail` names the callable. */
class AsyncCall extends Error {}

export function callSync(callee: Value, args: Value[], kwargs: Kwargs | null): Value {
  const result = typeof callee === "function" ? callee(args, kwargs) : callValue(callee, args, kwargs);
  if (result instanceof Promise) throw new AsyncCall();
  return result;
}

/** Whether a macro need not call it, but can return its argument at once. */
export function leavesMacro(callee: Value): boolean {
  return typeof callee === "function" && callee.leavesMacro === true;
}

export function callMethodSync(
  runtime: Runtime,
  object: Value,
  name: string,
  args: Value[],
  kwargs: Kwargs | null,
): Value {
  const result = callMethod(runtime, object, name, args, kwargs);
  if (result instanceof Promise) throw new AsyncCall();
  return result;
}

/** Adds the place of an error to its trace; gives what to throw. */
export function fail(
  error: unknown,
  template: MarkedTemplate,
  spans: readonly number[],
  name: string | null,
  position: number,
): unknown {
  if (error instanceof ControlFlow || typeof error !== "object" || error === null) return error;
  const start = spans[position * 2] ?? 0;
  const end = spans[position * 2 + 1] ?? start;
  const thrown = translate(error, template.source.slice(start, end));
  addFrame(thrown, makeFrame(template, name ?? template.name, start, end));
  return thrown;
}

function translate(error: object, source: string): object {
  if (error instanceof AsyncCall) {
    const callee = source.replace(/\([^]*$/, "");
    return new JinjaError(
      "RuntimeError",
      `${callee} is asynchronous and cannot be called where templates are rendered synchronously`,
    );
  }
  // V8 words it so in errors of several classes.
  if (error instanceof Error && error.message.includes("Maximum call stack size exceeded")) {
    return new JinjaError("RecursionError", "maximum recursion depth exceeded");
  }
  if (
    error instanceof RangeError &&
    /^Invalid (?:string|array) length|^Invalid count value|BigInt size/.test(error.message)
  ) {
    return new JinjaError("MemoryError", "the result is too large");
  }
  return error;
}

const noNames = Object.freeze(Object.create(null) as object);

export type KwargsShape = new (...values: Value[]) => Kwargs;

const shapes = new Map<string, KwargsShape>();

/**
 * A class for keyword arguments of these names: fast to make, and without inherited names.
 * @param constructor what `shapeCode` stands for, where that is compiled already
 */
export function kwargsShape(names: readonly string[], constructor?: Function): KwargsShape {
  const key = names.join(" ");
  let shape = shapes.get(key);
  if (shape === undefined) {
    shape = (constructor ?? new Function(`return ${shapeCode(names)}`)()) as KwargsShape;
    (shape as { prototype: object }).prototype = noNames;
    shapes.set(key, shape);
  }
  return shape;
}

/** JavaScript of the function that fills in such keyword arguments. */
export function shapeCode(names: readonly string[]): string {
  const body = names.map((name, i) => `this[${JSON.stringify(name)}] = v${i};`);
  return `function (${names.map((_, i) => `v${i}`).join(", ")}) { ${body.join(" ")} }`;
}

const NoKwargs = kwargsShape([]);

/** Keyword arguments with `**more`. */
export function spreadKwargs(own: readonly (readonly [string, Value])[], more: Value): Kwargs {
  const kwargs = new NoKwargs();
  for (const [name, value] of own) kwargs[name] = value;
  const isMapping = more instanceof PyDict || (more instanceof PyObject && more.pyIsMapping?.() === true);
  if (!isMapping) raise("TypeError", `argument after ** must be a mapping, not ${pyTypeName(more)}`);
  for (const key of toArray(more)) {
    if (typeof key !== "string") raise("TypeError", "keywords must be strings");
    if (key in kwargs) raise("TypeError", `got multiple values for keyword argument '${key}'`);
    kwargs[key] =
      more instanceof PyDict ? (more.get(key) as Value) : ((more as PyObject).pyGetItem(key) as Value);
  }
  return kwargs;
}

/** Positional arguments with `*more`. */
export function spreadArgs(own: readonly Value[], more: Value): Value[] {
  if (!isIterable(more)) raise("TypeError", `argument after * must be an iterable, not ${pyTypeName(more)}`);
  return [...own, ...toArray(more)];
}

export function dictOf(flat: readonly Value[]): PyDict {
  const dict = new PyDict();
  for (let i = 0; i < flat.length; i += 2) dict.set(flat[i] as Value, flat[i + 1] as Value);
  return dict;
}

/** What `{% set ns.name %}` writes to. */
export function namespaceOf(value: Value): PyDict {
  if (value instanceof Namespace) return value.attributes;
  return raise("TemplateRuntimeError", "cannot assign attribute on non-namespace object");
}

export function asMacro(callable: Callable, info: MacroInfo): Callable {
  callable.pyMacro = info;
  return callable;
}

/** Keyword arguments that are no parameters, for a macro that reads `kwargs`. */
function restKwargs(
  kwargs: Kwargs | null,
  names: readonly string[],
  positional: number,
  usesCaller: boolean,
): PyDict {
  const rest = new PyDict();
  for (const name in kwargs) {
    if (names.indexOf(name) >= positional || (usesCaller && name === "caller")) continue;
    rest.set(name, kwargs[name] as Value);
  }
  return rest;
}

/** Refuses keyword arguments beyond the `used` ones. */
export function checkKwargs(kwargs: Kwargs, used: number, info: MacroInfo, positional: number): void {
  let count = 0;
  for (const _ in kwargs) count++;
  if (count === used) return;
  const shown = info.name === null ? "None" : `'${info.name}'`;
  const open = info.argumentNames.slice(positional);
  const names = Object.keys(kwargs).filter(
    (name) => !open.includes(name) && !(info.usesCaller && name === "caller"),
  );
  if (names.includes("caller")) {
    raise(
      "TypeError",
      `macro ${shown} was invoked with two values for the special caller argument. This is most likely a bug.`,
    );
  }
  raise("TypeError", `macro ${shown} takes no keyword argument '${names[0]}'`);
}

export function tooManyArgs(info: MacroInfo): never {
  const shown = info.name === null ? "None" : `'${info.name}'`;
  return raise("TypeError", `macro ${shown} takes not more than ${info.argumentNames.length} argument(s)`);
}

function findFilter(runtime: Runtime, name: string): FilterFunction {
  return (
    runtime.filters.get(name) ?? (() => raise("TemplateRuntimeError", `No filter named '${name}' found.`))
  );
}

function findTest(runtime: Runtime, name: string): TestFunction {
  return runtime.tests.get(name) ?? (() => raise("TemplateRuntimeError", `No test named '${name}' found.`));
}

function noLoader(): never {
  return raise("TypeError", "no loader for this environment specified");
}

function noAutoescape(): never {
  return raise("TemplateRuntimeError", "autoescape is not supported");
}

const less = (a: Value, b: Value): boolean => order(a, b, "<") < 0;
const lessOrEqual = (a: Value, b: Value): boolean => order(a, b, "<=") <= 0;
const greater = (a: Value, b: Value): boolean => order(a, b, ">") > 0;
const greaterOrEqual = (a: Value, b: Value): boolean => order(a, b, ">=") >= 0;
const isIn = (item: Value, container: Value): boolean => contains(container, item);

export type SupportName =
  | "Loop"
  | "PyFloat"
  | "Tuple"
  | "Undefined"
  | "add"
  | "asMacro"
  | "call"
  | "callMethod"
  | "callMethodSync"
  | "callSync"
  | "checkKwargs"
  | "concat"
  | "dictOf"
  | "divide"
  | "fail"
  | "findFilter"
  | "findTest"
  | "floorDivide"
  | "getAttribute"
  | "getField"
  | "getItem"
  | "getSlice"
  | "greater"
  | "greaterOrEqual"
  | "isIn"
  | "isTruthy"
  | "joinable"
  | "kwargsShape"
  | "leavesMacro"
  | "less"
  | "lessOrEqual"
  | "multiply"
  | "namespaceOf"
  | "negate"
  | "noAutoescape"
  | "noCaller"
  | "noElse"
  | "noLoader"
  | "notProvided"
  | "positive"
  | "power"
  | "pyEquals"
  | "pyStr"
  | "remainder"
  | "resolve"
  | "restKwargs"
  | "spreadArgs"
  | "spreadKwargs"
  | "subtract"
  | "toArray"
  | "tooManyArgs"
  | "unpack"
  | "unset";

export const support: Readonly<Record<SupportName, unknown>> = {
  Loop,
  PyFloat,
  Tuple,
  Undefined,
  add,
  asMacro,
  call: callValue,
  callMethod,
  callMethodSync,
  callSync,
  checkKwargs,
  concat,
  dictOf,
  divide,
  fail,
  findFilter,
  findTest,
  floorDivide,
  getAttribute,
  getField,
  getItem,
  getSlice,
  greater,
  greaterOrEqual,
  isIn,
  isTruthy,
  joinable,
  kwargsShape,
  leavesMacro,
  less,
  lessOrEqual,
  multiply,
  namespaceOf,
  negate,
  noAutoescape,
  noCaller,
  noElse,
  noLoader,
  notProvided,
  positive,
  power,
  pyEquals,
  pyStr,
  remainder,
  resolve,
  restKwargs,
  spreadArgs,
  spreadKwargs,
  subtract,
  toArray,
  tooManyArgs,
  unpack,
  unset,
};
