/** Whether a dbt_project.yml has the shape dbt expects: every problem found, each with its place. */
import type { Location } from "../../errors/location.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { TsmodelError } from "../../errors/tsmodel-error.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import { PyFloat, pyRepr } from "@tsmodel/jinja";
import type { ProjectFile } from "./project-file.ts";
import { isYamlObject, yamlToValue } from "../yaml-value.ts";
import type { YamlObject, YamlValue } from "../yaml-value.ts";

type Shape =
  | "text"
  | "paths"
  | "mapping"
  | "boolean"
  | "integer"
  | "version"
  | "texts"
  | "list"
  | "quoting"
  | "dispatch"
  | "comment";

/** Configuration sections, as they are called in the file. */
export const configSectionNames = [
  "models",
  "seeds",
  "snapshots",
  "analyses",
  "sources",
  "data_tests",
  "unit_tests",
  "metrics",
  "semantic-models",
  "saved-queries",
  "exposures",
  "functions",
] as const;

const pathKeys = [
  "model-paths",
  "macro-paths",
  "seed-paths",
  "test-paths",
  "analysis-paths",
  "docs-paths",
  "asset-paths",
  "function-paths",
  "snapshot-paths",
  "clean-targets",
  "source-paths",
  "data-paths",
];

const shapes: { readonly [key: string]: Shape } = {
  name: "text",
  version: "version",
  "config-version": "integer",
  profile: "text",
  "target-path": "text",
  "log-path": "text",
  "packages-install-path": "text",
  "project-root": "text",
  quoting: "quoting",
  "on-run-start": "texts",
  "on-run-end": "texts",
  "require-dbt-version": "texts",
  dispatch: "dispatch",
  vars: "mapping",
  packages: "list",
  "query-comment": "comment",
  "restrict-access": "boolean",
  "dbt-cloud": "mapping",
  flags: "mapping",
  tests: "mapping",
  ...Object.fromEntries(pathKeys.map((key) => [key, "paths"])),
  ...Object.fromEntries(configSectionNames.map((key) => [key, "mapping"])),
};

/** Top-level keys that are ours. */
const ownKeys = ["publish", "tsmodel"];

const words: { readonly [shape in Shape]: string } = {
  text: "a text",
  paths: "a list of paths",
  mapping: "a mapping",
  boolean: "true or false",
  integer: "a whole number",
  version: 'a version such as "1.0.0" or 1.0',
  texts: "a text or a list of texts",
  list: "a list",
  quoting: "a mapping of database, schema and identifier to true or false",
  dispatch: "a list of mappings with macro_namespace and search_order (a list)",
  comment: "a text or a mapping with comment and append",
};

export interface ShapeFindings {
  readonly problems: readonly TsmodelError[];
  /** Keys nobody knows, with their nearest name. */
  readonly unknown: readonly TsmodelError[];
}

/** `rendered`: the file's content after rendering. */
export function checkProjectFile(rendered: YamlObject, file: ProjectFile): ShapeFindings {
  const problems: TsmodelError[] = [];
  const at = (
    path: readonly string[],
    what: "key" | "value" = "value",
  ): { at: Location[] } => ({ at: [file.document.locate(path, what)] });
  for (const [key, value] of Object.entries(rendered)) {
    const shape = shapes[key];
    if (shape === undefined || value === null || fits(value, shape)) continue;
    const shown = pyRepr(yamlToValue(value));
    problems.push(
      fail(
        "project-value-invalid",
        { key, value: shown, problem: misfit(key, shape, value), expected: words[shape] },
        at([key]),
      ),
    );
  }
  problems.push(...nameProblems(rendered, file), ...exclusiveKeys(rendered, file));
  return { problems, unknown: unknownKeys(rendered, file) };
}

/** In the words of JSON Schema: keys that may be null have alternatives, the others one type. */
function misfit(key: string, shape: Shape, value: YamlValue): string {
  const type =
    oneType[key] ?? (shape === "mapping" && key !== "vars" && key !== "dbt-cloud" ? "object" : undefined);
  return type === undefined || (type === "array" && Array.isArray(value))
    ? "is not valid under any of the given schemas"
    : `is not of type '${type}'`;
}

