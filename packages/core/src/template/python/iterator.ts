/** Python's iterators (zip, re.finditer, itertools) over generators: what one loop has taken, the next does not see again. */
import type { Value } from "@tsmodel/jinja";
import { JinjaError, PyIterator, pyIterate } from "@tsmodel/jinja";

export function lazyIterator(typeName: string, source: Iterable<Value>): PyIterator {
  const iterator = source[Symbol.iterator]();
  return new PyIterator(() => {
    const step = iterator.next();
    return step.done === true ? undefined : step.value;
  }, typeName);
}

/** A value's items one by one: unlike `pyIterate`, endless iterators are not drained first. @throws JinjaError TypeError */
export function iterateLazily(value: Value): Iterable<Value> {
  return value instanceof PyIterator ? remaining(value) : pyIterate(value);
}

function* remaining(iterator: PyIterator): Generator<Value> {
  for (let value = iterator.next(); value !== undefined; value = iterator.next()) yield value;
}

/** Turns a Python TypeError into another outcome; other errors pass. */
export function orOnTypeError<T>(attempt: () => T, otherwise: (error: JinjaError) => T): T {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof JinjaError && error.kind === "TypeError") return otherwise(error);
    throw error;
  }
}
