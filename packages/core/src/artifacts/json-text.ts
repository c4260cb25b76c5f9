import { plainJson } from "../util/plain-json.ts";

/**
 * JSON text of a value; undefined entries of objects are left out. Nodes hold plain data, but what users write in YAML
 * can hold template values (dates, whole floats, dicts with other keys than text).
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(plainJson(value)) ?? "null";
}
