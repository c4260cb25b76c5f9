/** Filters on sequences and mappings. */

import { raise } from "../error.ts";
import { needIndex } from "../runtime/arguments.ts";
import { getAttributeOnly } from "../runtime/attributes.ts";
import { isTruthy, order, pyEquals, sortStable } from "../runtime/compare.ts";
import { PyDict } from "../runtime/data/dict.ts";
import type { HashKey } from "../runtime/data/hash.ts";
import { hashKey } from "../runtime/data/hash.ts";
import {
  PyIterator,
  characters,
  findLength,
  isIterable,
  pyLen,
  toArray,
  toNext,
} from "../runtime/iterate.ts";
import { asNumber } from "../runtime/number/numbers.ts";
import { add, floorDivide } from "../runtime/operators.ts";
import type { FilterFunction, Runtime } from "../runtime/runtime.ts";
import { PyRange } from "../runtime/data/range.ts";
import { PySet } from "../runtime/data/set.ts";
import { sliceItems } from "../runtime/slice.ts";
import { asString, pyStr } from "../runtime/text.ts";
import { pyTypeName } from "../runtime/type-name.ts";
import { requireDefined } from "../runtime/undefined.ts";
import type { Kwargs, Value } from "../runtime/data/values.ts";
import { NamedTuple, PyObject, Tuple, Undefined } from "../runtime/data/values.ts";
import {
  attributeError,
  attributeGetter,
  callFilter,
  filter,
  findTest,
  ignoreCase,
  lazily,
  multiAttributeGetter,
} from "./define.ts";

function firstItem(runtime: Runtime, value: Value): Value {
  const first = toNext(value)();
  return first === undefined ? runtime.undefined({ hint: "No first item, sequence was empty." }) : first;
}

/** What can be gone through backwards: not sets and generators. */
function reversible(value: Value): readonly Value[] | undefined {
  if (value instanceof PySet || value instanceof PyIterator || !isIterable(value)) return undefined;
  if (value instanceof PyObject && findLength(value) === undefined) return undefined;
  return toArray(value);
}

function lastItem(runtime: Runtime, value: Value): Value {
  const items = reversible(value) ?? raise("TypeError", `'${pyTypeName(value)}' object is not reversible`);
  const last = items.at(-1);
  return last === undefined ? runtime.undefined({ hint: "No last item, sequence was empty." }) : last;
}

function reverse(value: Value): Value {
  const text = asString(value);
  if (text !== undefined) return characters(text).reverse().join("");
  const items = reversible(value);
  if (items !== undefined) return backwards(items, reverseIteratorName(value));
  if (!isIterable(value)) return raise("FilterArgumentError", "argument must be iterable");
  return toArray(value).slice().reverse();
}

function reverseIteratorName(value: Value): string {
  if (Array.isArray(value)) return "list_reverseiterator";
  return value instanceof PyRange
    ? "range_iterator"
    : value instanceof PyDict
      ? "dict_reversekeyiterator"
      : "reversed";
}

function backwards(items: readonly Value[], typeName: string): PyIterator {
  let index = items.length;
  return new PyIterator(() => (index > 0 ? items[--index] : undefined), "", typeName);
}

function extreme(
  runtime: Runtime,
  value: Value,
  caseSensitive: Value,
  attribute: Value,
  operator: "<" | ">",
): Value {
  const items = toArray(value);
  if (items.length === 0) return runtime.undefined({ hint: "No aggregated item, sequence was empty." });
  const get = attributeGetter(runtime, attribute);
  const sensitive = isTruthy(caseSensitive);
  const keyOf = (item: Value): Value => (sensitive ? get(item) : ignoreCase(get(item)));
  let best = items[0] as Value;
  let bestKey = keyOf(best);
  for (let i = 1; i < items.length; i++) {
    const item = items[i] as Value;
    const key = keyOf(item);
    const result = order(key, bestKey, operator);
    if (operator === "<" ? result < 0 : result > 0) {
      best = item;
      bestKey = key;
    }
  }
  return best;
}

