/** What `loadProject` gives: every file of configuration read, nothing parsed as a model yet. */
import type { Credentials, AdapterPlugin } from "../adapter/adapter.ts";
import type { JsonObject, JsonValue } from "../manifest/json.ts";

/** One dbt project: the root or an installed package. Paths are as dbt names them, defaults filled in. */
export interface ProjectConfig {
  readonly name: string;
  readonly version: string | null;
  /** Absolute. */
  readonly root: string;
  readonly profileName: string | null;
  readonly modelPaths: readonly string[];
  readonly macroPaths: readonly string[];
  readonly seedPaths: readonly string[];
  readonly testPaths: readonly string[];
  readonly analysisPaths: readonly string[];
  readonly docsPaths: readonly string[];
  readonly assetPaths: readonly string[];
  readonly snapshotPaths: readonly string[];
  readonly functionPaths: readonly string[];
  readonly targetPath: string;
  readonly logPath: string;
  readonly packagesInstallPath: string;
  readonly cleanTargets: readonly string[];
  readonly quoting: { readonly database?: boolean; readonly schema?: boolean; readonly identifier?: boolean };
  readonly onRunStart: readonly string[];
  readonly onRunEnd: readonly string[];
  readonly requireDbtVersion: readonly string[];
  readonly dispatch: readonly { readonly macro_namespace: string; readonly search_order: readonly string[] }[];
  /** `models:`, `seeds:`, … as written, rendered; "+" prefixes kept. Key is the section's name ("models", "data_tests"). */
  readonly configSections: { readonly [section: string]: JsonObject };
  /** The same sections before rendering: `unrendered_config` comes from here. */
  readonly unrenderedSections: { readonly [section: string]: JsonObject };
  readonly vars: JsonObject;
  readonly queryComment: { readonly comment: string | null; readonly append: boolean; readonly jobLabel: boolean };
  readonly restrictAccess: boolean;
  readonly flags: JsonObject;
  /** Extra top-level keys that are tsmodel's own ("publish", …), as written and rendered. */
  readonly extras: JsonObject;
}

export interface Profile {
  readonly profileName: string;
  readonly targetName: string;
  readonly threads: number;
  readonly plugin: AdapterPlugin;
  readonly credentials: Credentials;
  /** Absolute folder profiles.yml was found in. */
  readonly profilesDir: string;
  /** All outputs of the profile, rendered lazily: publish reads its Postgres output here. */
  output(name: string): JsonObject | undefined;
}

export interface Project {
  readonly root: ProjectConfig;
  /** Installed packages, in load order, root not among them. */
  readonly packages: readonly ProjectConfig[];
  readonly profile: Profile;
  /** --vars, parsed. */
  readonly cliVars: { readonly [name: string]: JsonValue };
  /** Resolved global flags: command line over DBT_… / TSMODEL_… over dbt_project.yml `flags:` over defaults; dbt's names in snake case. */
  readonly flags: Flags;
  /** selectors.yml as parsed JSON. */
  readonly selectors: JsonValue;
}

/** dbt's global flags, snake case, plus the command's own options. e.g. { full_refresh: true, warn_error: false } */
export interface Flags { readonly [name: string]: JsonValue }
