import type { Callable } from "@tsmodel/jinja";

/** The process environment as templates may see it. */
export interface EnvSource {
  readonly env: { readonly [name: string]: string | undefined };
  /** Told about each variable that was read, with the value or "DBT_DEFAULT_PLACEHOLDER" when its default was used. */
  readonly onRead?: (name: string, value: string) => void;
}

/** `env_var(name, default)` everywhere but in profiles.yml and packages.yml: secrets are refused. */
export declare function createEnvVar(source: EnvSource): Callable;
