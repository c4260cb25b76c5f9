/** YAML values as Python prints them: names of generic tests, hashes and checksums are made of such texts. */
import { pyRepr, pyStr } from "@tsmodel/jinja";
import type { Value } from "@tsmodel/jinja";
import type { YamlValue } from "../project/yaml-value.ts";
import { yamlToValue } from "../project/yaml-value.ts";

/** A YAML or JSON value as a template value. */
export function toTemplateValue(value: unknown): Value {
  return yamlToValue((value ?? null) as YamlValue);
}

/** Python's `str(value)`. */
export function strOf(value: unknown): string {
  return typeof value === "string" ? value : pyStr(toTemplateValue(value));
}

/** Python's `repr(value)`. */
export function reprOf(value: unknown): string {
  return pyRepr(toTemplateValue(value));
}
