/**
 * JSON of a resource as manifest.json shows it, field by field. Ten thousand models are a hundred megabytes of it, and
 * most of their fields are short texts, empty, or a configuration like the one before.
 */
import type { AnyResource } from "../manifest/node.ts";
import { jsonText } from "./json-text.ts";
import { fieldsOf, shownValue } from "./manifest-fields.ts";

type Plain = { readonly [key: string]: unknown };

/** Writes resources one after the other; remembers the last configuration, which the next one often repeats. */
export class ResourceWriter {
  private readonly keys = new Map<readonly string[], readonly string[]>();
  private lastConfig: Plain = {};
  private lastText = "{}";

  text(resource: AnyResource): string {
    const fields = fieldsOf(resource);
    const keys = this.keysOf(fields);
    let text = "{";
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i] as string;
      const value = shownValue(resource, field);
      text += (keys[i] as string) + (field === "config" ? this.configText(value) : valueText(value));
    }
    return text + "}";
  }

  /** `,"name":` for each field. */
  private keysOf(fields: readonly string[]): readonly string[] {
    let keys = this.keys.get(fields);
    if (keys === undefined) {
      keys = fields.map((field, i) => `${i === 0 ? "" : ","}${JSON.stringify(field)}:`);
      this.keys.set(fields, keys);
    }
    return keys;
  }

  private configText(config: unknown): string {
    if (typeof config !== "object" || config === null) return valueText(config);
    if (isSame(config as Plain, this.lastConfig)) return this.lastText;
    this.lastText = valueText(config);
    this.lastConfig = { ...config };
    return this.lastText;
  }
}

/** Whether two mappings have the same keys in the same order with identical values. */
function isSame(a: Plain, b: Plain): boolean {
  const keys = Object.keys(b);
  let i = 0;
  for (const key in a) {
    if (key !== keys[i++] || a[key] !== b[key]) return false;
  }
  return i === keys.length;
}

function valueText(value: unknown): string {
  if (typeof value === "string") return quote(value);
  if (value === null) return "null";
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value !== "object") return jsonText(value);
  if (Array.isArray(value) && value.length === 0) return "[]";
  return isPlain(value) ? JSON.stringify(value) : jsonText(value);
}

const SPECIAL = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A short text mostly needs nothing but quotes. */
function quote(text: string): string {
  return text.length < 200 && !SPECIAL.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Whether JSON.stringify may see a value: no template values in it, and no number that JSON has not. */
function isPlain(value: object): boolean {
  if (Array.isArray(value)) return value.every(isPlainItem);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key in value) if (!isPlainItem((value as Plain)[key])) return false;
  return true;
}

function isPlainItem(value: unknown): boolean {
  return typeof value === "object" ? value === null || isPlain(value) : typeof value !== "bigint";
}
