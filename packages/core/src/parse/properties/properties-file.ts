/** One properties file, and the entries of its sections with their places. */
import { PyDict } from "@tsmodel/jinja";
import type { Location } from "../../errors/location.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { SourceFile } from "../../project/discover-files.ts";
import { findOddKey, oddKeyError, type KeyRule } from "../../project/odd-key.ts";
import { readYaml, type YamlDocument } from "../../project/read-yaml.ts";
import { isYamlObject, type YamlObject, type YamlValue } from "../../project/yaml-value.ts";
import { opensTemplate } from "../../template/template-text.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import type { ParseState } from "../parse-state.ts";
import { strOf } from "../python-text.ts";
import type { ShapePath } from "./shape.ts";

export type Section =
  | "models"
  | "seeds"
  | "snapshots"
  | "sources"
  | "macros"
  | "data_tests"
  | "analyses"
  | "exposures"
  | "functions"
  | "metrics"
  | "groups"
  | "semantic_models"
  | "unit_tests"
  | "saved_queries";

/** In the order dbt reads them. */
export const SECTIONS: readonly Section[] = [
  "models",
  "seeds",
  "snapshots",
  "sources",
  "macros",
  "data_tests",
  "analyses",
  "exposures",
  "functions",
  "metrics",
  "groups",
  "semantic_models",
  "unit_tests",
  "saved_queries",
];
const OTHER_KEYS: readonly string[] = ["version", "anchors", "tests"];

export interface PropertiesFile {
  readonly source: SourceFile;
  readonly packageName: string;
  readonly document: YamlDocument;
  readonly value: YamlObject;
  /** e.g. "shop://models/staging/_models.yml" */
  readonly fileId: string;
  /** Whether its text has template marks at all. */
  readonly hasTemplates: boolean;
}

/** undefined for an empty file. @throws TsmodelError yaml-syntax, properties-invalid */
export function readProperties(state: ParseState, source: SourceFile): PropertiesFile | undefined {
  const document = readYaml(source.text, source.originalPath);
  const value = withTextKeys(document.value);
  for (const { key, at, counted } of document.duplicateKeys) {
    state.warnings.deprecate("DuplicateYAMLKeysDeprecation", () =>
      fail("yaml-duplicate-key", { key, file: source.originalPath, ...counted }, { at: [at] }),
    );
  }
  if (value === null) return undefined;
  if (!isYamlObject(value))
    throw fail(
      "properties-invalid",
      { path: source.originalPath, text: "Dictionary expected, a mapping of sections" },
      { at: [document.locate([])] },
    );
  const { packageName } = source;
  const file = {
    source,
    packageName,
    document,
    value,
    fileId: `${packageName}://${source.originalPath}`,
    hasTemplates: opensTemplate(source.text),
  };
  warnUnknownSections(state, file);
  return file;
}

/** dbt takes no notice of what stands beside the sections, whatever it is. */
function withTextKeys(value: YamlValue): YamlValue {
  if (!(value instanceof PyDict)) return value;
  return Object.fromEntries(value.entries().filter(([key]) => typeof key === "string")) as YamlObject;
}

function warnUnknownSections(state: ParseState, { value, document, source }: PropertiesFile): void {
  for (const key of Object.keys(value)) {
    if ((SECTIONS as readonly string[]).includes(key) || OTHER_KEYS.includes(key)) continue;
    state.warnings.deprecate(
      "CustomTopLevelKeyDeprecation",
      () => {
        const nearest = findNearestName(key, SECTIONS);
        return fail(
          "properties-unknown-section",
          { key, path: source.originalPath, nearest },
          { at: [document.locate([key], "key")] },
        );
      },
      { key, file: source.originalPath },
    );
  }
}

/** One item of a section's list. */
export interface RawEntry {
  readonly file: PropertiesFile;
  readonly section: Section;
  readonly value: YamlObject;
  /** Where it stands in the file. e.g. ["models", 0] */
  readonly path: ShapePath;
}

/** The items of a section. @throws TsmodelError properties-invalid */
export function entriesOf(file: PropertiesFile, section: Section): RawEntry[] {
  const list = file.value[section];
  if (list === undefined) return [];
  if (!Array.isArray(list)) throw invalid(file, [section], `the value of '${section}' is not a list`);
  return (list as readonly unknown[]).map((value, index) => {
    const path = [section, index];
    const odd = findOddKey(value, keyRule);
    if (odd) throw oddKeyError(odd, file.source.originalPath, file.document, file.source.text, path);
    if (!isYamlObject(value))
      throw invalid(file, path, `an entry of '${section}' is not a mapping: ${strOf(value)}`);
    if (!Object.hasOwn(value, "name") && section !== "unit_tests")
      throw invalid(file, path, `Entry did not contain a name, in '${section}'`);
    return { file, section, value, path };
  });
}

/** Configs of the user's own and what meta holds may be anything; arguments and data of tests have rules of their own. */
const keyRule: KeyRule = (key, path) => {
  if (key === "meta") return "own";
  return path.at(-1) === "config" || FREE.has(key) ? "none" : "all";
};
const FREE: ReadonlySet<string> = new Set(["data_tests", "tests", "arguments", "given", "expect", "overrides"]);

function invalid(file: PropertiesFile, path: ShapePath, text: string): Error {
  return fail(
    "properties-invalid",
    { path: file.source.originalPath, text },
    { at: [file.document.locate(path)] },
  );
}

/** Where something of an entry stands. */
export function placeOf(entry: RawEntry, path: ShapePath = [], what: "key" | "value" = "value"): Location {
  return entry.file.document.locate([...entry.path, ...path], what);
}