function sortItems(
  runtime: Runtime,
  value: Value,
  descending: boolean,
  caseSensitive: boolean,
  attribute: Value,
): Value[] {
  const keyOf = multiAttributeGetter(runtime, attribute, caseSensitive);
  const keyed = toArray(value).map((item) => ({ item, key: keyOf(item) }));
  return sortStable(keyed, (entry) => entry.key, descending).map(({ item }) => item);
}

function unique(runtime: Runtime, value: Value, caseSensitive: boolean, attribute: Value): Value {
  const get = attributeGetter(runtime, attribute);
  const seen = new Set<HashKey>();
  const next = lazily(() => toNext(value));
  return new PyIterator(() => {
    for (let item = next(); item !== undefined; item = next()) {
      const key = hashKey(caseSensitive ? get(item) : ignoreCase(get(item)));
      if (seen.has(key)) continue;
      seen.add(key);
      return item;
    }
    return undefined;
  }, "sync_do_unique");
}

function groupBy(
  runtime: Runtime,
  value: Value,
  attribute: Value,
  fallback: Value,
  caseSensitive: boolean,
): Value[] {
  const get = attributeGetter(runtime, attribute, fallback);
  const keyed = toArray(value).map((item) => {
    const real = get(item);
    return { item, real, key: caseSensitive ? real : ignoreCase(real) };
  });
  sortStable(keyed, (entry) => entry.key, false);
  const groups: { key: Value; real: Value; items: Value[] }[] = [];
  for (const { item, real, key } of keyed) {
    const last = groups.at(-1);
    if (last !== undefined && pyEquals(last.key, key)) last.items.push(item);
    else groups.push({ key, real, items: [item] });
  }
  return groups.map((group) => new NamedTuple("_GroupTuple", ["grouper", "list"], [group.real, group.items]));
}

/** Empty slices and filled rows cost memory too. */
const maximumCuts = 1_000_000;

function batch(value: Value, count: Value, fill: Value): Value {
  const next = lazily(() => toNext(value));
  let done = false;
  let held: Value | undefined;
  return new PyIterator(() => {
    const size = asNumber(count);
    if (done) return undefined;
    const row: Value[] = held === undefined ? [] : [held];
    held = undefined;
    for (let item = next(); item !== undefined; item = next()) {
      if (row.length === size) {
        held = item;
        return row;
      }
      row.push(item);
    }
    done = true;
    if (row.length === 0) return undefined;
    if (fill !== null) {
      if (size === undefined) order(row.length, count, "<");
      if ((size ?? 0) > maximumCuts)
        raise("OverflowError", `a row cannot be filled to more than ${maximumCuts} items`);
      while (row.length < (size ?? 0)) row.push(fill);
    }
    return row;
  }, "do_batch");
}

function slice(value: Value, slices: Value, fill: Value): Value {
  let row = 0;
  let offset = 0;
  const open = lazily(() => {
    const items = toArray(value);
    floorDivide(items.length, slices);
    const count = needIndex(slices);
    if (count > maximumCuts)
      raise("OverflowError", `a sequence cannot be cut into more than ${maximumCuts} slices`);
    const size = Math.floor(items.length / count);
    const extra = items.length % count;
    return () => {
      if (row >= count) return undefined;
      const start = offset + row * size;
      if (row < extra) offset++;
      const part = sliceItems(items, start, offset + (row + 1) * size, null);
      if (fill !== null && row >= extra) part.push(fill);
      row++;
      return part;
    };
  });
  return new PyIterator(open, "sync_do_slice");
}

function mapItems(runtime: Runtime, value: Value, args: Value[], kwargs: Kwargs | null): Value {
  const open = lazily(() => {
    if (!isTruthy(value)) return () => undefined;
    const run = mapper(runtime, args, kwargs);
    const next = toNext(value);
    return () => {
      const item = next();
      return item === undefined ? undefined : run(item);
    };
  });
  return new PyIterator(open, "sync_do_map");
}

