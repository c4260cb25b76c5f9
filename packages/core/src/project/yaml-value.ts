/**
 * What a YAML file can say, as dbt's loader (PyYAML's SafeLoader) understands it. Most of it is plain JSON; what JSON
 * cannot tell apart is a template value already, so that templates and artifacts print it as Python does:
 *
 * - `2024-01-01`, `2024-01-01 10:00:00`: `PyDate`, `PyDateTime`
 * - `1.0` (a float without fraction): `PyFloat`; `1.5` is a plain number
 * - integers beyond 2^53: `bigint`
 * - mappings with a key that is no string: `PyDict`
 *
 * Text keys that read like array indices ("10") stand before others in plain objects: their order is JavaScript's.
 */
import { PyDict, PyFloat } from "@tsmodel/jinja";
import type { Value } from "@tsmodel/jinja";
import type { PyDate } from "../template/python/date.ts";

export type YamlValue =
  null | boolean | number | bigint | string | PyFloat | PyDate | PyDict | readonly YamlValue[] | YamlObject;
export type YamlObject = { readonly [key: string]: YamlValue };

/** Whether a value is a mapping with plain string keys. */
export function isYamlObject(value: unknown): value is YamlObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A YAML value as templates see it: mappings are dicts, numbers with a fraction floats. */
export function yamlToValue(value: YamlValue): Value {
  if (typeof value === "number") return Number.isInteger(value) ? value : new PyFloat(value);
  if (Array.isArray(value)) return (value as readonly YamlValue[]).map(yamlToValue);
  if (!isYamlObject(value)) return value as Value;
  return PyDict.of(Object.entries(value).map(([key, item]) => [key, yamlToValue(item)]));
}
