/** Disk → Project: everything that configures a command. Nothing is parsed as a model yet. */
import type { Environment, RenderContext, Value } from "@tsmodel/jinja";
import { join, resolve } from "node:path";
import type { AdapterPlugin } from "../adapter/adapter.ts";
import type { Effects } from "../effects.ts";
import { TsmodelError, TsmodelErrors, fail } from "../errors/tsmodel-error.ts";
import type { Location } from "../errors/location.ts";
import type { JsonObject, JsonValue } from "../manifest/json.ts";
import { createBaseContext } from "../template/base-context.ts";
import type { BaseInput } from "../template/base-context.ts";
import { renderYamlValue } from "../template/render-yaml-value.ts";
import { createSecretContext } from "../template/secret-context.ts";
import { createTargetContext, createUnsetTargetContext } from "../template/target-context.ts";
import { DBT_VERSION } from "../util/dbt-version.ts";
import { readCliVars } from "./cli-vars.ts";
import { findProfilesFolder, findProjectFolder } from "./find-project.ts";
import { loadPackages } from "./load-packages.ts";
import { findDeprecatedUsage } from "./deprecated-usage.ts";
import { heedingFlags } from "./warn-error.ts";
import type { Report } from "../events/event.ts";
import { legacyFlags, loadProfile, readProfilesFile } from "./load-profile.ts";
import type { ProfilesFile } from "./load-profile.ts";
import { flagsOf, loadProjectConfig } from "./config/load-project-config.ts";
import type { ConfigScope } from "./config/load-project-config.ts";
import type { Flags, Profile, Project, ProjectConfig } from "./project.ts";
import { readProjectFile } from "./config/project-file.ts";
import type { ProjectFile } from "./config/project-file.ts";
import { checkSelectors } from "./parse-selectors-yaml.ts";
import { withQuotedPlace } from "./quoted-place.ts";
import { givenWarnErrorOptions, readFlags, type FlagInput } from "./read-flags.ts";
import { readYaml } from "./read-yaml.ts";
import { yamlToValue } from "./yaml-value.ts";
import { isYamlObject, type YamlObject } from "./yaml-value.ts";

export interface LoadOptions {
  /** The command. e.g. "build", "docs generate" */
  readonly command: string;
  /** Options given on the command line, and only those: dbt's names in snake case. `vars` is the YAML text or an object. */
  readonly args: { readonly [name: string]: JsonValue };
  readonly adapters: readonly AdapterPlugin[];
  readonly environment: Environment;
  readonly invocation: { readonly id: string; readonly startedAt: Date };
}

/** @throws TsmodelError or TsmodelErrors: project-…, profile-…, target-…, packages-…, version-…, yaml-… */
export function loadProject(options: LoadOptions, effects: Effects): Project {
  const loader = new Loader(options, effects);
  const profile = loader.profile();
  const root = loader.config(createTargetContext(profile), loader.cliVars);
  // Packages do not see the command line's variables.
  const packages = loadPackages(root, loader.scope(createTargetContext(profile), {}));
  const selectors = loader.selectors(createTargetContext(profile));
  return { root, packages, profile, cliVars: loader.cliVars, flags: loader.flags, selectors };
}

/** The root project alone, without a profile: for commands that touch no database. */
export function loadRootConfig(
  options: LoadOptions,
  effects: Effects,
): RootConfig {
  const loader = new Loader(options, effects);
  return { root: loader.config(createUnsetTargetContext(), loader.cliVars), flags: loader.flags, packageContext: loader.packageContext(), report: loader.report };
}

export interface RootConfig {
  readonly root: ProjectConfig;
  readonly flags: Flags;
  /** What templates of packages.yml see; secrets are placeholders. */
  readonly packageContext: ReadonlyMap<string, Value>;
  /** Warnings as --warn-error and its options want them. Throws a TsmodelError when one is an error. */
  readonly report: Report;
}

/** One part of a project's configuration, or what is wrong with it. */
export type Inspected<T> = { readonly value: T; readonly error?: undefined } | { readonly value?: undefined; readonly error: TsmodelError | TsmodelErrors };

export interface Inspection {
  /** Absolute. */
  readonly folder: string;
  /** As given, else absolute. */
  readonly profilesFolder: string;
  readonly hasProfiles: boolean;
  readonly profile: Inspected<Profile>;
  readonly root: Inspected<ProjectConfig>;
  /** As far as they can be known: without those of a profiles.yml that cannot be read; absent where one is invalid. */
  readonly flags?: Flags;
  /** Absolute folder of the log file; absent where there is no project. */
  readonly logFolder?: string;
}

