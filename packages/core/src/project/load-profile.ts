/** profiles.yml → Profile: which profile and target, rendered with secrets, checked by the adapter. */
import type { Environment, RenderContext, Value } from "@tsmodel/jinja";
import { join } from "node:path";
import type { AdapterPlugin } from "../adapter/adapter.ts";
import type { Effects } from "../effects.ts";
import { TsmodelError, fail } from "../errors/tsmodel-error.ts";
import type { Location } from "../errors/location.ts";
import type { JsonObject, JsonValue } from "../manifest/json.ts";
import { renderYamlText, renderYamlValue } from "../template/render-yaml-value.ts";
import type { YamlPath } from "../template/render-yaml-value.ts";
import { SecretRegister } from "../template/secret-register.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { plainJson } from "../util/plain-json.ts";
import type { Flags, Profile } from "./project.ts";
import { readYaml } from "./read-yaml.ts";
import type { YamlDocument } from "./read-yaml.ts";
import { isYamlObject } from "./yaml-value.ts";
import type { YamlObject } from "./yaml-value.ts";

export interface ProfilesFile {
  /** Absolute. */
  readonly path: string;
  /** Absent when there is no such file. */
  readonly document?: YamlDocument;
  readonly raw: YamlObject;
}

export interface ProfileScope {
  /** Where dbt_project.yml names the profile, when it does. */
  readonly named?: Location;
  readonly adapters: readonly AdapterPlugin[];
  readonly environment: Environment;
  /** What profiles.yml's templates see: env_var (with secrets' placeholders), var, … */
  readonly context: ReadonlyMap<string, Value>;
  readonly flags: Flags;
  readonly projectFolder: string;
  readonly profilesFolder: string;
  readonly effects: Effects;
}

/** @throws TsmodelError yaml-syntax, profiles-invalid */
export function readProfilesFile(folder: string, effects: Effects): ProfilesFile {
  const path = join(folder, "profiles.yml");
  if (!effects.files.stat(path)?.isFile) return { path, raw: {} };
  const document = readYaml(effects.files.readText(path), path);
  if (document.value === null)
    throw fail("profiles-invalid", { path, problem: `The profiles.yml file at ${path} is empty` });
  if (!isYamlObject(document.value))
    throw fail("profiles-invalid", { path, problem: "it has to be a mapping of profile names" });
  return { path, document, raw: document.value };
}

/** `config:` of profiles.yml: where flags stood before dbt_project.yml had them. */
export function legacyFlags(profiles: ProfilesFile): YamlObject {
  const { config } = profiles.raw;
  return isYamlObject(config) && !("outputs" in config) ? config : {};
}

/** `projectProfile`: the `profile:` of dbt_project.yml as written. @throws TsmodelError profile-… and what the adapter throws */
export function loadProfile(
  profiles: ProfilesFile,
  projectProfile: string | null,
  scope: ProfileScope,
): Profile {
  return new ProfileLoader(profiles, scope).load(projectProfile);
}

class ProfileLoader {
  private readonly profiles: ProfilesFile;
  private readonly scope: ProfileScope;
  private readonly secrets: SecretRegister;

  constructor(profiles: ProfilesFile, scope: ProfileScope) {
    this.profiles = profiles;
    this.scope = scope;
    this.secrets = new SecretRegister(scope.effects.env);
  }

  load(projectProfile: string | null): Profile {
    const { flags } = this.scope;
    const profileName = this.profileName(projectProfile);
    const profile = this.profile(profileName);
    const outputs = this.outputs(profile, profileName);
    const targetName = this.targetName(profile, profileName);
    const output = this.output(outputs, profileName, targetName);
    const plugin = this.plugin(output, profileName, targetName);
    const { type: _, threads, ...connection } = output;
    const where = {
      profilesDir: this.scope.profilesFolder,
      projectDir: this.scope.projectFolder,
      targetName,
      profileName,
    };
    const credentials = this.guarded(
      [profileName, "outputs", targetName],
      () => plugin.parseCredentials(connection, where),
      { profileName, targetName },
    );
    return {
      profileName,
      targetName,
      threads: this.threads(flags["threads"] ?? threads ?? 1, profileName, targetName),
      plugin,
      credentials,
      profilesDir: this.scope.profilesFolder,
      output: (name) =>
        isYamlObject(outputs[name])
          ? this.rendered(outputs[name], [profileName, "outputs", name])
          : undefined,
    };
  }

  private profileName(projectProfile: string | null): string {
    const { flags } = this.scope;
    if (typeof flags["profile"] === "string") return flags["profile"];
    if (projectProfile === null)
      throw fail("profile-not-named", { path: this.profiles.path, names: this.profileNames() });
    return String(this.renderText(projectProfile, []));
  }

  private profileNames(): string[] {
    return Object.keys(this.profiles.raw).filter(
      (name) => name !== "config" || "outputs" in ((this.profiles.raw[name] ?? {}) as object),
    );
  }

  private profile(name: string): YamlObject {
    const { path, document, raw } = this.profiles;
    if (!Object.hasOwn(raw, name)) {
      const names = this.profileNames();
      const { named } = this.scope;
      const exists = document !== undefined;
      throw fail(
        "profile-not-found",
        { name, path, exists, names, nearest: findNearestName(name, names) },
        { at: exists && named ? [named] : [] },
      );
    }
    const profile = raw[name];
    if (isYamlObject(profile) && Object.keys(profile).length > 0) return profile;
    throw fail(
      "profiles-invalid",
      { path, problem: `Profile ${name} in profiles.yml is empty` },
      this.at([name], "key"),
    );
  }

