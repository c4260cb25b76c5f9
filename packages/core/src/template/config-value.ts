import { fromValue, PyDict, PyFloat, Tuple, type Value } from "@tsmodel/jinja";

/** A template's value as configuration: plain data, but `2.0` stays a float, as where it comes from YAML. */
export function configValue(value: Value): unknown {
  if (value instanceof PyFloat) return Number.isInteger(value.n) ? value : value.n;
  if (Array.isArray(value)) return value.map(configValue);
  if (value instanceof Tuple) return value.items.map(configValue);
  if (!(value instanceof PyDict)) return fromValue(value);
  return Object.fromEntries(value.entries().map(([key, item]) => [keyText(fromValue(key)), configValue(item)]));
}

const keyText = (key: unknown): string => (typeof key === "string" ? key : JSON.stringify(key));
