/** What installing packages works with. */
import { join, relative } from "node:path";
import type { Environment, RenderContext, Value } from "@tsmodel/jinja";
import type { Effects } from "../effects.ts";
import { fail, type TsmodelError } from "../errors/tsmodel-error.ts";
import { readProjectFile } from "../project/config/project-file.ts";
import { specifiedPackages } from "../project/load-packages.ts";
import type { Flags, ProjectConfig } from "../project/project.ts";
import type { YamlValue } from "../project/yaml-value.ts";
import { heedingFlags, reportUnseen } from "../project/warn-error.ts";
import { renderYamlValue } from "../template/render-yaml-value.ts";
import { SecretRegister } from "../template/secret-register.ts";
import type { DepsEffects } from "./deps-effects.ts";
import type { HubClient } from "./hub-client.ts";
import { parsePackages, type PackageSpec } from "./package-spec.ts";
import type { PackageMetadata } from "./pinned-package.ts";

export interface DepsScopeInput {
  readonly root: ProjectConfig;
  readonly flags: Flags;
  /** What templates of packages.yml see; secrets are placeholders. */
  readonly packageContext: ReadonlyMap<string, Value>;
  readonly environment: Environment;
  readonly effects: Effects;
  readonly deps: DepsEffects;
  readonly hub: HubClient;
}

export class DepsScope {
  readonly root: ProjectConfig;
  readonly flags: Flags;
  readonly effects: Effects;
  readonly deps: DepsEffects;
  readonly hub: HubClient;
  private readonly context: ReadonlyMap<string, Value>;
  private readonly environment: Environment;
  private readonly secrets: SecretRegister;
  private downloads: string | undefined;
  private counter = 0;
  /** Deprecations that were told, by name and by what they are about. */
  private readonly told = new Set<string>();

  constructor(input: DepsScopeInput) {
    this.root = input.root;
    this.flags = input.flags;
    this.effects = input.effects;
    this.deps = input.deps;
    this.hub = input.hub;
    this.context = input.packageContext;
    this.environment = input.environment;
    this.secrets = new SecretRegister(input.effects.env);
  }

  /** Renders and reads entries of a file. @throws TsmodelError packages-invalid, package-private, yaml-render-failed */
  parse(entries: readonly YamlValue[], file: string): PackageSpec[] {
    const rendered = renderYamlValue(entries, this.context as RenderContext, {
      environment: this.environment,
      file,
      path: ["packages"],
    });
    return parsePackages(this.reveal(rendered) as readonly YamlValue[], entries, file);
  }

  /** A project on disk: its name and what its packages.yml asks for. @throws TsmodelError package-unreadable and what reading throws */
  readMetadata(folder: string): PackageMetadata {
    const path = join(folder, "dbt_project.yml");
    if (!this.effects.files.exists(path)) throw fail("package-without-project", { path });
    const { raw } = readProjectFile(folder, folder, this.effects.files);
    const { entries, file } = specifiedPackages(folder, this.effects.files);
    if (typeof raw["name"] !== "string") throw fail("project-name-missing", { file: path });
    return { name: raw["name"], packages: this.parse(entries as readonly YamlValue[], file) };
  }

  /** A path for downloads that is not used yet. */
  newPath(): string {
    this.downloads ??= this.deps.folders.temporary();
    return join(this.downloads, String(++this.counter));
  }

  removeDownloads(): void {
    if (this.downloads !== undefined) this.deps.folders.remove(this.downloads);
    this.downloads = undefined;
  }

  /** Absolute folder of an installed package. @throws TsmodelError package-name-invalid for one outside of dbt_packages/ */
  installFolder(name: string): string {
    const base = join(this.root.root, this.root.packagesInstallPath);
    const folder = join(base, name);
    if (!/^[^./\\][^/\\]*$/.test(relative(base, folder)))
      throw fail("package-name-invalid", { name, folder: this.root.packagesInstallPath });
    return folder;
  }

  /** The text without values of secrets. */
  scrub(text: string): string {
    return this.secrets.scrub(text);
  }

  report(name: string, code: string, text: string): void {
    this.effects.report({ type: "message", level: "info", name, code, text: this.scrub(text) });
  }

  /** @throws TsmodelError when warnings are errors */
  warn(name: string, code: string, error: TsmodelError, data?: { readonly [key: string]: unknown }): void {
    heedingFlags(this.flags, this.effects.report)({ type: "warning", error, name, code, data });
  }

  /** Told once of each `subject`; shown for the first of them only, unless `show_all_deprecations`. @throws TsmodelError */
  deprecate(
    name: string,
    code: string,
    subject: string,
    error: TsmodelError,
    data: { readonly [key: string]: unknown },
  ): void {
    if (this.told.has(`${name} ${subject}`)) return;
    const repeated = this.told.has(name) && this.flags.show_all_deprecations !== true;
    this.told.add(name).add(`${name} ${subject}`);
    if (repeated) reportUnseen({ name, code }, this.effects.report);
    else this.warn(name, code, error, data);
  }

  private reveal(value: unknown): unknown {
    if (typeof value === "string") return this.secrets.reveal(value);
    if (Array.isArray(value)) return value.map((item) => this.reveal(item));
    if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
      return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.reveal(item)]));
  }
}
