/**
 * JSON as template values, one level at a time: a node's dict is only made as deep as a template looks into it, so
 * that `graph` and `model` of ten thousand nodes cost nothing to the templates that do not read them.
 */
import { PyDict, toValue, type Value } from "@tsmodel/jinja";
import { PyDateTime } from "../template/python/date-time.ts";

export function lazyValue(json: unknown): Value {
  if (json === undefined || json === null) return null;
  if (Array.isArray(json)) return json.map(lazyValue);
  if (json instanceof Date) return PyDateTime.fromInstant(json);
  return isPlainObject(json) ? lazyRecord(json) : toValue(json);
}

/** A dict whose values are made when it is first looked into. A key that converts to JS undefined is left out. */
export function lazyRecord(
  record: object,
  convert: (value: unknown, key: string) => Value | undefined = lazyValue,
): PyDict {
  return PyDict.lazy(() => {
    const dict = new PyDict();
    for (const [key, value] of Object.entries(record)) {
      const converted = convert(value, key);
      if (converted !== undefined) dict.set(key, converted);
    }
    return dict;
  });
}

export function isPlainObject(value: unknown): value is { readonly [key: string]: unknown } {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
