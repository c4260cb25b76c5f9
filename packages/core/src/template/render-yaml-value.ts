/** Renders the strings of YAML values as dbt does: natively typed, keys untouched, paths in the errors. */
import type { Environment, RenderContext, Value } from "@tsmodel/jinja";
import { fromValue, JinjaError } from "@tsmodel/jinja";
import type { Location } from "../errors/location.ts";
import { fail, TsmodelError } from "../errors/tsmodel-error.ts";
import type { JsonValue } from "../manifest/json.ts";

export type YamlPath = readonly (string | number)[];

export interface YamlPlace {
  readonly environment: Environment;
  /** Shown in errors. e.g. "dbt_project.yml" */
  readonly file: string;
  /** Where a path's value starts in the file. */
  readonly locate?: (path: YamlPath) => Location | undefined;
  /** Path of `value` inside the file. */
  readonly path?: YamlPath;
  /** Values that stay as they are written (hooks, vars). */
  readonly skip?: (path: YamlPath) => boolean;
}

const marksOfJinja: RegExp = /\{[{%#]|[#}%]\}/;

/** A value with every string rendered; what has nothing to render is given back as it is. @throws TsmodelError yaml-render-failed */
export function renderYamlValue(value: JsonValue, context: RenderContext, place: YamlPlace): JsonValue {
  return renderAt(value, context, place, [...(place.path ?? [])]);
}

function renderAt(value: JsonValue, context: RenderContext, place: YamlPlace, path: (string | number)[]): JsonValue {
  if (typeof value === "string") {
    if (!marksOfJinja.test(value) || place.skip?.(path) === true) return value;
    return fromValue(renderYamlText(value, context, place, path)) as JsonValue;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    return changedOr(items, items.map((item, index) => renderChild(item, context, place, path, index)));
  }
  const entries = Object.entries(value).map(([key, item]) => [key, renderChild(item, context, place, path, key)] as const);
  return entries.every(([key, item]) => item === (value as { readonly [key: string]: JsonValue })[key]) ? value : Object.fromEntries(entries);
}

function changedOr(before: readonly JsonValue[], after: readonly JsonValue[]): readonly JsonValue[] {
  return after.every((item, index) => item === before[index]) ? before : after;
}

function renderChild(value: JsonValue, context: RenderContext, place: YamlPlace, path: (string | number)[], key: string | number): JsonValue {
  path.push(key);
  const rendered = renderAt(value, context, place, path);
  path.pop();
  return rendered;
}

/** One string, as a template value. @throws TsmodelError yaml-render-failed; errors that functions raise pass, with their place added */
export function renderYamlText(text: string, context: RenderContext, place: YamlPlace, path: YamlPath = place.path ?? []): Value {
  if (!marksOfJinja.test(text)) return text;
  try {
    return place.environment.compile(text, { name: place.file, native: true }).renderNative(context);
  } catch (error) {
    const at = place.locate?.(path);
    if (error instanceof TsmodelError) {
      if (error.at.length === 0 && at !== undefined) error.at = [at];
      throw error;
    }
    if (!(error instanceof JinjaError)) throw error;
    throw fail("yaml-render-failed", { key: printPath(path), text, reason: error.message }, { cause: error, at: at === undefined ? [] : [at] });
  }
}

/** e.g. "models.shop.+tags[0]" */
function printPath(path: YamlPath): string {
  return path.map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`)).join("");
}
