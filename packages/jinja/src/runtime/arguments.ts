/** Arguments of built-in filters, tests, functions and methods, with Python's complaints. */

import { raise } from "../error.ts";
import { asIndex, isBeyondIndex } from "./number/numbers.ts";
import { asString } from "./text.ts";
import { pyTypeName } from "./type-name.ts";
import type { Kwargs, Value } from "./data/values.ts";

/**
 * Arguments by position from a call's positional and keyword ones; JS undefined where none was given.
 * @param names parameter names, those beyond `required` are optional
 * @param hidden parameters before these that Python counts too (a filter's value)
 */
export function bindArguments(
  callee: string,
  names: readonly string[],
  required: number,
  args: readonly Value[],
  kwargs: Kwargs | null,
  hidden = 0,
): readonly (Value | undefined)[] {
  if (kwargs === null && args.length >= required && args.length <= names.length) return args;
  if (args.length > names.length)
    tooMany(callee, names.length + hidden, required + hidden, args.length + hidden);
  const bound: (Value | undefined)[] = args.slice();
  for (const name in kwargs) {
    const index = names.indexOf(name);
    if (index === -1) raise("TypeError", `${callee}() got an unexpected keyword argument '${name}'`);
    if (bound[index] !== undefined)
      raise("TypeError", `${callee}() got multiple values for argument '${name}'`);
    bound[index] = kwargs[name];
  }
  const missing = names.slice(0, required).filter((_, index) => bound[index] === undefined);
  if (missing.length > 0) missingArguments(callee, missing);
  return bound;
}

function tooMany(callee: string, most: number, least: number, given: number): never {
  const takes = most === least ? `${most}` : `from ${least} to ${most}`;
  return raise(
    "TypeError",
    `${callee}() takes ${takes} positional argument${most === 1 ? "" : "s"} but ${given} were given`,
  );
}

function missingArguments(callee: string, names: readonly string[]): never {
  const quoted = names.map((name) => `'${name}'`);
  const list =
    quoted.length < 2
      ? quoted[0]
      : `${quoted.slice(0, -1).join(", ")}${quoted.length > 2 ? "," : ""} and ${quoted.at(-1)}`;
  return raise(
    "TypeError",
    `${callee}() missing ${names.length} required positional argument${names.length === 1 ? "" : "s"}: ${list}`,
  );
}

/** Checks the count of arguments of a method of a built-in type, which takes no keywords. */
export function checkCount(
  type: string,
  method: string,
  args: readonly Value[],
  kwargs: Kwargs | null,
  least: number,
  most: number,
): void {
  const { length } = args;
  if (kwargs !== null && hasKeys(kwargs))
    raise("TypeError", `${type}.${method}() takes no keyword arguments`);
  if (length >= least && length <= most) return;
  if (most === 0) raise("TypeError", `${type}.${method}() takes no arguments (${length} given)`);
  if (most === 1 && least === 1)
    raise("TypeError", `${type}.${method}() takes exactly one argument (${length} given)`);
  const [word, bound] = length < least ? ["at least", least] : ["at most", most];
  raise("TypeError", `${method} expected ${word} ${bound} argument${bound === 1 ? "" : "s"}, got ${length}`);
}

export function hasKeys(kwargs: Kwargs): boolean {
  for (const _ in kwargs) return true;
  return false;
}

/** A str argument. */
export function needText(value: Value, problem: (type: string) => string): string {
  return asString(value) ?? raise("TypeError", problem(pyTypeName(value)));
}

/** An int argument. */
export function needIndex(value: Value): number {
  const index = asIndex(value);
  if (isBeyondIndex(value)) raise("OverflowError", "Python int too large to convert to C ssize_t");
  if (index !== undefined) return index;
  return raise("TypeError", `'${pyTypeName(value)}' object cannot be interpreted as an integer`);
}
