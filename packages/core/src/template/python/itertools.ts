/** The functions of itertools that dbt lends to templates, as iterators where Python has iterators. */
import type { Callable, Value } from "@tsmodel/jinja";
import { callValue, isTruthy, JinjaError, PyDict, Tuple } from "@tsmodel/jinja";
import { findNumber, pyFunction, toInteger, typeError, valueError } from "./function.ts";
import { iterateLazily, lazyIterator } from "./iterator.ts";
import { addValues } from "./operators.ts";

type Lazy = () => Iterable<Value>;

/** `modules.itertools`. */
export function createItertools(): PyDict {
  const functions: [string, Callable][] = [
    lazily("count", ["start?", "step?"], (start?: Value, step?: Value) => {
      if (findNumber(start ?? 0) === undefined || findNumber(step ?? 1) === undefined)
        throw typeError("a number is required");
      return () => limited("count", count(start ?? 0, step ?? 1));
    }),
    lazily(
      "cycle",
      ["iterable"],
      (values: Value) => () => limited("cycle", cycle([...iterateLazily(values)])),
    ),
    lazily(
      "repeat",
      ["object", "times?"],
      (value: Value, times?: Value) => () =>
        times === undefined ? limited("repeat", repeat(value, Infinity)) : repeat(value, toInteger(times)),
    ),
    lazily(
      "accumulate",
      ["iterable", "func?", "*", "initial?"],
      (values: Value, combine?: Value, initial?: Value) => () =>
        accumulate(iterateLazily(values), combine ?? null, initial ?? null),
    ),
    lazily(
      "compress",
      ["data", "selectors"],
      (data: Value, selectors: Value) => () => compress(iterateLazily(data), iterateLazily(selectors)),
    ),
    lazily("islice", ["iterable", "*args"], (values: Value, args: Value[]) => {
      const bounds = sliceBounds(args);
      return () => islice(iterateLazily(values), ...bounds);
    }),
    lazily(
      "starmap",
      ["function", "iterable"],
      (callee: Value, values: Value) => () => starmap(callee, iterateLazily(values)),
    ),
    lazily("zip_longest", ["*args", "fillvalue?"], (iterables: Value[], fill?: Value) => {
      const sources = iterables.map((iterable) => iterateLazily(iterable)[Symbol.iterator]());
      return () => zipLongest(sources, fill ?? null);
    }),
    lazily("product", ["*args", "repeat?"], (iterables: Value[], times?: Value) => {
      const pools = iterables.map((iterable) => [...iterateLazily(iterable)]);
      const repeated = Array.from({ length: toInteger(times ?? 1) }, () => pools).flat();
      return () => product(repeated);
    }),
    lazily("permutations", ["iterable", "r?"], (values: Value, length?: Value) => {
      const pool = [...iterateLazily(values)];
      return () =>
        picks(
          pool,
          (length ?? null) === null ? pool.length : toInteger(length!),
          (chosen, index) => !chosen.includes(index),
        );
    }),
    lazily(
      "combinations",
      ["iterable", "r"],
      (values: Value, length: Value) => () =>
        picks(
          [...iterateLazily(values)],
          toInteger(length),
          (chosen, index) => index > (chosen.at(-1) ?? -1),
        ),
    ),
    lazily(
      "combinations_with_replacement",
      ["iterable", "r"],
      (values: Value, length: Value) => () =>
        picks(
          [...iterateLazily(values)],
          toInteger(length),
          (chosen, index) => index >= (chosen.at(-1) ?? 0),
        ),
    ),
    ["chain", createChain()],
    [
      "tee",
      pyFunction("tee", ["iterable", "n?"], (values: Value, copies?: Value) =>
        tee(iterateLazily(values), toInteger(copies ?? 2)),
      ),
    ],
  ];
  return PyDict.of(functions);
}

function lazily<P extends readonly (Value | undefined)[]>(
  name: string,
  parameters: readonly string[],
  prepare: (...values: P) => Lazy,
): [string, Callable] {
  return [
    name,
    pyFunction(name, parameters, (...values: P) => lazyIterator(`itertools.${name}`, prepare(...values)())),
  ];
}

/** A loop that ends by `break` still takes all of its values first: one over an endless iterator has to fail. */
const mostValues = 1_000_000;

function* limited(name: string, values: Iterable<Value>): Generator<Value> {
  let taken = 0;
  for (const value of values) {
    if (taken++ === mostValues)
      throw new JinjaError(
        "RuntimeError",
        `itertools.${name}() gave a million values: take what is needed with islice()`,
      );
    yield value;
  }
}

function* count(start: Value, step: Value): Generator<Value> {
  for (let value = start; ; value = addValues(value, step)) yield value;
}

function* cycle(values: readonly Value[]): Generator<Value> {
  while (values.length > 0) yield* values;
}