/** Each part alone, so that one that is wrong does not hide the other: for `debug`. @throws TsmodelError folder-missing for --project-dir */
export function inspectProject(options: LoadOptions, effects: Effects): Inspection {
  const folder = findProjectFolder(options.args, effects);
  const { profiles_dir: given } = options.args;
  const found = findProfilesFolder(options.args, folder, effects, options.command);
  const profilesFolder = typeof given === "string" && given !== "" ? given : found;
  const place = { folder, profilesFolder: resolve(effects.cwd, profilesFolder) };
  const file = inspect(() => readProjectFile(folder, folder, effects.files));
  const loading = inspect(() => new Loader(options, effects, { ...place, file: file.value ?? missingFile(folder) }));
  const profile = inspect(() => valueOf(loading).profile());
  const root = inspect(() => {
    valueOf(file);
    const target = profile.value ? createTargetContext(profile.value) : createUnsetTargetContext();
    return valueOf(loading).config(target, valueOf(loading).cliVars);
  });
  const flags = loading.value?.flags ?? inspect(() => flagsAlone(options, effects, file.value)).value;
  const hasProfiles = effects.files.exists(join(place.profilesFolder, "profiles.yml"));
  const logFolder = file.value && logFolderOf(file.value, flags, root.value);
  return { folder, profilesFolder, hasProfiles, profile, root, flags, logFolder };
}

function flagsAlone({ args, command }: LoadOptions, { env }: Effects, file: ProjectFile | undefined): Flags {
  const written = file?.raw["flags"];
  const projectFlags = isYamlObject(written) ? written : {};
  return readFlags({ command, args, env, projectFlags, report: () => undefined });
}

/** Where the project does not say it in a readable way, dbt takes the text that stands there. */
function logFolderOf(file: ProjectFile, flags: Flags | undefined, root: ProjectConfig | undefined): string {
  if (root !== undefined) return resolve(root.root, root.logPath);
  const path = [flags?.["log_path"], file.raw["log-path"]].find((one) => typeof one === "string");
  return resolve(file.root, typeof path === "string" ? path : "logs");
}

function inspect<T>(load: () => T): Inspected<T> {
  try {
    return { value: load() };
  } catch (error) {
    // --warn-error ends the command, as in dbt: the configuration itself is sound.
    if (error instanceof TsmodelError && error.isRaisedWarning) throw error;
    if (error instanceof TsmodelError || error instanceof TsmodelErrors) return { error };
    throw error;
  }
}

function valueOf<T>({ value, error }: Inspected<T>): T {
  if (error !== undefined) throw error;
  return value as T;
}

/** Stands in for a dbt_project.yml that is not there: a profile can be named on the command line. */
const missingFile = (root: string): ProjectFile => ({ root, shown: "dbt_project.yml", document: readYaml("{}", "dbt_project.yml"), raw: {} });

interface LoadPlace {
  /** Absolute. */
  readonly folder: string;
  /** Absolute. */
  readonly profilesFolder: string;
  readonly file: ProjectFile;
}

function findPlace({ args, command }: LoadOptions, effects: Effects): LoadPlace {
  const folder = findProjectFolder(args, effects);
  const file = readProjectFile(folder, folder, effects.files);
  return { folder, file, profilesFolder: findProfilesFolder(args, folder, effects, command) };
}

class Loader {
  readonly flags: Flags;
  readonly cliVars: JsonObject;
  private readonly options: LoadOptions;
  private readonly effects: Effects;
  private readonly profilesFolder: string;
  private readonly profiles: ProfilesFile;
  private readonly file: ProjectFile;

  constructor(options: LoadOptions, effects: Effects, place: LoadPlace = findPlace(options, effects)) {
    const { args, command } = options;
    const { folder, profilesFolder, file } = place;
    this.options = options;
    this.effects = effects;
    this.file = file;
    this.profilesFolder = profilesFolder;
    this.profiles = readProfilesFile(this.profilesFolder, effects);
    this.cliVars = readCliVars(args["vars"]);
    const { env, report } = effects;
    const given: FlagInput = { command, args, env, report, projectFlags: this.projectFlags(), locateFlag: (key) => this.locateFlag(key) };
    this.flags = {
      ...readFlags(given),
      project_dir: folder,
      profiles_dir: this.profilesFolder,
      vars: this.cliVars,
    };
    this.warnMovedFlags();
    for (const warning of findDeprecatedUsage({ args, env, given: givenWarnErrorOptions(given) })) this.report(warning);
  }

