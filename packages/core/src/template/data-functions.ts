/** Base context: values to and from JSON and YAML, sets, zips, hashes. */
import type { Callable, Value } from "@tsmodel/jinja";
import {
  JinjaError,
  jsonDumps,
  PyDict,
  pyIterate,
  PySet,
  pyTypeName,
  Tuple,
  asString,
  isTruthy,
} from "@tsmodel/jinja";
import { fail, TsmodelError } from "../errors/tsmodel-error.ts";
import { md5 } from "../util/hash.ts";
import { parseJson } from "./parse-json.ts";
import { pyFunction, toText, typeError } from "./python/function.ts";
import { iterateLazily, lazyIterator, orOnTypeError } from "./python/iterator.ts";
import { dumpYaml } from "./yaml/dump-yaml.ts";

/** `parseYaml` reads a YAML text as PyYAML's safe_load does. @throws TsmodelError for texts that are not YAML */
export function dataFunctions(parseYaml: (text: string) => Value): [string, Callable][] {
  return [
    ["fromjson", pyFunction("fromjson", ["string", "default?"], fromJson)],
    ["tojson", pyFunction("tojson", ["value", "default?", "sort_keys?"], toJson)],
    [
      "fromyaml",
      pyFunction("fromyaml", ["value", "default?"], (value: Value, fallback?: Value) =>
        fromYaml(value, fallback, parseYaml),
      ),
    ],
    ["toyaml", pyFunction("toyaml", ["value", "default?", "sort_keys?"], toYaml)],
    [
      "set",
      pyFunction("set", ["value", "default?"], (value: Value, fallback?: Value) =>
        orOnTypeError<Value>(
          () => makeSet(value),
          () => fallback ?? null,
        ),
      ),
    ],
    [
      "set_strict",
      pyFunction("set_strict", ["value"], (value: Value) =>
        orOnTypeError<Value>(() => makeSet(value), refuse),
      ),
    ],
    [
      "zip",
      pyFunction("zip", ["*args", "default?"], (values: Value[], fallback?: Value) =>
        orOnTypeError<Value>(
          () => makeZip(values),
          () => fallback ?? null,
        ),
      ),
    ],
    [
      "zip_strict",
      pyFunction("zip_strict", ["*args"], (values: Value[]) =>
        orOnTypeError<Value>(() => makeZip(values), refuse),
      ),
    ],
    ["diff_of_two_dicts", pyFunction("diff_of_two_dicts", ["dict_a", "dict_b"], diffOfTwoDicts)],
    [
      "local_md5",
      pyFunction("local_md5", ["value"], (value: Value) => md5(toText(value, "local_md5() argument"))),
    ],
  ];
}

function fromJson(text: Value, fallback?: Value): Value {
  const source = asString(text);
  if (source === undefined)
    throw typeError(`the JSON object must be str, bytes or bytearray, not ${pyTypeName(text)}`);
  return orOnValueError(() => parseJson(source), fallback);
}

function toJson(value: Value, fallback?: Value, sortKeys?: Value): Value {
  return orOnValueError(() => jsonDumps(value, { sortKeys: isTruthy(sortKeys ?? false) }), fallback);
}

function fromYaml(text: Value, fallback: Value | undefined, parseYaml: (text: string) => Value): Value {
  const source = asString(text);
  if (source === undefined) return fallback ?? null;
  try {
    return parseYaml(source);
  } catch (error) {
    if (error instanceof TsmodelError) return fallback ?? null;
    throw error;
  }
}

function toYaml(value: Value, fallback?: Value, sortKeys?: Value): Value {
  return orOnValueError(() => dumpYaml(value, { sortKeys: isTruthy(sortKeys ?? false) }), fallback);
}

function orOnValueError(attempt: () => Value, fallback: Value | undefined): Value {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof JinjaError && error.kind === "ValueError") return fallback ?? null;
    throw error;
  }
}

function refuse(error: JinjaError): Value {
  throw fail("strict-argument", { message: error.message });
}

function makeSet(values: Value): PySet {
  return new PySet(pyIterate(values));
}

function makeZip(iterables: readonly Value[]): Value {
  const sources = iterables.map((iterable) => iterateLazily(iterable)[Symbol.iterator]());
  return lazyIterator("zip", zipped(sources));
}

function* zipped(sources: readonly Iterator<Value>[]): Generator<Value> {
  while (sources.length > 0) {
    const items: Value[] = [];
    for (const source of sources) {
      const next = source.next();
      if (next.done === true) return;
      items.push(next.value);
    }
    yield new Tuple(items);
  }
}

const fold = (text: Value): string => toText(text, "a key or item").toLowerCase().replaceAll("ß", "ss");

/** `a` without the items of `b`, list by list; letter case does not count. */
function diffOfTwoDicts(a: Value, b: Value): Value {
  if (!(a instanceof PyDict) || !(b instanceof PyDict))
    throw typeError("diff_of_two_dicts() takes two dicts");
  const known = new Map<string, Set<string>>();
  for (const [key, items] of b.entries()) known.set(fold(key), new Set([...pyIterate(items)].map(fold)));
  const difference = new PyDict();
  for (const [key, items] of a.entries()) {
    const without = known.get(fold(key));
    if (without === undefined) difference.set(key, items);
    else {
      const left = [...pyIterate(items)].filter((item) => !without.has(fold(item)));
      if (left.length > 0) difference.set(key, left);
    }
  }
  return difference;
}
