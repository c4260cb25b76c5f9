/** dbt_project.yml → ProjectConfig: read, rendered, checked. For the root project and for packages. */
import type { Environment, Value } from "@tsmodel/jinja";
import type { FileSystem } from "../../effects.ts";
import type { Location } from "../../errors/location.ts";
import { TsmodelErrors, fail } from "../../errors/tsmodel-error.ts";
import type { TsmodelError } from "../../errors/tsmodel-error.ts";
import type { Report } from "../../events/event.ts";
import { DBT_VERSION } from "../../util/dbt-version.ts";
import { buildProjectConfig, requiredVersions } from "./build-project-config.ts";
import type { PathOverrides } from "./build-project-config.ts";
import { checkProjectFile } from "./check-project-file.ts";
import type { ProjectConfig } from "../project.ts";
import type { ProjectFile } from "./project-file.ts";
import { renderProjectFile } from "./render-project-file.ts";
import { canBeSatisfied, isSatisfiedBy, parseVersion } from "./version-range.ts";
import type { VersionSpec } from "./version-range.ts";
import { isYamlObject } from "../yaml-value.ts";
import type { YamlObject } from "../yaml-value.ts";

export interface ConfigScope {
  readonly files: FileSystem;
  readonly environment: Environment;
  /** What the file's templates see. */
  readonly context: ReadonlyMap<string, Value>;
  readonly checkVersion: boolean;
  readonly overrides: PathOverrides;
  readonly report: Report;
}

/** @throws TsmodelError project-…, version-…, yaml-render-failed; TsmodelErrors when there are several */
export function loadProjectConfig(file: ProjectFile, scope: ConfigScope): ProjectConfig {
  const rendered = renderProjectFile(file, scope.context, scope.environment);
  const { problems, unknown } = checkProjectFile(rendered, file);
  const versionProblem = scope.checkVersion ? checkVersion(rendered, file) : undefined;
  // A project for another version of dbt may well have keys of that version: the version is told first, as by dbt.
  throwAll([...(versionProblem === undefined ? [] : [versionProblem]), ...problems, ...unknown]);
  warnDeprecated(rendered, file, scope.report);
  return buildProjectConfig(rendered, file, scope.overrides);
}

function throwAll(problems: readonly TsmodelError[]): void {
  if (problems.length === 1) throw problems[0]!;
  if (problems.length > 1) throw new TsmodelErrors(problems);
}

function checkVersion(rendered: YamlObject, file: ProjectFile): TsmodelError | undefined {
  const required = requiredVersions(rendered["require-dbt-version"]);
  if (required.length === 0) return undefined;
  const at = (): { at: Location[] } => ({ at: [file.document.locate(["require-dbt-version"])] });
  const name = String(rendered["name"]);
  const specs: VersionSpec[] = [];
  for (const text of required) {
    const spec = parseVersion(text);
    if (spec === undefined) return fail("version-invalid", { text }, at());
    specs.push(spec);
  }
  const shown = specs.map(({ text, matcher }) => (text.startsWith(matcher) ? text : `=${text}`));
  if (!canBeSatisfied(specs)) return fail("version-impossible", { name, required: shown }, at());
  return isSatisfiedBy(parseVersion(DBT_VERSION)!, specs)
    ? undefined
    : fail("version-mismatch", { name, required: shown, installed: DBT_VERSION }, at());
}

/** Keys of earlier dbt versions and what they are called now. */
const renamed: readonly {
  readonly key: string;
  readonly now?: string;
  readonly event: string;
  readonly code: string;
  readonly fine?: string;
}[] = [
  { key: "source-paths", now: "model-paths", event: "ConfigSourcePathDeprecation", code: "D003" },
  { key: "data-paths", now: "seed-paths", event: "ConfigDataPathDeprecation", code: "D004" },
  { key: "log-path", event: "ConfigLogPathDeprecation", code: "D010", fine: "logs" },
  { key: "target-path", event: "ConfigTargetPathDeprecation", code: "D011", fine: "target" },
];

function warnDeprecated(rendered: YamlObject, file: ProjectFile, report: Report): void {
  for (const { key, now, event, code, fine } of renamed) {
    if (!(key in rendered) || rendered[key] === fine) continue;
    const error = fail("project-key-deprecated", { key, now }, { at: [file.document.locate([key], "key")] });
    report({ type: "warning", error, name: event, code });
  }
  for (const { key, at, counted } of file.document.duplicateKeys) {
    report({
      type: "warning",
      error: fail("project-duplicate-key", { file: file.shown, key, ...counted }, { at: [at] }),
      name: "DuplicateYAMLKeysDeprecation",
      code: "D024",
    });
  }
}

/** `flags:` of a dbt_project.yml, unrendered as in dbt. */
export function flagsOf(raw: YamlObject): YamlObject {
  return isYamlObject(raw["flags"]) ? raw["flags"] : {};
}