function mapper(runtime: Runtime, args: Value[], kwargs: Kwargs | null): (item: Value) => Value {
  if (args.length === 0 && kwargs !== null && kwargs["attribute"] !== undefined) {
    const { attribute, default: fallback = null, ...rest } = kwargs;
    for (const name in rest) raise("FilterArgumentError", `Unexpected keyword argument '${name}'`);
    return attributeGetter(runtime, attribute as Value, fallback);
  }
  const [name, ...others] = args;
  if (name === undefined) return raise("FilterArgumentError", "map requires a filter argument");
  const run = typeof name === "string" ? runtime.filters.get(name) : undefined;
  if (run !== undefined) return (item) => run(runtime, item, others, kwargs);
  return (item) => callFilter(runtime, name, item, others, kwargs);
}

/** select, reject, selectattr and rejectattr. */
function selecting(name: string, wanted: boolean, byAttribute: boolean): [string, FilterFunction] {
  return [
    name,
    (runtime, value, args, kwargs) => {
      const open = lazily(() => {
        if (!isTruthy(value)) return () => undefined;
        const test = selector(runtime, args, kwargs, byAttribute);
        const next = toNext(value);
        return () => {
          for (let item = next(); item !== undefined; item = next()) if (test(item) === wanted) return item;
          return undefined;
        };
      });
      return new PyIterator(open, "select_or_reject");
    },
  ];
}

function selector(
  runtime: Runtime,
  args: Value[],
  kwargs: Kwargs | null,
  byAttribute: boolean,
): (item: Value) => boolean {
  if (byAttribute && args.length === 0) raise("FilterArgumentError", "Missing parameter for attribute name");
  const get = byAttribute ? attributeGetter(runtime, args[0] as Value) : (item: Value): Value => item;
  const [name, ...others] = args.slice(byAttribute ? 1 : 0);
  if (name === undefined) return (item) => isTruthy(get(item));
  const test = lazyTest(runtime, name);
  return (item) => test()(runtime, get(item), others, kwargs);
}

/** An unknown test only matters once it is asked. */
function lazyTest(runtime: Runtime, name: Value): () => ReturnType<typeof findTest> {
  let test: ReturnType<typeof findTest> | undefined;
  return () => (test ??= findTest(runtime, name));
}

function sum(runtime: Runtime, value: Value, attribute: Value, start: Value): Value {
  if (asString(start) !== undefined) raise("TypeError", "sum() can't sum strings [use ''.join(seq) instead]");
  const get = attribute === null ? null : attributeGetter(runtime, attribute);
  let total = start;
  for (const item of toArray(value)) total = add(total, get === null ? item : get(item));
  return total;
}

function dictOf(value: Value, method: string): PyDict {
  if (value instanceof PyDict) return value;
  if (value instanceof Undefined && value.capture) return new PyDict();
  requireDefined(value);
  return attributeError(value, method);
}

function dictSort(value: Value, caseSensitive: boolean, by: Value, descending: boolean): Value[] {
  if (by !== "key" && by !== "value")
    raise("FilterArgumentError", 'You can only sort by either "key" or "value"');
  const position = by === "key" ? 0 : 1;
  const keyOf = (entry: [Value, Value]): Value =>
    caseSensitive ? entry[position] : ignoreCase(entry[position]);
  const entries = dictOf(value, "items").entries();
  return sortStable(entries, keyOf, descending).map((entry) => new Tuple(entry));
}

function dictItems(value: Value): Value {
  const open = lazily(() => {
    if (value instanceof Undefined) return () => undefined;
    if (value instanceof PyObject && value.pyIsMapping?.() === true) {
      return toNext(toArray(value).map((key) => new Tuple([key, value.pyGetItem(key) as Value])));
    }
    if (!(value instanceof PyDict)) return raise("TypeError", "Can only get item pairs from a mapping.");
    return toNext(value.entries().map((entry) => new Tuple(entry)));
  });
  return new PyIterator(open, "do_items");
}

function randomItem(runtime: Runtime, value: Value): Value {
  const items = asString(value) === undefined ? toArray(value) : characters(pyStr(value));
  const item = items[Math.floor(runtime.random() * items.length)];
  return item === undefined ? runtime.undefined({ hint: "No random item, sequence was empty." }) : item;
}

