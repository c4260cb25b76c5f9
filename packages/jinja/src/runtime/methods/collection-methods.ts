/** Methods of list, tuple, dict and set. */

import { raise } from "../../error.ts";
import { bindArguments, checkCount, needIndex } from "../arguments.ts";
import { isTruthy, pyEquals, sortStable } from "../compare.ts";
import { PyDict } from "../data/dict.ts";
import { DictView } from "../data/dict-view.ts";
import { isIterable, toArray } from "../iterate.ts";
import { asIndex } from "../number/numbers.ts";
import type { Method } from "../runtime.ts";
import { PySet } from "../data/set.ts";
import { sliceBounds } from "../slice.ts";
import { pyRepr } from "../text.ts";
import { undefinedError } from "../undefined.ts";
import type { Kwargs, Value } from "../data/values.ts";
import { PyObject, Tuple, Undefined } from "../data/values.ts";

function method<Self>(
  type: string,
  name: string,
  least: number,
  most: number,
  run: (self: Self, args: readonly Value[]) => Value,
): [string, Method<Self>] {
  return [
    name,
    (self, args, kwargs) => {
      if (kwargs !== null || args.length < least || args.length > most)
        checkCount(type, name, args, kwargs, least, most);
      return run(self, args);
    },
  ];
}

function indexOf(items: readonly Value[], args: readonly Value[], type: string): number {
  const [item, from = 0, to = null] = args as [Value, Value?, Value?];
  if (asIndex(from) === undefined || (to !== null && asIndex(to) === undefined)) {
    raise("TypeError", "slice indices must be integers or have an __index__ method");
  }
  const { start, stop } = sliceBounds(from, to, null, items.length);
  for (let i = start; i < stop; i++) if (items[i] === item || pyEquals(items[i] as Value, item)) return i;
  return raise(
    "ValueError",
    type === "list" ? `${pyRepr(item)} is not in list` : "tuple.index(x): x not in tuple",
  );
}

function count(items: readonly Value[], item: Value): number {
  return items.filter((other) => other === item || pyEquals(other, item)).length;
}

function popItem(list: Value[], index: Value): Value {
  const at = needIndex(index);
  if (list.length === 0) raise("IndexError", "pop from empty list");
  const position = at < 0 ? at + list.length : at;
  if (position < 0 || position >= list.length) raise("IndexError", "pop index out of range");
  return list.splice(position, 1)[0] as Value;
}

/** `list.sort(key=…, reverse=…)`; the key function must not be asynchronous. */
function sortList(list: Value[], args: readonly Value[], kwargs: Kwargs | null): Value {
  if (args.length > 0) raise("TypeError", "sort() takes no positional arguments");
  const [key = null, reverse = false] = bindArguments("sort", ["key", "reverse"], 0, args, kwargs);
  const keyed = list.map((value) => ({
    value,
    key: typeof key === "function" ? syncCall(key([value], null)) : value,
  }));
  const sorted = sortStable(keyed, (entry) => entry.key, isTruthy(reverse));
  sorted.forEach((entry, index) => (list[index] = entry.value));
  return null;
}

function syncCall(result: Value | Promise<Value>): Value {
  return result instanceof Promise ? raise("TypeError", "a sort key cannot be asynchronous") : result;
}

export const listMethods: ReadonlyMap<string, Method<Value[]>> = new Map([
  method<Value[]>("list", "append", 1, 1, (list, [item]) => {
    list.push(item as Value);
    return null;
  }),
  method<Value[]>("list", "extend", 1, 1, (list, [items]) => {
    for (const item of toArray(items as Value).slice()) list.push(item);
    return null;
  }),
  method<Value[]>("list", "insert", 2, 2, (list, [index, item]) => {
    const at = needIndex(index as Value);
    list.splice(at < 0 ? Math.max(0, at + list.length) : at, 0, item as Value);
    return null;
  }),
  method<Value[]>("list", "pop", 0, 1, (list, [index = -1]) => popItem(list, index)),
  method<Value[]>("list", "remove", 1, 1, (list, [item]) => {
    const at = list.findIndex((other) => other === item || pyEquals(other, item as Value));
    if (at === -1) raise("ValueError", "list.remove(x): x not in list");
    list.splice(at, 1);
    return null;
  }),
  method<Value[]>("list", "clear", 0, 0, (list) => {
    list.length = 0;
    return null;
  }),
  method<Value[]>("list", "reverse", 0, 0, (list) => {
    list.reverse();
    return null;
  }),
  method<Value[]>("list", "copy", 0, 0, (list) => list.slice()),
  method<Value[]>("list", "count", 1, 1, (list, [item]) => count(list, item as Value)),
  method<Value[]>("list", "index", 1, 3, (list, args) => indexOf(list, args, "list")),
  ["sort", sortList],
]);

