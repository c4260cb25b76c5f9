/** Old ways of calling the program that still work: dbt's deprecations of its command line and environment. */
import type { TsmodelEvent } from "../events/event.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { JsonValue } from "../manifest/json.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { flagTable } from "./flag-table.ts";
import type { YamlObject } from "./yaml-value.ts";

type Warning = Extract<TsmodelEvent, { type: "warning" }>;

interface Usage {
  readonly args: { readonly [name: string]: JsonValue };
  readonly env: { readonly [name: string]: string | undefined };
  /** `warn_error_options` as written. */
  readonly given: YamlObject;
}

export function findDeprecatedUsage({ args, env, given }: Usage): Warning[] {
  const warnings: Warning[] = [];
  const words = ["include", "exclude"].filter((word) => word in given);
  if (words.length > 0) {
    const data = { found_include: "include" in given, found_exclude: "exclude" in given };
    warnings.push({ type: "warning", error: fail("warn-error-words-old", { words }), name: "WEOIncludeExcludeDeprecation", code: "D031", data });
  }
  if (typeof args["invocation_command"] === "string" && /\s(?:--models?|-m)(?=[\s=]|$)/.test(args["invocation_command"]))
    warnings.push({ type: "warning", error: fail("model-option-old", {}), name: "ModelParamUsageDeprecation", code: "D032" });
  for (const name of Object.keys(env)) {
    if (!name.startsWith(ENGINE) || isKnown(name)) continue;
    const error = fail("environment-variable-reserved", { name, nearest: findNearestName(name, knownNames()) });
    const data = { env_var: name, reserved_prefix: ENGINE };
    warnings.push({ type: "warning", error, name: "EnvironmentVariableNamespaceDeprecation", code: "D036", data });
  }
  return warnings;
}

const ENGINE = "DBT_ENGINE_";

/** Names that dbt reads beside its flags. */
const MORE = ["NO_PRINT", "MACRO_DEBUGGING", "PACKAGE_HUB_URL", "DOWNLOAD_DIR", "DEFER_TO_STATE", "FAVOR_STATE_MODE", "HOST", "PP_FILE_DIFF_TEST", "PP_TEST", "PARTIAL_PARSE_FILE_DIFF", "RECORDED_FILE_PATH", "INVOCATION_ENV", "TEST_STATE_MODIFIED", "ARTIFACT_STATE_PATH", "SINGLE_THREADED", "USE_EXPERIMENTAL_PARSER", "SQLPARSE", "INCLUDE_SAVED_QUERY", "EXPORT_SAVED_QUERIES", "UPLOAD_TO_ARTIFACTS_INGEST_API", "RESOURCE_TYPES", "EXCLUDE_RESOURCE_TYPES", "PROJECT_DIR", "PROFILES_DIR"];

const knownNames = (): string[] => [...flagTable.flatMap(({ env }) => (env === undefined ? [] : [env])), ...MORE].map((name) => ENGINE + name);
const isKnown = (name: string): boolean => knownNames().includes(name);
