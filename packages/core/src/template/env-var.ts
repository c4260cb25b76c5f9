import type { Callable, Value } from "@tsmodel/jinja";
import { fail } from "../errors/tsmodel-error.ts";
import { pyFunction, toText } from "./python/function.ts";

/** The process environment as templates may see it. */
export interface EnvSource {
  readonly env: { readonly [name: string]: string | undefined };
  /** Told about each variable that was read, with its value or `defaultPlaceholder` when the default was used. */
  readonly onRead?: (name: string, value: string) => void;
}

export const secretPrefix = "DBT_ENV_SECRET";
/** Variables with this prefix are invisible to templates. */
const privatePrefix = "DBT_ENV_PRIVATE";
/** Variables that artifacts and `dbt_metadata_envs` show. */
const metadataPrefix = "DBT_ENV_CUSTOM_ENV_";
/** Stands for a default in the recorded reads: the text of the default is part of the file already. */
export const defaultPlaceholder = "DBT_DEFAULT_PLACEHOLDER";

/** The value of a variable as templates may read it; JS undefined when there is none. */
export function findEnv(env: EnvSource["env"], name: string): string | undefined {
  return name.startsWith(privatePrefix) || !Object.hasOwn(env, name) ? undefined : env[name];
}

/**
 * `env_var(name, default)` everywhere but in profiles.yml and packages.yml.
 * @throws TsmodelError env-var-secret for names with the secret prefix, env-var-missing without value and default
 */
export function createEnvVar(source: EnvSource): Callable {
  return pyFunction("env_var", ["var", "default?"], (name: Value, fallback?: Value) => {
    const key = toText(name, "env_var() name");
    if (key.startsWith(secretPrefix)) throw fail("env-var-secret", { name: key });
    return readEnv(source, key, fallback);
  });
}

/** @throws TsmodelError env-var-missing */
export function readEnv(source: EnvSource, name: string, fallback: Value | undefined): Value {
  const value = findEnv(source.env, name);
  if (value === undefined && (fallback ?? null) === null) throw fail("env-var-missing", { name });
  if (!name.startsWith(secretPrefix)) source.onRead?.(name, value ?? defaultPlaceholder);
  return value ?? fallback!;
}

/** The variables an invocation is described by, without their prefix. */
export function metadataEnvs(env: EnvSource["env"]): { readonly [name: string]: string } {
  const found: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(env))
    if (name.startsWith(metadataPrefix) && value !== undefined) found[name.slice(metadataPrefix.length)] = value;
  return found;
}
