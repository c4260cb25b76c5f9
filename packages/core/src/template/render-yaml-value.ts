import type { Environment, RenderContext, Value } from "@tsmodel/jinja";
import type { Location } from "../errors/location.ts";
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

/** Renders every string of a YAML value the way dbt does: natively typed, keys untouched. @throws TsmodelError yaml-render-failed */
export declare function renderYamlValue(value: JsonValue, context: RenderContext, place: YamlPlace): JsonValue;
/** One string, as a template value. */
export declare function renderYamlText(text: string, context: RenderContext, place: YamlPlace): Value;
