/** Jinja in dbt_project.yml: everything is rendered but variables, hooks and the query comment, which wait for a run. */
import type { Environment, RenderContext, Value } from "@tsmodel/jinja";
import type { JsonValue } from "../../manifest/json.ts";
import { renderYamlValue } from "../../template/render-yaml-value.ts";
import { PyDate } from "../../template/python/date.ts";
import type { ProjectFile } from "./project-file.ts";
import { isYamlObject } from "../yaml-value.ts";
import type { YamlObject, YamlValue } from "../yaml-value.ts";

type Path = readonly (string | number)[];

/** @throws TsmodelError yaml-render-failed, var-missing, env-var-missing */
export function renderProjectFile(
  file: ProjectFile,
  context: ReadonlyMap<string, Value>,
  environment: Environment,
): YamlObject {
  const place = {
    environment,
    file: file.shown,
    locate: (path: Path) => file.document.locate(path),
    skip: isLate,
  };
  const rendered = renderYamlValue(file.raw as JsonValue, context as RenderContext, place) as YamlObject;
  return withoutDates(rendered, []) as YamlObject;
}

const unrendered: ReadonlySet<unknown> = new Set(["on-run-start", "on-run-end", "query-comment", "vars"]);
const withHooks: ReadonlySet<unknown> = new Set(["seeds", "models", "snapshots", "tests", "data_tests"]);
const hooks: ReadonlySet<string> = new Set(["pre-hook", "post-hook", "pre_hook", "post_hook"]);

/** Paths whose text is a template for later. */
function isLate(path: Path): boolean {
  if (unrendered.has(path[0])) return true;
  return (
    withHooks.has(path[0]) &&
    path.some((key) => typeof key === "string" && hooks.has(key.replace(/^[+ ]+/, "")))
  );
}

/** What is rendered has its dates as text. */
function withoutDates(value: YamlValue, path: Path): YamlValue {
  if (value instanceof PyDate) return isLate(path) ? value : value.isoformat();
  if (Array.isArray(value))
    return (value as readonly YamlValue[]).map((item, index) => withoutDates(item, [...path, index]));
  if (!isYamlObject(value) || unrendered.has(path[0])) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutDates(item, [...path, key])]),
  );
}