const oneType: { readonly [key: string]: string } = {
  name: "string",
  dispatch: "array",
  packages: "array",
  "restrict-access": "boolean",
};

function unknownKeys(rendered: YamlObject, file: ProjectFile): TsmodelError[] {
  const known = [...Object.keys(shapes), ...ownKeys];
  return Object.keys(rendered)
    .filter((key) => !known.includes(key))
    .map((key) =>
      fail(
        "project-key-unknown",
        { file: file.shown, key, nearest: findNearestName(key, known) },
        { at: [file.document.locate([key], "key")] },
      ),
    );
}

/** Keys outside of dbt's language. */
export function extraKeys(rendered: YamlObject): YamlObject {
  return Object.fromEntries(Object.entries(rendered).filter(([key]) => shapes[key] === undefined));
}

/** Names that templates use themselves: a package of that name could not be reached. */
const reserved: ReadonlySet<string> = new Set([
  "_sql_results",
  "adapter",
  "api",
  "column",
  "config",
  "context",
  "database",
  "env",
  "env_var",
  "exceptions",
  "execute",
  "flags",
  "fromjson",
  "fromyaml",
  "graph",
  "invocation_id",
  "load_agate_table",
  "load_result",
  "log",
  "model",
  "modules",
  "post_hooks",
  "pre_hooks",
  "ref",
  "render",
  "return",
  "run_started_at",
  "schema",
  "source",
  "sql",
  "sql_now",
  "store_result",
  "store_raw_result",
  "target",
  "this",
  "tojson",
  "toyaml",
  "try_or_compiler_error",
  "var",
  "write",
]);

function nameProblems(rendered: YamlObject, file: ProjectFile): TsmodelError[] {
  const { name } = rendered;
  if (name === undefined || name === null)
    return [fail("project-name-missing", { file: file.shown }, { at: [file.document.locate([])] })];
  if (typeof name !== "string") return [];
  const place = (): { at: Location[] } => ({ at: [file.document.locate(["name"])] });
  if (reserved.has(name)) return [fail("project-name-reserved", { name }, place())];
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? [] : [fail("project-name-invalid", { name }, place())];
}

const exclusive = [
  ["source-paths", "model-paths"],
  ["data-paths", "seed-paths"],
  ["tests", "data_tests"],
] as const;

function exclusiveKeys(rendered: YamlObject, file: ProjectFile): TsmodelError[] {
  return exclusive
    .filter(([old, current]) => isGiven(rendered[old]) && isGiven(rendered[current]))
    .map(([old, current]) =>
      fail("project-keys-exclusive", { old, current }, { at: [file.document.locate([old], "key")] }),
    );
}

function isGiven(value: YamlValue | undefined): boolean {
  return value !== undefined && value !== null && !(isYamlObject(value) && Object.keys(value).length === 0);
}

const versionPattern =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)(?:-[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?)?$/;

function fits(value: YamlValue, shape: Shape): boolean {
  switch (shape) {
    case "text":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return isNumber(value);
    case "version":
      return isNumber(value) || (typeof value === "string" && versionPattern.test(value));
    case "mapping":
      return isYamlObject(value);
    case "list":
      return Array.isArray(value);
    case "paths":
      return isTextList(value);
    case "texts":
      return typeof value === "string" || isTextList(value);
    case "quoting":
      return (
        isYamlObject(value) &&
        Object.entries(value).every(
          ([key, item]) => quotingKeys.has(key) && (item === null || typeof item === "boolean"),
        )
      );
    case "dispatch":
      return (
        Array.isArray(value) &&
        value.every(
          (entry) =>
            isYamlObject(entry) && "macro_namespace" in entry && isTextList(entry["search_order"] ?? null),
        )
      );
    case "comment":
      return typeof value === "string" || isYamlObject(value);
  }
}

const quotingKeys: ReadonlySet<string> = new Set([
  "database",
  "schema",
  "identifier",
  "project",
  "snowflake_ignore_case",
]);

function isNumber(value: YamlValue): boolean {
  return typeof value === "number" || value instanceof PyFloat;
}

function isTextList(value: YamlValue): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
