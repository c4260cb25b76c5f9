import type { Callable, Value } from "@tsmodel/jinja";
import type { BaseInput } from "./base-context.ts";
import { createBaseContext } from "./base-context.ts";
import type { EnvSource } from "./env-var.ts";
import { findEnv, readEnv, secretPrefix } from "./env-var.ts";
import { pyFunction, toText } from "./python/function.ts";
import { secretPlaceholder } from "./secret-register.ts";

/** The base context of profiles.yml and packages.yml: `env_var` gives placeholders for secrets, see `SecretRegister.reveal`. */
export function createSecretContext(input: BaseInput): Map<string, Value> {
  return createBaseContext(input, createSecretEnvVar(input.env));
}

function createSecretEnvVar(source: EnvSource): Callable {
  return pyFunction("env_var", ["var", "default?"], (name: Value, fallback?: Value) => {
    const key = toText(name, "env_var() name");
    const isSecret = key.startsWith(secretPrefix) && findEnv(source.env, key) !== undefined;
    return isSecret ? secretPlaceholder(key) : readEnv(source, key, fallback);
  });
}
