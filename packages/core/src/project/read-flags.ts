import type { JsonValue } from "../manifest/json.ts";
import type { Flags } from "./project.ts";
import type { YamlObject } from "./yaml-value.ts";

export interface FlagInput {
  readonly command: string;
  /** Given on the command line, snake case. */
  readonly args: { readonly [name: string]: JsonValue };
  readonly env: { readonly [name: string]: string | undefined };
  /** `flags:` of dbt_project.yml (or the old `config:` of profiles.yml). */
  readonly projectFlags: YamlObject;
}

/** Command line over TSMODEL_… / DBT_ENGINE_… / DBT_… over dbt_project.yml over defaults. @throws TsmodelError flag-invalid */
export declare function readFlags(input: FlagInput): Flags;
/** Every flag at its default: for tests and embedding. */
export declare function createDefaultFlags(): Flags;
