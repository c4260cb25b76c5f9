import type { Value } from "@tsmodel/jinja";
import type { BaseInput } from "./base-context.ts";

/** The base context of profiles.yml and packages.yml: `env_var` gives placeholders for secrets, see `SecretRegister.reveal`. */
export declare function createSecretContext(input: BaseInput): Map<string, Value>;