export const tupleMethods: ReadonlyMap<string, Method<Tuple>> = new Map([
  method<Tuple>("tuple", "count", 1, 1, (tuple, [item]) => count(tuple.items, item as Value)),
  method<Tuple>("tuple", "index", 1, 3, (tuple, args) => indexOf(tuple.items, args, "tuple")),
]);

/** The entries of what `dict(…)` and `dict.update(…)` take. */
function entriesOf(source: Value): (readonly [Value, Value])[] {
  if (source instanceof PyDict) return source.entries();
  if (source instanceof Undefined && !source.capture) throw undefinedError(source);
  if (source instanceof PyObject) {
    const keys = mappingKeys(source);
    if (keys !== undefined) return keys.map((key) => [key, source.pyGetItem(key) as Value] as const);
  }
  return toArray(source).map((pair, index) => {
    const items = pairItems(pair, index);
    if (items.length !== 2) {
      raise(
        "ValueError",
        `dictionary update sequence element #${index} has length ${items.length}; 2 is required`,
      );
    }
    return [items[0] as Value, items[1] as Value] as const;
  });
}

/** The keys of a mapping; everything with a `keys` method is one. */
function mappingKeys(source: PyObject): readonly Value[] | undefined {
  if (source.pyIsMapping?.() === true) return toArray(source);
  const method = source.pyGetAttr("keys");
  const keys = typeof method === "function" ? method([], null) : undefined;
  return keys === undefined || keys instanceof Promise ? undefined : toArray(keys);
}

function pairItems(pair: Value, index: number): readonly Value[] {
  if (!isIterable(pair)) {
    raise("TypeError", `cannot convert dictionary update sequence element #${index} to a sequence`);
  }
  return toArray(pair);
}

/** Adds what `dict.update` and `dict(…)` are given. */
export function updateDict(
  dict: PyDict,
  callee: string,
  args: readonly Value[],
  kwargs: Kwargs | null,
): void {
  if (args.length > 1) raise("TypeError", `${callee} expected at most 1 argument, got ${args.length}`);
  const [source] = args;
  if (source instanceof PyDict && source !== dict) dict.update(source);
  else if (source !== undefined) for (const [key, value] of entriesOf(source)) dict.set(key, value);
  for (const key in kwargs) dict.set(key, kwargs[key] as Value);
}

function popKey(dict: PyDict, key: Value, fallback: Value | undefined): Value {
  // An empty dict does not hash the key.
  const value = dict.size === 0 ? undefined : dict.get(key);
  if (value === undefined) return fallback === undefined ? raise("KeyError", pyRepr(key)) : fallback;
  dict.delete(key);
  return value;
}

