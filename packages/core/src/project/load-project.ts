import type { Environment } from "@tsmodel/jinja";
import type { AdapterPlugin } from "../adapter/adapter.ts";
import type { Effects } from "../effects.ts";
import type { JsonValue } from "../manifest/json.ts";
import type { Project } from "./project.ts";

export interface LoadOptions {
  /** The command. e.g. "build", "docs generate" */
  readonly command: string;
  /** Options given on the command line, and only those: dbt's names in snake case. `vars` is the YAML text or an object. */
  readonly args: { readonly [name: string]: JsonValue };
  readonly adapters: readonly AdapterPlugin[];
  readonly environment: Environment;
  readonly invocation: { readonly id: string; readonly startedAt: Date };
}

/**
 * Reads everything that configures a command: flags, profile, dbt_project.yml, installed packages, selectors.
 * @throws TsmodelError or TsmodelErrors: project-missing, project-invalid, profile-…, yaml-syntax, version-…
 */
export declare function loadProject(options: LoadOptions, effects: Effects): Project;
