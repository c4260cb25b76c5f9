/** A checked dbt_project.yml → ProjectConfig, defaults filled in. */
import { PyFloat } from "@tsmodel/jinja";
import type { JsonObject } from "../../manifest/json.ts";
import { plainJson } from "../../util/plain-json.ts";
import { configSectionNames, extraKeys } from "./check-project-file.ts";
import { allSourcePaths } from "../discover-files.ts";
import type { ProjectConfig } from "../project.ts";
import type { ProjectFile } from "./project-file.ts";
import { isYamlObject } from "../yaml-value.ts";
import type { YamlObject, YamlValue } from "../yaml-value.ts";

/** Folders that flags put elsewhere. */
export interface PathOverrides {
  readonly targetPath: string | null;
  readonly logPath: string | null;
}

export function buildProjectConfig(
  rendered: YamlObject,
  file: ProjectFile,
  overrides: PathOverrides,
): ProjectConfig {
  const paths = pathsOf(rendered);
  const targetPath = overrides.targetPath ?? text(rendered["target-path"]) ?? "target";
  return {
    name: rendered["name"] as string,
    version: versionText(rendered["version"]),
    root: file.root,
    profileName: text(file.raw["profile"]) ?? null,
    ...paths,
    docsPaths: texts(rendered["docs-paths"]) ?? allSourcePaths(paths),
    assetPaths: texts(rendered["asset-paths"]) ?? [],
    targetPath,
    logPath: overrides.logPath ?? text(rendered["log-path"]) ?? "logs",
    packagesInstallPath: text(rendered["packages-install-path"]) ?? "dbt_packages",
    cleanTargets: texts(rendered["clean-targets"]) ?? [targetPath],
    quoting: quotingOf(rendered["quoting"]),
    onRunStart: texts(rendered["on-run-start"]) ?? [],
    onRunEnd: texts(rendered["on-run-end"]) ?? [],
    requireDbtVersion: requiredVersions(rendered["require-dbt-version"]),
    dispatch: (rendered["dispatch"] ?? []) as unknown as ProjectConfig["dispatch"],
    configSections: sectionsOf(rendered),
    unrenderedSections: sectionsOf(file.raw),
    vars: mapping(file.raw["vars"]),
    queryComment: queryCommentOf(rendered),
    restrictAccess: rendered["restrict-access"] === true,
    flags: plainJson(mapping(rendered["flags"])) as JsonObject,
    extras: plainJson(extraKeys(rendered)) as JsonObject,
  };
}

function pathsOf(
  rendered: YamlObject,
): Pick<
  ProjectConfig,
  | "modelPaths"
  | "macroPaths"
  | "seedPaths"
  | "testPaths"
  | "analysisPaths"
  | "snapshotPaths"
  | "functionPaths"
> {
  const paths = (key: string, fallback: string, old?: string): readonly string[] =>
    texts(rendered[key]) ?? (old === undefined ? undefined : texts(rendered[old])) ?? [fallback];
  return {
    modelPaths: paths("model-paths", "models", "source-paths"),
    macroPaths: paths("macro-paths", "macros"),
    seedPaths: paths("seed-paths", "seeds", "data-paths"),
    testPaths: paths("test-paths", "tests"),
    analysisPaths: paths("analysis-paths", "analyses"),
    snapshotPaths: paths("snapshot-paths", "snapshots"),
    functionPaths: paths("function-paths", "functions"),
  };
}

/** Sections by their name in the file; `tests:` is the old name of `data_tests:`. */
function sectionsOf(file: YamlObject): { readonly [section: string]: JsonObject } {
  const sections: { [section: string]: JsonObject } = {};
  for (const name of configSectionNames)
    sections[name] = mapping(name === "data_tests" ? (file["data_tests"] ?? file["tests"]) : file[name]);
  return sections;
}

function mapping(value: YamlValue | undefined): JsonObject {
  return isYamlObject(value) ? (value as JsonObject) : {};
}

function text(value: YamlValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function texts(value: YamlValue | undefined): readonly string[] | undefined {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? (value as readonly string[]) : undefined;
}

/** "1.0" of the number 1.0. */
function versionText(value: YamlValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  return value instanceof PyFloat ? value.n.toFixed(1) : String(value);
}

function quotingOf(value: YamlValue | undefined): ProjectConfig["quoting"] {
  const entries = Object.entries(mapping(value)).filter(([, item]) => typeof item === "boolean");
  // "project" is BigQuery's word for database.
  return Object.fromEntries(entries.map(([key, item]) => [key === "project" ? "database" : key, item]));
}

export function requiredVersions(value: YamlValue | undefined): readonly string[] {
  if (typeof value === "string") return value.split(",").map((part) => part.trim());
  return texts(value) ?? [];
}

/** Without the key dbt's own comment stands; `query-comment:` alone switches it off. */
function queryCommentOf(rendered: YamlObject): ProjectConfig["queryComment"] {
  const value = rendered["query-comment"];
  if (value === undefined) return { comment: null, append: false, jobLabel: false };
  if (!isYamlObject(value)) return { comment: text(value) ?? "", append: false, jobLabel: false };
  return {
    comment: text(value["comment"]) ?? null,
    append: value["append"] === true,
    jobLabel: value["job-label"] === true,
  };
}
