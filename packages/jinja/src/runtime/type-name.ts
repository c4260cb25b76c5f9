/** Python's names of types. */

import type { Value } from "./data/values.ts";
import { Markup, NamedTuple, PyFloat, PyObject, Tuple, Undefined } from "./data/values.ts";

/** `type(value).__name__` */
export function pyTypeName(value: Value): string {
  switch (typeof value) {
    case "string":
      return "str";
    case "number":
    case "bigint":
      return "int";
    case "boolean":
      return "bool";
    case "function":
      return value.pyMacro === undefined ? (value.pyTypeName ?? "function") : "Macro";
  }
  if (value === null) return "NoneType";
  if (Array.isArray(value)) return "list";
  if (value instanceof PyFloat) return "float";
  if (value instanceof Tuple) return value instanceof NamedTuple ? value.pyTypeName : "tuple";
  if (value instanceof Markup) return "Markup";
  if (value instanceof Undefined) return "Undefined";
  return value.pyTypeName;
}

/** How Jinja2 names the owner of a missing attribute, e.g. "dict object" or "None". */
export function ownerName(value: Value): string {
  if (value === null) return "None";
  if (value instanceof Markup) return "markupsafe.Markup object";
  if (typeof value === "function" && value.pyMacro !== undefined) return "jinja2.runtime.Macro object";
  if (value instanceof PyObject && value.pyModule !== undefined)
    return `${value.pyModule}.${value.pyTypeName} object`;
  return `${pyTypeName(value)} object`;
}
