/** Joining configuration level by level, as dbt's BaseConfig.update_from does. Levels and results are never changed in place. */
import { PyDict, asString, pyStr } from "@tsmodel/jinja";
import { fail } from "../../errors/tsmodel-error.ts";
import { isYamlObject } from "../../project/yaml-value.ts";
import { strOf } from "../python-text.ts";
import type { ConfigField, ConfigSchema } from "./config-schema.ts";
import { completeFreshness } from "./freshness.ts";

export type ConfigValues = { [key: string]: unknown };
export type ConfigLevel = { readonly [key: string]: unknown };
/** The adapter's own words for config keys. e.g. { project: "database" } */
export type ConfigAliases = { readonly [alias: string]: string };

/** @throws TsmodelError config-value for a value that cannot be joined */
export function mergeConfig(
  base: ConfigLevel,
  level: ConfigLevel,
  schema: ConfigSchema,
  aliases: ConfigAliases,
): ConfigValues {
  const merged: ConfigValues = { ...base };
  for (const written in level) {
    const key = hookNames[written] ?? aliases[written] ?? written;
    const field = schema.fields.get(key);
    if (field === undefined && (key === "pre-hook" || key === "post-hook")) continue;
    merged[key] = field === undefined ? level[written] : joinValue(key, field, merged[key], level[written]);
  }
  return merged;
}

/** The same for configuration as it is written: whole values replace each other. */
export function mergeUnrendered(base: ConfigLevel, level: ConfigLevel, aliases: ConfigAliases): ConfigValues {
  const merged: ConfigValues = { ...base };
  for (const written in level) merged[aliases[written] ?? written] = level[written];
  return merged;
}

const hookNames: { readonly [key: string]: string | undefined } = {
  pre_hook: "pre-hook",
  post_hook: "post-hook",
};

function joinValue(key: string, field: ConfigField, before: unknown, value: unknown): unknown {
  switch (field.merge) {
    case "append":
      return [...asList(before), ...(field.type === "hooks" ? hooksOf(key, value) : asList(value))];
    case "update":
      return shapeOf(key, field, { ...mappingOf(key, before), ...mappingOf(key, value) });
    case "grants":
      return mergeGrants(mappingOf(key, before), mappingOf(key, value));
    case "clobber":
      return shapeOf(key, field, value);
  }
}

/** Values whose unknown keys dbt drops, and whose missing keys have a default. */
function shapeOf(key: string, field: ConfigField, value: unknown): unknown {
  switch (field.type) {
    case "docs":
    case "contract":
    case "meta-columns":
    case "cache":
      return pick(mappingOf(key, value), field.initial as ConfigLevel);
    case "build-after":
      return buildAfterOf(value);
    case "freshness":
      return completeFreshness(value);
    case "object":
      return value === null ? value : mappingOf(key, value);
    default:
      return value;
  }
}

function pick(value: ConfigLevel, initial: ConfigLevel): ConfigValues {
  const picked: ConfigValues = {};
  for (const key in initial) picked[key] = key in value ? value[key] : initial[key];
  return picked;
}

/** A model's `freshness` counts only with `build_after`; other keys beside it stay. */
function buildAfterOf(value: unknown): unknown {
  if (!isYamlObject(value) || !isYamlObject(value.build_after)) return null;
  return { ...value, build_after: { count: null, period: null, updates_on: "any", ...value.build_after } };
}

/** `{select: [a]}` over `{select: [b]}` gives a; `{+select: [a]}` adds a to b. */
function mergeGrants(before: ConfigLevel, value: ConfigLevel): ConfigValues {
  const merged: ConfigValues = {};
  for (const privilege in before) merged[privilege] = asList(before[privilege]);
  for (const written in value) {
    const privilege = written.replace(/^\++/, "");
    const known = written !== privilege ? merged[privilege] : undefined;
    merged[privilege] =
      known === undefined ? asList(value[written]) : [...(known as unknown[]), ...asList(value[written])];
  }
  return merged;
}

export interface Hook {
  readonly sql: string;
  readonly transaction: boolean;
  readonly index: number | null;
}

function hooksOf(key: string, value: unknown): Hook[] {
  return asList(value)
    .filter((hook) => hook !== null)
    .map((hook) => hookOf(key, hook));
}

/** A hook is SQL, a mapping, or a mapping written as JSON text. */
function hookOf(key: string, hook: unknown): Hook {
  const read = typeof hook === "string" ? (parseJsonObject(hook) ?? { sql: hook }) : hook;
  if (!isYamlObject(read) || typeof read.sql !== "string") {
    throw fail("config-value", { key, expected: "SQL text or a mapping with the key sql", got: strOf(hook) });
  }
  return {
    sql: read.sql,
    transaction: (read.transaction ?? true) as boolean,
    index: (read.index ?? null) as number | null,
  };
}

function parseJsonObject(text: string): object | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** A mapping as a plain object. @throws TsmodelError config-value */
export function mappingOf(key: string, value: unknown): ConfigLevel {
  if (isYamlObject(value)) return value;
  if (value instanceof PyDict)
    return Object.fromEntries(value.entries().map(([name, item]) => [asString(name) ?? pyStr(name), item]));
  throw fail("config-value", { key, expected: "a mapping", got: strOf(value) });
}
