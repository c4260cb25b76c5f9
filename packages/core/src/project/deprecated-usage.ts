/** Old ways of calling the program that still work: dbt's deprecations of its command line and environment. */
import type { TsmodelEvent } from "../events/event.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { JsonValue } from "../manifest/json.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { engineVariables, enginePrefix } from "./engine-variables.ts";
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
  const known = engineVariables();
  for (const name of Object.keys(env)) {
    if (!name.startsWith(enginePrefix) || known.includes(name)) continue;
    const error = fail("environment-variable-reserved", { name, nearest: findNearestName(name, known) });
    const data = { env_var: name, reserved_prefix: enginePrefix };
    warnings.push({ type: "warning", error, name: "EnvironmentVariableNamespaceDeprecation", code: "D036", data });
  }
  return warnings;
}
