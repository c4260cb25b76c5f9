/** YAML values as Python prints them: names of generic tests, hashes and checksums are made of such texts. */
import { PyDict, PyFloat, pyRepr, pyStr } from "@tsmodel/jinja";
import type { Value } from "@tsmodel/jinja";
import { isYamlObject } from "../project/yaml-value.ts";

/** A YAML or JSON value as a template value. */
export function toTemplateValue(value: unknown): Value {
  if (typeof value === "number") return Number.isInteger(value) ? value : new PyFloat(value);
  if (Array.isArray(value)) return value.map(toTemplateValue);
  if (isYamlObject(value)) return PyDict.of(Object.entries(value).map(([key, item]) => [key, toTemplateValue(item)]));
  return (value ?? null) as Value;
}

/** Python's `str(value)`. */
export function strOf(value: unknown): string {
  return typeof value === "string" ? value : pyStr(toTemplateValue(value));
}

/** Python's `repr(value)`. */
export function reprOf(value: unknown): string {
  return pyRepr(toTemplateValue(value));
}
