/** A package of which it is settled what it is: where its files are, what it needs itself, how it is installed. */
import type { YamlValue } from "../project/yaml-value.ts";
import type { PackageSpec } from "./package-spec.ts";

export interface PackageMetadata {
  /** The project's name: its folder below dbt_packages/. */
  readonly name: string;
  /** What it depends on. */
  readonly packages: readonly PackageSpec[];
}

export interface PinnedPackage {
  /** How the package is called while it is installed. e.g. "dbt-labs/dbt_utils" */
  readonly title: string;
  /** Fetches what has to be fetched, once. */
  metadata(): Promise<PackageMetadata>;
  /** Its entry in package-lock.yml without the name; ask after `metadata`. */
  lockEntry(): { readonly [key: string]: YamlValue };
  /** Puts its files into this folder, which does not exist. */
  install(folder: string): Promise<void>;
  /** What was installed; ask after `install`. e.g. "version 1.1.1" */
  describe(): string;
  /** The newest version that could be installed, for packages that have versions. */
  readonly versions?: { readonly installed: string; readonly latest: string };
  readonly subdirectory?: string;
}