  /** Warnings as --warn-error and its options want them. @throws TsmodelError when one is an error */
  readonly report: Report = (event) => heedingFlags(this.flags, this.effects.report)(event);

  /** Flags in profiles.yml are of dbt before 1.8. */
  private warnMovedFlags(): void {
    if (Object.keys(legacyFlags(this.profiles)).length === 0) return;
    const path = this.profiles.path;
    this.report({ type: "warning", error: fail("flags-moved", { path }), name: "ProjectFlagsMovedDeprecation", code: "D013" });
  }

  profile(): Profile {
    const { adapters, environment } = this.options;
    const { flags, profilesFolder, effects, file } = this;
    const context = createSecretContext(this.baseInput(this.cliVars));
    const named = file.raw["profile"];
    return loadProfile(this.profiles, typeof named === "string" ? named : null, {
      // Only errors ask, and finding a place reads the file a second time.
      get named() {
        return typeof named === "string" && typeof flags["profile"] !== "string" ? file.document.locate(["profile"]) : undefined;
      },
      adapters,
      environment,
      context,
      flags,
      projectFolder: file.root,
      profilesFolder,
      effects,
    });
  }

  packageContext(): ReadonlyMap<string, Value> {
    return createSecretContext({ ...this.baseInput(this.cliVars), requireVars: true });
  }

  config(target: ReadonlyMap<string, Value>, vars: JsonObject): ProjectConfig {
    return loadProjectConfig(this.file, this.scope(target, vars));
  }

  scope(target: ReadonlyMap<string, Value>, vars: JsonObject): ConfigScope {
    const { target_path: targetPath, log_path: logPath } = this.flags;
    return {
      files: this.effects.files,
      environment: this.options.environment,
      context: new Map([...createBaseContext(this.baseInput(vars)), ...target]),
      checkVersion: this.flags["version_check"] !== false,
      overrides: {
        targetPath: typeof targetPath === "string" ? targetPath : null,
        logPath: typeof logPath === "string" ? logPath : null,
      },
      report: this.report,
    };
  }

  /** selectors.yml, rendered and checked; null without one. @throws TsmodelError selectors-invalid, selector-method-unknown */
  selectors(target: ReadonlyMap<string, Value>): JsonValue {
    const { files } = this.effects;
    const path = join(this.file.root, "selectors.yml");
    if (!files.exists(path)) return null;
    const text = files.readText(path);
    const document = readYaml(text, "selectors.yml");
    const { context, environment } = this.scope(target, this.cliVars);
    const place = {
      environment,
      file: "selectors.yml",
      locate: (at: readonly (string | number)[]) => document.locate(at),
    };
    const rendered = renderYamlValue(document.value as JsonValue, context as RenderContext, place);
    try {
      for (const error of checkSelectors(rendered)) {
        this.report({ type: "warning", error: withQuotedPlace(error, text, "selectors.yml"), name: "CustomKeyInObjectDeprecation", code: "D027" });
      }
    } catch (error) {
      throw error instanceof TsmodelError ? withQuotedPlace(error, text, "selectors.yml") : error;
    }
    return rendered;
  }

  /** @throws TsmodelError flags-twice */
  private projectFlags(): YamlObject {
    const own = flagsOf(this.file.raw);
    const legacy = legacyFlags(this.profiles);
    if (Object.keys(own).length > 0 && Object.keys(legacy).length > 0)
      throw fail("flags-twice", { path: this.profiles.path });
    return Object.keys(own).length > 0 ? own : legacy;
  }

  private locateFlag(key: string): Location | undefined {
    const flags = flagsOf(this.file.raw);
    return Object.hasOwn(flags, key) ? this.file.document.locate(["flags", key], "key") : undefined;
  }

  private baseInput(vars: JsonObject): BaseInput {
    const { environment, invocation, command } = this.options;
    const { report } = this;
    const { env } = this.effects;
    return {
      environment,
      dbtVersion: DBT_VERSION,
      env: { env },
      vars: {
        has: (name) => Object.hasOwn(vars, name),
        get: (name) => (Object.hasOwn(vars, name) ? yamlToValue(vars[name] as JsonValue) : undefined),
        all: () => vars,
      },
      requireVars: command !== "deps",
      runStartedAt: invocation.startedAt,
      invocationId: invocation.id,
      threadId: "MainThread",
      flags: this.flags,
      report,
      parseYaml: (text) => yamlToValue(readYaml(text, "fromyaml()").value),
      now: () => this.effects.now(),
    };
  }
}