export const dictMethods: ReadonlyMap<string, Method<PyDict>> = new Map([
  method<PyDict>("dict", "get", 1, 2, (dict, [key, fallback = null]) => {
    const value = dict.get(key as Value);
    return value === undefined ? fallback : value;
  }),
  method<PyDict>("dict", "keys", 0, 0, (dict) => new DictView(dict, "dict_keys")),
  method<PyDict>("dict", "values", 0, 0, (dict) => new DictView(dict, "dict_values")),
  method<PyDict>("dict", "items", 0, 0, (dict) => new DictView(dict, "dict_items")),
  method<PyDict>("dict", "pop", 1, 2, (dict, [key, fallback]) => popKey(dict, key as Value, fallback)),
  method<PyDict>("dict", "popitem", 0, 0, (dict) => {
    const last = dict.entries().at(-1);
    if (last === undefined) return raise("KeyError", "'popitem(): dictionary is empty'");
    dict.delete(last[0]);
    return new Tuple(last);
  }),
  method<PyDict>("dict", "setdefault", 1, 2, (dict, [key, fallback = null]) => {
    const value = dict.get(key as Value);
    if (value !== undefined) return value;
    dict.set(key as Value, fallback);
    return fallback;
  }),
  method<PyDict>("dict", "clear", 0, 0, (dict) => {
    dict.clear();
    return null;
  }),
  method<PyDict>("dict", "copy", 0, 0, (dict) => dict.copy()),
  method<PyDict>("dict", "fromkeys", 1, 2, (_dict, [keys, value = null]) =>
    PyDict.of(toArray(keys as Value).map((key) => [key, value] as const)),
  ),
  [
    "update",
    (dict, args, kwargs) => {
      updateDict(dict, "update", args, kwargs);
      return null;
    },
  ],
]);

function setOf(value: Value): PySet {
  return value instanceof PySet ? value : new PySet(toArray(value));
}

function union(set: PySet, others: readonly Value[]): PySet {
  return new PySet([...set.values(), ...others.flatMap((other) => toArray(other) as Value[])]);
}

function difference(set: PySet, others: readonly Value[]): PySet {
  const excluded = others.map(setOf);
  return new PySet(set.values().filter((value) => !excluded.some((other) => other.has(value))));
}

function intersection(set: PySet, others: readonly Value[]): PySet {
  const required = others.map(setOf);
  return new PySet(set.values().filter((value) => required.every((other) => other.has(value))));
}

function symmetricDifference(set: PySet, other: Value): PySet {
  return union(difference(set, [other]), [difference(setOf(other), [set])]);
}

/** Makes a set hold what another one holds. */
function assign(set: PySet, source: PySet): Value {
  const values = source.values();
  set.clear();
  for (const value of values) set.add(value);
  return null;
}

export const setMethods: ReadonlyMap<string, Method<PySet>> = new Map([
  method<PySet>("set", "add", 1, 1, (set, [item]) => {
    set.add(item as Value);
    return null;
  }),
  method<PySet>("set", "discard", 1, 1, (set, [item]) => {
    set.delete(item as Value);
    return null;
  }),
  method<PySet>("set", "remove", 1, 1, (set, [item]) => {
    if (!set.delete(item as Value)) raise("KeyError", pyRepr(item as Value));
    return null;
  }),
  method<PySet>("set", "pop", 0, 0, (set) => {
    const [first] = set.values();
    if (first === undefined) return raise("KeyError", "'pop from an empty set'");
    set.delete(first);
    return first;
  }),
  method<PySet>("set", "clear", 0, 0, (set) => {
    set.clear();
    return null;
  }),
  method<PySet>("set", "copy", 0, 0, (set) => new PySet(set.values())),
  method<PySet>("set", "union", 0, Infinity, union),
  method<PySet>("set", "difference", 0, Infinity, difference),
  method<PySet>("set", "intersection", 0, Infinity, intersection),
  method<PySet>("set", "symmetric_difference", 1, 1, (set, [other]) =>
    symmetricDifference(set, other as Value),
  ),
  method<PySet>("set", "update", 0, Infinity, (set, others) => assign(set, union(set, others))),
  method<PySet>("set", "difference_update", 0, Infinity, (set, others) =>
    assign(set, difference(set, others)),
  ),
  method<PySet>("set", "intersection_update", 0, Infinity, (set, others) =>
    assign(set, intersection(set, others)),
  ),
  method<PySet>("set", "symmetric_difference_update", 1, 1, (set, [other]) =>
    assign(set, symmetricDifference(set, other as Value)),
  ),
  method<PySet>("set", "issubset", 1, 1, (set, [other]) => difference(set, [other as Value]).size === 0),
  method<PySet>(
    "set",
    "issuperset",
    1,
    1,
    (set, [other]) => difference(setOf(other as Value), [set]).size === 0,
  ),
  method<PySet>("set", "isdisjoint", 1, 1, (set, [other]) => intersection(set, [other as Value]).size === 0),
]);