function defaultFilter(value: Value, fallback: Value, boolean: Value): Value {
  return value instanceof Undefined || (isTruthy(boolean) && !isTruthy(value)) ? fallback : value;
}

const sortParameters = ["reverse", "case_sensitive", "attribute"];
const extremeParameters = ["case_sensitive", "attribute"];

export const sequenceFilters: readonly [string, FilterFunction][] = [
  filter(
    "default",
    { callee: "do_default" },
    ["default_value", "boolean"],
    (_runtime, value, [fallback = "", boolean = false]) => defaultFilter(value, fallback, boolean),
  ),
  filter(
    "d",
    { callee: "do_default" },
    ["default_value", "boolean"],
    (_runtime, value, [fallback = "", boolean = false]) => defaultFilter(value, fallback, boolean),
  ),
  filter("length", { callee: "len" }, [], (_runtime, value) => pyLen(value)),
  filter("count", { callee: "len" }, [], (_runtime, value) => pyLen(value)),
  filter("list", { callee: "sync_do_list" }, [], (_runtime, value) => toArray(value).slice()),
  filter("first", { callee: "sync_do_first", hidden: 2 }, [], firstItem),
  filter("last", { callee: "do_last", hidden: 2 }, [], lastItem),
  filter("random", { callee: "do_random", hidden: 2 }, [], randomItem),
  filter("reverse", { callee: "do_reverse" }, [], (_runtime, value) => reverse(value)),
  filter(
    "min",
    { callee: "do_min", hidden: 2 },
    extremeParameters,
    (runtime, value, [sensitive = false, attribute = null]) =>
      extreme(runtime, value, sensitive, attribute, "<"),
  ),
  filter(
    "max",
    { callee: "do_max", hidden: 2 },
    extremeParameters,
    (runtime, value, [sensitive = false, attribute = null]) =>
      extreme(runtime, value, sensitive, attribute, ">"),
  ),
  filter(
    "sort",
    { callee: "do_sort", hidden: 2 },
    sortParameters,
    (runtime, value, [descending = false, sensitive = false, attribute = null]) =>
      sortItems(runtime, value, isTruthy(descending), isTruthy(sensitive), attribute),
  ),
  filter(
    "unique",
    { callee: "sync_do_unique", hidden: 2 },
    extremeParameters,
    (runtime, value, [sensitive = false, attribute = null]) =>
      unique(runtime, value, isTruthy(sensitive), attribute),
  ),
  filter(
    "groupby",
    { callee: "sync_do_groupby", hidden: 2, required: 1 },
    ["attribute", "default", "case_sensitive"],
    (runtime, value, [attribute, fallback = null, sensitive = false]) =>
      groupBy(runtime, value, attribute as Value, fallback, isTruthy(sensitive)),
  ),
  filter(
    "batch",
    { callee: "do_batch", required: 1 },
    ["linecount", "fill_with"],
    (_runtime, value, [size, fill = null]) => batch(value, size as Value, fill),
  ),
  filter(
    "slice",
    { callee: "sync_do_slice", required: 1 },
    ["slices", "fill_with"],
    (_runtime, value, [count, fill = null]) => slice(value, count as Value, fill),
  ),
  filter(
    "sum",
    { callee: "sync_do_sum", hidden: 2 },
    ["attribute", "start"],
    (runtime, value, [attribute = null, start = 0]) => sum(runtime, value, attribute, start),
  ),
  filter("attr", { callee: "do_attr", hidden: 2, required: 1 }, ["name"], (runtime, value, [name]) =>
    getAttributeOnly(runtime, value, pyStr(name as Value)),
  ),
  ["map", mapItems],
  selecting("select", true, false),
  selecting("reject", false, false),
  selecting("selectattr", true, true),
  selecting("rejectattr", false, true),
  filter(
    "dictsort",
    { callee: "do_dictsort" },
    ["case_sensitive", "by", "reverse"],
    (_runtime, value, [sensitive = false, by = "key", descending = false]) =>
      dictSort(value, isTruthy(sensitive), by, isTruthy(descending)),
  ),
  filter("items", { callee: "do_items" }, [], (_runtime, value) => dictItems(value)),
];
