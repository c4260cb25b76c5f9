import { plainJson } from "../util/plain-json.ts";

/**
 * JSON text of a value; undefined entries of objects are left out. Nodes hold plain data, but what users write in YAML
 * can hold template values (dates, whole floats, dicts with other keys than text). A float stays one: 2.0, as in Python.
 */
export function jsonText(value: unknown): string {
  let hasFloats = false;
  const markFloat = (number: number): unknown => {
    if (!Number.isFinite(number)) return null;
    hasFloats = true;
    return `\u0001${number}\u0001`;
  };
  const text = JSON.stringify(plainJson(value, markFloat)) ?? "null";
  return hasFloats ? text.replace(MARKED, (_, number: string) => (/[.e]/.test(number) ? number : `${number}.0`)) : text;
}

const MARKED = /"\\u0001([-+.\de]+)\\u0001"/g;
