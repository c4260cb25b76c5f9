/**
 * dbt's native rendering, for YAML values and test arguments: a template that is one expression gives that value itself.
 * Values become other types only where the author asks for it, with `as_native`, `as_bool` and `as_number`.
 */

import { raise } from "./error.ts";
import { getAttribute } from "./default-runtime.ts";
import { literalEval } from "./literal-eval.ts";
import { bindArguments } from "./runtime/arguments.ts";
import { pyReprString } from "./runtime/string/string-repr.ts";
import { stringMethods } from "./runtime/methods/string-methods.ts";
import type { FilterFunction } from "./runtime/runtime.ts";
import { pyStr } from "./runtime/text.ts";
import type { Value } from "./runtime/data/values.ts";
import { contains } from "./runtime/iterate.ts";
import { Markup, PyFloat, PyObject } from "./runtime/data/values.ts";

type MarkerKind = "text" | "native" | "bool" | "number";

/** A text that says what it wants to become when it is all there is. */
class NativeMarker extends PyObject {
  readonly pyTypeName = "str";
  readonly kind: MarkerKind;
  readonly text: string;

  constructor(kind: MarkerKind, text: string) {
    super();
    this.kind = kind;
    this.text = text;
  }

  override pyStr(): string {
    return this.text;
  }
  override pyRepr(): string {
    return pyReprString(this.text);
  }
  override pyBool(): boolean {
    return this.text !== "";
  }
  override pyContains(item: Value): boolean {
    return contains(this.text, item);
  }
  override pyEquals(other: Value): boolean {
    return other === this.text || (other instanceof NativeMarker && other.text === this.text);
  }
  override pyGetAttr(name: string): Value | undefined {
    return stringMethods.has(name) ? getAttribute(this.text, name) : undefined;
  }
}

function marking(name: string, callee: string, kind: MarkerKind): [string, FilterFunction] {
  return [
    name,
    (_runtime, value, args, kwargs) => {
      bindArguments(callee, [], 0, args, kwargs, 1);
      return new NativeMarker(kind, pyStr(value));
    },
  ];
}

const isList: [string, FilterFunction] = ["is_list", (_runtime, value) => Array.isArray(value)];

/** dbt's filters where templates render to text: nothing is converted. */
export const textFilters: readonly [string, FilterFunction][] = [
  ["as_text", (_runtime, value) => value],
  ["as_bool", (_runtime, value) => value],
  ["as_native", (_runtime, value) => value],
  ["as_number", (_runtime, value) => value],
  isList,
];

/** The same filters in native rendering. */
export const nativeFilters: readonly [string, FilterFunction][] = [
  marking("as_text", "TextMarker", "text"),
  marking("as_bool", "BoolMarker", "bool"),
  marking("as_native", "NativeMarker", "native"),
  marking("as_number", "NumberMarker", "number"),
  isList,
];

/** The value of a template from its pieces. @throws JinjaError JinjaRenderingError when a marked text does not fit */
export function concatNative(pieces: readonly Value[]): Value {
  const [only] = pieces;
  if (only === undefined) return "";
  if (pieces.length > 1) return pieces.map(pyStr).join("");
  // Markup is a str to everybody outside.
  if (only instanceof Markup) return only.text;
  if (!(only instanceof NativeMarker)) return only;
  return only.kind === "text" ? only.text : convert(only);
}

function convert(marker: NativeMarker): Value {
  const literal = literalEval(marker.text);
  const value = literal === undefined ? marker.text : literal;
  if (marker.kind === "bool" && typeof value !== "boolean") refuse(marker.text, "bool");
  if (marker.kind === "number" && !isNumber(value)) refuse(marker.text, "number");
  return value;
}

function isNumber(value: Value): boolean {
  return typeof value === "number" || typeof value === "bigint" || value instanceof PyFloat;
}

function refuse(text: string, type: string): never {
  return raise("JinjaRenderingError", `Could not convert value '${text}' into type '${type}'`);
}