  private outputs(profile: YamlObject, name: string): YamlObject {
    const { outputs } = profile;
    if (isYamlObject(outputs)) return outputs;
    throw fail(
      "profile-without-outputs",
      { name, nearest: findNearestName("outputs", Object.keys(profile)) },
      this.at([name], "key"),
    );
  }

  private targetName(profile: YamlObject, profileName: string): string {
    const { target } = this.scope.flags;
    if (typeof target === "string") return target;
    return profile["target"] === undefined
      ? "default"
      : String(this.renderText(String(profile["target"]), [profileName, "target"]));
  }

  private output(outputs: YamlObject, profileName: string, targetName: string): JsonObject {
    const path = [profileName, "outputs", targetName];
    if (!Object.hasOwn(outputs, targetName)) {
      const targets = Object.keys(outputs);
      throw fail(
        "target-not-found",
        { profile: profileName, target: targetName, targets, nearest: findNearestName(targetName, targets) },
        typeof this.scope.flags["target"] === "string" ? this.at(path) : this.at([profileName, "target"]),
      );
    }
    const output = outputs[targetName];
    if (!isYamlObject(output))
      throw fail("target-invalid", { profile: profileName, target: targetName }, this.at(path, "key"));
    return this.rendered(output, path);
  }

  private plugin(output: JsonObject, profileName: string, targetName: string): AdapterPlugin {
    const path = [profileName, "outputs", targetName];
    const { type } = output;
    if (typeof type !== "string")
      throw fail("target-without-type", { profile: profileName, target: targetName }, this.at(path, "key"));
    const { adapters } = this.scope;
    const plugin = adapters.find((candidate) => candidate.type === type);
    if (plugin !== undefined) return plugin;
    const types = adapters.map((candidate) => candidate.type);
    throw fail(
      "adapter-not-found",
      { type, profile: profileName, target: targetName, types, nearest: findNearestName(type, types) },
      this.at([...path, "type"]),
    );
  }

  private threads(value: JsonValue, profileName: string, targetName: string): number {
    const threads = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof threads === "number" && Number.isInteger(threads) && threads > 0) return threads;
    throw fail(
      "threads-invalid",
      { value: String(value) },
      this.at([profileName, "outputs", targetName, "threads"]),
    );
  }

  /** Rendered, secrets in place. A password may hold what only looks like a template. */
  private rendered(output: YamlObject, path: YamlPath): JsonObject {
    const rendered: { [key: string]: unknown } = {};
    for (const [key, value] of Object.entries(output))
      rendered[key] = this.renderEntry(value as JsonValue, [...path, key]);
    return plainJson(revealed(rendered, this.secrets)) as JsonObject;
  }

  private renderEntry(value: JsonValue, path: YamlPath): JsonValue {
    try {
      return renderYamlValue(value, this.scope.context as RenderContext, this.place(path));
    } catch (error) {
      if (path.at(-1) === "password") return value;
      if (error instanceof TsmodelError && error.label === "Compilation") throw error.withLabel("Runtime");
      throw error;
    }
  }

  private renderText(text: string, path: YamlPath): unknown {
    return renderYamlText(text, this.scope.context as RenderContext, this.place(path));
  }

  private place(path: YamlPath): Parameters<typeof renderYamlValue>[2] {
    const { document } = this.profiles;
    return {
      environment: this.scope.environment,
      file: "profiles.yml",
      path,
      ...(document && { locate: (at: YamlPath) => document.locate(at) }),
    };
  }

  private at(path: YamlPath, what: "key" | "value" = "value"): { at?: [ReturnType<YamlDocument["locate"]>] } {
    return this.profiles.document === undefined ? {} : { at: [this.profiles.document.locate(path, what)] };
  }

  /** The setting that a message quotes, where the output has it. */
  private settingAt(path: YamlPath, message: string): ReturnType<ProfileLoader["at"]> {
    const output = path.reduce<unknown>(
      (part, step) => (isYamlObject(part) ? part[step] : undefined),
      this.profiles.raw,
    );
    const quoted = [...message.matchAll(/["'`]([\w.-]+)["'`]/g)].map((match) => match[1]!);
    const setting = isYamlObject(output) ? quoted.find((word) => word in output) : undefined;
    return this.at(setting === undefined ? path : [...path, setting], "key");
  }

  /** Adds the place to what the adapter finds wrong. */
  private guarded<T>(
    path: YamlPath,
    run: () => T,
    names: { readonly profileName: string; readonly targetName: string },
  ): T {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof TsmodelError)) throw error;
      throw fail(
        "credentials-invalid",
        { profile: names.profileName, target: names.targetName, problem: error.message, hint: error.hint },
        { cause: error, at: error.at.length > 0 ? error.at : (this.settingAt(path, error.message).at ?? []) },
      );
    }
  }
}

function revealed(value: unknown, secrets: SecretRegister): unknown {
  if (typeof value === "string") return secrets.reveal(value);
  if (Array.isArray(value)) return value.map((item) => revealed(item, secrets));
  return isYamlObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revealed(item, secrets)]))
    : value;
}
