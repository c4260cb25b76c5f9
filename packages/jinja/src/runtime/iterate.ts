/** Going through values: for loops, list(), len() and in. */

import { raise } from "../error.ts";
import { pyEquals } from "./compare.ts";
import { PyDict } from "./data/dict.ts";
import { PySet } from "./data/set.ts";
import { asString } from "./text.ts";
import { pyTypeName } from "./type-name.ts";
import type { Value } from "./data/values.ts";
import { Markup, PyFloat, PyObject, Tuple, Undefined } from "./data/values.ts";

/** Gives the next value, JS undefined at the end. */
export type Next = () => Value | undefined;

/** A generator or iterator: can be gone through once, values are made when asked for. */
export class PyIterator extends PyObject {
  readonly pyTypeName: string;
  readonly next: Next;
  private readonly functionName: string;

  /** @param functionName of a generator: what Python calls the function that makes it */
  constructor(next: Next, functionName: string, typeName = "generator") {
    super();
    this.next = next;
    this.functionName = functionName;
    this.pyTypeName = typeName;
  }

  override pyRepr(): string {
    // Nothing has an address here.
    const name = this.functionName === "" ? "" : ` ${this.functionName}`;
    return `<${this.pyTypeName} object${name} at 0x000000000000>`;
  }

  override pyIter(): Iterable<Value> {
    return this.drain();
  }

  /** All that is left. */
  drain(): Value[] {
    const values: Value[] = [];
    for (let value = this.next(); value !== undefined; value = this.next()) values.push(value);
    return values;
  }
}

const surrogate = /[\ud800-\udfff]/;

export function hasSurrogates(text: string): boolean {
  return surrogate.test(text);
}

/** The characters of a str. */
export function characters(text: string): string[] {
  return surrogate.test(text) ? Array.from(text) : text.split("");
}

/** `len(text)` */
export function textLength(text: string): number {
  if (!surrogate.test(text)) return text.length;
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/**
 * What a loop goes through, as an array. A list is given itself, not a copy: a loop sees what is appended meanwhile.
 * @throws JinjaError TypeError when the value cannot be iterated
 */
export function toArray(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  if (value instanceof PyDict) return value.keys();
  if (value instanceof Tuple) return value.items;
  if (typeof value === "string") return characters(value);
  return toArraySlow(value);
}

function toArraySlow(value: Value): readonly Value[] {
  if (value instanceof PyIterator) return value.drain();
  if (value instanceof PyObject && value.pyIter !== undefined) {
    const values = value.pyIter();
    return Array.isArray(values) ? values : Array.from(values);
  }
  if (value instanceof PySet) return value.values();
  if (value instanceof Undefined) return [];
  if (value instanceof Markup) return characters(value.text);
  return raise("TypeError", `'${pyTypeName(value)}' object is not iterable`);
}

/** A cursor over a value: one that was begun goes on. */
export function toNext(value: Value): Next {
  if (value instanceof PyIterator) return value.next;
  const values = value instanceof PyObject && value.pyIter !== undefined ? value.pyIter() : toArray(value);
  if (!Array.isArray(values)) return nextOf(values[Symbol.iterator]());
  let index = 0;
  return () => (index < values.length ? values[index++] : undefined);
}

function nextOf(values: Iterator<Value>): Next {
  return () => {
    const { done, value } = values.next();
    return done === true ? undefined : (value as Value);
  };
}

/** `iter(value)`. @throws JinjaError TypeError */
export function pyIterate(value: Value): Iterable<Value> {
  return toArray(value);
}

/** Whether `iter(value)` would work. */
export function isIterable(value: Value): boolean {
  if (value === null || typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return false;
  if (typeof value === "function" || value instanceof PyFloat) return false;
  return value instanceof PyObject ? value.pyIter !== undefined : true;
}

/** `len(value)`, JS undefined when it has none. */
export function findLength(value: Value): number | undefined {
  if (typeof value === "string") return textLength(value);
  if (Array.isArray(value)) return value.length;
  if (value instanceof PyDict || value instanceof PySet) return value.size;
  if (value instanceof Tuple) return value.items.length;
  if (value instanceof Undefined) return 0;
  if (value instanceof Markup) return textLength(value.text);
  return value instanceof PyObject ? value.pyLen?.() : undefined;
}

/** `len(value)`. @throws JinjaError TypeError */
export function pyLen(value: Value): number {
  return findLength(value) ?? raise("TypeError", `object of type '${pyTypeName(value)}' has no len()`);
}

/** `item in container` */
export function contains(container: Value, item: Value): boolean {
  if (Array.isArray(container)) return includes(container, item);
  if (container instanceof PyDict || container instanceof PySet) return container.has(item);
  if (container instanceof Tuple) return includes(container.items, item);
  const text = asString(container);
  if (text !== undefined) return containsText(text, item);
  if (container instanceof Undefined) return false;
  if (container instanceof PyObject) {
    if (container.pyContains !== undefined) return container.pyContains(item);
    if (container.pyIter !== undefined) return includes(toArray(container), item);
  }
  return raise("TypeError", `argument of type '${pyTypeName(container)}' is not iterable`);
}

function containsText(text: string, item: Value): boolean {
  const part = asString(item);
  if (part === undefined) {
    raise("TypeError", `'in <string>' requires string as left operand, not ${pyTypeName(item)}`);
  }
  return text.includes(part);
}

function includes(values: readonly Value[], item: Value): boolean {
  if (typeof item === "string") {
    for (const value of values) {
      if (
        typeof value === "string"
          ? value === item
          : typeof value === "object" && value !== null && pyEquals(value, item)
      ) {
        return true;
      }
    }
    return false;
  }
  for (const value of values) if (value === item || pyEquals(value, item)) return true;
  return false;
}
