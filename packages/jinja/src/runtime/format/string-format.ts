/** `str.format`: replacement fields, conversions and nested specs, reaching attributes only through the sandbox. */

import { raise } from "../../error.ts";
import { PyDict } from "../data/dict.ts";
import { formatValue } from "./format-spec.ts";
import { parseInteger } from "../number/numbers.ts";
import type { Runtime } from "../runtime.ts";
import { pyRepr, pyStr } from "../text.ts";
import type { Kwargs, Value } from "../data/values.ts";
import { PyObject } from "../data/values.ts";

/** Turns a formatted field into text; for Markup it escapes. */
export type FieldText = (value: Value, spec: string) => string;

/** @param named keyword arguments, or the mapping of `format_map` */
export function formatTemplate(
  format: string,
  args: readonly Value[],
  named: Kwargs | Value,
  runtime: Runtime,
  fieldText: FieldText = formatValue,
): string {
  return new Template(args, named, runtime, fieldText).expand(format, 2);
}

class Template {
  private readonly args: readonly Value[];
  private readonly named: Kwargs | Value;
  private readonly runtime: Runtime;
  private readonly fieldText: FieldText;
  /** The next automatic index; JS undefined once fields are numbered by hand. */
  private nextIndex: number | undefined = 0;

  constructor(args: readonly Value[], named: Kwargs | Value, runtime: Runtime, fieldText: FieldText) {
    this.args = args;
    this.named = named;
    this.runtime = runtime;
    this.fieldText = fieldText;
  }

  expand(format: string, depth: number): string {
    if (depth < 0) raise("ValueError", "Max string recursion exceeded");
    let result = "";
    let i = 0;
    while (i < format.length) {
      const character = format.charAt(i);
      if (character !== "{" && character !== "}") {
        result += character;
        i++;
      } else if (format.charAt(i + 1) === character) {
        result += character;
        i += 2;
      } else if (character === "}") {
        raise("ValueError", "Single '}' encountered in format string");
      } else {
        const end = fieldEnd(format, i + 1);
        result += this.field(format.slice(i + 1, end), depth);
        i = end + 1;
      }
    }
    return result;
  }

  private field(field: string, depth: number): string {
    const { name, conversion, spec } = splitField(field);
    const value = convert(this.lookup(name), conversion);
    return this.fieldText(
      value,
      spec.includes("{") || spec.includes("}") ? this.expand(spec, depth - 1) : spec,
    );
  }

  private lookup(name: string): Value {
    const first = /^[^.[]*/.exec(name)?.[0] ?? "";
    let value = this.first(first);
    const rest = name.slice(first.length);
    const step = /\.([^.[]*)|\[([^\]]*)\]|([^])/gy;
    for (const match of rest.matchAll(step)) {
      if (match[3] !== undefined)
        raise("ValueError", "Only '.' or '[' may follow ']' in format field specifier");
      const part = match[1] ?? match[2];
      if (part === undefined || part === "") raise("ValueError", "Empty attribute in format string");
      if (match[1] !== undefined) value = this.runtime.getAttribute(value, part);
      else value = this.runtime.getItem(value, /^\d+$/.test(part) ? (parseInteger(part, 10) as Value) : part);
    }
    return value;
  }

  private first(name: string): Value {
    if (name === "") return this.automatic();
    if (/^\d+$/.test(name)) {
      if (this.nextIndex !== undefined && this.nextIndex > 0) {
        raise("ValueError", "cannot switch from automatic field numbering to manual field specification");
      }
      this.nextIndex = undefined;
      return this.positional(Number(name));
    }
    const value = this.keyword(name);
    return value === undefined ? raise("KeyError", pyRepr(name)) : value;
  }

  private automatic(): Value {
    if (this.nextIndex === undefined) {
      raise("ValueError", "cannot switch from manual field specification to automatic field numbering");
    }
    return this.positional(this.nextIndex++);
  }

  private positional(index: number): Value {
    const value = this.args[index];
    return value === undefined
      ? raise("IndexError", `Replacement index ${index} out of range for positional args tuple`)
      : value;
  }

  private keyword(name: string): Value | undefined {
    const { named } = this;
    if (named instanceof PyDict) return named.get(name);
    if (named instanceof PyObject) return named.pyGetItem(name);
    return (named as Kwargs)[name];
  }
}

/** Where a field that begins at `start` ends. */
function fieldEnd(format: string, start: number): number {
  let depth = 1;
  for (let i = start; i < format.length; i++) {
    const character = format.charAt(i);
    if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return i;
  }
  return raise(
    "ValueError",
    start >= format.length ? "Single '{' encountered in format string" : "expected '}' before end of string",
  );
}

function splitField(field: string): { name: string; conversion: string; spec: string } {
  let brackets = 0;
  for (let i = 0; i < field.length; i++) {
    const character = field.charAt(i);
    if (character === "[") brackets++;
    else if (character === "]") brackets = Math.max(0, brackets - 1);
    else if (brackets === 0 && character === ":")
      return { name: field.slice(0, i), conversion: "", spec: field.slice(i + 1) };
    else if (brackets === 0 && character === "!") return withConversion(field, i);
  }
  return { name: field, conversion: "", spec: "" };
}

function withConversion(field: string, at: number): { name: string; conversion: string; spec: string } {
  const conversion = field.charAt(at + 1);
  const after = field.charAt(at + 2);
  if (conversion === "") raise("ValueError", "end of string while looking for conversion specifier");
  if (after !== "" && after !== ":") raise("ValueError", "expected ':' after conversion specifier");
  return { name: field.slice(0, at), conversion, spec: field.slice(at + 3) };
}

function convert(value: Value, conversion: string): Value {
  switch (conversion) {
    case "":
      return value;
    case "s":
      return pyStr(value);
    case "r":
      return pyRepr(value);
    case "a":
      return pyRepr(value).replace(/[^\x00-\x7f]/gu, escapeNonAscii);
    default:
      return raise("ValueError", `Unknown conversion specifier ${conversion}`);
  }
}

function escapeNonAscii(character: string): string {
  const code = character.codePointAt(0) as number;
  if (code < 0x100) return "\\x" + code.toString(16).padStart(2, "0");
  return code < 0x10000
    ? "\\u" + code.toString(16).padStart(4, "0")
    : "\\U" + code.toString(16).padStart(8, "0");
}
