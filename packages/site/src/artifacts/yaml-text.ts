/** A value of the artifacts as people read it: YAML without the fine points. */
import { isObject } from "./artifacts.ts";

export function yamlText(value: unknown, indent = ""): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return value.map((each) => `${indent}- ${nested(each, `${indent}  `)}`).join("\n");
  }
  if (isObject(value)) {
    const entries = Object.entries(value);
    if (entries.length === 0) return "{}";
    return entries
      .map(([key, each]) => {
        const text = yamlText(each, `${indent}  `);
        return isBlock(each) ? `${indent}${key}:\n${text}` : `${indent}${key}: ${text}`;
      })
      .join("\n");
  }
  if (typeof value === "string") {
    return value.includes("\n") ? `|\n${value.replace(/^/gm, `${indent}  `)}` : value === "" ? '""' : value;
  }
  return value === null || value === undefined ? "null" : String(value);
}

const isBlock = (value: unknown): boolean =>
  (Array.isArray(value) && value.length > 0) || (isObject(value) && Object.keys(value).length > 0);

/** The first line goes behind the dash. */
const nested = (value: unknown, indent: string): string =>
  yamlText(value, indent).slice(isBlock(value) ? indent.length : 0);

/** Without what is null, empty or false: what somebody set. */
export function yamlOfSet(value: unknown): string {
  const kept = isObject(value) ? Object.entries(value).filter(([, each]) => isSet(each)) : [];
  return kept.length === 0 ? "" : yamlText(Object.fromEntries(kept));
}

const isSet = (value: unknown): boolean =>
  value !== null &&
  value !== undefined &&
  value !== false &&
  value !== "" &&
  !(Array.isArray(value) && value.length === 0) &&
  !(isObject(value) && Object.values(value).every((each) => !isSet(each)));
