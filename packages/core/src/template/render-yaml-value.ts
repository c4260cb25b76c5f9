/** Renders the strings of YAML values as dbt does: natively typed, keys untouched, paths in the errors. */
import type { Environment, RenderContext, Value } from "@tsmodel/jinja";
import { fromValue, JinjaError, PyDict, PyFloat, PyObject, Tuple, Undefined } from "@tsmodel/jinja";
import type { Location } from "../errors/location.ts";
import { fail, TsmodelError } from "../errors/tsmodel-error.ts";
import { isTemplate } from "./template-text.ts";

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

/**
 * A YAML value (plain JSON, or what project/yaml-value.ts has for the rest) with every string rendered; what has
 * nothing to render is given back as it is, dates become ISO texts. @throws TsmodelError yaml-render-failed
 */
export function renderYamlValue<T>(value: T, context: RenderContext, place: YamlPlace): T {
  return renderAt(value, context, place, [...(place.path ?? [])]) as T;
}

function renderAt(
  value: unknown,
  context: RenderContext,
  place: YamlPlace,
  path: (string | number)[],
): unknown {
  if (typeof value === "string") {
    if (!isTemplate(value) || place.skip?.(path) === true) return value;
    return toPlain(renderPart(value, context, place, path));
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return renderItems(value, context, place, path);
  if (value instanceof PyDict) return renderDict(value, context, place, path);
  if (value instanceof PyObject)
    return "isoformat" in value && typeof value.isoformat === "function" ? value.isoformat() : value;
  return value instanceof PyFloat
    ? value
    : renderEntries(value as { readonly [key: string]: unknown }, context, place, path);
}

function renderItems(
  items: readonly unknown[],
  context: RenderContext,
  place: YamlPlace,
  path: (string | number)[],
): readonly unknown[] {
  const rendered = items.map((item, index) => renderChild(item, context, place, path, index));
  return rendered.every((item, index) => item === items[index]) ? items : rendered;
}

function renderEntries(
  value: { readonly [key: string]: unknown },
  context: RenderContext,
  place: YamlPlace,
  path: (string | number)[],
): object {
  const entries = Object.entries(value).map(
    ([key, item]) => [key, renderChild(item, context, place, path, key)] as const,
  );
  return entries.every(([key, item]) => item === value[key]) ? value : Object.fromEntries(entries);
}

/** Mappings whose keys are no plain strings; their values are template values already. */
function renderDict(
  dict: PyDict,
  context: RenderContext,
  place: YamlPlace,
  path: (string | number)[],
): PyDict {
  return PyDict.of(
    dict.entries().map(([key, item]) => [key, renderDictItem(item, context, place, [...path, String(key)])]),
  );
}

function renderDictItem(
  value: Value,
  context: RenderContext,
  place: YamlPlace,
  path: (string | number)[],
): Value {
  if (typeof value === "string")
    return place.skip?.(path) === true ? value : renderPart(value, context, place, path);
  if (Array.isArray(value))
    return value.map((item, index) => renderDictItem(item, context, place, [...path, index]));
  return value instanceof PyDict ? renderDict(value, context, place, path) : value;
}

function renderChild(
  value: unknown,
  context: RenderContext,
  place: YamlPlace,
  path: (string | number)[],
  key: string | number,
): unknown {
  path.push(key);
  const rendered = renderAt(value, context, place, path);
  path.pop();
  return rendered;
}

/** A rendered value as YAML would have given it: floats without a fraction stay floats. */
function toPlain(value: Value): unknown {
  if (value instanceof PyFloat) return Number.isInteger(value.n) ? value : value.n;
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Tuple) return value.items.map(toPlain);
  if (value instanceof PyDict && value.keys().every((key) => typeof key === "string")) {
    return Object.fromEntries(value.entries().map(([key, item]) => [key as string, toPlain(item)]));
  }
  return value instanceof PyObject || value instanceof PyDict ? value : fromValue(value);
}

/** One string of several: what a function finds wrong is told with the text that called it. */
function renderPart(text: string, context: RenderContext, place: YamlPlace, path: YamlPath): Value {
  try {
    return renderYamlText(text, context, place, path);
  } catch (error) {
    const isCall =
      error instanceof TsmodelError && error.label === "Compilation" && error.code !== RENDER_FAILED;
    if (!isCall) throw error;
    throw failure(text, error.message, { place, path, cause: error, at: error.at, hint: error.hint });
  }
}

const RENDER_FAILED = "yaml-render-failed";

interface Failure {
  readonly place: YamlPlace;
  readonly path: YamlPath;
  readonly at: readonly Location[];
  readonly cause?: unknown;
  readonly hint?: string;
}

/** Without a line to show, the value is named by its keys. */
function failure(text: string, reason: string, { place, path, at, cause, hint }: Failure): TsmodelError {
  const key = at.length === 0 ? printPath(path) : "";
  return fail(RENDER_FAILED, { key, file: place.file, text, reason, hint }, { cause, at: [...at] });
}

/** One string, as a template value. @throws TsmodelError yaml-render-failed; errors that functions raise pass, with their place added */
export function renderYamlText(
  text: string,
  context: RenderContext,
  place: YamlPlace,
  path: YamlPath = place.path ?? [],
): Value {
  if (!isTemplate(text)) return text;
  // Asked for when something is wrong: a place takes longer to find than most texts to render.
  const locate = (): Location[] => [place.locate?.(path)].filter((at) => at !== undefined);
  const failed = (reason: string, cause?: unknown): TsmodelError => failure(text, reason, { place, path, cause, at: locate() });
  try {
    const value = place.environment.compile(text, { name: place.file, native: true }).renderNative(context);
    if (value instanceof Undefined) throw failed(`'${String(value.firstName ?? text)}' is undefined`);
    return value;
  } catch (error) {
    if (error instanceof TsmodelError) {
      if (error.at.length === 0) error.at = locate();
      throw error;
    }
    throw error instanceof JinjaError ? failed(error.message, error) : error;
  }
}

/** e.g. "models.shop.+tags[0]" */
function printPath(path: YamlPath): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`))
    .join("");
}
