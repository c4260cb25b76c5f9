/** The context of property files: base names, target, project_name, the package's vars. No macros. */
import type { Value } from "@tsmodel/jinja";
import { ContextLayer } from "../template/context-layer.ts";
import { createEnvVar } from "../template/env-var.ts";
import { VarObject } from "../template/var-object.ts";
import type { SharedContext } from "./shared-context.ts";

export interface ConfiguredOptions {
  /** Told about each environment variable that is read, with its value or "DBT_DEFAULT_PLACEHOLDER". */
  readonly onEnvVar?: (name: string, value: string) => void;
}

export function createConfiguredContext(
  shared: SharedContext,
  packageName: string,
  { onEnvVar }: ConfiguredOptions = {},
): ContextLayer {
  const own = new Map<string, Value>([
    ["env_var", createEnvVar({ env: shared.effects.env, onRead: onEnvVar })],
  ]);
  const layer = new ContextLayer(own, shared.base as Map<string, Value>);
  own.set("var", new VarObject({ environment: shared.environment, vars: shared.varsOf(packageName) }));
  return layer;
}