function* repeat(value: Value, times: number): Generator<Value> {
  for (let turn = 0; turn < times; turn++) yield value;
}

function* accumulate(values: Iterable<Value>, combine: Value, initial: Value): Generator<Value> {
  let total: Value | undefined = initial === null ? undefined : initial;
  if (total !== undefined) yield total;
  for (const value of values) {
    total =
      total === undefined
        ? value
        : combine === null
          ? addValues(total, value)
          : synchronous(callValue(combine, [total, value]), "accumulate");
    yield total;
  }
}

/** Macros called while a query may run give promises, which an iterator cannot wait for. */
function synchronous(value: Value | Promise<Value>, what: string): Value {
  if (value instanceof Promise)
    throw new JinjaError("TypeError", `itertools.${what}() cannot call macros while models run`);
  return value;
}

function* compress(data: Iterable<Value>, selectors: Iterable<Value>): Generator<Value> {
  const chosen = selectors[Symbol.iterator]();
  for (const value of data) {
    const selector = chosen.next();
    if (selector.done === true) return;
    if (isTruthy(selector.value)) yield value;
  }
}

function sliceBounds(args: readonly Value[]): [number, number, number] {
  const bound = (value: Value | undefined, absent: number): number =>
    (value ?? null) === null ? absent : toInteger(value!);
  const bounds: [number, number, number] =
    args.length <= 1
      ? [0, bound(args[0], Infinity), 1]
      : [bound(args[0], 0), bound(args[1], Infinity), bound(args[2], 1)];
  if (bounds[0] < 0 || bounds[1] < 0) {
    throw valueError(
      `${args.length <= 1 ? "Stop argument" : "Indices"} for islice() must be None or an integer: 0 <= x <= sys.maxsize.`,
    );
  }
  if (bounds[2] < 1) throw valueError("Step for islice() must be a positive integer or None.");
  return bounds;
}

function* islice(values: Iterable<Value>, start: number, stop: number, step: number): Generator<Value> {
  if (stop <= 0) return;
  let index = 0;
  const iterator = values[Symbol.iterator]();
  for (;;) {
    const next = iterator.next();
    if (next.done === true) return;
    if (index >= start && (index - start) % step === 0) yield next.value;
    // What lies behind the end stays in the source.
    if (++index >= stop) return;
  }
}

function* starmap(callee: Value, values: Iterable<Value>): Generator<Value> {
  for (const args of values) yield synchronous(callValue(callee, [...iterateLazily(args)]), "starmap");
}

function* zipLongest(sources: readonly Iterator<Value>[], fill: Value): Generator<Value> {
  for (;;) {
    const next = sources.map((source) => source.next());
    if (next.every((step) => step.done === true)) return;
    yield new Tuple(next.map((step) => (step.done === true ? fill : step.value)));
  }
}

function* product(pools: readonly (readonly Value[])[], prefix: readonly Value[] = []): Generator<Value> {
  if (prefix.length === pools.length) yield new Tuple(prefix);
  else for (const value of pools[prefix.length]!) yield* product(pools, [...prefix, value]);
}

/** Tuples of `length` items of the pool, by position; `fits` says whether a position may follow those chosen. */
function* picks(
  pool: readonly Value[],
  length: number,
  fits: (chosen: readonly number[], index: number) => boolean,
  chosen: readonly number[] = [],
): Generator<Value> {
  if (length < 0) throw valueError("r must be non-negative");
  if (chosen.length === length) {
    yield new Tuple(chosen.map((index) => pool[index]!));
    return;
  }
  for (let index = 0; index < pool.length; index++)
    if (fits(chosen, index)) yield* picks(pool, length, fits, [...chosen, index]);
}

function createChain(): Callable {
  const chain = pyFunction("chain", ["*iterables"], (iterables: Value[]) =>
    lazyIterator("itertools.chain", chained(iterables)),
  );
  const fromIterable = pyFunction("from_iterable", ["iterable"], (values: Value) =>
    lazyIterator("itertools.chain", chained(iterateLazily(values))),
  );
  chain.pyAttributes = { from_iterable: fromIterable };
  return chain;
}

function* chained(iterables: Iterable<Value>): Generator<Value> {
  for (const iterable of iterables) yield* iterateLazily(iterable);
}

/** Independent iterators over one source, which is read once. */
function tee(values: Iterable<Value>, copies: number): Tuple {
  const source = values[Symbol.iterator]();
  const seen: Value[] = [];
  function* reader(): Generator<Value> {
    for (let index = 0; ; index++) {
      if (index === seen.length) {
        const next = source.next();
        if (next.done === true) return;
        seen.push(next.value);
      }
      yield seen[index]!;
    }
  }
  return new Tuple(Array.from({ length: copies }, () => lazyIterator("itertools._tee", reader())));
}
